"""When a reminder goes, and what becomes of it.

A reminder goes at its moment, ``offset`` minutes before its deadline, if it stood as it is before that moment
(``made_at``: when it was entered, was last given another moment, was taken up again, or its deadline was moved). Those
whose moments passed together, while the portal was down, are judged together.
"""

from datetime import timedelta

from django.contrib.contenttypes.prefetch import GenericPrefetch
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .models import Call, Consultation, Deadline, Meeting, ReminderOutcome

REMINDER, PRIVATE = "reminder", "reminder-private"  # kinds of delivery; that there is one of the second, nobody is told
LATE = timedelta(hours=24)  # after which one that follows its date is not sent any more
MINUTES = {"minutes": 1, "hours": 60, "days": 24 * 60}


def deadlines_of(consultation):
    """The deadlines of a consultation in the order of time, each with what it is the date of."""
    shown = [Meeting.objects.for_list(), Call.objects.select_related("consultation"), Consultation.objects.all()]
    return Deadline.objects.of(consultation).prefetch_related(GenericPrefetch("target", shown))


def moment_of(reminder):
    """When it goes as things stand; ``None`` while its deadline has no date."""
    at = reminder.deadline.at
    return at - timedelta(minutes=reminder.offset) if at else None


def is_before(reminder):
    return reminder.offset > 0


def stands_in_time(reminder):
    """Whether it stood as it is before its moment came: nothing is sent for a moment that had passed."""
    return reminder.made_at <= moment_of(reminder)


def is_asked_later(deadline, at):
    """Whether its call has not opened: nobody is reminded of what is not asked yet."""
    return isinstance(deadline.target, Call) and deadline.target.opens_at > at


def due(reminders, at):
    """What becomes now of ``reminders`` of one deadline that wait for nothing but that: (reminder, outcome)."""
    return [(one, _outcome(one, reminders, at)) for one in reminders if not is_asked_later(one.deadline, at)]


def _outcome(reminder, beside, at):
    """``SENT`` where it goes now; ``beside`` are those whose moments have passed too."""
    over = reminder.deadline.at if is_before(reminder) else moment_of(reminder) + LATE
    if over <= at:
        return ReminderOutcome.MISSED
    return ReminderOutcome.OVERTAKEN if any(_overtakes(one, reminder) for one in beside) else ReminderOutcome.SENT


def _overtakes(other, reminder):
    """Whether both were to go before the date, to the same people, and ``other`` is the later one."""
    same = (other.audience, set(other.kinds)) == (reminder.audience, set(reminder.kinds))
    return same and 0 < other.offset < reminder.offset


def state_of(reminder, run, at):
    """How it stands, as a word; ``run`` is the one for the present date of its deadline, if there is one."""
    if run:
        return run.outcome
    if reminder.stopped_at:
        return "stopped"
    if reminder.deadline.at is None:
        return "waits"
    if not stands_in_time(reminder):
        return "passed"
    if moment_of(reminder) > at:
        return "goes"
    return "unopened" if is_asked_later(reminder.deadline, at) else "due"


def distance(offset):
    """An offset in words: "1 day before", "90 minutes after"."""
    if offset == 0:
        return _("at that time")
    words = {"time": duration(abs(offset))}
    return _("%(time)s before") % words if offset > 0 else _("%(time)s after") % words


def parts(offset):
    """An offset as one types it: (number, unit, "before" or "after")."""
    unit = next((unit for unit in ("days", "hours") if offset % MINUTES[unit] == 0 and offset), "minutes")
    return abs(offset) // MINUTES[unit], unit, "before" if offset >= 0 else "after"


def duration(minutes):
    """So many minutes in words, in its two greatest units: "2 days 3 hours", "45 minutes"."""
    days, rest = divmod(minutes, MINUTES["days"])
    hours, left = divmod(rest, MINUTES["hours"])
    counted = [
        (days, ngettext("%(count)s day", "%(count)s days", days)),
        (hours, ngettext("%(count)s hour", "%(count)s hours", hours)),
        (left, ngettext("%(count)s minute", "%(count)s minutes", left)),
    ]
    words = [word % {"count": count} for count, word in counted if count]
    return " ".join(words[:2]) if days or hours else counted[2][1] % {"count": left}
