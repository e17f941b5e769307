"""Whom reminders about inputs find; and that nobody else is told."""

import re
from datetime import timedelta

import pytest
import time_machine

from accounts import directory
from accounts.tests.signing_in import sign_in
from consultations import actions as consulting
from consultations import audiences, deadlines, reminder_board
from consultations.models import Deadline, Reminder, ReminderRun
from record.actor import Actor
from record.models import Delivery, Event
from submissions import actions

from . import factories as make

DAY = timedelta(days=1)
BEFORE = make.DUE - DAY
TOKEN = re.compile(r'csrfmiddlewaretoken" value="[^"]*"|"X-CSRFToken": "[^"]*"')


@pytest.fixture
def spain(world):
    return make.delegation("ESP", "Spain")


@pytest.fixture
def deadline(world):
    deadlines.write_all(world.consultation, make.AT)
    return Deadline.objects.get()


def found(audience, world, deadline, kinds=("member_state",), at=BEFORE):
    pairs = audiences.found(audience, world.consultation, deadline, kinds, at)
    return sorted(address for address, _recipient in pairs)


def test_those_who_have_submitted_nothing_are_found_at_their_official_addresses(world, spain, deadline):
    make.submitted(make.begun(world.call, world.head), world.head)

    assert found("not_submitted", world, deadline) == ["mission.esp@portal.test"]


@pytest.mark.parametrize("visibility", ["public", "participants", "cofacilitators"])
def test_it_is_the_truth_that_counts_whoever_may_read_the_input(world, deadline, visibility):
    make.submitted(make.begun(world.call, world.head), world.head, visibility)

    assert found("not_submitted", world, deadline) == []


def test_those_who_have_begun_are_found_as_persons_too(world, spain, deadline):
    make.member(spain, "head")
    make.begun(world.call, world.delegate)

    assert found("not_submitted", world, deadline) == [
        "delegate.prt@portal.test",
        "head.prt@portal.test",
        "mission.esp@portal.test",
        "mission.prt@portal.test",
    ]


def test_revision_of_what_was_submitted_asks_for_nothing(world, deadline):
    version = make.submitted(make.begun(world.call, world.head), world.head)
    actions.revise(version.submission, by=world.head)

    assert found("not_submitted", world, deadline) == []


def test_withdrawn_input_is_asked_for_again(world, deadline):
    version = make.submitted(make.begun(world.call, world.head), world.head)
    actions.withdraw(version.submission, by=world.head)

    assert found("not_submitted", world, deadline) == ["mission.prt@portal.test"]


def test_input_to_another_call_is_none_to_this(world, deadline):
    other = make.call(world.consultation, number=2)
    make.submitted(make.begun(other, world.head), world.head)

    assert found("not_submitted", world, deadline) == ["mission.prt@portal.test"]


@pytest.mark.parametrize("kinds", [["stakeholder"], ["observer_state"]])
def test_only_those_are_found_whom_the_call_asks_and_the_reminder_names(world, deadline, kinds):
    stakeholder = make.delegation("SAMPLE", "Sample", "stakeholder")
    make.member(stakeholder, "head")

    assert found("not_submitted", world, deadline, kinds) == []


def test_address_out_of_use_and_closed_accounts_are_not_found(world, deadline):
    make.begun(world.call, world.delegate)
    world.portugal.addresses.update(active=False)
    type(world.head.user).objects.filter(pk=world.head.user.pk).update(is_active=False)

    assert found("not_submitted", world, deadline) == ["delegate.prt@portal.test"]


def test_those_who_may_clear_are_found_while_an_input_awaits_it(world, spain, deadline):
    make.member(spain, "head")
    submission = make.begun(world.call, world.delegate)
    before = found("awaiting_clearance", world, deadline)
    actions.ask_for_clearance(submission, by=world.delegate)
    asked = found("awaiting_clearance", world, deadline)
    world.portugal.memberships.update(ends_at=BEFORE)

    assert (before, asked) == ([], ["head.prt@portal.test"])
    assert found("awaiting_clearance", world, deadline) == []


@pytest.fixture
def secretariat(world):
    return make.works_for(world.consultation, "secretariat")


@pytest.fixture
def reminder(world, deadline, secretariat):
    """A function: a reminder of an audience, a day before the inputs are due."""

    def reminder(audience):
        return consulting.create_reminder(
            world.consultation,
            by=secretariat,
            deadline=deadline,
            offset=24 * 60,
            audience=audience,
            kinds=["member_state"],
            subject="Your input",
            body="{what}",
        )

    return reminder


def remind(world, at=BEFORE):
    return consulting.remind(world.consultation, by=Actor.clock(at))


def asks_for_clearance(world):
    actions.ask_for_clearance(make.begun(world.call, world.delegate), by=world.delegate)


def files_for_few(world):
    make.submitted(make.begun(world.call, world.head), world.head, "cofacilitators")


@pytest.mark.parametrize(
    ("audience", "deed", "reached"),
    [("not_submitted", files_for_few, [1, 0]), ("awaiting_clearance", asks_for_clearance, [0, 1])],
)
def test_record_and_page_are_the_same_whatever_was_found(world, reminder, audience, deed, reached):
    shown, counts = [], []
    for done in (lambda _world: None, deed):
        done(world)
        held = reminder(audience)
        [run] = remind(world)
        counts.append(run.addresses)
        entry = reminder_board.entry(Reminder.objects.get(pk=held.pk), BEFORE)
        facts = Event.objects.about(held).get(verb="reminded").facts
        mail = reminder_board.preview(held, BEFORE)
        told = (
            entry.state,
            entry.run.outcome,
            entry.run.addresses,
            reminder_board.delivered(entry),
            mail["recipients"],
        )
        shown.append((told, facts))

    assert counts == reached
    assert (
        shown[0]
        == shown[1]
        == (("sent", "sent", None, [], []), {"audience": audience, "due_for": shown[0][1]["due_for"]})
    )


def test_messages_are_listed_to_nobody_but_their_readers(world, spain, reminder):
    reminder("not_submitted")
    remind(world)
    rows = Delivery.objects.about_any(ReminderRun, ReminderRun.objects.values("pk"))

    assert rows.count() == 2
    assert not rows.told().exists()
    assert [list(directory.sent_lately(one)) for one in (world.portugal, spain)] == [[], []]
    assert [directory.health_of(one) for one in (world.portugal, spain)] == [{}, {}]
    assert {health.state for line in directory.lines(BEFORE) for _address, health in line.addresses} == {"none"}


def test_receipts_are_not_told_in_the_directory_either(world):
    version = make.submitted(make.begun(world.call, world.head), world.head, "cofacilitators")
    actions.complete_receipt(version, b"%PDF-1.7 a sample", by=world.head)

    assert list(directory.sent_lately(world.portugal)) == []
    assert Delivery.objects.filter(recipient_id=world.portugal.pk, kind="receipt").exists()


@pytest.mark.parametrize("capacity", ["secretariat", "staff", "cofacilitator"])
def test_pages_tell_nobody_who_has_filed_for_few(world, reminder, client, capacity):
    held = reminder("not_submitted")
    others = capacity != "secretariat"
    sign_in(client, make.works_for(world.consultation, capacity).user if others else held.made_by)
    paths = ["/sample/reminders/", f"/sample/reminders/{held.pk}/"]

    def seen():
        with time_machine.travel(BEFORE - DAY, tick=False):
            return [TOKEN.sub("", client.get(path).content.decode()) for path in paths]

    before = seen()
    files_for_few(world)

    assert seen() == before
    assert "mission." not in before[1]
