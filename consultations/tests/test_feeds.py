from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from consultations import feeds
from consultations.models import Meeting, MeetingKind

from .factories import AT, ConsultationFactory, MeetingFactory

pytestmark = pytest.mark.django_db
NEW_YORK = ZoneInfo("America/New_York")


def feed(consultation):
    meetings = Meeting.objects.filter(consultation=consultation).for_list()
    return feeds.calendar(consultation, meetings)


def parsed(content):
    """What a calendar programme reads: the calendar and its events."""
    calendar = Calendar.from_ical(content)
    return calendar, calendar.walk("VEVENT")


def event_of(**fields):
    meeting = MeetingFactory(**fields)
    _calendar, [event] = parsed(feed(meeting.consultation))
    return event


def test_feed_says_whose_calendar_it_is():
    consultation = ConsultationFactory(short_title="Sample; process, of 2019")

    calendar, events = parsed(feed(consultation))

    assert {name: str(calendar[name]) for name in ("PRODID", "VERSION", "METHOD", "X-WR-CALNAME", "X-WR-TIMEZONE")} == {
        "PRODID": "-//IMRF portal//Calendar//EN",
        "VERSION": "2.0",
        "METHOD": "PUBLISH",
        "X-WR-CALNAME": "Sample; process, of 2019",
        "X-WR-TIMEZONE": "America/New_York",
    }
    assert calendar["REFRESH-INTERVAL"].dt == timedelta(hours=1)
    assert events == []


def page_of(event):
    """How a description ends."""
    return f"Page of the meeting: {event['URL']}"


def test_event_says_all_of_a_meeting():
    meeting = MeetingFactory(number=3, room="Conference Room 1", agenda="Opening", sequence=4)

    _calendar, [event] = parsed(feed(meeting.consultation))

    slug = meeting.consultation.slug
    texts = {name: str(event[name]) for name in ("UID", "SUMMARY", "STATUS", "LOCATION", "URL", "DESCRIPTION")}
    assert texts == {
        "UID": f"{slug}-meeting-3@127.0.0.1",
        "SUMMARY": "First informal consultation",
        "STATUS": "CONFIRMED",
        "LOCATION": "Conference Room 1, United Nations Headquarters, New York",
        "URL": f"http://127.0.0.1:8000/{slug}/meetings/3/",
        "DESCRIPTION": f"Opening\n\nPage of the meeting: http://127.0.0.1:8000/{slug}/meetings/3/",
    }
    assert event["SEQUENCE"] == 4
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (
        datetime(2019, 2, 13, 15, 30, tzinfo=NEW_YORK),
        datetime(2019, 2, 13, 18, 0, tzinfo=NEW_YORK),
    )
    assert event["DTSTART"].params == {"TZID": "America/New_York"}
    assert (event["DTSTAMP"].dt, event["LAST-MODIFIED"].dt) == (AT, AT)


def test_event_without_room_end_and_agenda_has_none_of_them():
    event = event_of(ends_at=None)

    assert str(event["LOCATION"]) == "United Nations Headquarters, New York"
    assert "DTEND" not in event
    assert str(event["DESCRIPTION"]) == page_of(event)


def test_hour_that_is_not_known_makes_a_whole_day_of_the_place():
    event = event_of(hour_known=False, starts_at=datetime(2019, 2, 14, 3, 0, tzinfo=UTC), ends_at=None)

    assert event["DTSTART"].dt == date(2019, 2, 13)
    assert event["DTSTART"].params == {"VALUE": "DATE"}
    assert "DTEND" not in event


@pytest.mark.parametrize(
    ("status", "expected"), [("scheduled", "CONFIRMED"), ("cancelled", "CANCELLED"), ("postponed", "TENTATIVE")]
)
def test_status_is_that_of_calendars(status, expected):
    assert str(event_of(status=status)["STATUS"]) == expected


@pytest.mark.parametrize(
    ("status", "summary", "transparency"),
    [
        ("scheduled", "First informal consultation", None),
        ("cancelled", "Cancelled: First informal consultation", "TRANSPARENT"),
        ("postponed", "Postponed: First informal consultation", "TRANSPARENT"),
    ],
)
def test_status_stands_in_the_summary_and_frees_the_hour(status, summary, transparency):
    event = event_of(status=status)

    assert (str(event["SUMMARY"]), event.get("TRANSP")) == (summary, transparency)


def test_link_to_join_stands_only_where_it_may():
    meeting = MeetingFactory(link="https://meet.test/sample")

    public, private = (feeds.calendar(meeting.consultation, [meeting], joins=joins) for joins in ([], [meeting.pk]))

    assert b"meet.test" not in public
    _calendar, [event] = parsed(private)
    assert str(event["CONFERENCE"]) == "https://meet.test/sample"
    assert "Join: https://meet.test/sample" in event["DESCRIPTION"]


def test_each_zone_comes_with_its_rules():
    consultation = ConsultationFactory()
    MeetingFactory(consultation=consultation, number=1)
    MeetingFactory(
        consultation=consultation,
        number=2,
        time_zone="Europe/Zurich",
        place="Geneva",
        starts_at=datetime(2019, 7, 3, 8, 0, tzinfo=UTC),
        ends_at=None,
    )

    calendar, events = parsed(feed(consultation))

    assert sorted(str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")) == ["America/New_York", "Europe/Zurich"]
    assert events[1]["DTSTART"].params == {"TZID": "Europe/Zurich"}
    assert events[1]["DTSTART"].dt.astimezone(UTC) == datetime(2019, 7, 3, 8, 0, tzinfo=UTC)
    assert f"{events[1]['DTSTART'].dt:%H:%M}" == "10:00"  # summer time
    assert str(events[1]["LOCATION"]) == "Geneva"


@pytest.mark.parametrize(
    "agenda",
    [
        "a; b, c \\ d: e",
        "\\n is not a break",
        'He said "yes", she said "no"',
        "Ségou, Ñandú, Ελλάδα, 各位同事, السلام عليكم",
        "各" * 300,
        "x" * 1000,
        "🕊" * 50,
    ],
)
def test_agenda_is_read_as_it_was_written(agenda):
    event = event_of(agenda=agenda)

    assert str(event["DESCRIPTION"]) == f"{agenda}\n\n{page_of(event)}"


@pytest.mark.parametrize(
    "agenda", ["1. Opening\n2. Statements", "Opening\n\n Statements ", "1) Opening\n1) Statements"]
)
def test_items_of_the_agenda_are_numbered_once(agenda):
    event = event_of(agenda=agenda)

    assert str(event["DESCRIPTION"]) == f"1. Opening\n2. Statements\n\n{page_of(event)}"


def test_agenda_puts_no_event_into_the_feed():
    meeting = MeetingFactory(agenda="END:VEVENT\nBEGIN:VEVENT\nSUMMARY:Another")

    _calendar, events = parsed(feed(meeting.consultation))

    assert [str(event["SUMMARY"]) for event in events] == ["First informal consultation"]


@pytest.mark.parametrize("agenda", ["1. Opening\r\n2. Statements", "1. Opening\r2. Statements"])
def test_breaks_of_other_systems_put_no_line_into_the_feed(agenda):
    meeting = MeetingFactory(agenda=agenda + "\r\nSTATUS:CANCELLED")

    content = feed(meeting.consultation)

    _calendar, [event] = parsed(content)
    assert str(event["STATUS"]) == "CONFIRMED"
    assert content.count(b"\r\nSTATUS:") == 1
    assert event["DESCRIPTION"].splitlines()[:3] == ["1. Opening", "2. Statements", "3. STATUS:CANCELLED"]


def test_subject_and_room_put_no_line_into_the_feed():
    event = event_of(kind=MeetingKind.BRIEFING, subject="A\r\nSTATUS:CANCELLED", room="B\nURL:http://other.test/")

    assert str(event["STATUS"]) == "CONFIRMED"
    assert str(event["URL"]).startswith("http://127.0.0.1:8000/")


def test_lines_are_folded_at_75_octets_between_letters():
    meeting = MeetingFactory(agenda="各位代表é" * 60, room="Salle du Conseil économique et social " * 3)

    content = feed(meeting.consultation)

    lines = content.split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    assert [line.decode() for line in lines]  # no letter is cut in two
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert lines[-2:] == [b"END:VCALENDAR", b""]


def test_events_stand_in_the_order_of_time_with_their_ordinals():
    consultation = ConsultationFactory()
    MeetingFactory(consultation=consultation, number=1, starts_at=AT + timedelta(days=9), ends_at=None)
    MeetingFactory(consultation=consultation, number=2, starts_at=AT + timedelta(days=5), ends_at=None)
    MeetingFactory(consultation=consultation, number=3, kind="reading", ends_at=None)

    _calendar, events = parsed(feed(consultation))

    assert [(event["UID"].split("-meeting-")[1][0], str(event["SUMMARY"])) for event in events] == [
        ("2", "First informal consultation"),
        ("1", "Second informal consultation"),
        ("3", "First reading of the draft"),
    ]
