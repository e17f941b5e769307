"""Calendars as iCalendar (RFC 5545): one event per meeting, its sequence counting the changes."""

from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from icalendar import Calendar, Event

from .models import MeetingStatus

STATUS = {MeetingStatus.CANCELLED: "CANCELLED", MeetingStatus.POSTPONED: "TENTATIVE"}


def calendar(consultation, meetings):
    """The bytes of a feed with ``meetings``, each in its own zone with that zone's rules."""
    feed = Calendar()
    feed.add("prodid", "-//IMRF portal//Calendar//EN")
    feed.add("version", "2.0")
    feed.add("method", "PUBLISH")
    feed.add("x-wr-calname", consultation.short_title)
    feed.add("x-wr-timezone", consultation.time_zone)
    feed.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    for meeting in meetings:
        feed.add_component(_event(consultation, meeting))
    feed.add_missing_timezones()
    return feed.to_ical()


def _event(consultation, meeting):
    event = Event()
    host = urlsplit(settings.SITE_URL).hostname
    event.add("uid", f"{consultation.slug}-meeting-{meeting.number}@{host}")
    event.add("dtstamp", meeting.changed_at)
    event.add("last-modified", meeting.changed_at)
    event.add("sequence", meeting.sequence)
    event.add("summary", meeting.title)
    event.add("status", STATUS.get(meeting.status, "CONFIRMED"))
    event.add("location", ", ".join(filter(None, [meeting.room, meeting.place])))
    event.add("url", settings.SITE_URL + meeting.get_absolute_url())
    if meeting.agenda:
        event.add("description", meeting.agenda)
    if not meeting.hour_known:
        event.add("dtstart", meeting.day())
        return event
    event.add("dtstart", meeting.starts_at.astimezone(meeting.zone))
    if meeting.ends_at:
        event.add("dtend", meeting.ends_at.astimezone(meeting.zone))
    return event
