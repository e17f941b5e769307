"""What became of a meeting, for its readers."""

from datetime import timedelta

import pytest

from consultations import actions, history

from .factories import MeetingFactory

pytestmark = pytest.mark.django_db
OLD = "Wednesday, 13 February 2019, 15:30–18:00 (New York time)"


@pytest.fixture
def meeting(team):
    return MeetingFactory(consultation=team.consultation, number=1, room="Conference Room 3")


def told(meeting, **kwargs):
    return [(change.verb, change.reason, change.lines) for change in history.changes_of(meeting, **kwargs)]


def test_old_stands_beside_new_the_latest_first(team, meeting):
    by, day = team.secretariat, timedelta(days=1)
    actions.change_meeting(meeting, by=by, revision=1, room="Conference Room 1", place="Elsewhere", announce=False)
    actions.postpone_meeting(meeting, by=by, reason="No room.", announce=False)
    later = {"starts_at": meeting.starts_at + day, "ends_at": meeting.ends_at + day}
    actions.change_meeting(meeting, by=by, revision=3, announce=False, **later)
    actions.cancel_meeting(meeting, by=by, announce=False)

    new = OLD.replace("Wednesday, 13", "Thursday, 14")
    assert told(meeting) == [
        ("cancelled", "", [("Date", new, "")]),
        ("changed", "", [("Date", OLD, new)]),
        ("postponed", "No room.", [("Date", OLD, "")]),
        (
            "changed",
            "",
            [
                ("Room", "Conference Room 3", "Conference Room 1"),
                ("Place", "United Nations Headquarters, New York", "Elsewhere"),
            ],
        ),
    ]


def test_what_stands_in_nobody_s_calendar_is_no_change(team, meeting):
    actions.change_meeting(meeting, by=team.secretariat, revision=1, agenda="1. Opening")

    assert told(meeting) == []


def test_what_was_planned_before_it_was_published_stays_inside(team, meeting):
    by = team.secretariat
    meeting.published = False
    meeting.save()
    actions.change_meeting(meeting, by=by, revision=1, room="Conference Room 1")
    actions.change_meeting(meeting, by=by, revision=2, published=True, room="Conference Room 2", announce=False)
    actions.change_meeting(meeting, by=by, revision=3, room="Conference Room 4", announce=False)

    assert [lines for *_what, lines in told(meeting)] == [[("Room", "Conference Room 2", "Conference Room 4")]]
    assert len(told(meeting, inside=True)) == 3
