from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from consultations import times

NEW_YORK, LISBON, GENEVA = ZoneInfo("America/New_York"), ZoneInfo("Europe/Lisbon"), ZoneInfo("Europe/Zurich")
START = datetime(2019, 2, 13, 15, 30, tzinfo=NEW_YORK)
END = datetime(2019, 2, 13, 18, 0, tzinfo=NEW_YORK)


@pytest.mark.parametrize(
    ("zone", "name"),
    [
        ("America/New_York", "New York"),
        (GENEVA, "Geneva"),
        ("America/Argentina/Buenos_Aires", "Buenos Aires"),
        ("UTC", "UTC"),
    ],
)
def test_zone_is_called_by_its_city(zone, name):
    assert times.zone_name(zone) == name


def test_moment_has_weekday_date_time_and_city():
    assert times.moment(START, NEW_YORK) == "Wed 13 Feb 2019, 15:30 New York"


def test_moment_is_told_on_the_clock_of_the_zone():
    assert times.moment(datetime(2019, 5, 9, 1, 0, tzinfo=UTC), "America/New_York") == "Wed 8 May 2019, 21:00 New York"


def test_moment_keeps_the_clock_across_the_change_to_summer_time():
    before, after = datetime(2019, 3, 9, 15, 0, tzinfo=UTC), datetime(2019, 3, 10, 15, 0, tzinfo=UTC)

    assert [times.clock(instant, NEW_YORK) for instant in (before, after)] == ["10:00", "11:00"]


def test_dates_in_full_and_for_lists():
    day = date(2019, 2, 1)

    assert times.house_date(day) == "1 February 2019"
    assert times.long_date(day) == "Friday, 1 February 2019"
    assert times.short_date(day) == "Fri 1 Feb 2019"


@pytest.mark.parametrize(
    ("end", "hour_known", "text"),
    [
        (END, True, "Wednesday, 13 February 2019, 15:30–18:00 (New York time)"),
        (None, True, "Wednesday, 13 February 2019, 15:30 (New York time)"),
        (END, False, "Wednesday, 13 February 2019"),
        (
            datetime(2019, 2, 14, 2, 0, tzinfo=NEW_YORK),
            True,
            "Wednesday, 13 February 2019, 15:30 – Thursday, 14 February 2019, 02:00 (New York time)",
        ),
    ],
)
def test_span(end, hour_known, text):
    assert times.span(START, end, NEW_YORK, hour_known) == text


@pytest.mark.parametrize(
    ("own", "text"),
    [
        ("Europe/Lisbon", "20:30–23:00 your time (Lisbon)"),
        ("Asia/Dhaka", "Thu 14 Feb 2019, 02:30–05:00 your time (Dhaka)"),
        ("America/Toronto", ""),  # another zone, the same clock
        ("America/New_York", ""),
        ("", ""),
    ],
)
def test_own_time_only_where_the_clocks_differ(own, text):
    assert times.own_time(START, END, NEW_YORK, own) == text


def test_own_time_of_an_instant():
    assert times.own_time(START, None, NEW_YORK, LISBON) == "20:30 your time (Lisbon)"


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        ("Asia/Dhaka", "Wed 13 Feb 15:30–18:00 New York = Thu 14 Feb 02:30–05:00 Dhaka"),
        (
            "Europe/Zurich",
            "Wed 13 Feb 15:30–18:00 New York = Wed 13 Feb 21:30 – Thu 14 Feb 00:00 Geneva",
        ),
        ("America/Toronto", ""),
        ("", ""),
    ],
)
def test_both_clocks_are_told_with_their_day_where_they_differ(own, expected):
    assert times.both(START, END, NEW_YORK, own) == expected
