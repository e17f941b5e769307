"""Two people at once: the second waits until the first is committed, and is then judged by what is."""

import pytest

from consultations import actions
from consultations.models import CircularState, Correction
from record.models import Approval, Delivery, File, Job
from record.verification import problems

from .factories import PDF, circular_in
from .refusals import reloaded

pytestmark = pytest.mark.django_db(transaction=True)


def test_second_edit_waits_and_is_told_of_the_conflict(team, second):
    circular = circular_in(CircularState.DRAFT, team)

    ended = second(
        lambda: actions.edit_circular(circular, by=team.secretariat, revision=1, body="Theirs."),
        lambda: actions.edit_circular(circular, by=team.staff, revision=1, body="Mine."),
    )

    assert ended.code == "conflict"
    assert (reloaded(circular).body, reloaded(circular).revision) == ("Theirs.", 2)


def test_second_request_for_approval_waits_and_is_refused(team, second, mails):
    circular = circular_in(CircularState.DRAFT, team)

    ended = second(
        lambda: actions.request_approval(circular, by=team.secretariat),
        lambda: actions.request_approval(circular, by=team.staff),
    )

    assert ended.messages == ["This circular has been sent for approval already."]
    assert len(mails(circular)) == 2


def test_two_cofacilitators_who_approve_at_once_make_it_approved(team, second, deeds):
    circular = circular_in(CircularState.IN_APPROVAL, team)
    seen = circular.asked_sha256

    second(
        lambda: actions.approve(circular, by=team.first, seen=seen),
        lambda: actions.approve(circular, by=team.other, seen=seen),
    )

    assert reloaded(circular).state == "approved"
    assert [facts.get("complete") for _verb, _user, facts in deeds(circular)[1:]] == [False, True]


def test_second_approval_by_the_same_person_waits_and_is_refused(team, second):
    circular = circular_in(CircularState.IN_APPROVAL, team)
    seen = circular.asked_sha256

    ended = second(*[lambda: actions.approve(circular, by=team.first, seen=seen)] * 2)

    assert ended.messages == ["You have approved this letter already. It waits for the others."]
    assert Approval.objects.count() == 1


def test_approval_that_waits_for_an_edit_is_refused(team, second):
    circular = circular_in(CircularState.IN_APPROVAL, team)
    seen = circular.asked_sha256

    ended = second(
        lambda: actions.edit_circular(circular, by=team.staff, revision=1, body="Another."),
        lambda: actions.approve(circular, by=team.first, seen=seen),
    )

    assert ended.code == "approve"
    assert not Approval.objects.exists()


def test_second_issue_of_a_letter_waits_and_is_refused(team, second):
    circular = circular_in(CircularState.APPROVED, team)

    ended = second(
        lambda: actions.issue(circular, by=team.secretariat), lambda: actions.issue(circular, by=team.second)
    )

    assert ended.messages == ["This circular is being issued. Its page shows how far the print is."]
    assert (reloaded(circular).reference, Job.objects.count()) == ("2019-001", 1)


def test_two_letters_issued_at_once_have_references_without_gap_or_twin(team, second):
    circulars = [circular_in(CircularState.APPROVED, team) for _ in range(2)]

    second(*(lambda c=circular: actions.issue(c, by=team.secretariat) for circular in circulars))

    assert [reloaded(circular).reference for circular in circulars] == ["2019-001", "2019-002"]
    assert list(problems(team.consultation.slug)) == []


def test_issue_that_is_undone_leaves_its_reference_to_the_next(team, second):
    circulars = [circular_in(CircularState.APPROVED, team) for _ in range(2)]

    second(*(lambda c=circular: actions.issue(c, by=team.secretariat) for circular in circulars), undone=True)

    assert [(c.state, c.reference) for c in map(reloaded, circulars)] == [("approved", ""), ("issuing", "2019-001")]


def test_second_letter_in_the_same_place_waits_and_is_refused(team, second):
    corrected = circular_in(CircularState.ISSUED, team)
    fields = {"corrects": corrected, "correction": Correction.REV}
    circulars = [circular_in(CircularState.APPROVED, team, **fields) for _ in range(2)]

    ended = second(*(lambda c=circular: actions.issue(c, by=team.secretariat) for circular in circulars))

    assert ended.code == "corrects"
    assert reloaded(circulars[1]).state == "approved"


def test_second_retry_waits_and_is_refused(team, second):
    circular = circular_in(CircularState.ISSUING, team)
    Job.objects.get().fail("No paper.")

    ended = second(*[lambda: actions.retry_issue(circular, by=team.second)] * 2)

    assert ended.messages == ["The print is under way. Its page shows how far it is."]
    assert Job.objects.count() == 2


def test_second_completion_waits_and_is_refused(team, second, deeds):
    circular = circular_in(CircularState.ISSUING, team)

    ended = second(*[lambda: actions.complete_issue(circular, PDF, by=team.secretariat)] * 2)

    assert ended.messages == ["This circular does not wait for its print."]
    assert [verb for verb, _user, _facts in deeds(circular)].count("issued") == 1
    assert (File.objects.count(), Delivery.objects.filter(kind="circular").count()) == (1, 0)


def test_second_withdrawal_waits_and_is_refused(team, second):
    circular = circular_in(CircularState.ISSUED, team)

    ended = second(
        lambda: actions.withdraw(circular, by=team.secretariat, reason="First."),
        lambda: actions.withdraw(circular, by=team.second, reason="Second."),
    )

    assert ended.messages == ["This circular has been withdrawn already."]
    assert reloaded(circular).reason == "First."


def test_second_scan_waits_and_is_refused(team, second):
    circular = circular_in(CircularState.ISSUED, team)

    ended = second(
        lambda: actions.add_scan(circular, by=team.secretariat, content=b"%PDF-1", name="first.pdf"),
        lambda: actions.add_scan(circular, by=team.second, content=b"%PDF-2", name="second.pdf"),
    )

    assert ended.messages == ["The scan of the signed letter is there already."]
    assert reloaded(circular).scan.name == "first.pdf"


def test_return_that_waits_for_an_issue_is_refused(team, second):
    circular = circular_in(CircularState.APPROVED, team)

    ended = second(
        lambda: actions.issue(circular, by=team.secretariat),
        lambda: actions.return_to_draft(circular, by=team.first, reason="Wait."),
    )

    assert ended.code == "return_to_draft"
    assert reloaded(circular).state == "issuing"


def test_two_enclosures_at_once_have_their_own_places(team, second):
    circular = circular_in(CircularState.DRAFT, team)
    file = {"content": PDF, "name": "annex.pdf", "content_type": "application/pdf"}

    second(*[lambda: actions.add_enclosure(circular, by=team.staff, title="Annex", **file)] * 2)

    assert [enclosure.order for enclosure in circular.enclosures.order_by("order")] == [1, 2]


def test_discard_that_waits_for_an_approval_request_goes_through(team, second):
    circular = circular_in(CircularState.DRAFT, team)

    second(
        lambda: actions.request_approval(circular, by=team.secretariat),
        lambda: actions.discard(circular, by=team.staff),
    )

    assert reloaded(circular).state == "discarded"
