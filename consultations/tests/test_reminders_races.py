"""Reminders with two at once: each goes once, and none for a meeting that is being called off."""

from datetime import timedelta

import pytest

from accounts.tests.factories import AddressFactory
from consultations import actions, deadlines
from consultations.models import Deadline, Reminder, ReminderRun
from record.actor import Actor
from record.models import Delivery

from .factories import AT
from .reminders import DAY, HOUR, START, date_of, hang, meeting_of

pytestmark = pytest.mark.django_db(transaction=True)
MOMENT = START - timedelta(days=1)


@pytest.fixture
def meeting(team):
    AddressFactory()
    return meeting_of(team)


@pytest.fixture
def reminder(team, meeting):
    return hang(date_of(meeting), team, DAY)


def remind(team):
    return actions.remind(team.consultation, by=Actor.clock(MOMENT))


def terms(reminder, **changes):
    names = ("deadline", "offset", "audience", "kinds", "subject", "body")
    return {name: getattr(reminder, name) for name in names} | changes


def test_two_workers_send_a_reminder_once(team, reminder, second):
    ended = second(lambda: remind(team), lambda: remind(team))

    assert ended == []
    assert (ReminderRun.objects.count(), Delivery.objects.count()) == (1, 1)


@pytest.mark.parametrize("verb", ["postpone_meeting", "cancel_meeting"])
def test_worker_that_waits_for_a_meeting_that_is_called_off_sends_nothing(team, meeting, reminder, second, verb):
    call_off = getattr(actions, verb)

    ended = second(lambda: call_off(meeting, by=team.secretariat, announce=False), lambda: remind(team))

    assert (ended, Delivery.objects.count()) == ([], 0)


def test_worker_that_waits_for_a_stop_sends_nothing(team, reminder, second):
    ended = second(lambda: actions.stop_reminder(reminder, by=team.secretariat), lambda: remind(team))

    assert (ended, Delivery.objects.count()) == ([], 0)


def test_stop_that_comes_second_stops_the_next(team, reminder, second):
    second(lambda: remind(team), lambda: actions.stop_reminder(reminder, by=team.secretariat))

    assert Delivery.objects.count() == 1
    assert Reminder.objects.get().stopped_at == AT


@pytest.mark.parametrize("verb", ["stop_reminder", "resume_reminder"])
def test_second_who_turns_it_is_refused(team, reminder, second, verb):
    if verb == "resume_reminder":
        actions.stop_reminder(reminder, by=team.secretariat)
    turn = getattr(actions, verb)

    ended = second(lambda: turn(reminder, by=team.secretariat), lambda: turn(reminder, by=team.second))

    assert ended.code == verb


def test_second_change_waits_and_is_told_of_the_conflict(team, reminder, second):
    ended = second(
        lambda: actions.change_reminder(reminder, by=team.secretariat, revision=1, **terms(reminder, offset=HOUR)),
        lambda: actions.change_reminder(reminder, by=team.second, revision=1, **terms(reminder, offset=2 * HOUR)),
    )

    assert (ended.code, Reminder.objects.get().offset) == ("conflict", HOUR)


def by_hand(team):
    return actions.add_deadline(team.consultation, by=team.secretariat, title="Registration", at=START)


def test_second_change_of_a_date_waits_and_is_told_of_the_conflict(team, second):
    date = by_hand(team)
    seen = date.revision()

    ended = second(
        lambda: actions.change_deadline(date, by=team.secretariat, revision=seen, title="Theirs", at=START),
        lambda: actions.change_deadline(date, by=team.second, revision=seen, title="Mine", at=START),
    )

    assert (ended.code, Deadline.objects.get().title) == ("conflict", "Theirs")


def test_second_who_takes_a_date_away_is_refused(team, second):
    date = by_hand(team)

    ended = second(
        lambda: actions.end_deadline(date, by=team.secretariat), lambda: actions.end_deadline(date, by=team.second)
    )

    assert ended.code == "end_deadline"


def test_deadline_of_an_older_row_is_not_written_over_the_deed_beside_it(team, meeting, second):
    second(
        lambda: actions.cancel_meeting(meeting, by=team.secretariat, announce=False),
        lambda: deadlines.write_all(team.consultation, AT),
    )

    assert Deadline.objects.get().at is None
