"""Hours on the clock of a place: those that do not exist, those that come twice, those that are unusual."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError

from consultations import hours

NEW_YORK, GENEVA = ZoneInfo("America/New_York"), ZoneInfo("Europe/Zurich")
WEDNESDAY, SATURDAY = date(2019, 2, 13), date(2019, 2, 16)


@pytest.mark.parametrize(
    ("day", "clock", "zone", "expected"),
    [
        (WEDNESDAY, time(15, 30), NEW_YORK, datetime(2019, 2, 13, 20, 30, tzinfo=UTC)),
        (date(2019, 7, 3), time(10), GENEVA, datetime(2019, 7, 3, 8, tzinfo=UTC)),
        (date(2019, 3, 10), time(3), NEW_YORK, datetime(2019, 3, 10, 7, tzinfo=UTC)),  # the first after the gap
        (date(2019, 11, 3), time(2), NEW_YORK, datetime(2019, 11, 3, 7, tzinfo=UTC)),  # the first that is there once
    ],
)
def test_an_hour_is_that_of_the_clock_at_the_place(day, clock, zone, expected):
    assert hours.instant(day, clock, zone) == expected


@pytest.mark.parametrize(
    ("day", "clock", "zone", "code", "said"),
    [
        (date(2019, 3, 10), time(2, 30), NEW_YORK, "no_such_hour", "no 02:30 on Sun 10 Mar 2019 in New York"),
        (date(2019, 3, 31), time(2), GENEVA, "no_such_hour", "no 02:00 on Sun 31 Mar 2019 in Geneva"),
        (date(2019, 11, 3), time(1, 30), NEW_YORK, "hour_twice", "01:30 comes twice on Sun 3 Nov 2019 in New York"),
        (date(2019, 10, 27), time(2), GENEVA, "hour_twice", "02:00 comes twice on Sun 27 Oct 2019 in Geneva"),
    ],
)
def test_an_hour_that_is_not_there_once_is_refused(day, clock, zone, code, said):
    with pytest.raises(ValidationError, match=said) as refused:
        hours.instant(day, clock, zone)

    assert refused.value.code == code


def doubts(day, start, end=None, *, hour_known=True):
    first, last = (clock and datetime.combine(day, clock, tzinfo=NEW_YORK) for clock in (start, end))
    return hours.doubts(first.astimezone(UTC), last and last.astimezone(UTC), NEW_YORK, hour_known)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (time(10), time(13)),
        (time(15), time(18)),
        (time(15, 30), time(18)),
        (time(11), None),
        (time(10), time(10, 1)),
    ],
)
def test_served_hours_of_a_working_day_are_beyond_doubt(start, end):
    assert doubts(WEDNESDAY, start, end) == []


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (time(9), time(11)),
        (time(12), time(14)),
        (time(13), None),
        (time(10), time(18)),
        (time(18), time(20)),
    ],
)
def test_other_hours_are_doubted(start, end):
    [doubt] = doubts(WEDNESDAY, start, end)

    assert doubt.endswith("lies outside the hours in which meetings are served, 10:00–13:00 and 15:00–18:00.")


def test_a_saturday_is_doubted_and_so_is_a_night():
    assert doubts(SATURDAY, time(0), hour_known=False) == ["Saturday, 16 February 2019 is not a working day."]
    overnight = hours.doubts(datetime(2019, 2, 13, 20, tzinfo=UTC), datetime(2019, 2, 14, 16, tzinfo=UTC), NEW_YORK)
    assert len(overnight) == 1


def test_a_day_whose_hour_is_not_known_begins_at_midnight():
    assert hours.midnight(WEDNESDAY, GENEVA) == datetime(2019, 2, 12, 23, tzinfo=UTC)
