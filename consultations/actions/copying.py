"""What a new consultation takes over from another: days move, hours stay what local clocks show.

Never letters, inputs or drafts: what was said once is not said again.
"""

from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..models import CoFacilitator, MeetingStatus, Role, RoleKind
from .calls import FIELDS as OF_CALLS
from .calls import add_call
from .documents import FIELDS as OF_DOCUMENTS
from .documents import add_document
from .meetings import schedule_meeting
from .people import enter_cofacilitator, enter_role


class Part(models.TextChoices):
    """What can be taken over, in the order in which it is."""

    TEXTS = "texts", _("paper of its letters, and letterhead of the President")
    ROOMS = "rooms", _("rooms")
    COFACILITATORS = "cofacilitators", _("co-facilitators, with the names and functions that are printed")
    STAFF = "staff", _("staff of the co-facilitators")
    DOCUMENTS = "documents", _("reference documents")
    CALLS = "calls", _("calls with their questions, opening and due as many days later")
    MEETINGS = "meetings", _("meetings that were not cancelled or postponed, as many days later and without rooms")


OF_TEXTS = ["paper", "president_letterhead", "president_name", "president_function"]
OF_COFACILITATORS = ["delegation", "printed_name", "printed_function", "order"]
OF_MEETINGS = ["kind", "subject", "hour_known", "place", "time_zone", "closed", "languages", "agenda", "seating"]
OF_MEETINGS += ["accessibility", "published"]  # a room, a link or a webcast is booked anew, and a report written anew


def facts_of(source, parts):
    """What of the parts stands on the consultation itself."""
    names = [*(OF_TEXTS if Part.TEXTS in parts else []), *(["rooms"] if Part.ROOMS in parts else [])]
    return _values(source, names)


def days_between(source, opens_on):
    """By how many days everything moves where the new one opens on ``opens_on``."""
    return (opens_on - source.opens_on).days


def take_over(source, target, parts, *, by):
    """Enter the parts of ``source`` into ``target``, in one transaction with its founding."""
    days = days_between(source, target.opens_on)
    if Part.COFACILITATORS in parts:
        _cofacilitators(source, target, by)
    if Part.STAFF in parts:
        _staff(source, target, by)
    papers = _documents(source, target, by) if Part.DOCUMENTS in parts else {}
    if Part.CALLS in parts:
        _calls(source, target, days, by)
    if Part.MEETINGS in parts:
        _meetings(source, target, days, papers, by)


def moved(instant, days, zone):
    """The same hour on the clock of ``zone``, ``days`` later; ``None`` for no instant."""
    if instant is None:
        return None
    local = instant.astimezone(zone)
    return datetime.combine(local.date() + timedelta(days=days), local.time(), zone)


def _cofacilitators(source, target, by):
    leading = CoFacilitator.objects.at(by.at).filter(consultation=source, user__is_active=True)
    for place, term in enumerate(leading.select_related("user", "delegation").order_by("order", "pk"), start=1):
        enter_cofacilitator(target, by=by, user=term.user, **_values(term, OF_COFACILITATORS) | {"order": place})


def _staff(source, target, by):
    working = Role.objects.at(by.at).filter(consultation=source, kind=RoleKind.STAFF, user__is_active=True)
    for role in working.select_related("user").order_by("pk"):
        enter_role(target, by=by, user=role.user, kind=RoleKind.STAFF)


def _documents(source, target, by):
    """Each document of the new one, by the key of the one that it was taken from."""
    documents = source.documents.standing().select_related("file").order_by("number")
    return {
        document.pk: add_document(target, by=by, file=document.file, **_values(document, OF_DOCUMENTS))
        for document in documents
    }


def _calls(source, target, days, by):
    """But those that ask about the paragraphs of a text: texts are not taken over."""
    calls = source.calls.exclude(questions__label__gt="")
    for call in calls.prefetch_related("questions").order_by("number"):
        dates = {name: moved(getattr(call, name), days, source.zone) for name in ("opens_at", "due_at")}
        questions = [(question.text, question.language) for question in call.questions.all()]
        add_call(target, by=by, questions=questions, **_values(call, OF_CALLS) | dates)


def _meetings(source, target, days, papers, by):
    planned = source.meetings.filter(status=MeetingStatus.SCHEDULED).prefetch_related("documents")
    for meeting in planned.order_by("number"):
        dates = {name: moved(getattr(meeting, name), days, meeting.zone) for name in ("starts_at", "ends_at")}
        documents = [papers[document.pk] for document in meeting.documents.all() if document.pk in papers]
        schedule_meeting(target, by=by, documents=documents, **_values(meeting, OF_MEETINGS), **dates)


def _values(row, names):
    return {name: getattr(row, name) for name in names}
