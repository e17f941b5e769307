"""What every action on a circular shares: how it refuses, writes to people, and records."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from record import outbox
from record.models import Delivery, Event

from .. import composition
from ..models import CircularForm


def refuse(reason, code):
    """Raise ``reason``, if there is one."""
    if reason:
        raise ValidationError(reason, code=code)


def refuse_faults(circular, at):
    """Refuse a letter with an error in its text, or one that nobody can sign; warnings of style do not count."""
    faults = [problem.message for problem in composition.problems(circular, at) if problem.level == "error"]
    if faults:
        raise ValidationError([ValidationError(message, code="letter") for message in faults])
    if circular.form != CircularForm.NOTE_VERBALE and not composition.signatories(circular, at):
        raise ValidationError(
            _("Nobody can sign this letter: the consultation has no co-facilitator now. Ask the administrator."),
            code="signatories",
        )


def refuse_changed(circular, sha256):
    """What is approved and issued is what was sent for approval: a fact that moved since then voids it."""
    if sha256 != circular.asked_sha256:
        raise ValidationError(
            _(
                "A fact in this letter, such as its meeting, has changed since it was sent for approval. "
                "Return it to draft, read it through and send it again."
            ),
            code="changed",
        )


def write(circular, kind, people, mail, by):
    """Put one message to each of ``people`` into the outbox."""
    subject, text = mail
    Delivery.objects.queue(
        circular,
        kind=kind,
        subject=subject,
        text=text,
        addresses=[(person.email, person) for person in people],
        at=by.at,
        consultation=circular.consultation,
    )
    transaction.on_commit(outbox.wake, robust=True)


def record(circular, verb, by, **facts):
    """Add the deed to the record. Called last: it holds the chain of the consultation until the commit."""
    Event.objects.record(circular, verb, by=by, consultation=circular.consultation, **facts)
