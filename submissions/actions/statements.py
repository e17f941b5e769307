"""A statement as delivered: handed in by who spoke or by the secretariat, taken back by either."""

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from consultations.models import Meeting
from record import uploads
from record.models import Event, File, Verb

from ..models import Statement, SubmissionState
from ..models.statement import why_not_add_statement
from .common import refuse


@transaction.atomic
def add_statement(meeting, *, by, delegation, content, name, content_type, language="en", behalf="", version=None):
    """Put a file (bytes or open) to a meeting that has begun, as what ``delegation`` said there, under the next number.

    ``version`` is the input that it goes with: one of the delegation's own that stands.
    """
    meeting = Meeting.objects.hold(meeting.pk)  # numbers, one at a time
    refuse(why_not_add_statement(meeting, by.at), "add_statement")
    refuse(_why_not_with(version, delegation, meeting), "version")
    own = Statement.objects.standing().filter(meeting=meeting, delegation=delegation)
    uploads.refuse_large([*own.values_list("file__size", flat=True), uploads.size_of(content)])
    file = File.objects.keep(content, name=name, content_type=content_type, at=by.at, consultation=meeting.consultation)
    refuse(_why_not_again(own, file), "twice")
    statement = Statement(
        meeting=meeting,
        number=_next_number(meeting),
        delegation=delegation,
        behalf=behalf,
        language=language,
        file=file,
        version=version,
        added_by=by.user,
        added_at=by.at,
    )
    statement.full_clean(validate_constraints=False)
    statement.save(force_insert=True)
    _record(statement, Verb.CREATED, by, language=language, sha256=file.sha256)
    return statement


@transaction.atomic
def withdraw_statement(statement, *, by):
    """Take a statement back: its file is served no more, and those who could read it see that it was there."""
    statement = Statement.objects.hold(statement.pk)
    refuse(statement.why_not_withdraw(), "withdraw_statement")
    statement.withdrawn_at = by.at
    statement.save(update_fields=["withdrawn_at"])
    _record(statement, Verb.WITHDRAWN, by)
    return statement


def _why_not_with(version, delegation, meeting):
    if version is None:
        return ""
    input_ = version.submission
    if (input_.delegation_id, input_.consultation_id) != (delegation.pk, meeting.consultation_id):
        return _("This input is not one of the delegation that spoke. Choose another, or none.")
    if input_.state == SubmissionState.WITHDRAWN:
        return _("This input was withdrawn. Choose another, or none.")
    return ""


def _why_not_again(own, file):
    if own.filter(file__sha256=file.sha256).exists():
        return _("This very file is among the statements of this meeting already. Nothing was added.")
    return ""


def _next_number(meeting):
    return (Statement.objects.filter(meeting=meeting).aggregate(last=Max("number"))["last"] or 0) + 1


def _record(statement, verb, by, **facts):
    """Add the deed to the record, with whose statement it is. Which input it goes with is for some only: no fact."""
    meeting, speaker = statement.meeting, statement.delegation.code
    Event.objects.record(
        statement, verb, by=by, consultation=meeting.consultation, meeting=meeting.number, delegation=speaker, **facts
    )
