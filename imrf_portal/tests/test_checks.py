"""The check that keeps the portal out of a database in which half of its languages cannot be searched."""

import pytest
from django.core.checks import run_checks
from django.db import connection, connections

from imrf_portal import checks


def found():
    return [message.id for message in run_checks(tags=["database"], databases=["default"])]


@pytest.mark.django_db
def test_database_of_the_tests_is_fit_and_left_as_it_was():
    def extensions():
        with connection.cursor() as cursor:
            cursor.execute("select extname from pg_extension order by extname")
            return cursor.fetchall()

    before = extensions()

    assert found() == []
    assert extensions() == before


@pytest.mark.django_db
def test_postgres_14_is_refused(monkeypatch):
    monkeypatch.setattr(connections["default"], "pg_version", 140012)

    assert found() == ["portal.E001"]


@pytest.mark.django_db
def test_database_that_finds_no_letters_is_refused(monkeypatch):
    monkeypatch.setattr(checks, "WORD", "--")  # as every word outside ASCII under ctype C

    assert found() == ["portal.E003"]


@pytest.mark.django_db
def test_database_without_the_extension_is_refused(monkeypatch):
    monkeypatch.setattr(checks, "EXTENSION", "no_such_extension")

    assert found() == ["portal.E002"]


@pytest.mark.django_db(transaction=True)
def test_trap_is_real(django_db_blocker):
    """A database with ctype C, as a machine without a locale makes it, is refused."""
    with connection.cursor() as cursor:
        cursor.execute("drop database if exists c_locale")
        cursor.execute("create database c_locale template template0 lc_ctype 'C'")
    try:
        other = connections.create_connection("default")
        other.settings_dict = other.settings_dict | {"NAME": "c_locale"}
        connections["c_locale"] = other
        try:
            assert checks.why_no_trigrams(other).id == "portal.E003"
        finally:
            other.close()
            del connections["c_locale"]
    finally:
        with connection.cursor() as cursor:
            cursor.execute("drop database c_locale")
