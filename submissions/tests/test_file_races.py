"""Two people who add files at once: each has a number of its own, and five stay the most."""

import pytest

from record import uploads
from record.waking import quiet
from submissions import actions

from . import factories as make

pytestmark = pytest.mark.django_db(transaction=True)


def added(submission, by, content):
    return actions.attach(submission, by=by, content=content, name="a.pdf", content_type=uploads.PDF)


@pytest.mark.parametrize(("before", "numbers", "code"), [(0, [1, 2], ""), (4, [1, 2, 3, 4, 5], "files")])
def test_two_files_at_once_keep_their_numbers_and_the_limit(world, second, before, numbers, code):
    with quiet():
        submission = make.begun(world.call, world.delegate)
        for number in range(before):
            added(submission, world.delegate, b"%%PDF %d" % number)

    ended = second(
        lambda: added(submission, world.head, b"%PDF theirs"), lambda: added(submission, world.delegate, b"%PDF mine")
    )

    assert getattr(ended, "code", "") == code
    assert [attachment.number for attachment in submission.attachments.standing()] == numbers


def test_a_file_that_is_removed_by_two_is_removed_once(world, second):
    with quiet():
        attachment = added(make.begun(world.call, world.delegate), world.delegate, b"%PDF a")

    ended = second(
        lambda: actions.remove_attachment(attachment, by=world.head),
        lambda: actions.remove_attachment(attachment, by=world.delegate),
    )

    assert ended.code == "removed"


def test_a_file_that_is_added_during_the_submission_waits_and_is_refused(world, second):
    with quiet():
        submission = make.begun(world.call, world.delegate)

    ended = second(
        lambda: make.submitted(submission, world.head), lambda: added(submission, world.delegate, b"%PDF late")
    )

    assert ended.code == "edit"
    assert submission.versions.get().attachments.count() == 0
