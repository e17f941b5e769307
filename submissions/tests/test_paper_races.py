"""Two at once: papers of one delegation, a paper and its head, the end of its time and its head."""

from datetime import date, timedelta

import pytest

from consultations.actions import end_time, give_time
from consultations.models import Call
from record.waking import quiet
from submissions import actions, composition
from submissions.models import Submission, SubmittedVersion

from . import factories as make

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def secretariat(world):
    return make.works_for(world.consultation, "secretariat")


@pytest.fixture
def written(world):
    with quiet():
        return make.begun(world.call, world.delegate)


@pytest.fixture
def enter(world, secretariat):
    def enter(words):
        return actions.enter_on_paper(
            world.call,
            by=secretariat,
            delegation=world.portugal,
            way="letter",
            received_on=date(2019, 2, 19),
            scan={"content": words.encode(), "name": "note.pdf", "content_type": "application/pdf"},
            language="en",
            visibility="public",
            answers={None: f"<p>{words}</p>"},
        )

    return enter


def versions():
    return [(version.reference, version.number) for version in SubmittedVersion.objects.order_by("pk")]


def test_two_papers_at_once_are_two_versions_of_one_input(enter, second):
    second(lambda: enter("One."), lambda: enter("Two."))

    assert versions() == [("PRT-2019-1", 1), ("PRT-2019-1", 2)]
    assert Submission.objects.count() == 1


def test_a_paper_that_waits_for_the_head_comes_after_it(world, written, enter, second):
    seen = composition.text_sha256(Submission.objects.get(pk=written.pk), world.head.at)

    second(lambda: actions.submit(written, by=world.head, seen=seen), lambda: enter("On paper."))

    assert versions() == [("PRT-2019-1", 1), ("PRT-2019-1", 2)]
    assert written.answers.get(question=None).html == "<p>On paper.</p>"


def test_a_head_who_waits_for_a_paper_submits_the_version_after_it(world, written, enter, second):
    seen = composition.text_sha256(Submission.objects.get(pk=written.pk), world.head.at)

    version = second(lambda: enter("On paper."), lambda: actions.submit(written, by=world.head, seen=seen))

    assert (version.number, "paper" in version.content) == (2, False)
    assert versions() == [("PRT-2019-1", 1), ("PRT-2019-1", 2)]


@pytest.fixture
def extended(world, secretariat, written):
    """The call was closed at the hour at which everybody acts; Portugal has a day more."""
    with quiet():
        Call.objects.filter(pk=world.call.pk).update(closed_at=make.AT, due_at=make.AT - timedelta(days=1))
        give_time(world.call, by=secretariat, delegation=world.portugal, until=make.AT + timedelta(days=1))


def test_a_head_who_waits_for_the_end_of_the_longer_time_is_refused(world, secretariat, written, extended, second):
    seen = composition.text_sha256(Submission.objects.get(pk=written.pk), world.head.at)

    ended = second(
        lambda: end_time(world.call, by=secretariat, delegation=world.portugal),
        lambda: actions.submit(written, by=world.head, seen=seen),
    )

    assert "no longer takes inputs" in ended.messages[0]
    assert versions() == []


def test_what_was_submitted_before_the_longer_time_ended_stands_and_is_not_late(
    world, secretariat, written, extended, second
):
    seen = composition.text_sha256(Submission.objects.get(pk=written.pk), world.head.at)

    second(
        lambda: actions.submit(written, by=world.head, seen=seen),
        lambda: end_time(world.call, by=secretariat, delegation=world.portugal),
    )

    assert [version.late for version in SubmittedVersion.objects.all()] == [False]
