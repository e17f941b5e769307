"""What is asked, of whom and until when: a call is made, changed, extended, closed and opened again.

Once anybody has begun an input, what was asked stays as it was; only dates still move, and more may be asked. That is
looked at once more when the record is held: whoever began one meanwhile has committed by then, or waits. The deadline
that reminders hang on is written with every deed.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from record.models import Verb

from .. import deadlines
from ..models import Call, Consultation, Question
from .common import record, refuse, refuse_conflict

FIELDS = ["kind", "subject", "text", "audience", "opens_at", "due_at"]
FIXED = ["kind", "subject", "text", "opens_at"]  # once an input was begun


@transaction.atomic
def add_call(consultation, *, by, questions=(), **fields):
    """Ask something of delegations, under the next number of the consultation.

    ``questions``: (text, language), with the number of the paragraph that is asked about as a third (OP4).
    """
    consultation = Consultation.objects.hold(consultation.pk)  # numbers, one at a time
    last = consultation.calls.aggregate(last=Max("number"))["last"] or 0
    call = Call(consultation=consultation, number=last + 1, **fields)
    _refuse_dates(call)
    call.full_clean()
    call.save(force_insert=True)
    _ask(call, questions)
    deadlines.write_call(call, by.at)
    record(call, Verb.CREATED, by, number=call.number, questions=len(questions), opens_at=call.opens_at)
    return call


@transaction.atomic
def change_call(call, *, by, revision, **fields):
    """Change what is said of a call. ``revision`` is the one the editor began with."""
    call = Call.objects.hold(call.pk)
    refuse(call.why_not_change(by.at), "change_call")
    refuse_conflict(call, revision)
    changed = [name for name in FIELDS if name in fields and getattr(call, name) != fields[name]]
    fixed = _fixed(call, {name: fields[name] for name in changed})
    _refuse_begun(call, fixed)
    for name in changed:
        setattr(call, name, fields[name])
    if changed:
        _refuse_dates(call)
        _save(call, by)
        record(call, Verb.CHANGED, by, fields=changed, due_at=call.due_at)
        _refuse_begun(call, fixed)
    return call


@transaction.atomic
def change_questions(call, *, by, revision, questions):
    """Ask these questions, each a pair of text and language, in this order, in place of those that stand."""
    call = Call.objects.hold(call.pk)
    refuse(call.why_not_change_questions(by.at), "change_questions")
    refuse_conflict(call, revision)
    if list(call.questions.values_list("text", "language")) == [tuple(question) for question in questions]:
        return call
    _ask(call, questions)
    _save(call, by)
    record(call, Verb.CHANGED, by, fields=["questions"], questions=len(questions))
    refuse(call.why_not_change_questions(by.at), "change_questions")
    return call


@transaction.atomic
def extend_call(call, *, by, due_at):
    """Give delegations more time."""
    call = Call.objects.hold(call.pk)
    refuse(call.why_not_extend(by.at), "extend_call")
    if due_at <= max(call.due_at, by.at):
        refuse(_("An extension ends after the present date, and after now. Choose a later one."), "extend_call")
    was, call.due_at = call.due_at, due_at
    _save(call, by)
    record(call, Verb.EXTENDED, by, was=was, due_at=call.due_at)
    return call


@transaction.atomic
def close_call(call, *, by, closed_at=None):
    """Take no more inputs from now, or from a later instant."""
    call = Call.objects.hold(call.pk)
    refuse(call.why_not_close(by.at), "close_call")
    if closed_at is not None and closed_at <= by.at:
        refuse(_("This instant has passed: inputs that came since would be undone. Choose a later one."), "close_call")
    call.closed_at = closed_at or by.at
    _save(call, by)
    record(call, Verb.CLOSED, by, closed_at=call.closed_at)
    return call


@transaction.atomic
def reopen_call(call, *, by):
    """Take inputs again. What comes after the date by which they were due is marked late, as ever."""
    call = Call.objects.hold(call.pk)
    refuse(call.why_not_reopen(), "reopen_call")
    call.closed_at = None
    _save(call, by)
    record(call, Verb.RESUMED, by, due_at=call.due_at)
    return call


def _fixed(call, changes):
    """What of ``changes`` cannot be once an input was begun, with the sentence that stands beside each field."""
    told = {name: _("Inputs to this call have been begun: this stays as it was.") for name in FIXED if name in changes}
    if not set(call.audience) <= set(changes.get("audience", call.audience)):
        told["audience"] = _("Inputs to this call have been begun: more can be asked, and nobody left out.")
    return told


def _refuse_begun(call, fixed):
    if fixed and call.is_begun():
        raise ValidationError(fixed)


def _refuse_dates(call):
    if call.due_at is not None and call.due_at <= call.opens_at:
        raise ValidationError({"due_at": _("Inputs are due after the call has opened. Correct one of the two dates.")})


def _ask(call, questions):
    """Let these be its questions; a question that keeps its place keeps its row."""
    standing = list(call.questions.all())
    for order, (text, language, *label) in enumerate(questions, start=1):
        question = standing[order - 1] if order <= len(standing) else Question(call=call, order=order)
        question.text, question.language, question.label = text, language, "".join(label)
        question.full_clean()
        question.save()
    call.questions.filter(order__gt=len(questions)).delete()


def _save(call, by):
    """Write the row, and the deadline that hangs on it."""
    call.revision += 1
    call.full_clean()
    call.save(update_fields=[*FIELDS, "closed_at", "revision"])
    deadlines.write_call(call, by.at)
