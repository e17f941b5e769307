"""Dates that are entered by hand: added, moved, taken away."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from accounts.tests.factories import AddressFactory
from consultations import actions
from consultations.models import Deadline

from .factories import AT
from .reminders import DAY, START, date_of, hang, meeting_of, remind

pytestmark = pytest.mark.django_db


@pytest.fixture
def date(team):
    AddressFactory()
    return actions.add_deadline(team.consultation, by=team.secretariat, title="Registration", at=START)


def change(date, team, at=START, title="Registration", by=None):
    by = by or team.secretariat
    return actions.change_deadline(date, by=by, revision=date.revision(), title=title, at=at)


def test_date_by_hand_is_of_the_consultation_and_recorded(team, date, deeds):
    assert (date.target, date.purpose, str(date)) == (team.consultation, "other", "Registration")
    assert deeds(date) == [
        ("created", team.secretariat.user, {"title": "Registration", "date": "2019-03-20T14:00:00.000000+00:00"})
    ]


def test_date_that_has_passed_is_refused(team):
    with pytest.raises(ValidationError, match="has passed"):
        actions.add_deadline(team.consultation, by=team.secretariat, title="Registration", at=AT)


def test_reminders_follow_a_date_that_is_moved(team, date):
    hang(date, team, DAY)
    later = START + timedelta(days=3)
    change(date, team, later)

    assert remind(team, START - timedelta(days=1)) == []
    assert remind(team, later - timedelta(days=1)) == [("sent", 1)]


def test_date_that_is_moved_to_where_the_moment_has_passed_sends_nothing(team, date):
    hang(date, team, 2 * DAY)
    by = team.secretariat.later(START - timedelta(days=3) - AT)
    change(date, team, START - timedelta(days=2), by=by)

    assert remind(team, START - timedelta(days=3) + timedelta(minutes=1)) == []


def test_date_keeps_its_time_under_another_title_after_it_has_passed(team, date):
    changed = change(date, team, title="List of speakers", by=team.secretariat.later(START - AT + timedelta(days=1)))

    assert (changed.title, changed.at) == ("List of speakers", START)


def test_date_is_not_moved_into_the_past(team, date):
    with pytest.raises(ValidationError, match="has passed"):
        change(date, team, AT - timedelta(days=1))


def test_change_that_was_based_on_an_earlier_one_is_refused(team, date):
    first = date.revision()
    change(date, team, START + timedelta(days=1))

    with pytest.raises(ValidationError) as refused:
        actions.change_deadline(date, by=team.second, revision=first, title="Mine", at=START)

    assert refused.value.code == "conflict"


def test_date_that_is_taken_away_reminds_nobody_until_it_has_a_new_one(team, date, deeds):
    hang(date, team, DAY)
    ended = actions.end_deadline(date, by=team.secretariat)
    silent = remind(team, START - timedelta(days=1))
    change(ended, team, START)

    assert (silent, remind(team, START - timedelta(days=1))) == ([], [("sent", 1)])
    assert [verb for verb, _user, _facts in deeds(date)] == ["created", "ended", "changed"]


def test_date_is_taken_away_once(team, date):
    actions.end_deadline(date, by=team.secretariat)

    with pytest.raises(ValidationError, match="taken away already"):
        actions.end_deadline(date, by=team.secretariat)


def test_date_of_a_meeting_is_neither_moved_nor_taken_away_by_hand(team):
    deadline = date_of(meeting_of(team))

    with pytest.raises(ValidationError, match="follows its meeting or its call"):
        change(deadline, team, START + timedelta(days=1))
    with pytest.raises(ValidationError, match="follows its meeting or its call"):
        actions.end_deadline(deadline, by=team.secretariat)


def test_dates_are_known_to_those_who_work_for_the_consultation(team, date):
    actors = (team.secretariat, team.staff, team.first, team.public)

    assert [Deadline.objects.visible_to(actor).count() for actor in actors] == [1, 1, 1, 0]
