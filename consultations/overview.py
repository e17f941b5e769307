"""The process at a glance: what happens next as a sentence, and the picture of the timeline."""

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from . import timeline as picture
from . import times
from .models import CircularState, DocumentKind, MeetingKind, MeetingStatus


def upcoming(meetings, at):
    """The scheduled meetings that are not over at ``at``, the next first."""
    return [meeting for meeting in meetings if meeting.status_at(at) == MeetingStatus.SCHEDULED]


def mandate_first(documents):
    """In the order of their dates, but the mandate before all."""
    return sorted(documents, key=lambda document: document.kind != DocumentKind.MANDATE)


def headline(consultation, meetings, call, at):
    """What happens next, and until when one may write, in one or two sentences."""
    sentences = [_meeting_sentence(meetings, at)]
    if not has_ended(meetings, at):
        sentences.append(_call_sentence(consultation, call, at))
    return " ".join(filter(None, sentences))


def has_ended(meetings, at):
    """Whether the last meeting that was held was the adoption, and none is to come."""
    last = last_held(meetings, at)
    return last is not None and last.kind == MeetingKind.ADOPTION and not upcoming(meetings, at)


def last_held(meetings, at):
    """The latest meeting that is over at ``at``, or ``None``."""
    return next((meeting for meeting in reversed(meetings) if meeting.status_at(at) == MeetingStatus.HELD), None)


def _meeting_sentence(meetings, at):
    if following := upcoming(meetings, at):
        meeting = following[0]
        when = times.moment(meeting.starts_at, meeting.zone) if meeting.hour_known else times.short_date(meeting.day())
        return _("Next: %(title)s, %(when)s.") % {"title": meeting.title, "when": when}
    if has_ended(meetings, at):
        last = last_held(meetings, at)
        words = {"title": last.title, "date": times.house_date(last.day())}
        return _("The process has ended: %(title)s, %(date)s.") % words
    return _("No meeting is announced at present.")


def _call_sentence(consultation, call, at):
    if call is None or not call.is_open(at):
        return ""
    if call.due_at is None:
        return _("Written inputs are welcome throughout.")
    when = {"when": times.moment(call.due_at, consultation.zone)}
    if at < call.due_at:
        return _("Written inputs are due by %(when)s.") % when
    return _("Written inputs were due by %(when)s; later ones are accepted and marked late.") % when


def timeline(consultation, meetings, circulars, documents, at, *, more=()):
    """The picture: meetings, letters and texts on one axis, with a line for today while the process runs.

    ``more`` are marks of what this app does not know: the versions of the text.
    """
    opens = consultation.opens_on - picture.BEFORE
    marks = [_meeting_mark(meeting, at) for meeting in meetings]
    marks += [_letter_mark(circular) for circular in circulars if circular.state != CircularState.WITHDRAWN]
    marks += [_text_mark(consultation, document) for document in documents if document.dated >= opens]
    marks += more
    today = consultation.day(at)
    last = max([consultation.expected_end, *(mark.day for mark in marks)])
    return picture.layout(
        marks,
        today=today if consultation.opens_on <= today <= last else None,
        starts=consultation.opens_on,
        ends=consultation.expected_end,
    )


def _meeting_mark(meeting, at):
    status = meeting.status_at(at)
    return picture.Mark(
        "meeting",
        meeting.day(),
        meeting.title,
        meeting.get_absolute_url(),
        str(status.value),
        str(status.label),
        label=meeting.title if len(meeting.title) < 32 else capfirst(meeting.get_kind_display()),
    )


def _letter_mark(circular):
    title = f"{circular.reference} {circular.subject}"
    return picture.Mark(
        "letter",
        circular.dated,
        title,
        circular.get_absolute_url(),
        circular.state,
        str(circular.get_state_display()),
        label=circular.reference,
    )


def _text_mark(consultation, document):
    address = document.address or reverse("overview", args=[consultation.slug]) + "#documents"
    joined = document.kind in {DocumentKind.DRAFT, DocumentKind.RESOLUTION}
    kind = "letter" if document.kind == DocumentKind.LETTER else "text"
    return picture.Mark(kind, document.dated, document.title, address, label=document.symbol, joined=joined)
