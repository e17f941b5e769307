"""Hours as one types them on the clock of a place: which of them exist, and which fall outside the usual."""

from datetime import UTC, datetime, time

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from . import times

# When interpreters work, and therefore when the United Nations meets.
SLOTS = [(time(10), time(13)), (time(15), time(18))]
SATURDAY = 5


def instant(day, clock, zone):
    """The instant at which clocks in ``zone`` show ``clock`` on ``day``; ValidationError if none or two do."""
    first, second = (datetime.combine(day, clock.replace(fold=fold), tzinfo=zone) for fold in (0, 1))
    words = {"time": f"{clock:%H:%M}", "date": times.short_date(day), "city": times.zone_name(zone)}
    if first.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != first.replace(tzinfo=None):
        raise ValidationError(
            _("There is no %(time)s on %(date)s in %(city)s: the clocks are put forward then. Choose another hour.")
            % words,
            code="no_such_hour",
        )
    if first.utcoffset() != second.utcoffset():
        raise ValidationError(
            _("%(time)s comes twice on %(date)s in %(city)s: the clocks are put back then. Choose another hour.")
            % words,
            code="hour_twice",
        )
    return first


def midnight(day, zone):
    """The beginning of ``day`` in ``zone``: how a day whose hour is not known is kept."""
    return datetime.combine(day, time(), tzinfo=zone)


def doubts(starts_at, ends_at, zone, hour_known=True):
    """What is unusual about these hours, as sentences: they are worth a second look and stand in nobody's way."""
    start = starts_at.astimezone(zone)
    end = ends_at.astimezone(zone) if ends_at else None
    found = []
    if start.weekday() >= SATURDAY:
        found.append(_("%(date)s is not a working day.") % {"date": times.long_date(start.date())})
    if hour_known and not _in_a_slot(start, end):
        words = {"hours": times.hours(starts_at, ends_at, zone)}
        found.append(
            _("%(hours)s lies outside the hours in which meetings are served, 10:00–13:00 and 15:00–18:00.") % words
        )
    return found


def _in_a_slot(start, end):
    last = end or start
    if start.date() != last.date():
        return False
    return any(begins <= start.time() < ends and last.time() <= ends for begins, ends in SLOTS)
