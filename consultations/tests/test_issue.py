from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import DelegationKind
from accounts.tests.factories import AddressFactory, DelegationFactory
from consultations import actions, addressees, composition, documents
from consultations.models import Circular, CircularState, CoFacilitator, Correction, Role
from record.hashing import content_hash, file_hash
from record.models import Delivery, File, Job

from . import factories
from .factories import (
    AT,
    PDF,
    TO_ISSUE,
    EnclosureFactory,
    MeetingFactory,
    circular_in,
    issue,
    kept,
    publish,
    withdraw,
)
from .refusals import FROZEN, MOVED, OTHER_STATES, reloaded

pytestmark = pytest.mark.django_db
NOT_PRINTING = "This circular does not wait for its print."


def approved(team, **fields):
    return circular_in(CircularState.APPROVED, team, **fields)


# Issuing


def test_issue_takes_the_reference_and_freezes_the_content(team, deeds, mails):
    circular = approved(team)
    content, before = composition.content_of(circular, AT), mails(circular)

    actions.issue(circular, by=team.secretariat)

    circular = reloaded(circular)
    assert (circular.state, circular.reference, circular.issued_at) == ("issuing", "2019-001", AT)
    assert (circular.content, circular.content_sha256) == (content, content_hash(content))
    assert circular.content_sha256 == circular.asked_sha256
    to = addressees.codes(addressees.of(circular, AT))
    facts = {"reference": "2019-001", "sha256": content_hash(content), "to": to}
    assert deeds(circular)[-1] == ("issuing", team.secretariat.user, facts)
    assert mails(circular) == before


def test_issue_starts_a_print(team):
    circular = issue(approved(team), team)

    job = Job.objects.about(circular).get()
    assert (job.task, job.state, job.user) == ("consultations.print_circular", "queued", team.secretariat.user)
    assert (job.capacity, job.at, job.consultation) == ("secretariat", AT, team.consultation.slug)


def test_references_count_per_consultation_and_year_of_its_place(team):
    others, eve = factories.team(), datetime(2020, 1, 1, 4, 59, tzinfo=UTC)  # in New York it is still 2019
    first, second, third = approved(team), approved(team), approved(team)

    issued = [
        actions.issue(first, by=team.secretariat),
        actions.issue(approved(others), by=others.secretariat),
        actions.issue(second, by=team.secretariat.later(eve - AT)),
        actions.issue(third, by=team.secretariat.later(eve - AT + timedelta(minutes=1))),
    ]

    assert [circular.reference for circular in issued] == ["2019-001", "2019-001", "2019-002", "2020-001"]


def test_discarded_draft_leaves_no_gap(team):
    issue(approved(team), team)
    circular_in(CircularState.DISCARDED, team)

    assert issue(approved(team), team).reference == "2019-002"


@pytest.mark.parametrize(
    ("state", "why"),
    [
        *dict.fromkeys(
            ("draft", "in_approval"), "This circular has not been approved yet. Send it for approval first."
        ).items(),
        *(FROZEN | {"issuing": "This circular is being issued. Its page shows how far the print is."}).items(),
    ],
)
def test_issue_refuses_what_is_not_approved(team, state, why):
    circular = circular_in(state, team)
    reference = circular.reference

    with pytest.raises(ValidationError) as refused:
        issue(circular, team)

    assert (refused.value.messages, refused.value.code) == ([why], "issue")
    assert (reloaded(circular).state, reloaded(circular).reference) == (state, reference)


def test_issue_takes_no_reference_while_nothing_can_be_printed(team, monkeypatch):
    circular = approved(team)
    monkeypatch.setenv("FONTCONFIG_FILE", "nowhere")

    with pytest.raises(ValidationError) as refused:
        issue(circular, team)

    assert (refused.value.messages, refused.value.code) == ([documents.pdf_available()], "pdf")
    assert (reloaded(circular).state, reloaded(circular).reference) == ("approved", "")
    assert not Job.objects.exists()


def test_issue_refuses_when_a_fact_has_moved(team):
    meeting = MeetingFactory(consultation=team.consultation)
    circular = approved(team, meeting=meeting, body="We meet on {meeting}.")
    meeting.room = "Conference Room 1"
    meeting.save()

    with pytest.raises(ValidationError) as refused:
        issue(circular, team)

    assert (refused.value.messages, refused.value.code) == ([MOVED], "changed")


def test_issue_refuses_when_a_fact_is_gone(team):
    meeting = MeetingFactory(consultation=team.consultation)
    circular = approved(team, meeting=meeting, body="We meet on {meeting}.")
    Circular.objects.filter(pk=circular.pk).update(meeting=None)

    with pytest.raises(ValidationError) as refused:
        issue(circular, team)

    assert refused.value.messages == ["{meeting} needs a meeting. Choose the meeting that this letter is about."]


def test_issue_refuses_when_the_signatories_are_others_now(team):
    circular = approved(team)
    CoFacilitator.objects.filter(user=team.other.user).update(ends_at=AT)

    with pytest.raises(ValidationError) as refused:
        issue(circular, team)

    assert refused.value.messages == [MOVED]


def test_issue_of_a_note_stands_when_who_approved_it_has_left(team):
    circular = approved(team, form="note_verbale")
    Role.objects.filter(user=team.second.user).update(ends_at=AT)

    assert issue(circular, team).state == "issuing"


@pytest.mark.parametrize("correction", [Correction.CORR, Correction.REV])
@pytest.mark.parametrize("state", [CircularState.SUPERSEDED, CircularState.WITHDRAWN])
def test_issue_refuses_to_correct_what_no_longer_stands(team, correction, state):
    corrected = circular_in(CircularState.ISSUED, team)
    circular = approved(team, corrects=corrected, correction=correction)
    bring_to(state, corrected, team)

    with pytest.raises(ValidationError) as refused:
        issue(circular, team)

    assert refused.value.messages == ["2019-001 no longer stands. Name the circular that replaced it, or none."]
    assert reloaded(circular).state == "approved"


def test_issue_refuses_a_second_letter_in_the_place_of_one(team):
    corrected = circular_in(CircularState.ISSUED, team)
    first, second = (approved(team, corrects=corrected, correction=Correction.REV) for _ in range(2))
    issue(first, team)

    with pytest.raises(ValidationError) as refused:
        issue(second, team)

    assert refused.value.messages == [
        "2019-002 is being issued in the place of 2019-001. Name the circular that replaces it, or none."
    ]


def test_issue_of_an_addendum_needs_no_letter_that_stands(team):
    corrected = circular_in(CircularState.WITHDRAWN, team)

    circular = issue(approved(team, corrects=corrected, correction=Correction.ADD), team)

    assert circular.state == "issuing"


def bring_to(state, circular, team):
    if state == CircularState.WITHDRAWN:
        withdraw(circular, team)
    else:
        circular_in(CircularState.ISSUED, team, corrects=circular, correction=Correction.REV)


# Printing again


def test_retry_issue_starts_another_print(team):
    circular = circular_in(CircularState.ISSUING, team)
    Job.objects.about(circular).get().fail("No paper.")

    actions.retry_issue(circular, by=team.second)

    jobs = Job.objects.about(circular)
    assert [(job.state, job.user) for job in jobs] == [
        ("queued", team.second.user),
        ("failed", team.secretariat.user),
    ]
    assert reloaded(circular).reference == "2019-001"


def test_retry_issue_works_where_no_job_is_known(team):
    circular = circular_in(CircularState.ISSUING, team)
    Job.objects.all().delete()

    actions.retry_issue(circular, by=team.second)

    assert Job.objects.about(circular).count() == 1


@pytest.mark.parametrize("state", ["queued", "running"])
def test_retry_issue_refuses_while_the_print_is_under_way(team, state):
    circular = circular_in(CircularState.ISSUING, team)
    Job.objects.update(state=state, lease_until=AT)

    with pytest.raises(ValidationError) as refused:
        actions.retry_issue(circular, by=team.second)

    assert refused.value.messages == ["The print is under way. Its page shows how far it is."]
    assert Job.objects.count() == 1


@pytest.mark.parametrize("state", OTHER_STATES[CircularState.ISSUING])
def test_retry_issue_refuses_what_does_not_wait_for_its_print(team, state):
    circular = circular_in(state, team)

    with pytest.raises(ValidationError) as refused:
        actions.retry_issue(circular, by=team.second)

    assert refused.value.messages == [NOT_PRINTING]


def test_retry_issue_refuses_while_nothing_can_be_printed(team, monkeypatch):
    circular = circular_in(CircularState.ISSUING, team)
    Job.objects.about(circular).get().fail("No fonts.")
    monkeypatch.setenv("FONTCONFIG_FILE", "nowhere")

    with pytest.raises(ValidationError) as refused:
        actions.retry_issue(circular, by=team.second)

    assert (refused.value.code, Job.objects.count()) == ("pdf", 1)


# Publishing what is printed


def test_complete_issue_keeps_the_print_and_records_it(team, deeds):
    circular = circular_in(CircularState.ISSUING, team)

    actions.complete_issue(circular, PDF, by=team.secretariat)

    circular = reloaded(circular)
    assert (circular.state, circular.pdf.read()) == ("issued", PDF)
    assert circular.pdf.name == f"{team.consultation.slug}-2019-001.pdf"
    assert (circular.pdf.content_type, circular.pdf.consultation) == ("application/pdf", team.consultation.slug)
    facts = {"reference": "2019-001", "sha256": circular.content_sha256, "pdf": file_hash(PDF), "addresses": 0}
    assert deeds(circular)[-1] == ("issued", team.secretariat.user, facts)


def test_complete_issue_writes_to_each_address_in_use_of_its_audience(team, deeds):
    state, observer = (AddressFactory(delegation__kind=kind) for kind in ("member_state", "observer_state"))
    second = AddressFactory(delegation=state.delegation)
    shared = AddressFactory(email=observer.email)
    AddressFactory(active=False)
    AddressFactory(delegation=DelegationFactory(kind=DelegationKind.STAKEHOLDER, iso3=""))
    circular = circular_in(CircularState.DRAFT, team)
    EnclosureFactory(circular=circular, order=2, title="Second", file=kept(b"%PDF-2", name="second.pdf"))
    EnclosureFactory(circular=circular, order=1, title="First", file=kept(b"%PDF-1", name="first.pdf"))

    circular = brought(circular, team)

    rows = Delivery.objects.about(circular).filter(kind="circular")
    assert [row.address for row in rows] == sorted([state.email, second.email, observer.email])
    assert {row.recipient_id for row in rows} <= {a.delegation_id for a in (state, observer, shared)}
    said = {(row.subject, row.state, row.queued_at) for row in rows}
    assert said == {("Sample: A sample letter (2019-001)", "queued", AT)}
    through = Delivery.files.through.objects.filter(delivery=rows[0]).order_by("pk")
    assert [link.file.name for link in through] == [circular.pdf.name, "first.pdf", "second.pdf"]
    assert deeds(circular)[-1][2]["addresses"] == 3


def brought(circular, team):
    """A draft, issued."""
    for step in TO_ISSUE:
        circular = step(circular, team)
    return circular


def test_complete_issue_sends_once_committed(team, mailoutbox, django_capture_on_commit_callbacks):
    address = AddressFactory()
    circular = circular_in(CircularState.ISSUING, team)

    with django_capture_on_commit_callbacks(execute=True):
        publish(circular, team)
        assert mailoutbox == []

    letters = [mail for mail in mailoutbox if mail.to == [address.email]]
    assert [name for letter in letters for name, _content, _type in letter.attachments] == [
        f"{team.consultation.slug}-2019-001.pdf"
    ]


@pytest.mark.parametrize(
    ("correction", "state"),
    [(Correction.CORR, "superseded"), (Correction.REV, "superseded"), (Correction.ADD, "issued")],
)
def test_complete_issue_supersedes_what_it_takes_the_place_of(team, deeds, correction, state):
    corrected = circular_in(CircularState.ISSUED, team)
    before = deeds(corrected)

    circular_in(CircularState.ISSUED, team, corrects=corrected, correction=correction)

    assert reloaded(corrected).state == state
    superseded = ("superseded", team.secretariat.user, {"reference": "2019-001", "replaced_by": "2019-002"})
    assert deeds(corrected)[len(before) :] == ([superseded] if state == "superseded" else [])


def test_complete_issue_leaves_withdrawn_what_was_withdrawn_meanwhile(team, deeds):
    corrected = circular_in(CircularState.ISSUED, team)
    circular = circular_in(CircularState.ISSUING, team, corrects=corrected, correction=Correction.REV)
    withdraw(corrected, team)

    publish(circular, team)

    assert (reloaded(corrected).state, reloaded(circular).state) == ("withdrawn", "issued")
    assert deeds(corrected)[-1][0] == "withdrawn"


@pytest.mark.parametrize("state", OTHER_STATES[CircularState.ISSUING])
def test_complete_issue_refuses_what_does_not_wait_for_its_print(team, state):
    circular = circular_in(state, team)
    files = File.objects.count()

    with pytest.raises(ValidationError) as refused, transaction.atomic():
        publish(circular, team)

    assert (refused.value.messages, refused.value.code) == ([NOT_PRINTING], "complete_issue")
    assert (reloaded(circular).state, File.objects.count()) == (state, files)


def test_a_frozen_letter_says_what_it_said_whatever_happens_to_its_facts(team):
    meeting = MeetingFactory(consultation=team.consultation)
    circular = circular_in(CircularState.ISSUED, team, meeting=meeting, body="We meet on {meeting}.")
    said = composition.content_of(circular, AT)
    meeting.room = "Conference Room 1"
    meeting.save()

    circular = reloaded(circular)

    assert composition.content_of(circular, AT) == said
    assert composition.content_sha256(circular, AT) == content_hash(said)
    assert composition.problems(circular, AT) == []
