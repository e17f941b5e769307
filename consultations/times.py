"""Instants as pages and letters say them: weekday, date, time and zone, never one without the others."""

from zoneinfo import ZoneInfo

from django.utils.dates import MONTHS, MONTHS_3, WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import gettext as _

from accounts.days import city as zone_name


def zone_of(zone):
    """A ``ZoneInfo``, from one or from its key."""
    return ZoneInfo(zone) if isinstance(zone, str) else zone


def house_date(day):
    """A date in full: "13 February 2019"."""
    return _("%(day)s %(month)s %(year)s") % {"day": day.day, "month": MONTHS[day.month], "year": day.year}


def long_date(day):
    """A date with its weekday: "Wednesday, 13 February 2019"."""
    return _("%(weekday)s, %(date)s") % {"weekday": WEEKDAYS[day.weekday()], "date": house_date(day)}


def short_date(day):
    """A date for a list: "Wed 13 Feb 2019"."""
    return _("%(weekday)s %(day)s %(month)s %(year)s") % {
        "weekday": WEEKDAYS_ABBR[day.weekday()],
        "day": day.day,
        "month": str(MONTHS_3[day.month]).capitalize(),
        "year": day.year,
    }


def clock(instant, zone):
    """The time on the clock of ``zone``: "15:30"."""
    return f"{instant.astimezone(zone_of(zone)):%H:%M}"


def moment(instant, zone):
    """An instant in one line: "Wed 13 Feb 2019, 15:30 New York"."""
    local = instant.astimezone(zone_of(zone))
    return _("%(date)s, %(time)s %(city)s") % {
        "date": short_date(local.date()),
        "time": clock(instant, zone),
        "city": zone_name(zone),
    }


def hours(start, end, zone):
    """From when to when on the clock of ``zone``; with the second date where it ends on another day."""
    if end is None:
        return clock(start, zone)
    first, last = (instant.astimezone(zone_of(zone)).date() for instant in (start, end))
    if first == last:
        return f"{clock(start, zone)}–{clock(end, zone)}"
    return _("%(start)s – %(date)s, %(end)s") % {
        "start": clock(start, zone),
        "date": long_date(last),
        "end": clock(end, zone),
    }


def span(start, end, zone, hour_known=True):
    """How long something lasts: "Wednesday, 13 February 2019, 15:30–18:00 (New York time)"; ``end`` may be None.

    The day alone where the record gives no hour.
    """
    date = long_date(start.astimezone(zone_of(zone)).date())
    if not hour_known:
        return date
    return _("%(date)s, %(hours)s (%(city)s time)") % {
        "date": date,
        "hours": hours(start, end, zone),
        "city": zone_name(zone),
    }


def differs(instant, zone, own):
    """Whether the clock of ``own`` shows another time than that of ``zone`` at ``instant``."""
    return instant.astimezone(zone_of(own)).utcoffset() != instant.astimezone(zone_of(zone)).utcoffset()


def own_time(start, end, zone, own):
    """The same hours on one's own clock: "20:30–23:00 your time (Lisbon)"; "" where the clocks agree.

    The date comes first where it is another one there.
    """
    if not own or not differs(start, zone, own):
        return ""
    words = {"hours": hours(start, end, own), "city": zone_name(own)}
    here, there = (start.astimezone(zone_of(z)).date() for z in (own, zone))
    if here == there:
        return _("%(hours)s your time (%(city)s)") % words
    return _("%(date)s, %(hours)s your time (%(city)s)") % {"date": short_date(here), **words}


def both(start, end, zone, own):
    """The same hours on two clocks, each with its day: "Wed 13 Feb 15:30 New York = Thu 14 Feb 02:30 Dhaka"; "" where
    the clocks agree.
    """
    if not own or not differs(start, zone, own):
        return ""
    return f"{_on_the_clock(start, end, zone)} = {_on_the_clock(start, end, own)}"


def _on_the_clock(start, end, zone):
    days = [instant.astimezone(zone_of(zone)).date() for instant in (start, end or start)]
    words = {"from": f"{_day(days[0])} {clock(start, zone)}", "city": zone_name(zone)}
    if end is None:
        return _("%(from)s %(city)s") % words
    if days[0] == days[1]:
        return _("%(from)s–%(until)s %(city)s") % {**words, "until": clock(end, zone)}
    return _("%(from)s – %(day)s %(until)s %(city)s") % {**words, "day": _day(days[1]), "until": clock(end, zone)}


def _day(day):
    """A date without its year: "Wed 13 Feb"."""
    return _("%(weekday)s %(day)s %(month)s") % {
        "weekday": WEEKDAYS_ABBR[day.weekday()],
        "day": day.day,
        "month": str(MONTHS_3[day.month]).capitalize(),
    }
