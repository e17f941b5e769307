import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models.deletion import ProtectedError

from accounts.models import DelegationKind
from consultations import actions
from consultations.models import PUBLIC_STATES, Circular, CircularState, Enclosure
from consultations.models.circular import FROZEN

from .factories import AT, PDF, TO_ISSUE, CircularFactory, EnclosureFactory, circular_in, kept
from .refusals import OTHER_STATES, reloaded

pytestmark = pytest.mark.django_db
NO_ISSUED = "Only an issued circular can be withdrawn. Discard a draft instead."
NO_SCAN = "A scan of the signed letter can be added once the circular is issued."
THERE = "The scan of the signed letter is there already."
PREPARED = sorted(set(CircularState) - FROZEN)


# Withdrawing


def test_withdraw_marks_it_with_the_reason_and_records_it(team, deeds, mails):
    circular = circular_in(CircularState.ISSUED, team)
    before = mails(circular)

    actions.withdraw(circular, by=team.secretariat, reason="It was sent by mistake.")

    circular = reloaded(circular)
    assert (circular.state, circular.reason, circular.reference) == ("withdrawn", "It was sent by mistake.", "2019-001")
    facts = {"reference": "2019-001", "reason": "It was sent by mistake."}
    assert deeds(circular)[-1] == ("withdrawn", team.secretariat.user, facts)
    assert mails(circular) == before


@pytest.mark.parametrize("state", OTHER_STATES[CircularState.ISSUED])
def test_withdraw_refuses_what_does_not_stand(team, state):
    circular = circular_in(state, team)

    with pytest.raises(ValidationError) as refused:
        actions.withdraw(circular, by=team.secretariat, reason="It was sent by mistake.")

    why = {
        "withdrawn": "This circular has been withdrawn already.",
        "superseded": "This circular has been superseded. Withdraw the one that replaced it.",
    }
    assert (refused.value.messages, refused.value.code) == ([why.get(state, NO_ISSUED)], "withdraw")
    assert reloaded(circular).state == state


# The scan


@pytest.mark.parametrize("state", sorted(PUBLIC_STATES))
def test_add_scan_keeps_the_signed_letter(team, deeds, state):
    circular = circular_in(state, team)

    actions.add_scan(circular, by=team.secretariat, content=b"%PDF-1.4 signed", name="signed.pdf")

    circular = reloaded(circular)
    assert (circular.scan.read(), circular.scan.name) == (b"%PDF-1.4 signed", "signed.pdf")
    assert (circular.scan.content_type, circular.scan.kept_at) == ("application/pdf", AT)
    assert (circular.scan.consultation, circular.state) == (team.consultation.slug, state)
    facts = {"fields": ["scan"], "sha256": circular.scan.sha256}
    assert deeds(circular)[-1] == ("changed", team.secretariat.user, facts)


@pytest.mark.parametrize("state", sorted(set(CircularState) - PUBLIC_STATES))
def test_add_scan_refuses_what_is_not_issued(team, state):
    circular = circular_in(state, team)

    with pytest.raises(ValidationError) as refused:
        actions.add_scan(circular, by=team.secretariat, content=PDF, name="signed.pdf")

    assert (refused.value.messages, refused.value.code) == ([NO_SCAN], "add_scan")


def test_add_scan_refuses_a_second(team):
    circular = circular_in(CircularState.ISSUED, team)
    first = actions.add_scan(circular, by=team.secretariat, content=PDF, name="signed.pdf").scan

    with pytest.raises(ValidationError) as refused:
        actions.add_scan(circular, by=team.secretariat, content=b"%PDF-1.4 other", name="other.pdf")

    assert refused.value.messages == [THERE]
    assert reloaded(circular).scan == first


# What was issued stays: the database itself refuses


def other(circular):
    """For each column, a value that an issued letter did not have."""
    return {
        "kind": "call",
        "form": "plain_letter",
        "language": "fr",
        "subject": "Another",
        "body": "Another.",
        "dated": "2019-02-02",
        "audience": [DelegationKind.STAKEHOLDER],
        "groups": ["g77"],
        "rule": "submitted",
        "also": ["who"],
        "addressee": "Another",
        "revision": 99,
        "drafted_by": circular.consultation.roles.last().user,
        "asked_sha256": "0" * 64,
        "year": 2020,
        "serial": 99,
        "content": {"subject": "Another"},
        "content_sha256": "0" * 64,
        "issued_at": AT.replace(year=2020),
        "pdf": kept(b"%PDF-1.7 another"),
    }


@pytest.mark.parametrize("state", sorted(PUBLIC_STATES))
def test_no_column_of_an_issued_letter_changes(team, state):
    circular = circular_in(state, team)

    for name, value in other(circular).items():
        with pytest.raises(IntegrityError, match="the row is frozen"), transaction.atomic():
            Circular.objects.filter(pk=circular.pk).update(**{name: value})


def test_every_column_but_what_may_change_is_tried(team):
    circular = CircularFactory(consultation=team.consultation)
    free = {"id", "consultation", "meeting", "call", "corrects", "correction", "state", "reason", "scan"}

    assert {field.name for field in Circular._meta.concrete_fields} == free | set(other(circular))


@pytest.mark.parametrize("state", sorted(FROZEN))
@pytest.mark.parametrize(
    "column", ["subject = 'Another'", "content = '{}'", "serial = 99", "call_id = NULL, body = ''"]
)
def test_no_statement_changes_a_frozen_letter(team, state, column):
    circular = circular_in(state, team)

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE consultations_circular SET {column} WHERE id = %s", [circular.pk])  # noqa: S608

    assert reloaded(circular).subject == "A sample letter"


@pytest.mark.parametrize("state", sorted(FROZEN))
def test_frozen_letter_is_not_deleted(team, state):
    circular = circular_in(state, team)

    with pytest.raises(IntegrityError), transaction.atomic():
        circular.delete()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM consultations_circular WHERE id = %s", [circular.pk])

    assert Circular.objects.filter(pk=circular.pk).exists()


def test_nothing_is_truncated():
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE consultations_circular CASCADE")


@pytest.mark.parametrize("state", PREPARED)
def test_frozen_letter_is_not_thawed(team, state):
    circular = circular_in(CircularState.ISSUED, team)

    with pytest.raises(IntegrityError), transaction.atomic():
        Circular.objects.filter(pk=circular.pk).update(state=state)


@pytest.mark.parametrize("state", sorted(PUBLIC_STATES))
def test_state_and_reason_of_a_frozen_letter_move_on(team, state):
    circular = circular_in(CircularState.ISSUED, team)

    Circular.objects.filter(pk=circular.pk).update(state=state, reason="A sample.")

    assert (reloaded(circular).state, reloaded(circular).reason) == (state, "A sample.")


def test_print_and_scan_come_once(team):
    circular = circular_in(CircularState.ISSUED, team)
    row = Circular.objects.filter(pk=circular.pk)
    row.update(scan=kept(b"%PDF-1.7 scan"))

    for change in ({"pdf": kept(b"%PDF-2")}, {"pdf": None}, {"scan": kept(b"%PDF-2")}, {"scan": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            row.update(**change)


def test_enclosures_of_an_issued_letter_stay(team):
    circular = circular_in(CircularState.DRAFT, team)
    enclosure = EnclosureFactory(circular=circular)
    for step in TO_ISSUE:
        circular = step(circular, team)
    row = Enclosure.objects.filter(pk=enclosure.pk)
    draft = CircularFactory(consultation=team.consultation)

    changes = [{"title": "Another"}, {"order": 2}, {"file": kept(b"%PDF-2")}, {"circular": draft}]
    for change in changes:
        with pytest.raises(IntegrityError), transaction.atomic():
            row.update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        EnclosureFactory(circular=circular, order=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        Enclosure.objects.filter(pk=EnclosureFactory(circular=draft).pk).update(circular=circular)

    assert [(kept.title, kept.order) for kept in circular.enclosures.all()] == [("A sample annex", 1)]


def test_file_of_a_letter_is_not_deleted(team):
    circular = circular_in(CircularState.ISSUED, team)

    with pytest.raises(ProtectedError):
        circular.pdf.delete()


@pytest.mark.parametrize("state", PREPARED)
def test_what_is_in_preparation_changes_freely(team, state):
    circular = circular_in(state, team)

    Circular.objects.filter(pk=circular.pk).update(subject="Another", body="Another.")

    assert reloaded(circular).subject == "Another"


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"state": "issuing"}, "circular_frozen_has_reference_and_content"),
        (
            {"state": "issued", "year": 2019, "serial": 1, "content": {}, "content_sha256": "0" * 64},
            "circular_issued_has_pdf_and_time",
        ),
        ({"state": "lost"}, "circular_state_known"),
        ({"kind": "party"}, "circular_kind_known"),
        ({"form": "poem"}, "circular_form_known"),
        ({"correction": "corr"}, "circular_correction_names_its_kind"),
    ],
)
def test_database_refuses_a_row_that_cannot_be(fields, constraint):
    with pytest.raises(IntegrityError, match=constraint):
        CircularFactory(**fields)


def test_reference_is_taken_once(team):
    circular_in(CircularState.ISSUED, team)

    with pytest.raises(IntegrityError, match="circular_one_per_reference"):
        CircularFactory(consultation=team.consultation, year=2019, serial=1)
