"""How tests clean up and tamper where the database refuses both: as its owner, with the protections off."""

from contextlib import contextmanager

from django.db import connection
from django.test import TransactionTestCase

PROTECTED = """
SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE tgenabled = 'A' AND NOT tgisinternal
"""


@contextmanager
def unprotected():
    """Inside, every row can be changed and deleted and every table emptied."""
    with connection.cursor() as cursor:
        cursor.execute(PROTECTED)
        triggers = cursor.fetchall()
    switch("DISABLE", triggers)
    try:
        yield
    finally:
        switch("ENABLE ALWAYS", triggers)


def switch(word, triggers):
    """A table that waits for its deferred constraints cannot be altered, so they are checked first."""
    statements = [f'ALTER TABLE {table} {word} TRIGGER "{name}"' for table, name in triggers]
    with connection.cursor() as cursor:
        cursor.execute("; ".join(["SET CONSTRAINTS ALL IMMEDIATE", *statements, "SET CONSTRAINTS ALL DEFERRED"]))


def let_transactional_tests_clean_up():
    """Take the protections off while a test that committed is flushed away."""
    teardown = TransactionTestCase._fixture_teardown

    def unprotected_teardown(self):
        with unprotected():
            teardown(self)

    TransactionTestCase._fixture_teardown = unprotected_teardown
