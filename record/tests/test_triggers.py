import pytest
from django.db import IntegrityError, connection, transaction

from record import triggers
from record.models import Approval, Chain, Delivery, Event, File, Verb, Verification
from record.tests.cleanup import unprotected

pytestmark = pytest.mark.django_db


def refused(words):
    """That the database refuses with these words, and only what is inside is undone."""
    return pytest.raises(IntegrityError, match=words)


def run(sql, *params):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # or nothing could be truncated in this transaction
        cursor.execute(sql, params or None)


@pytest.fixture
def rows(letter, queue, by):
    """One row of each protected table."""
    queue("pt@mission.test")
    Event.objects.record(letter, Verb.CREATED, by=by)
    Approval.objects.create(target=letter, content_sha256="0" * 64, user=by.user, capacity=by.capacity, at=by.at)
    Verification.objects.create(at=by.at, length=1, head="0" * 64, problems=1)


ADDED_ONLY = [
    (Event, {"facts": {}}),
    (File, {"name": "another.pdf"}),
    (Approval, {"content_sha256": "1" * 64}),
    (Delivery.files.through, {"file_id": 0}),
    (Verification, {"problems": 0}),
]


@pytest.mark.parametrize(("model", "change"), ADDED_ONLY)
def test_rows_that_are_only_added_are_never_changed_or_deleted(rows, model, change):
    table = model._meta.db_table
    words = f"of {table} is refused: its rows are only ever added."

    with refused(f"UPDATE {words}"), transaction.atomic():
        model.objects.update(**change)
    with refused(f"DELETE {words}"):
        run(f"DELETE FROM {table}")  # noqa: S608 - our own names
    with refused(f"TRUNCATE {words}"):
        run(f"TRUNCATE {table} CASCADE")


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("target_id", 0),
        ("target_type_id", None),
        ("consultation", "another"),
        ("kind", "reminder"),
        ("subject", "Another"),
        ("text", "Another"),
        ("address", "ph@mission.test"),
        ("recipient_type_id", 1),
        ("recipient_id", 1),
        ("message_key", "another"),
        ("queued_at", "2020-01-01"),
    ],
)
def test_what_a_delivery_is_never_changes(rows, column, value):
    with refused("UPDATE of record_delivery is refused: the row is frozen."):
        run(f"UPDATE record_delivery SET {column} = %s", value)  # noqa: S608 - our own names


def test_what_becomes_of_a_delivery_changes(rows):
    assert Delivery.objects.update(state="failed", answer="550 no", attempts=1) == 1


def test_deliveries_are_not_deleted(rows):
    with refused("DELETE of record_delivery is refused"):
        run("DELETE FROM record_delivery")
    with refused("TRUNCATE of record_delivery"):
        run("TRUNCATE record_delivery CASCADE")


@pytest.mark.parametrize("change", [{"length": 1}, {"length": 0}, {"length": 2, "name": "another"}, {"head": "1" * 64}])
def test_chain_only_grows(rows, change):
    with (
        refused("UPDATE of record_chain is refused: length only grows, and no row is taken away."),
        transaction.atomic(),
    ):
        Chain.objects.update(**change)


def test_chain_is_not_taken_away(rows):
    with refused("DELETE of record_chain"), transaction.atomic():
        Chain.objects.all().delete()
    with refused("TRUNCATE of record_chain"):
        run("TRUNCATE record_chain")


def test_protections_hold_in_replication_too():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, tgenabled FROM pg_trigger"
            " WHERE tgname LIKE 'record%protect%' ORDER BY tgname"
        )
        found = cursor.fetchall()

    tables = ["approval", "chain", "delivery", "delivery_files", "event", "file", "verification"]
    assert sorted(found) == [(f"record_{table}", "A") for table in tables for _ in range(2)]


def test_owner_can_take_the_protections_off_and_puts_them_back(rows):
    with unprotected():
        Event.objects.update(request_id="changed")

    with refused("UPDATE of record_event"), transaction.atomic():
        Event.objects.update(request_id="again")


@pytest.fixture
def letters():
    """A table of letters with the protection that a test gives it."""
    run("CREATE TABLE letters (id int, state text, body text, pdf int, scan int, note text)")

    def protect(**options):
        operation = triggers.frozen_when("letters", "state IN ('issued', 'withdrawn')", **options)
        run(operation.sql)
        run("INSERT INTO letters VALUES (1, 'draft', 'text', NULL, NULL, ''), (2, NULL, 'text', NULL, NULL, '')")
        return operation

    return protect


def issued(letters, **options):
    operation = letters(**options)
    run("UPDATE letters SET state = 'issued' WHERE id = 1")
    return operation


ALLOWED = {"allowed": ["state", "note"], "once": ["pdf", "scan"]}


@pytest.mark.parametrize("options", [{"columns": ["body"]}, ALLOWED])
def test_row_that_is_not_frozen_changes_and_goes(letters, options):
    letters(**options)

    run("UPDATE letters SET body = 'another'")
    run("DELETE FROM letters")


@pytest.mark.parametrize("options", [{"columns": ["id", "body"]}, ALLOWED])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE letters SET body = 'another'",
        "UPDATE letters SET body = NULL",
        "UPDATE letters SET id = 3",
        "UPDATE letters SET state = 'draft'",
        "UPDATE letters SET state = NULL",
        "UPDATE letters SET state = 'draft', body = 'another'",
        "DELETE FROM letters",
        "TRUNCATE letters",
    ],
)
def test_frozen_row_keeps_its_columns_and_stays(letters, options, statement):
    issued(letters, **options)

    with refused(f"{statement.split()[0]} of letters is refused: the row is frozen."):
        run(statement)


@pytest.mark.parametrize("options", [{"columns": ["id", "body"]}, ALLOWED])
def test_frozen_row_changes_in_what_is_left_free(letters, options):
    issued(letters, **options)

    run("UPDATE letters SET state = 'withdrawn', note = 'why', pdf = 7 WHERE id = 1")


def test_column_to_be_filled_once_is_frozen_from_then_on(letters):
    issued(letters, **ALLOWED)
    run("UPDATE letters SET pdf = 7 WHERE id = 1")
    run("UPDATE letters SET pdf = 7, scan = 8 WHERE id = 1")

    with refused("the row is frozen"):
        run("UPDATE letters SET pdf = 9 WHERE id = 1")
    with refused("the row is frozen"):
        run("UPDATE letters SET scan = NULL WHERE id = 1")


def test_part_of_a_frozen_whole_is_not_added(letters):
    letters(columns=["body"], inserts=False)
    run("INSERT INTO letters VALUES (3, 'draft')")

    with refused("INSERT of letters is refused"):
        run("INSERT INTO letters VALUES (4, 'issued')")


def test_protection_can_be_taken_back(letters):
    operation = issued(letters, **ALLOWED)

    run(operation.reverse_sql)

    run("TRUNCATE letters")
    run(operation.sql)


@pytest.mark.parametrize("options", [{}, {"columns": ["a"], "allowed": ["b"]}])
def test_columns_that_stay_or_columns_that_may_change_are_named(options):
    with pytest.raises(ValueError, match="Name the columns"):
        triggers.frozen_when("letters", "TRUE", **options)


@pytest.mark.django_db(transaction=True)
def test_test_that_commits_cleans_up(rows):
    assert Event.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_and_the_next_one_finds_nothing():
    assert (Event.objects.count(), File.objects.count(), Delivery.objects.count()) == (0, 0, 0)
