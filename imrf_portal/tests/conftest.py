"""The demonstration as it stands after its load, for the tests that look at the whole portal.

It is loaded once for a session, into a database of its own that is copied from the empty one. A module that asks for
``demo`` works in that database, each test in a transaction that is rolled back; the others find theirs as empty as
ever. ``copied`` gives a further copy to tests that commit.
"""

from contextlib import contextmanager
from io import StringIO

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection, connections

from .clients import client_of
from .letters import in_every_state


@contextmanager
def database(name):
    """Inside, every connection of every thread leads to the database ``name``."""
    before = connection.settings_dict["NAME"]
    lead_to(name)
    try:
        yield name
    finally:
        lead_to(before)


def lead_to(name):
    """Let all connections lead there. What is remembered of the database before, keys of kinds of objects, is not true
    there: a flush gives them anew.
    """
    connections.close_all()
    connection.settings_dict["NAME"] = name
    ContentType.objects.clear_cache()


@contextmanager
def copied(name, to):
    """A copy ``to`` of the database ``name``, gone at the end.

    Postgres copies only what nobody is connected to: connections that a thread of an earlier test left are ended.
    """
    with database("postgres"):
        ask(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")  # noqa: S608 - our own
        ask(f'CREATE DATABASE "{to}" TEMPLATE "{name}"')
    try:
        with database(to):
            yield to
    finally:
        with database("postgres"):
            ask(f'DROP DATABASE "{to}" WITH (FORCE)')


def ask(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.fixture(scope="session")
def demo_loaded(django_db_setup, django_db_blocker):
    """The name of a database into which ``load_demo`` has loaded the demonstration, and what the command said."""
    with django_db_blocker.unblock():
        empty, said = connection.settings_dict["NAME"], StringIO()
        with copied(empty, f"{empty}_demo") as name:
            call_command("load_demo", if_empty=True, stdout=said)
            with database(empty):
                yield name, said.getvalue()


@pytest.fixture(scope="session")
def demo_database(demo_loaded):
    """The name of a database that holds the demonstration, its mail delivered. Tests leave it as it is."""
    return demo_loaded[0]


@pytest.fixture(scope="module")
def demo_module(demo_database, django_db_blocker):
    """This module works in the demonstration's database."""
    with django_db_blocker.unblock(), database(demo_database):
        yield


@pytest.fixture
def demo(demo_module, db, settings):
    """The demonstration, for one test, in a portal that knows that it is one."""
    settings.DEMO = True


@pytest.fixture(scope="module")
def letters(demo_database, django_db_blocker):
    """A copy of the demonstration for this module, with a letter in every state; its tests roll back by themselves."""
    with django_db_blocker.unblock(), copied(demo_database, f"{demo_database}_letters"):
        yield in_every_state()


@pytest.fixture
def signed_in(demo):
    """A function that gives a client of the person of this address; without one, of a visitor."""
    return client_of
