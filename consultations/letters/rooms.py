"""Rooms as the house calls them, and the one in which the calendar puts the meeting."""

import re

from django.utils.translation import gettext as _

from .problem import WARNING, Problem

_LOOSE = {"conference": r"conf(?:erence|\.)?", "room": r"r(?:oo)?m\.?"}  # as people shorten them
_CONFERENCE_ROOM = re.compile(r"\bConference Room (?:\d{1,2}|[A-F])\b")


def room_problems(field, text, rooms):
    """Rooms that are spelled otherwise than in ``rooms``."""
    for room in dict.fromkeys(rooms):
        for match in _loosely(room).finditer(text):
            found = " ".join(match[0].split())
            if found != room:
                # word for word as the rule of style, so that one finding is told once
                message = _("Write “%(wanted)s” for “%(found)s”.") % {"wanted": room, "found": found}
                yield Problem(WARNING, field, "room", message, found)


def other_rooms(body, rooms, meeting_room):
    """Rooms that ``body`` names although the calendar puts the meeting elsewhere."""
    named = [match[0] for match in _CONFERENCE_ROOM.finditer(body)]
    named += [room for room in rooms if room and re.search(rf"(?<!\w){re.escape(room)}(?!\w)", body)]
    for room in dict.fromkeys(named):
        if room not in meeting_room:
            message = _("The calendar puts the meeting in %(room)s, not in %(found)s. Check it, or write {meeting}.")
            yield Problem(WARNING, "body", "other_room", message % {"room": meeting_room, "found": room}, room)


def _loosely(room):
    """A pattern that finds ``room`` however it is hyphenated, shortened or capitalised."""
    words = [_LOOSE.get(word.casefold(), re.escape(word)) for word in room.split()]
    gap = r"[^\S\n]?(?:[-–][^\S\n]?)?(?:no\.?[^\S\n]?|#)?"
    return re.compile(rf"(?<!\w){gap.join(words)}(?!\w)", re.IGNORECASE)
