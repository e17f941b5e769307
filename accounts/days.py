"""Days on the clock of whoever names them, as the instants at which they begin and are over."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

# The last part of a zone's key is a city, but not always the one people mean.
CITIES = {"Europe/Zurich": "Geneva"}


def begins(day, zone):
    """The first instant of ``day``, a date, in ``zone``; ``None`` for no day."""
    return datetime.combine(day, time.min, ZoneInfo(zone)) if day else None


def is_over(day, zone):
    """The first instant after ``day``, a date, in ``zone``; ``None`` for no day."""
    return begins(day + timedelta(days=1), zone) if day else None


def city(zone):
    """The city that a zone, or its key, is called by: "New York", "Geneva"."""
    key = zone if isinstance(zone, str) else zone.key
    return CITIES.get(key) or key.rpartition("/")[2].replace("_", " ")
