"""The deadlines of meetings and calls: every deed that gives one a date, moves it or takes it away writes it here."""

from django.db import transaction

from record.models.generic import type_of

from .models import Call, Deadline, DeadlinePurpose, Meeting, MeetingStatus, Reminder

WRITTEN = {Meeting: DeadlinePurpose.STARTS, Call: DeadlinePurpose.DUE}


def start_of(meeting):
    """When a meeting begins; ``None`` while it is postponed, cancelled or not in the published calendar."""
    stands = meeting.published and meeting.status == MeetingStatus.SCHEDULED
    return meeting.starts_at if stands else None


def due_of(call, at=None):
    """Until when a call asks; ``None`` where it sets no date, or is closed at ``at`` (without ``at``: for ever)."""
    closed = call.closed_at is not None and (at is None or call.closed_at <= at)
    return None if closed else call.due_at


def write_meeting(meeting):
    """The deadline of a meeting as it stands now, in the transaction that changes the meeting."""
    return write(meeting, WRITTEN[Meeting], start_of(meeting), consultation=meeting.consultation, at=meeting.changed_at)


def write_call(call, at=None):
    """The deadline of a call as it stands now (at ``at``), in the transaction that changes the call."""
    return write(call, WRITTEN[Call], due_of(call, at), consultation=call.consultation, at=at)


def write(target, purpose, instant, *, consultation, at=None, title=""):
    """The deadline of ``target`` is ``instant`` from ``at`` on; ``None`` where it has no date now.

    Reminders whose moment before the new date is over by then are not sent for it: they go where they stood before
    their moment came.
    """
    was = Deadline.objects.about(target).filter(purpose=purpose).values_list("at", flat=True).first()
    deadline = Deadline.objects.written(target, purpose, instant, consultation=consultation, title=title)
    if at is not None and was != instant:
        moved(deadline, at)
    return deadline


def moved(deadline, at):
    """Let the reminders of a deadline stand as they are since ``at``, when it was moved."""
    Reminder.objects.filter(deadline=deadline, made_at__lt=at).update(made_at=at)


def write_all(consultation, at):
    """The deadlines that no deed has written: of rows older than deadlines are, of a call whose closing has come."""
    written = _written(consultation)
    for meeting in consultation.meetings.only("consultation", "published", "status", "starts_at").order_by("pk"):
        if _differs(written, meeting, start_of(meeting)):
            _write_held(Meeting, meeting.pk, write_meeting)
    for call in consultation.calls.only("consultation", "closed_at", "due_at").order_by("pk"):
        if _differs(written, call, due_of(call, at)):
            _write_held(Call, call.pk, lambda held: write_call(held, at))


def _written(consultation):
    rows = Deadline.objects.filter(consultation=consultation.slug, purpose__in=WRITTEN.values())
    return {(kind, pk): at for kind, pk, at in rows.values_list("target_type", "target_id", "at")}


def _differs(written, target, at):
    key = (type_of(target).pk, target.pk)
    return key not in written or written[key] != at


@transaction.atomic
def _write_held(model, pk, write_held):
    """Held, so that what is written is not older than what a deed beside this one writes."""
    write_held(model.objects.hold(pk))
