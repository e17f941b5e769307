"""What tests of every app stand on."""

import signal
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, connections, transaction

from imrf_portal.celery import app
from record.tests.cleanup import let_transactional_tests_clean_up
from record.waking import quiet

let_transactional_tests_clean_up()
app.loader.import_default_modules()  # a task that runs at once must be known by its name


@pytest.fixture
def never_endless():
    """What is growing with the square of its text is broken off after half a minute of work, where a line is enough."""

    def break_off(*_):
        raise TimeoutError("It has worked for half a minute on what takes a moment.")

    before = signal.signal(signal.SIGPROF, break_off)
    signal.setitimer(signal.ITIMER_PROF, 30)
    yield
    signal.setitimer(signal.ITIMER_PROF, 0)
    signal.signal(signal.SIGPROF, before)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The tests' database, which nobody holds when it is dropped: threads of a live server keep their connections."""
    yield
    with django_db_blocker.unblock():
        connections.close_all()
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture
def wait_until_a_query_is_blocked():
    """A function that returns once some query of this server waits for a lock, and fails if none does in 5 s."""

    def blocked():
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted AND pid <> pg_backend_pid()")
            return cursor.fetchone()[0]

    def wait():
        until = time.monotonic() + 5
        while not blocked():
            if time.monotonic() > until:
                pytest.fail("No query waits for a lock: nothing was held, or nobody asked for it.")
            time.sleep(0.01)

    return wait


@pytest.fixture
def second(wait_until_a_query_is_blocked):
    """A function: do one thing and hold it open, begin another beside it, and return what the other ended in.

    With ``undone`` the first thing comes to nothing.
    """

    def apart(deed):
        try:
            with quiet():
                return deed()
        except ValidationError as error:
            return error
        finally:
            connection.close()

    def second(first, then, *, undone=False):
        with quiet(), ThreadPoolExecutor(1) as pool:
            with transaction.atomic():
                first()
                waiting = pool.submit(apart, then)
                wait_until_a_query_is_blocked()
                transaction.set_rollback(undone)
            return waiting.result(5)

    return second
