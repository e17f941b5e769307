"""The deadlines of meetings and calls follow every deed, in its transaction."""

from datetime import UTC, datetime, timedelta

import pytest

from consultations import actions, deadlines
from consultations.models import Deadline, MeetingKind, MeetingStatus

from .factories import AT, CallFactory, ConsultationFactory, MeetingFactory

pytestmark = pytest.mark.django_db
START = datetime(2019, 3, 20, 14, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def date_of(target):
    return Deadline.objects.about(target).get().at


@pytest.fixture
def meeting(team):
    return actions.schedule_meeting(
        team.consultation, by=team.secretariat, kind=MeetingKind.INFORMAL, starts_at=START, ends_at=START + HOUR
    )


def change(meeting, team, **fields):
    meeting.refresh_from_db()
    actions.change_meeting(meeting, by=team.secretariat, revision=meeting.revision, announce=False, **fields)


def test_meeting_has_its_deadline_from_the_day_it_is_entered(meeting):
    deadline = Deadline.objects.get()

    assert (deadline.target, deadline.purpose, deadline.at) == (meeting, "starts", START)
    assert deadline.consultation == meeting.consultation.slug


def test_deadline_moves_with_the_meeting(team, meeting):
    change(meeting, team, starts_at=START + HOUR, ends_at=START + 2 * HOUR)

    assert date_of(meeting) == START + HOUR


def test_deadline_has_no_date_while_the_meeting_is_postponed_and_has_its_new_one_then(team, meeting):
    actions.postpone_meeting(meeting, by=team.secretariat, announce=False)
    postponed = date_of(meeting)
    change(meeting, team, starts_at=START + HOUR, ends_at=START + 2 * HOUR)

    assert (postponed, date_of(meeting)) == (None, START + HOUR)


def test_cancelled_meeting_leaves_no_date(team, meeting):
    actions.cancel_meeting(meeting, by=team.secretariat, announce=False)

    assert date_of(meeting) is None


def test_meeting_that_is_not_published_has_no_date(team, meeting):
    change(meeting, team, published=False)
    unpublished = date_of(meeting)
    change(meeting, team, published=True)

    assert (unpublished, date_of(meeting)) == (None, START)


@pytest.mark.parametrize(
    ("fields", "at", "date"),
    [
        ({"due_at": None}, None, None),
        ({"due_at": START}, None, START),
        ({"due_at": START, "closed_at": AT}, None, None),
        ({"due_at": START, "closed_at": START}, AT, START),
        ({"due_at": START, "closed_at": START}, START, None),
    ],
)
def test_call_has_its_due_date_until_it_is_closed(fields, at, date):
    call = CallFactory(**{"opens_at": AT - HOUR, **fields})

    assert deadlines.write_call(call, at).at == date
    assert Deadline.objects.get().purpose == "due"


def test_rows_older_than_deadlines_get_theirs_once():
    consultation = ConsultationFactory()
    meeting = MeetingFactory(consultation=consultation, starts_at=START, ends_at=None)
    off = MeetingFactory(consultation=consultation, status=MeetingStatus.CANCELLED)
    call = CallFactory(consultation=consultation, due_at=START)

    for _again in range(2):
        deadlines.write_all(consultation, AT)

    assert [date_of(target) for target in (meeting, off, call)] == [START, None, START]


def test_nothing_is_written_where_all_is_as_it_should_be(meeting, django_assert_num_queries):
    deadlines.write_all(meeting.consultation, AT)

    with django_assert_num_queries(3):
        deadlines.write_all(meeting.consultation, AT)


def test_closing_that_was_set_ahead_takes_the_date_away_when_it_comes():
    call = CallFactory(due_at=START + HOUR, closed_at=START)
    deadlines.write_all(call.consultation, AT)
    before = date_of(call)
    deadlines.write_all(call.consultation, START)

    assert (before, date_of(call)) == (START + HOUR, None)
