"""What stands against a text: one finding; and what the portal knows around a letter, by which it is judged."""

from dataclasses import dataclass
from datetime import date

ERROR, WARNING = "error", "warning"


@dataclass(frozen=True)
class Problem:
    """A finding in ``field``: an error stands in the way of approval, a warning advises; ``message`` says how."""

    level: str
    field: str
    code: str
    message: str
    excerpt: str = ""


@dataclass(frozen=True)
class Known:
    """What the calendar, the call and the documents say beside a letter; empty where nothing is known.

    ``rooms`` are the names that rooms have, ``symbols`` those of the documents, ``enclosed`` the number of enclosures.
    """

    meeting_day: date | None = None
    meeting_room: str = ""
    due_day: date | None = None
    rooms: tuple = ()
    symbols: tuple = ()
    enclosed: int | None = None


NOTHING_KNOWN = Known()
