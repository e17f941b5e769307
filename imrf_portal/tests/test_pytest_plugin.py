"""The stores of this very session, and how they came about."""

import os
import shutil
from pathlib import Path
from tempfile import mkdtemp

import psycopg2
import pytest
import redis

from imrf_portal.embedded import pytest_plugin


@pytest.fixture
def templates():
    folder = Path(mkdtemp(prefix="imrf-templates-"))
    yield folder / "kept"
    shutil.rmtree(folder)


def ask(url, query):
    connection = psycopg2.connect(url)
    try:
        with connection.cursor() as cursor:
            cursor.execute(query)
            return cursor.fetchone()[0]
    finally:
        connection.close()


def test_session_has_stores_of_its_own_and_the_settings_of_tests():
    assert os.environ["DJANGO_SETTINGS_MODULE"] == "imrf_portal.settings_test"
    assert ask(os.environ["DATABASE_URL"], "select current_setting('fsync')") == "off"
    with redis.Redis.from_url(os.environ["REDIS_URL"]) as client:
        assert client.ping()
    assert os.environ["DEMO"] == "0"
    assert Path(os.environ["FONTCONFIG_FILE"]).exists()


def test_second_session_copies_the_cluster_of_the_first(templates, monkeypatch):
    first = pytest_plugin.Stores(templates)
    url = first.start_postgres()
    assert ask(url, "select 1") == 1
    first.stop()
    assert not first.folder.exists()
    assert len(list(templates.iterdir())) == 1

    monkeypatch.setattr(pytest_plugin.Postgres, "prepare", None)  # would be called for a cluster made anew
    second = pytest_plugin.Stores(templates)
    assert ask(second.start_postgres(), "select 2") == 2
    second.stop()


def test_template_that_cannot_be_kept_is_no_error(templates):
    templates.touch()  # a file where the folder should be

    pytest_plugin.keep(templates.parent, templates / "name")

    assert templates.is_file()


def test_store_that_does_not_start_says_why_and_leaves_nothing(templates, monkeypatch):
    stores = pytest_plugin.Stores(templates)
    monkeypatch.setattr(pytest_plugin.Valkey, "configuration", "port nonsense\n")

    with pytest.raises(pytest_plugin.UnavailableError, match="nonsense"):
        stores.start_valkey()

    stores.stop()
    assert not stores.folder.exists()


def test_servers_named_by_hand_are_used(templates):
    given = {"TEST_DATABASE_URL": "postgres://there/db", "TEST_REDIS_URL": "redis://there"}

    found = dict(pytest_plugin.environment(None, given))

    assert (found["DATABASE_URL"], found["REDIS_URL"]) == ("postgres://there/db", "redis://there")
    assert found["SITE_URL"] == "http://127.0.0.1:8000"
