"""Days on the clock of whoever names them, as the instants at which they begin and are over."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo


def begins(day, zone):
    """The first instant of ``day``, a date, in ``zone``; ``None`` for no day."""
    return datetime.combine(day, time.min, ZoneInfo(zone)) if day else None


def is_over(day, zone):
    """The first instant after ``day``, a date, in ``zone``; ``None`` for no day."""
    return begins(day + timedelta(days=1), zone) if day else None


def city(zone):
    """The city that a zone is called by: "New York"."""
    return zone.rpartition("/")[2].replace("_", " ")
