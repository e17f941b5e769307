"""The letter by which a released version is circulated: what it says, and which it is."""

from django.conf import settings
from django.urls import reverse

from consultations import letters
from consultations.models import Circular, CircularKind, CircularState, Meeting
from consultations.models.meeting import COUNTED, MeetingStatus

LANGUAGE = "en"  # of the texts that letters begin with
GONE = [CircularState.WITHDRAWN, CircularState.DISCARDED]


def address(version):
    return settings.SITE_URL + version.get_absolute_url()


def letters_about(version):
    """The letters that transmit it: those that give its address, and were not laid aside."""
    found = Circular.objects.filter(consultation=version.consultation_id, kind=CircularKind.TRANSMITTAL)
    return found.filter(body__contains=address(version)).exclude(state__in=GONE)


def text(version, *, with_meeting):
    """Subject and body: the version by label and date, its status, what has changed, and where it is to be read."""
    draft = f"{version.label} of {letters.letter_date(version.dated, LANGUAGE)}"
    subject, body = letters.transmitting_text(draft, list(_facts(version)), with_meeting=with_meeting)
    return subject, body


def _facts(version):
    if version.status_statement:
        yield f"The status of the text is the following: “{version.status_statement}”"
    if version.note:
        yield "On what has changed, we note:"
        yield version.note
    yield f"The text is to be read at {address(version)}"
    if version.base:
        page = reverse("drafts:compare", args=[version.consultation.slug, version.number, version.base.number])
        yield f"Its changes against {version.base.label} are shown at {settings.SITE_URL}{page}"


def next_meeting(version, at):
    """The next meeting in which delegations discuss the text; ``None`` if none is announced."""
    meetings = Meeting.objects.filter(
        consultation=version.consultation_id,
        kind__in=COUNTED,
        published=True,
        status__in=[MeetingStatus.SCHEDULED, MeetingStatus.POSTPONED],
        starts_at__gt=at,
    )
    return meetings.order_by("starts_at", "pk").first()
