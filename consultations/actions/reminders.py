"""Dates that are entered by hand, reminders that hang on dates, and the clock that sends them."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from record import outbox
from record.models import Delivery, Verb
from record.models.generic import type_of

from .. import audiences, deadlines, reminder_text, reminding
from ..models import Deadline, DeadlinePurpose, Reminder, ReminderOutcome, ReminderRun
from .common import record, refuse, refuse_conflict

FIELDS = ["deadline", "offset", "audience", "kinds", "subject", "body"]
WHEN = {"deadline", "offset"}
WENT = {ReminderOutcome.SENT, ReminderOutcome.NOBODY}


@transaction.atomic
def add_deadline(consultation, *, by, title, at):
    """Enter a date that is neither a meeting's nor a call's, so that reminders can hang on it."""
    _refuse_past(at, by)
    deadline = Deadline(
        target_type=type_of(consultation),
        target_id=consultation.pk,
        consultation=consultation.slug,
        purpose=DeadlinePurpose.OTHER,
        title=title,
        at=at,
    )
    deadline.full_clean()
    deadline.save(force_insert=True)
    record(deadline, Verb.CREATED, by, title=title, date=at)
    return deadline


@transaction.atomic
def change_deadline(deadline, *, by, revision, title, at):
    """Give a date that was entered by hand another title or instant; its reminders follow."""
    deadline = Deadline.objects.hold(deadline.pk)
    refuse(deadline.why_not_change(), "change_deadline")
    refuse_conflict(deadline, revision)
    was = {"title": deadline.title, "date": deadline.at}
    if at != deadline.at:
        _refuse_past(at, by)
        deadlines.moved(deadline, by.at)
    deadline.title, deadline.at = title, at
    deadline.full_clean()
    deadline.save(update_fields=["title", "at"])
    record(deadline, Verb.CHANGED, by, was=was, now={"title": title, "date": at})
    return deadline


@transaction.atomic
def end_deadline(deadline, *, by):
    """Take a date away that was entered by hand. Its reminders wait, should it get a new one."""
    deadline = Deadline.objects.hold(deadline.pk)
    refuse(deadline.why_not_end(), "end_deadline")
    was, deadline.at = deadline.at, None
    deadline.save(update_fields=["at"])
    record(deadline, Verb.ENDED, by, was=was)
    return deadline


@transaction.atomic
def create_reminder(consultation, *, by, **fields):
    """Enter a reminder. One whose moment has passed by then is not sent for the present date."""
    reminder = Reminder(consultation=consultation, made_by=by.user, made_at=by.at, **fields)
    _refuse_unfit(reminder)
    reminder.full_clean()
    reminder.save(force_insert=True)
    record(reminder, Verb.CREATED, by, offset=reminder.offset, audience=reminder.audience)
    return reminder


@transaction.atomic
def change_reminder(reminder, *, by, revision, **fields):
    """Change a reminder. With another moment it counts as entered now: nothing is sent for one that has passed."""
    Deadline.objects.hold_many({reminder.deadline_id, fields["deadline"].pk})
    reminder = Reminder.objects.hold(reminder.pk)
    refuse_conflict(reminder, revision)
    changed = [name for name in FIELDS if getattr(reminder, name) != fields[name]]
    for name in changed:
        setattr(reminder, name, fields[name])
    _refuse_unfit(reminder)
    if not changed:
        return reminder
    if WHEN & set(changed):
        reminder.made_at = by.at
    reminder.revision += 1
    reminder.full_clean()
    reminder.save(update_fields=[*FIELDS, "made_at", "revision"])
    record(reminder, Verb.CHANGED, by, fields=changed)
    return reminder


@transaction.atomic
def stop_reminder(reminder, *, by):
    """Send it no more, until it is resumed."""
    Deadline.objects.hold(reminder.deadline_id)
    reminder = Reminder.objects.hold(reminder.pk)
    refuse(reminder.why_not_stop(), "stop_reminder")
    reminder.stopped_at = by.at
    return _turned(reminder, Verb.STOPPED, by)


@transaction.atomic
def resume_reminder(reminder, *, by):
    """Let it go again. What passed while it was stopped is not sent later."""
    Deadline.objects.hold(reminder.deadline_id)
    reminder = Reminder.objects.hold(reminder.pk)
    refuse(reminder.why_not_resume(), "resume_reminder")
    reminder.stopped_at, reminder.made_at = None, by.at
    return _turned(reminder, Verb.RESUMED, by)


def remind(consultation, *, by):
    """Send the reminders of ``consultation`` whose moment has come, each once for each date of its deadline.

    Safe beside other workers and after any time in which none ran. Gives the runs that it wrote.
    """
    deadlines.write_all(consultation, by.at)
    if not consultation.published:
        return []
    waiting = consultation.reminders.waiting(by.at).order_by("deadline").values_list("deadline", flat=True).distinct()
    return [run for pk in waiting for run in _remind_of(pk, consultation, by)]


@transaction.atomic
def _remind_of(pk, consultation, by):
    """What becomes of the reminders of one deadline, all judged together, under its lock."""
    Deadline.objects.hold(pk)
    deadline = reminding.deadlines_of(consultation).get(pk=pk)
    reminders = list(deadline.reminders.waiting(by.at).order_by("pk"))
    for reminder in reminders:
        reminder.deadline, reminder.consultation = deadline, consultation
    runs = [_run(reminder, outcome, by.at) for reminder, outcome in reminding.due(reminders, by.at)]
    for run in runs:
        _record_run(run, by)
    if runs:
        transaction.on_commit(outbox.wake, robust=True)
    return runs


def _run(reminder, outcome, at):
    """Write down what becomes of a reminder now; if it goes, one message to each address."""
    people = _people(reminder, at) if outcome == ReminderOutcome.SENT else []
    if outcome == ReminderOutcome.SENT and not people:
        outcome = ReminderOutcome.NOBODY
    run = ReminderRun.objects.create(
        reminder=reminder, due_for=reminder.deadline.at, at=at, outcome=outcome, addresses=len(people)
    )
    if people:
        subject, text = reminder_text.message(reminder, at)
        Delivery.objects.queue(
            run,
            kind=reminding.PRIVATE if audiences.is_private(reminder.audience) else reminding.REMINDER,
            subject=subject,
            text=text,
            addresses=people,
            at=at,
            consultation=reminder.consultation,
            reply_to=reminder.consultation.contact,
        )
    return run


def _people(reminder, at):
    return audiences.found(reminder.audience, reminder.consultation, reminder.deadline, reminder.kinds, at)


def _record_run(run, by):
    """Of a reminder by inputs the record says that the portal saw to it, never whether it found anybody."""
    if run.outcome not in WENT:
        return
    reminder = run.reminder
    facts = {} if audiences.is_private(reminder.audience) else {"addresses": run.addresses}
    record(reminder, Verb.REMINDED, by, audience=reminder.audience, due_for=run.due_for, **facts)


def _turned(reminder, verb, by):
    reminder.revision += 1
    reminder.save(update_fields=["stopped_at", "made_at", "revision"])
    record(reminder, verb, by)
    return reminder


def _refuse_unfit(reminder):
    """Refuse an audience that the deadline does not have, and words in braces that stand for nothing."""
    deadline = reminder.deadline
    if reminder.audience not in audiences.offered(deadline):
        raise ValidationError(
            _("Only the due date of a call has those who have not submitted, or have something to clear. Choose all."),
            code="audience",
        )
    for text in (reminder.subject, reminder.body):
        refuse(reminder_text.why_not_say(text, deadline, reminder.offset), "text")


def _refuse_past(at, by):
    if at <= by.at:
        raise ValidationError(_("This date has passed. Choose one that is still to come."), code="past")
