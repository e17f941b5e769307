"""The messages that carry invitations to meetings: subject and text."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from . import feeds, times
from .models import MeetingStatus


def message(meeting, method, person, *, join=False):
    """What the person reads whose programme does not understand calendars."""
    text = render_to_string(
        "consultations/email/invitation.txt",
        {
            "meeting": meeting,
            "consultation": meeting.consultation,
            "what": _what(meeting, method),
            "when": times.span(meeting.starts_at, meeting.ends_at, meeting.zone, meeting.hour_known),
            "both": both(meeting, person.time_zone),
            "link": meeting.link if join else "",
            "ends": method == feeds.CANCEL,
            "site": settings.SITE_URL,
        },
    )
    subject = f"{meeting.consultation.short_title}: {_subject(meeting, method)}"
    return " ".join(subject.split())[:240], text.strip() + "\n"


def both(meeting, own):
    """Its hours on its own clock and on that of ``own``, "" where they agree or none is known."""
    return times.both(meeting.starts_at, meeting.ends_at, meeting.zone, own) if meeting.hour_known else ""


def _subject(meeting, method):
    words = {"title": meeting.title, "date": times.short_date(meeting.day())}
    if method == feeds.CANCEL:
        return _("%(title)s of %(date)s is cancelled") % words
    if meeting.status == MeetingStatus.POSTPONED:
        return _("%(title)s of %(date)s is postponed") % words
    return _("%(title)s, %(date)s") % words


def _what(meeting, method):
    if method == feeds.CANCEL:
        return _("This meeting is cancelled.")
    if meeting.status == MeetingStatus.POSTPONED:
        return _("This meeting is postponed. Its new date is not known yet.")
    return _("You asked for an invitation to this meeting. These are its facts as they stand now.")
