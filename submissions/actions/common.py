"""What every action on an input shares: how it refuses, writes to people, and records."""

from django.core.exceptions import ValidationError
from django.db import transaction

from record import outbox
from record.models import Delivery, Event

from .. import composition
from ..models import SubmissionState


def refuse(reason, code):
    """Raise ``reason``, if there is one."""
    if reason:
        raise ValidationError(reason, code=code)


def refuse_empty(submission):
    """An input that says nothing is neither cleared nor submitted: files alone answer no question."""
    if not composition.answers_of(submission):
        raise ValidationError(composition.why_empty(bool(composition.files_of(submission))), code="empty")


def touch(submission, by, *fields):
    """Save ``fields`` of a working copy that was changed: what awaited clearance is a draft again."""
    submission.state, submission.touched_at = SubmissionState.DRAFT, by.at
    submission.save(update_fields=[*fields, "state", "touched_at"])


def write(target, kind, addresses, mail, by, *, consultation, files=()):
    """Put one message to each of ``addresses``, pairs of address and recipient, into the outbox."""
    subject, text = mail
    Delivery.objects.queue(
        target,
        kind=kind,
        subject=subject,
        text=text,
        addresses=addresses,
        at=by.at,
        consultation=consultation,
        files=files,
    )
    transaction.on_commit(outbox.wake, robust=True)


def record(submission, verb, by, **facts):
    """Add the deed to the record. Called last: it holds the chain of the consultation until the commit."""
    Event.objects.record(submission, verb, by=by, consultation=submission.consultation, **facts)
