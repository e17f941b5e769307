"""The month as weeks of days."""

from datetime import UTC, date, datetime, timedelta

import pytest

from consultations import monthly
from consultations.models import Meeting

FEBRUARY = date(2019, 2, 1)
START = datetime(2019, 2, 14, 3, tzinfo=UTC)  # still the thirteenth in New York


def meeting(**fields):
    return Meeting(**{"starts_at": START, "time_zone": "America/New_York", **fields})


def test_weeks_begin_on_monday_and_fill_the_month():
    month = monthly.month_of([], FEBRUARY, date(2019, 2, 20))

    days = [day for week in month.weeks for day in week]
    assert {len(week) for week in month.weeks} == {7}
    assert [day.day for day in days if day.inside] == [FEBRUARY + timedelta(days=n) for n in range(28)]
    assert {week[0].day.weekday() for week in month.weeks} == {0}
    assert [day.day for day in days if day.today] == [date(2019, 2, 20)]


def test_a_meeting_stands_on_its_day_at_its_place_and_in_no_other_month():
    here, geneva, later = meeting(), meeting(time_zone="Europe/Zurich"), meeting(starts_at=START + timedelta(days=30))

    month = monthly.month_of([here, geneva, later], FEBRUARY, FEBRUARY)

    placed = {day.day: day.meetings for week in month.weeks for day in week if day.meetings}
    assert placed == {date(2019, 2, 13): [here], date(2019, 2, 14): [geneva]}
    assert month.meetings == [here, geneva]


@pytest.mark.parametrize(
    ("first", "before", "after"),
    [
        (date(2019, 1, 1), date(2018, 12, 1), date(2019, 2, 1)),
        (date(2019, 12, 1), date(2019, 11, 1), date(2020, 1, 1)),
        (monthly.FIRST, None, date(1945, 2, 1)),
        (monthly.LAST, date(2100, 11, 1), None),
    ],
)
def test_one_turns_to_the_months_around(first, before, after):
    month = monthly.month_of([], first, FEBRUARY)

    assert (month.before, month.after) == (before, after)


def test_one_begins_with_the_next_meeting_else_the_last_else_today():
    past, coming = meeting(starts_at=START - timedelta(days=60)), meeting()
    today = date(2019, 1, 15)

    assert monthly.opening_month([past, coming], START - timedelta(days=1), today) == FEBRUARY
    assert monthly.opening_month([past, coming], START + timedelta(days=90), today) == FEBRUARY
    assert monthly.opening_month([], START, today) == date(2019, 1, 1)
