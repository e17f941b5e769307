"""A month of the calendar as weeks of days, for a table."""

import calendar
from collections import defaultdict
from dataclasses import dataclass
from datetime import date

FIRST, LAST = date(1945, 1, 1), date(2100, 12, 1)


@dataclass(frozen=True)
class Day:
    """One field of the table; ``inside`` if it belongs to the month itself."""

    day: date
    inside: bool
    today: bool
    meetings: list


@dataclass(frozen=True)
class Month:
    """``before`` and ``after`` are the months to turn to, ``None`` at the end of what can be shown."""

    first: date
    weeks: list
    meetings: list
    before: date | None
    after: date | None


def month_of(meetings, first, today):
    """The month that begins on ``first``, Monday to Sunday, each meeting on its day at its own place."""
    by_day = defaultdict(list)
    for meeting in meetings:
        by_day[meeting.day()].append(meeting)
    weeks = [
        [
            Day(day, day.month == first.month, day == today, by_day[day] if day.month == first.month else [])
            for day in week
        ]
        for week in calendar.Calendar().monthdatescalendar(first.year, first.month)
    ]
    inside = [meeting for meeting in meetings if meeting.day().replace(day=1) == first]
    return Month(first, weeks, inside, _turned(first, -1), _turned(first, 1))


def _turned(first, step):
    months = first.year * 12 + first.month - 1 + step
    other = date(months // 12, months % 12 + 1, 1)
    return other if FIRST <= other <= LAST else None


def opening_month(meetings, at, today):
    """The month to begin with: that of the next meeting, else of the last, else the present one."""
    coming = [meeting.day() for meeting in meetings if meeting.starts_at >= at]
    days = coming[:1] or [meeting.day() for meeting in meetings][-1:] or [today]
    return days[0].replace(day=1)
