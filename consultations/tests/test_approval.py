from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from accounts.tests.factories import UserFactory
from consultations import actions, composition
from consultations.models import CircularState, CoFacilitator, Role, RoleKind
from record.actor import Capacity
from record.models import Approval, Delivery

from .factories import (
    AT,
    CircularFactory,
    CoFacilitatorFactory,
    ConsultationFactory,
    MeetingFactory,
    RoleFactory,
    acting,
    ask,
    circular_in,
)
from .refusals import FROZEN, MOVED, reloaded

pytestmark = pytest.mark.django_db


def in_approval(team, **fields):
    return circular_in(CircularState.IN_APPROVAL, team, **fields)


# Sending for approval


def test_request_approval_asks_each_cofacilitator(team, deeds, mails):
    circular = circular_in(CircularState.DRAFT, team)

    actions.request_approval(circular, by=team.staff)

    circular = reloaded(circular)
    sha256 = composition.content_sha256(circular, AT)
    assert (circular.state, circular.asked_sha256) == ("in_approval", sha256)
    assert deeds(circular) == [("sent_for_approval", team.staff.user, {"sha256": sha256})]
    assert mails(circular) == [("approval-1", team.first.user.email), ("approval-1", team.other.user.email)]
    row = Delivery.objects.about(circular).first()
    assert (row.subject, row.state, row.queued_at) == ("Sample: a letter awaits your approval", "queued", AT)


def test_request_approval_of_a_note_asks_the_others_of_the_secretariat(team, mails):
    circular = in_approval(team, form="note_verbale")

    assert mails(circular) == [("approval-1", team.second.user.email)]


def test_request_approval_mails_again_after_a_change(team, mails):
    circular = in_approval(team)
    circular = actions.edit_circular(circular, by=team.staff, revision=1, body="Another sample.")

    ask(circular, team)

    assert [kind for kind, _address in mails(circular)] == ["approval-1", "approval-1", "approval-2", "approval-2"]


def test_request_approval_mails_once_committed(team, mailoutbox, django_capture_on_commit_callbacks):
    circular = circular_in(CircularState.DRAFT, team)

    with django_capture_on_commit_callbacks(execute=True):
        ask(circular, team)
        assert mailoutbox == []

    assert sorted(mail.to for mail in mailoutbox) == sorted([[team.first.user.email], [team.other.user.email]])


@pytest.mark.parametrize(
    ("state", "why"),
    [
        *dict.fromkeys(("in_approval", "approved"), "This circular has been sent for approval already.").items(),
        *FROZEN.items(),
    ],
)
def test_request_approval_refuses_what_is_no_draft(team, state, why):
    circular = circular_in(state, team)

    with pytest.raises(ValidationError) as refused:
        ask(circular, team)

    assert (refused.value.messages, refused.value.code) == ([why], "request_approval")


def test_request_approval_refuses_every_fault_of_the_letter(team, mails):
    circular = circular_in(CircularState.DRAFT, team, body="On {meeting} we <b>meet</b>. [… more]")

    with pytest.raises(ValidationError) as refused:
        ask(circular, team)

    assert refused.value.messages == [
        problem.message for problem in composition.problems(circular, AT) if problem.level == "error"
    ]
    assert len(refused.value.messages) == 4
    assert (reloaded(circular).state, mails(circular)) == ("draft", [])


def test_request_approval_lets_advice_of_style_pass(team):
    circular = circular_in(CircularState.DRAFT, team, body="Yours sincerely, and so on.")
    assert [problem.level for problem in composition.problems(circular, AT)] == ["warning"]

    assert ask(circular, team).state == "in_approval"


def test_request_approval_refuses_a_letter_that_nobody_can_sign(team):
    circular = circular_in(CircularState.DRAFT, team)
    CoFacilitator.objects.update(ends_at=AT)

    with pytest.raises(ValidationError) as refused:
        ask(circular, team)

    assert refused.value.messages == [
        "Nobody can sign this letter: the consultation has no co-facilitator now. Ask the administrator."
    ]


def test_request_approval_refuses_a_note_that_nobody_else_can_approve(team):
    circular = circular_in(CircularState.DRAFT, team, form="note_verbale")
    Role.objects.filter(user=team.second.user).update(ends_at=AT)

    with pytest.raises(ValidationError) as refused:
        ask(circular, team)

    assert (refused.value.code, reloaded(circular).state) == ("approvers", "draft")
    assert refused.value.messages == [
        "Nobody can approve this letter: the secretariat has no second person now. Ask the administrator."
    ]


# Approving


def test_approve_by_the_first_of_two_waits_for_the_other(team, deeds, mails):
    circular = in_approval(team)
    sha256, before = circular.asked_sha256, mails(circular)

    actions.approve(circular, by=team.first, seen=sha256)

    approval = Approval.objects.of(circular, sha256).get()
    assert (approval.user, approval.capacity, approval.at) == (team.first.user, Capacity.COFACILITATOR, AT)
    assert approval.consultation == team.consultation.slug
    assert reloaded(circular).state == "in_approval"
    assert deeds(circular)[1:] == [("approved", team.first.user, {"sha256": sha256, "complete": False})]
    assert mails(circular) == before


def test_approve_by_the_last_acts_and_tells_the_secretariat(team, deeds, mails):
    circular = in_approval(team)
    sha256, before = circular.asked_sha256, mails(circular)
    actions.approve(circular, by=team.first, seen=sha256)

    actions.approve(circular, by=team.other, seen=sha256)

    assert reloaded(circular).state == "approved"
    assert deeds(circular)[2:] == [("approved", team.other.user, {"sha256": sha256, "complete": True})]
    people = [team.secretariat, team.second]
    assert mails(circular)[len(before) :] == [("approved-1", person.user.email) for person in people]
    row = Delivery.objects.about(circular).get(kind="approved-1", address=team.second.user.email)
    assert row.subject == "Sample: a letter has been approved"


def test_approve_of_a_note_needs_one_other_of_the_secretariat(team):
    RoleFactory(consultation=team.consultation)
    circular = in_approval(team, form="note_verbale")

    actions.approve(circular, by=team.second, seen=circular.asked_sha256)

    assert reloaded(circular).state == "approved"


@pytest.mark.parametrize(
    ("state", "why"),
    [
        ("draft", "This circular is being changed. It can be approved once it is sent for approval again."),
        ("approved", "This circular has been approved already."),
        *FROZEN.items(),
    ],
)
def test_approve_refuses_what_is_not_in_approval(team, state, why):
    circular = circular_in(state, team)
    count = Approval.objects.count()

    with pytest.raises(ValidationError) as refused:
        actions.approve(circular, by=team.first, seen=composition.content_sha256(circular, AT))

    assert (refused.value.messages, refused.value.code) == ([why], "approve")
    assert Approval.objects.count() == count


@pytest.mark.parametrize("seen", ["", "0" * 64])
def test_approve_refuses_a_page_that_showed_another_text(team, seen):
    circular = in_approval(team)

    with pytest.raises(ValidationError) as refused:
        actions.approve(circular, by=team.first, seen=seen)

    assert refused.value.messages == [
        "The letter has changed since you opened it. Read it again before you approve it."
    ]
    assert not Approval.objects.exists()


def test_approve_refuses_when_a_fact_has_moved(team):
    meeting = MeetingFactory(consultation=team.consultation)
    circular = in_approval(team, meeting=meeting, body="We meet on {meeting}.")
    meeting.starts_at -= timedelta(hours=1)
    meeting.save()

    with pytest.raises(ValidationError) as refused:
        actions.approve(circular, by=team.first, seen=composition.content_sha256(circular, AT))

    assert (refused.value.messages, refused.value.code) == ([MOVED], "changed")


def test_approve_twice_by_one_person_is_refused(team):
    circular = in_approval(team)
    actions.approve(circular, by=team.first, seen=circular.asked_sha256)

    with pytest.raises(ValidationError) as refused:
        actions.approve(circular, by=team.first, seen=circular.asked_sha256)

    assert refused.value.messages == ["You have approved this letter already. It waits for the others."]
    assert reloaded(circular).state == "in_approval"


def test_approvals_of_a_text_that_was_changed_do_not_count(team):
    circular = in_approval(team)
    actions.approve(circular, by=team.first, seen=circular.asked_sha256)
    circular = actions.edit_circular(circular, by=team.staff, revision=1, body="Another sample.")
    circular = ask(circular, team)

    actions.approve(circular, by=team.other, seen=circular.asked_sha256)

    assert reloaded(circular).state == "in_approval"


def test_approvals_count_again_when_the_text_is_what_it_was(team):
    circular = in_approval(team)
    actions.approve(circular, by=team.first, seen=circular.asked_sha256)
    circular = actions.return_to_draft(circular, by=team.first)
    circular = ask(circular, team)

    actions.approve(circular, by=team.other, seen=circular.asked_sha256)

    assert reloaded(circular).state == "approved"


def test_approve_needs_whoever_cofacilitates_now(team):
    """A co-facilitator who joins stands on the letter, so that it is another letter."""
    circular = in_approval(team)
    third = acting(CoFacilitatorFactory(consultation=team.consultation, order=3).user)

    with pytest.raises(ValidationError) as refused:
        actions.approve(circular, by=third, seen=composition.content_sha256(circular, AT))

    assert refused.value.messages == [MOVED]


# Returning


@pytest.mark.parametrize("state", ["in_approval", "approved"])
def test_return_to_draft_records_the_reason_and_tells_the_drafter(team, state, deeds, mails):
    circular = circular_in(state, team)

    actions.return_to_draft(circular, by=team.first, reason="Please name the room.")

    circular = reloaded(circular)
    assert (circular.state, circular.reason, circular.revision) == ("draft", "Please name the room.", 2)
    assert deeds(circular)[-1] == ("returned", team.first.user, {"reason": "Please name the room."})
    assert mails(circular)[-1] == ("returned-2", team.secretariat.user.email)


def test_return_to_draft_by_the_drafter_writes_to_nobody(team, mails):
    circular = in_approval(team)
    before = mails(circular)

    actions.return_to_draft(circular, by=team.secretariat)

    assert mails(circular) == before


@pytest.mark.parametrize(("state", "why"), [("draft", "This circular is a draft already."), *FROZEN.items()])
def test_return_to_draft_refuses_what_is_not_in_approval(team, state, why):
    circular = circular_in(state, team)

    with pytest.raises(ValidationError) as refused:
        actions.return_to_draft(circular, by=team.first)

    assert (refused.value.messages, refused.value.code) == ([why], "return_to_draft")
    assert reloaded(circular).state == state


def test_who_must_approve_depends_on_the_consultation_and_the_day(team):
    elsewhere, later = ConsultationFactory(), AT + timedelta(seconds=1)
    CoFacilitatorFactory(consultation=elsewhere)
    CoFacilitatorFactory(consultation=team.consultation, order=3, starts_at=later)
    RoleFactory(consultation=elsewhere)
    RoleFactory(consultation=team.consultation, kind=RoleKind.STAFF)
    letter = CircularFactory(consultation=team.consultation, drafted_by=UserFactory())
    note = CircularFactory(consultation=team.consultation, drafted_by=team.secretariat.user, form="note_verbale")

    assert composition.approvers(letter, AT) == [team.first.user, team.other.user]
    assert len(composition.approvers(letter, later)) == 3
    assert composition.approvers(note, AT) == [team.second.user]


def test_nothing_is_approved_where_nobody_must_approve():
    circular = CircularFactory()

    assert composition.is_approved(circular, AT) is False
