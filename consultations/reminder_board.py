"""The dates of a consultation and the reminders that hang on them, as their page shows them."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from accounts.models import Delegation, DelegationKind
from record.models import Delivery, DeliveryState

from . import audiences, reminder_text, reminding
from .models import DeadlinePurpose, Reminder, ReminderOutcome, ReminderRun

LABELS = {
    "goes": _("it goes"),
    "due": _("it goes within a minute"),
    "unopened": _("it waits until the call opens"),
    "waits": _("it waits for a date"),
    "stopped": _("stopped"),
    "passed": _("its moment had passed"),
}
SHAPES = {  # the classes of states as ``{% status %}`` takes them
    "goes": "ring",
    "due": "sending",
    "unopened": "ring",
    "waits": "postponed",
    "stopped": "superseded",
    "passed": "superseded",
    ReminderOutcome.SENT: "sent",
    ReminderOutcome.NOBODY: "superseded",
    ReminderOutcome.OVERTAKEN: "superseded",
    ReminderOutcome.MISSED: "failed",
}


@dataclass
class Entry:
    """A reminder, how it stands at present, and what became of it for each date."""

    reminder: Any
    state: str
    moment: datetime | None
    zone: Any
    private: bool
    run: Any = None  # that for the present date of its deadline
    runs: list = field(default_factory=list)

    @property
    def shape(self):
        return SHAPES[self.state]

    @property
    def label(self):
        return label_of(self.state)

    @property
    def distance(self):
        return reminding.distance(self.reminder.offset)

    @property
    def kinds(self):
        return kinds_in_words(self.reminder.kinds)


@dataclass
class Line:
    """A date, and its reminders in the order in which they go."""

    deadline: Any
    what: str
    when: str
    is_over: bool
    entries: Any = ()

    @property
    def by_hand(self):
        return self.deadline.purpose == DeadlinePurpose.OTHER


def lines(consultation, at):
    """A Line for each date in the order of time, those without one last."""
    entries = defaultdict(list)
    deadlines = list(reminding.deadlines_of(consultation))
    for reminder in _reminders(consultation, deadlines):
        entries[reminder.deadline_id].append(entry(reminder, at))
    return [line(deadline, consultation, at, entries[deadline.pk]) for deadline in deadlines]


def line(deadline, consultation, at, entries=()):
    """A date in words, with its reminders."""
    is_over = deadline.at is not None and deadline.at < at
    what, when = reminder_text.what_of(deadline), reminder_text.when_of(deadline, consultation)
    return Line(deadline, what, when, is_over, entries)


def _reminders(consultation, deadlines):
    """Those of a consultation with their runs, the first to go first."""
    by_key = {deadline.pk: deadline for deadline in deadlines}
    for reminder in consultation.reminders.prefetch_related("runs").order_by("-offset", "pk"):
        reminder.deadline, reminder.consultation = by_key[reminder.deadline_id], consultation
        yield reminder


def entry(reminder, at):
    """How a reminder stands. Of one by inputs nothing says whether it found anybody."""
    private = audiences.is_private(reminder.audience)
    runs = list(reminder.runs.all())
    for run in runs:
        if private:
            run.outcome, run.addresses = _untold(run.outcome), None
        run.shape, run.label = SHAPES[run.outcome], label_of(run.outcome)
    run = next((run for run in runs if run.due_for == reminder.deadline.at), None)
    zone = reminder_text.zone_of(reminder.deadline, reminder.consultation)
    state = reminding.state_of(reminder, run, at)
    return Entry(reminder, state, reminding.moment_of(reminder), zone, private, run, runs)


def _untold(outcome):
    return ReminderOutcome.SENT if outcome == ReminderOutcome.NOBODY else outcome


def label_of(state):
    """A state, or the outcome of a run, in words."""
    return LABELS.get(state) or ReminderOutcome(state).label


def kinds_in_words(kinds):
    """The kinds of delegations in the order of lists; "all kinds" where none is missing."""
    if set(kinds) == set(DelegationKind):
        return _("all kinds")
    return ", ".join(str(kind.label) for kind in DelegationKind if kind in kinds)


def preview(reminder, at):
    """The mail as it leaves at its moment, with the facts of now, and to whom it would go now; nobody is shown whom a
    reminder by inputs finds.
    """
    subject, text = reminder_text.message(reminder, max(reminding.moment_of(reminder) or at, at))
    private = audiences.is_private(reminder.audience)
    return {
        "subject": subject,
        "text": text,
        "private": private,
        "recipients": [] if private else _recipients(reminder, at),
        "reply_to": reminder.consultation.contact,
    }


def _recipients(reminder, at):
    """(name, address) of those it would go to, in the order of lists."""
    consultation, day = reminder.consultation, reminder.consultation.day(at)
    pairs = audiences.found(reminder.audience, consultation, reminder.deadline, reminder.kinds, at)
    keys = {recipient.pk for _address, recipient in pairs}
    ordered = Delegation.objects.filter(pk__in=keys).with_names().in_order(day)
    places = {delegation.pk: (place, delegation.name_on(day)) for place, delegation in enumerate(ordered)}
    rows = sorted((*places[recipient.pk], address) for address, recipient in pairs)
    return [(name, address) for _place, name, address in rows]


def delivered(entry):
    """How many messages of its runs are in which state, (label, count); nothing of one by inputs."""
    if entry.private:
        return []
    rows = Delivery.objects.about_any(ReminderRun, [run.pk for run in entry.runs]).order_by()
    found = dict(rows.values_list("state").annotate(Count("pk")))
    return [(state, found[state]) for state in DeliveryState if state in found]


def coming(consultation, at):
    """The reminder that goes next, or ``None``."""
    reminders = consultation.reminders.active().filter(deadline__at__isnull=False).select_related("deadline")
    ahead = [one for one in reminders if reminding.moment_of(one) > at]
    return min(ahead, key=reminding.moment_of, default=None)


def tokens(deadline, consultation, at):
    """What one may write in braces: (token, what it stands for, the fact of now)."""
    facts = reminder_text.facts_of(deadline, consultation, at)
    return [(f"{{{name}}}", meaning, facts[name]) for name, meaning in reminder_text.TOKENS.items()]


def trial(consultation, fields, by):
    """A reminder that is not saved, to be looked at."""
    return Reminder(consultation=consultation, made_by=by.user, made_at=by.at, **fields)
