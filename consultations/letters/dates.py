"""Dates in a text: days that do not exist, weekdays that do not fit, days gone by."""

import re
from datetime import date

from django.utils.translation import gettext as _

from .calendars import MONTHS, WEEKDAYS
from .phrases import letter_date
from .problem import ERROR, WARNING, Problem

MONTH_NAMES = MONTHS["en"].split()
WEEKDAY_NAMES = WEEKDAYS["en"].split()
MONTH = "|".join(MONTH_NAMES)
_DATE = re.compile(
    rf"(?:\b({'|'.join(WEEKDAY_NAMES)}),?\s+(?:the\s+)?)?\b(\d{{1,2}})(?:<sup>)?(?:st|nd|rd|th)?(?:</sup>)?"
    rf"\s+(?:of\s+)?({MONTH})[’',]?\s+(\d{{4}})\b"
)

_DEADLINE = re.compile(r"\b(?:by|until|before|[Nn]o later than|[Nn]ot later than)\s+\Z")
FORTHCOMING = frozenset({"convening", "change", "call", "silence", "silence_extended"})  # kinds that look ahead
_CITED = re.compile(r"\b(?:of|dated)\s+\Z")  # "our letter of 1 February": a day gone by, and rightly so


def date_problems(body, *, kind, dated, meeting_day=None):
    """What is wrong with the dates that are written out in ``body``, whose meeting is on ``meeting_day``."""
    for match in _DATE.finditer(body):
        weekday, number, month, year = match.groups()
        try:
            day = date(int(year), MONTH_NAMES.index(month) + 1, int(number))
        except ValueError:
            message = _("There is no %(found)s. Correct the date.") % {"found": match[0]}
            yield Problem(ERROR, "body", "no_such_date", message, match[0])
        else:
            before = body[max(0, match.start() - 40) : match.start()]
            cited = _CITED.search(before)
            if meeting_day and _DEADLINE.search(before):
                yield from late_deadline(day, meeting_day, match[0])
            yield from _judged(match[0], day, weekday, kind, None if cited else dated)


def late_deadline(day, meeting_day, excerpt):
    """What is asked for a meeting is due before it."""
    if day > meeting_day:
        message = _("%(date)s is after the meeting of %(meeting)s. Check which of the two this deadline prepares.") % {
            "date": letter_date(day),
            "meeting": letter_date(meeting_day),
        }
        yield Problem(WARNING, "body", "late_deadline", message, excerpt)


def _judged(text, day, weekday, kind, dated):
    right = WEEKDAY_NAMES[day.weekday()]
    if weekday and weekday != right:
        message = _("%(date)s is a %(right)s, not a %(wrong)s. Correct the day or the date.") % {
            "date": letter_date(day),
            "right": right,
            "wrong": weekday,
        }
        yield Problem(ERROR, "body", "weekday", message, text)
    if dated and day < dated and kind in FORTHCOMING:
        message = _("%(date)s is before the date of the letter. Check the year.") % {"date": letter_date(day)}
        yield Problem(WARNING, "body", "past_date", message, text)
