"""More time for one delegation: what it writes is taken, not late, and shown with its own date to it alone."""

from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client

from accounts.models import DelegationKind
from accounts.tests.signing_in import sign_in
from consultations.actions import give_time
from consultations.deadlines import write_call
from consultations.models import Call
from submissions import actions, audiences, desk, emails
from submissions.models import Submission

from . import factories as make

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def until(world):
    """The call was closed with the due date, and Portugal has a day more."""
    Call.objects.filter(pk=world.call.pk).update(closed_at=make.DUE)
    until = make.DUE + timedelta(days=1)
    by = make.works_for(world.consultation, "secretariat")
    give_time(world.call, by=by, delegation=world.portugal, until=until)
    world.call.refresh_from_db()
    return until


@pytest.fixture
def other(world):
    return make.member(make.delegation("PHL", "Philippines"), "head")


def after(actor):
    return actor.later(make.DUE + HOUR - actor.at)


def test_it_begins_writes_and_submits_in_its_time_and_is_not_late(world, until):
    head = after(world.head)
    submission = make.begun(world.call, head)

    version = make.submitted(submission, head)
    revised = actions.revise(version.submission, by=head)

    assert (version.late, revised.due_at, Submission.objects.for_list().get().extended_until) == (False, until, until)
    with pytest.raises(ValidationError, match="no longer takes inputs"):
        make.answered(revised, head.later(timedelta(days=1)), "<p>Other.</p>")


def test_others_are_refused_and_not_asked(world, until, other):
    with pytest.raises(ValidationError, match="no longer takes inputs"):
        actions.begin(world.call, by=after(other))

    asked = {actor: list(desk.unanswered(world.consultation, after(actor))) for actor in (world.head, other)}
    assert asked == {world.head: [world.call], other: []}


def test_desk_and_mail_say_its_own_date(world, until):
    head = after(world.head)
    said = "Your delegation has been given more time, until Sat 16 Mar 2019, 18:00 New York."
    assert [item.sentence for item in desk.items(world.consultation, head)["needs"]] == [said]

    submission = make.begun(world.call, head)

    under_way = desk.items(world.consultation, head)["progress"]
    assert [item.sentence for item in under_way] == [f"A draft, begun by A head. {said}"]
    assert "16 Mar 2019" in emails.clearance_request(Submission.objects.get(pk=submission.pk))[1]


def test_pages_show_its_own_date_and_to_others_the_date_for_all(world, until, other):
    submission = make.begun(world.call, world.delegate)
    client = Client()
    with time_machine.travel(make.DUE + HOUR, tick=False):
        sign_in(client, world.head.user)
        pages = [f"mine/{submission.key}/", f"mine/{submission.key}/clear/", "new/", ""]
        own = [unescape(client.get(f"/sample/inputs/{path}").content.decode()) for path in pages]
        strange = Client()
        sign_in(strange, other.user)
        theirs = strange.get("/sample/inputs/").content.decode() + strange.get("/sample/").content.decode()

    assert ["16 Mar 2019" in page for page in own[:2]] == [True, True]
    assert "It is after the date" not in own[1]
    assert "Begin to write" in own[2]
    assert ["16 Mar 2019" in theirs, "sample/inputs/new/" in theirs] == [False, False]


def test_reminders_leave_it_in_peace_until_its_time_is_over(world, until, other):
    Call.objects.filter(pk=world.call.pk).update(closed_at=None)
    world.call.refresh_from_db()
    deadline = write_call(world.call)

    def found(at):
        pairs = audiences.not_submitted(world.consultation, deadline, list(DelegationKind), at)
        return sorted(address for address, _recipient in pairs)

    assert found(make.DUE + HOUR) == ["mission.phl@portal.test"]
    assert found(until + HOUR) == ["mission.phl@portal.test", "mission.prt@portal.test"]


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_of_the_desk_do_not_grow_with_the_calls(world, until, rows, django_assert_num_queries):
    head = after(world.head)
    for number in range(2, rows + 2):
        make.begun(make.call(world.consultation, number=number), head)
        make.call(world.consultation, number=number + 10)

    with django_assert_num_queries(4):
        desk.items(world.consultation, head)
