"""Dates and times as letters of the United Nations write them: "13 February 2019", "3.30 p.m.", "noon"."""

from datetime import date

from accounts.days import city as zone_name

from .calendars import CALENDARS, ENGLISH


def letter_date(day, language="en"):
    """``day`` as a letter is dated: "1 February 2019"."""
    return calendar(language).date(day)


def time_phrase(instant, zone, language="en"):
    """The hour of ``instant`` in ``zone``: "3.30 p.m.", "6 p.m.", "noon", "midnight"."""
    return calendar(language).time(instant.astimezone(zone))


def day_phrase(instant, zone, language="en"):
    """The day of ``instant`` in ``zone``, with its weekday: "Wednesday, 13 February 2019"."""
    return calendar(language).day(instant.astimezone(zone).date())


def meeting_phrase(start, end, zone, *, room="", place="", language="en"):
    """When and where one meets: "Wednesday, 13 February 2019, from 3.30 p.m. to 6 p.m., in Conference Room 3"."""
    words = calendar(language)
    begins, ends = start.astimezone(zone), end and end.astimezone(zone)
    if ends and _over_night(begins, ends):
        when = words.period.format(
            start=words.at.format(day=words.day(begins.date()), time=words.time(begins)),
            end=words.at.format(day=words.day(ends.date()), time=words.time(ends)),
        )
    elif ends:
        span = words.span.format(start=words.time(begins), end=words.time(ends))
        when = words.on.format(day=words.day(begins.date()), span=span)
    else:
        when = words.at.format(day=words.day(begins.date()), time=words.time(begins))
    where = [words.room(room) if room else "", place]
    return words.comma.join(part for part in [when, *where] if part)


def due_phrase(instant, zone, language="en"):
    """Until when, with whose time it is: "Friday, 15 March 2019, at 6 p.m. (New York time)".

    Midnight is the end of a day to those who read it, so it is written with the day that ends.
    """
    words, local = calendar(language), instant.astimezone(zone)
    if _is_midnight(local):
        day = words.day(_day_that_ends(local))
        return words.midnight.format(day=day, zone=zone_name(zone))
    return words.due.format(day=words.day(local.date()), time=words.time(local), zone=zone_name(zone))


def calendar(language):
    """How ``language`` writes dates and times; in English where we do not know."""
    return CALENDARS.get(language.split("-")[0], ENGLISH)


def _is_midnight(local):
    return (local.hour, local.minute) == (0, 0)


def _day_that_ends(local):
    return date.fromordinal(local.toordinal() - 1)


def _over_night(begins, ends):
    """Whether the end needs a date of its own; midnight still belongs to the evening before."""
    last = _day_that_ends(ends) if _is_midnight(ends) else ends.date()
    return last != begins.date()
