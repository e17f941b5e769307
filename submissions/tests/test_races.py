"""Two people at once: the second waits until the first is committed, and is then judged by what is."""

import pytest

from record.models import Event, File, Job
from record.waking import quiet
from submissions import actions, composition
from submissions.models import Submission, SubmissionState, SubmittedVersion

from . import factories as make

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def written(world):
    with quiet():
        return make.begun(world.call, world.delegate)


@pytest.fixture
def submitted(world, written):
    with quiet():
        return make.submitted(written, world.head).submission


def seen(submission, by):
    return composition.text_sha256(Submission.objects.get(pk=submission.pk), by.at)


def state(submission):
    return Submission.objects.get(pk=submission.pk).state


def test_two_who_begin_for_their_delegation_make_one_national_input(world, second):
    ended = second(
        lambda: actions.begin(world.call, by=world.delegate), lambda: actions.begin(world.call, by=world.head)
    )

    assert ended.code == "begin"
    assert Submission.objects.count() == 1


def test_two_who_save_the_same_answer_do_not_overwrite_each_other(world, written, second):
    first = world.call.questions.first()

    ended = second(
        lambda: actions.save_answers(written, by=world.head, revision=2, answers={first.pk: "<p>Theirs</p>"}),
        lambda: actions.save_answers(written, by=world.delegate, revision=2, answers={first.pk: "<p>Mine</p>"}),
    )

    assert ended.code == "conflict"
    assert written.answers.get().html == "<p>Theirs</p>"


def test_what_is_put_back_waits_for_who_saves_and_does_not_overwrite_it(world, written, second):
    first, earlier = world.call.questions.first(), written.editions.get()
    with quiet():
        actions.save_answers(written, by=world.head, revision=2, answers={first.pk: "<p>Other words, all of them</p>"})

    ended = second(
        lambda: actions.save_answers(written, by=world.head, revision=3, answers={first.pk: "<p>Theirs</p>"}),
        lambda: actions.restore_answer(written, earlier, by=world.delegate, revision=3),
    )

    assert ended.code == "conflict"
    assert written.answers.get().html == "<p>Theirs</p>"


def test_second_submission_waits_and_is_refused(world, written, second):
    read = seen(written, world.head)

    ended = second(*[lambda: actions.submit(written, by=world.head, seen=read)] * 2)

    assert ended.messages == ["This input has been submitted already. Its page shows its reference."]
    assert (SubmittedVersion.objects.count(), Job.objects.count()) == (1, 1)


def test_a_submission_that_is_undone_leaves_its_reference_to_the_next(world, written, second):
    read = seen(written, world.head)

    version = second(*[lambda: actions.submit(written, by=world.head, seen=read)] * 2, undone=True)

    assert (version.reference, version.number) == ("PRT-2019-1", 1)


def test_two_inputs_of_a_delegation_submitted_at_once_have_references_without_gap_or_twin(world, written, second):
    with quiet():
        other = make.begun(make.call(world.consultation, number=2), world.delegate)
    first, then = seen(written, world.head), seen(other, world.head)

    second(
        lambda: actions.submit(written, by=world.head, seen=first),
        lambda: actions.submit(other, by=world.head, seen=then),
    )

    assert [version.reference for version in SubmittedVersion.objects.order_by("pk")] == ["PRT-2019-1", "PRT-2019-2"]


def test_a_submission_that_waits_for_an_edit_is_refused(world, written, second):
    read = seen(written, world.head)

    ended = second(
        lambda: actions.save_answers(written, by=world.delegate, revision=2, answers={None: "<p>More</p>"}),
        lambda: actions.submit(written, by=world.head, seen=read),
    )

    assert ended.code == "changed"
    assert not SubmittedVersion.objects.exists()


def test_an_edit_that_waits_for_the_submission_is_refused(world, written, second):
    read = seen(written, world.head)

    ended = second(
        lambda: actions.submit(written, by=world.head, seen=read),
        lambda: actions.save_answers(written, by=world.delegate, revision=2, answers={None: "<p>More</p>"}),
    )

    assert ended.code == "edit"
    assert written.answers.count() == 1


def test_a_submission_that_waits_for_a_return_goes_through_with_the_text_that_was_read(world, written, second):
    with quiet():
        actions.ask_for_clearance(written, by=world.delegate)
    read = seen(written, world.head)

    version = second(
        lambda: actions.return_to_draft(written, by=world.head, note="Shorter, please."),
        lambda: actions.submit(written, by=world.head, seen=read),
    )

    assert version.number == 1
    assert state(written) == SubmissionState.SUBMITTED


def test_a_return_that_waits_for_the_submission_is_refused(world, written, second):
    with quiet():
        actions.ask_for_clearance(written, by=world.delegate)
    read = seen(written, world.head)

    ended = second(
        lambda: actions.submit(written, by=world.head, seen=read),
        lambda: actions.return_to_draft(written, by=world.head),
    )

    assert ended.code == "return_to_draft"
    assert state(written) == SubmissionState.SUBMITTED


def test_a_revision_that_waits_for_the_withdrawal_is_refused(world, submitted, second):
    ended = second(
        lambda: actions.withdraw(submitted, by=world.head), lambda: actions.revise(submitted, by=world.delegate)
    )

    assert ended.messages == ["This input was withdrawn. Begin a new one."]
    assert state(submitted) == SubmissionState.WITHDRAWN


def test_second_withdrawal_waits_and_is_refused(world, submitted, second):
    ended = second(*[lambda: actions.withdraw(submitted, by=world.head)] * 2)

    assert ended.messages == ["This input has been withdrawn already."]
    assert Event.objects.about(submitted).filter(verb="withdrawn").count() == 1


def test_second_completion_of_a_receipt_waits_and_is_refused(world, submitted, second):
    version = submitted.versions.get()

    ended = second(*[lambda: actions.complete_receipt(version, b"%PDF-1.7 a sample", by=world.head)] * 2)

    assert ended.code == "complete_receipt"
    assert File.objects.filter(name__endswith="-v1.pdf").count() == 1
