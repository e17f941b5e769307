"""Calendars as iCalendar (RFC 5545): one event per meeting, its sequence counting the changes."""

from datetime import date, timedelta
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vCalAddress, vUri

from .models import MeetingStatus

STATUS = {MeetingStatus.CANCELLED: "CANCELLED", MeetingStatus.POSTPONED: "TENTATIVE"}
REQUEST, CANCEL = "REQUEST", "CANCEL"


def calendar(consultation, meetings, *, joins=()):
    """The bytes of a feed with ``meetings``, each in its own zone with that zone's rules.

    ``joins`` are the keys of those whose reader may have the link to join.
    """
    feed = _calendar("PUBLISH")
    feed.add("x-wr-calname", consultation.short_title)
    feed.add("x-wr-timezone", consultation.time_zone)
    feed.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    meetings = list(meetings)
    for meeting in meetings:
        feed.add_component(_event(consultation, meeting, join=meeting.pk in joins))
    return _with_zones(feed, meetings)


def invitation(meeting, method, person, *, join=False):
    """The bytes of what one person's calendar is asked: to take up a meeting as it stands, or to drop it (RFC 5546)."""
    asked = _calendar(method)
    event = _event(meeting.consultation, meeting, join=join)
    if method == CANCEL:
        event["status"] = "CANCELLED"
    event.add("organizer", vCalAddress(f"mailto:{meeting.consultation.contact}"))
    event.add("attendee", vCalAddress(f"mailto:{person.email}"), parameters={"CN": str(person), "RSVP": "FALSE"})
    asked.add_component(event)
    return _with_zones(asked, [meeting])


def subscribing(path):
    """Where the common programmes subscribe to the feed at ``path``: (name, address), for a menu."""
    address = settings.SITE_URL + path
    webcal = f"webcal://{address.partition('://')[2]}"
    asked = quote(webcal, safe="")
    return [
        (_("Apple Calendar, and others on this device"), webcal),
        (_("Google Calendar"), f"https://calendar.google.com/calendar/r?cid={asked}"),
        (_("Outlook at work or school"), f"https://outlook.office.com/calendar/0/addfromweb?url={asked}"),
        (_("Outlook.com"), f"https://outlook.live.com/calendar/0/addfromweb?url={asked}"),
    ]


def _calendar(method):
    made = Calendar()
    made.add("prodid", "-//IMRF portal//Calendar//EN")
    made.add("version", "2.0")
    made.add("method", method)
    return made


def _with_zones(made, meetings):
    """Its bytes, with the rules of the zones it names: of the years in which the meetings are, and one around."""
    years = [meeting.starts_at.year for meeting in meetings] or [2000]
    made.add_missing_timezones(date(min(years) - 1, 1, 1), date(max(years) + 2, 1, 1))
    return made.to_ical()


def _event(consultation, meeting, *, join):
    event = Event()
    host = urlsplit(settings.SITE_URL).hostname
    event.add("uid", f"{consultation.slug}-meeting-{meeting.number}@{host}")
    event.add("dtstamp", meeting.changed_at)
    event.add("last-modified", meeting.changed_at)
    event.add("sequence", meeting.sequence)
    event.add("summary", _summary(meeting))
    event.add("status", STATUS.get(meeting.status, "CONFIRMED"))
    if meeting.status in STATUS:
        event.add("transp", "TRANSPARENT")  # the hour is free again
    event.add("location", ", ".join(filter(None, [meeting.room, meeting.place])))
    page = settings.SITE_URL + meeting.get_absolute_url()
    event.add("url", page)
    event.add("description", _description(meeting, page, meeting.link if join else ""))
    if join and meeting.link:
        event.add("conference", vUri(meeting.link), parameters={"VALUE": "URI"})
    _add_time(event, meeting)
    return event


def _add_time(event, meeting):
    if not meeting.hour_known:
        event.add("dtstart", meeting.day())
        return
    event.add("dtstart", meeting.starts_at.astimezone(meeting.zone))
    if meeting.ends_at:
        event.add("dtend", meeting.ends_at.astimezone(meeting.zone))


def _summary(meeting):
    """The title, with the word for its status before it where it is not simply held as announced."""
    words = {"title": meeting.title}
    if meeting.status == MeetingStatus.POSTPONED:
        return _("Postponed: %(title)s") % words
    if meeting.status == MeetingStatus.CANCELLED:
        return _("Cancelled: %(title)s") % words
    return meeting.title


def _description(meeting, page, link):
    """The agenda, and where page and meeting are found: not every programme shows the fields made for that."""
    items = meeting.agenda_items
    agenda = [f"{number}. {item}" for number, item in enumerate(items, start=1)] if len(items) > 1 else items
    parts = ["\n".join(agenda)]
    if link:
        parts.append(_("Join: %(link)s") % {"link": link})
    parts.append(_("Page of the meeting: %(page)s") % {"page": page})
    return "\n\n".join(filter(None, parts))
