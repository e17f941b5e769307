"""Invitations by mail: asked for, followed by what becomes of the meeting, stopped."""

import email
import email.policy
from datetime import timedelta
from functools import partial

import pytest
from django.core.exceptions import ValidationError
from icalendar import Calendar

from accounts.models import MembershipRole
from accounts.tests.factories import MembershipFactory, UserFactory
from consultations import actions
from consultations.models import Meeting, MeetingStatus
from record import outbox
from record.models import Delivery

from . import factories
from .factories import AT, MeetingFactory, acting

pytestmark = pytest.mark.django_db
LINK = "https://meet.test/sample"
change = partial(actions.change_meeting, announce=False)


@pytest.fixture
def meeting(team):
    return MeetingFactory(consultation=team.consultation, number=1, link=LINK)


@pytest.fixture
def delegate():
    """A delegate who lives by the clocks of Dhaka."""
    return acting(MembershipFactory(user=UserFactory(time_zone="Asia/Dhaka"), role=MembershipRole.DELEGATE).user)


@pytest.fixture
def asked(meeting, delegate):
    """The meeting, to which the delegate has asked for an invitation."""
    actions.ask_invitation(meeting, by=delegate)
    return meeting


def mails():
    """The messages that wait, the first first, as a mail programme reads them: (message, its calendar)."""
    found = []
    for delivery in Delivery.objects.order_by("pk"):
        delivery.file_keys = list(delivery.files.values_list("pk", flat=True))
        content = outbox.message(delivery, outbox.attachment_of).message().as_bytes(linesep="\r\n")
        parsed = email.message_from_bytes(content, policy=email.policy.default)
        [part] = [part for part in parsed.walk() if part.get_content_type() == "text/calendar"]
        found.append((parsed, part, Calendar.from_ical(part.get_content())))
    return found


def told():
    """(method, status, sequence, summary) of every message."""
    found = []
    for _mail, _part, calendar in mails():
        [event] = calendar.walk("VEVENT")
        found.append((str(calendar["METHOD"]), str(event["STATUS"]), event["SEQUENCE"], str(event["SUMMARY"])))
    return found


def test_invitation_is_an_alternative_to_the_text_that_programmes_take_up(asked, delegate):
    [(mail, part, calendar)] = mails()

    assert mail.get_content_type() == "multipart/alternative"
    kinds = ["text/plain", "text/html", "text/calendar"]
    assert [each.get_content_type() for each in mail.iter_parts()] == kinds
    assert part["Content-Type"].params == {"method": "REQUEST", "charset": "utf-8"}
    [event] = calendar.walk("VEVENT")
    assert str(event["UID"]) == f"{asked.consultation.slug}-meeting-1@127.0.0.1"
    assert str(event["ORGANIZER"]) == f"mailto:{asked.consultation.contact}"
    assert str(event["ATTENDEE"]) == f"mailto:{delegate.user.email}"
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == ["America/New_York"]
    assert str(event["CONFERENCE"]) == LINK


def test_text_says_it_to_those_whose_programme_does_not(asked):
    [(mail, _part, _calendar)] = mails()

    body = mail.get_body(("plain",)).get_content()
    assert mail["Subject"] == "Sample: First informal consultation, Wed 13 Feb 2019"
    assert "When: Wednesday, 13 February 2019, 15:30–18:00 (New York time)" in body
    assert "Wed 13 Feb 15:30–18:00 New York = Thu 14 Feb 02:30–05:00 Dhaka" in body
    assert f"Join: {LINK}" in body


def test_it_is_sent_once_however_often_one_asks(asked, delegate):
    actions.ask_invitation(asked, by=delegate)

    assert len(told()) == 1


def test_what_becomes_of_the_meeting_follows(team, asked):
    change(asked, by=team.secretariat, revision=1, room="Conference Room 1")
    actions.postpone_meeting(asked, by=team.secretariat, reason="No room.", announce=False)
    change(asked, by=team.secretariat, revision=3, starts_at=asked.starts_at + timedelta(days=7), ends_at=None)
    actions.cancel_meeting(asked, by=team.secretariat, announce=False)

    title = "First informal consultation"
    assert told() == [
        ("REQUEST", "CONFIRMED", 0, title),
        ("REQUEST", "CONFIRMED", 1, title),
        ("REQUEST", "TENTATIVE", 2, f"Postponed: {title}"),
        ("REQUEST", "CONFIRMED", 3, title),
        ("CANCEL", "CANCELLED", 4, f"Cancelled: {title}"),
    ]
    subjects = [mail["Subject"].partition(": ")[2] for mail, _part, _calendar in mails()]
    assert subjects[2] == f"{title} of Wed 13 Feb 2019 is postponed"
    assert subjects[4] == f"{title} of Wed 20 Feb 2019 is cancelled"
    assert asked.subscriptions.filter(ended_at=None).count() == 0


def test_what_concerns_nobody_s_calendar_is_not_sent(team, asked):
    change(asked, by=team.secretariat, revision=1, agenda="1. Opening")
    change(asked, by=team.secretariat.later(timedelta(days=90)), revision=2, room="Afterwards")

    assert len(told()) == 1


def test_who_may_not_know_of_it_any_more_is_told_that_it_is_off(team, asked):
    actions.ask_invitation(asked, by=team.staff)

    change(asked, by=team.secretariat, revision=1, published=False)
    change(asked, by=team.secretariat, revision=2, room="A secret room")

    assert [method for method, *_others in told()] == ["REQUEST", "REQUEST", "CANCEL", "REQUEST", "REQUEST"]
    assert "A secret room" not in str(mails()[2][0])


def test_link_to_join_goes_only_to_those_who_take_part(meeting):
    actions.ask_invitation(meeting, by=acting(UserFactory()))

    [(mail, part, _calendar)] = mails()
    assert LINK not in part.get_content()
    assert LINK not in mail.get_body(("plain",)).get_content()


def test_who_stopped_or_left_gets_no_more(team, asked, delegate):
    leaving = acting(UserFactory())
    actions.ask_invitation(asked, by=leaving)
    actions.stop_invitation(asked, by=delegate)
    leaving.user.is_active = False
    leaving.user.save()

    change(asked, by=team.secretariat, revision=1, room="Conference Room 1")

    assert len(told()) == 2


def test_who_asks_again_gets_it_again(asked, delegate):
    actions.stop_invitation(asked, by=delegate)
    actions.ask_invitation(asked, by=delegate)

    assert len(told()) == 2


@pytest.mark.parametrize(
    ("status", "days", "said"),
    [(MeetingStatus.CANCELLED, 0, "has been cancelled"), (MeetingStatus.SCHEDULED, 90, "has been held already")],
)
def test_nobody_is_invited_to_what_is_off_or_over(meeting, delegate, status, days, said):
    Meeting.objects.update(status=status)

    with pytest.raises(ValidationError, match=said):
        actions.ask_invitation(meeting, by=delegate.later(timedelta(days=days)))


def test_a_refused_change_sends_nothing(team, asked):
    with pytest.raises(ValidationError, match="Someone else"):
        change(asked, by=team.secretariat, revision=7, room="Conference Room 1")

    assert len(told()) == 1


def test_a_day_without_hour_and_a_title_that_breaks_lines(team, delegate):
    briefing = factories.MeetingFactory(
        consultation=team.consultation,
        kind="briefing",
        subject="A sample\r\nBcc: someone@portal.test",
        hour_known=False,
        ends_at=None,
        starts_at=AT + timedelta(days=3),
    )

    actions.ask_invitation(briefing, by=delegate)

    [(mail, _part, _calendar)] = mails()
    assert mail["Bcc"] is None
    assert "=" not in mail.get_body(("plain",)).get_content()
