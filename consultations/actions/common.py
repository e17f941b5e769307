"""What every action on a circular shares: how it refuses, writes to people, and records."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from record import outbox
from record.models import Delivery, Event

from .. import addressees, composition
from ..models import OF_THE_SECRETARIAT


def refuse(reason, code):
    """Raise ``reason``, if there is one."""
    if reason:
        raise ValidationError(reason, code=code)


def refuse_conflict(row, revision):
    """Refuse a change of ``row`` that was based on an earlier ``revision`` than the one that stands."""
    stands = row.revision() if callable(row.revision) else row.revision
    if revision != stands:
        raise ValidationError(
            _(
                "Someone else has saved this since you opened it. Read what it says now, make your change again and "
                "save."
            ),
            code="conflict",
        )


def refuse_faults(circular, at):
    """Refuse a letter with an error in its text, or one that nobody can sign; warnings of style do not count."""
    faults = [problem.message for problem in composition.problems(circular, at) if problem.level == "error"]
    if faults:
        raise ValidationError([ValidationError(message, code="letter") for message in faults])
    if circular.form not in OF_THE_SECRETARIAT and not composition.signatories(circular, at):
        raise ValidationError(
            _("Nobody can sign this letter: the consultation has no co-facilitator now. Ask the administrator."),
            code="signatories",
        )


def refuse_nobody(circular, at):
    """The Addressees at ``at``; refuse a letter that would go to none."""
    found = addressees.of(circular, at)
    refuse(addressees.why_nobody(circular, found), "addressees")
    return found


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
        reply_to=circular.consultation.contact,
    )
    transaction.on_commit(outbox.wake, robust=True)


def record(circular, verb, by, **facts):
    """Add the deed to the record. Called last: it holds the chain of the consultation until the commit."""
    Event.objects.record(circular, verb, by=by, consultation=circular.consultation, **facts)
