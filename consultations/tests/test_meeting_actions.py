"""The calendar's deeds: entered, changed, postponed, cancelled, reported on; and the letter that announces each."""

from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from accounts.models import DelegationKind
from consultations import actions, composition, feeds, json_forms
from consultations.models import Circular, CircularForm, CircularKind, Meeting, MeetingKind, MeetingStatus
from record.actor import Actor
from record.models import Event, Verb

from .factories import AT, CoFacilitatorFactory, ConsultationFactory, RoleFactory, acting, circular_in, team

pytestmark = pytest.mark.django_db
START = datetime(2019, 3, 20, 14, 0, tzinfo=UTC)  # ten o'clock in New York
HOUR = timedelta(hours=1)


@pytest.fixture
def consultation():
    consultation = ConsultationFactory()
    CoFacilitatorFactory.create_batch(2, consultation=consultation)
    return consultation


@pytest.fixture
def secretariat(consultation):
    return acting(RoleFactory(consultation=consultation).user)


@pytest.fixture
def meeting(consultation, secretariat):
    return actions.schedule_meeting(
        consultation,
        by=secretariat,
        kind=MeetingKind.INFORMAL,
        starts_at=START,
        ends_at=START + 3 * HOUR,
        room="Conference Room 4",
    )


def now_of(meeting):
    return Meeting.objects.for_list().get(pk=meeting.pk)


def test_meetings_are_numbered_by_their_consultation(consultation, secretariat, meeting):
    second = actions.schedule_meeting(consultation, by=secretariat, kind=MeetingKind.BRIEFING, starts_at=START)

    assert (meeting.number, second.number) == (1, 2)
    assert [event.verb for event in Event.objects.about(second)] == [Verb.SCHEDULED]


def test_a_meeting_cannot_end_before_it_begins(consultation, secretariat):
    with pytest.raises(ValidationError, match="ends after it has begun"):
        actions.schedule_meeting(
            consultation, by=secretariat, kind=MeetingKind.INFORMAL, starts_at=START, ends_at=START - HOUR
        )


def test_a_new_room_is_told_with_the_old_one(secretariat, meeting):
    letter = actions.change_meeting(meeting, by=secretariat, revision=1, room="Conference Room 1")

    text = str(composition.content_of(letter, AT)["blocks"])
    assert (letter.kind, letter.meeting_id) == (CircularKind.CHANGE, meeting.pk)
    assert "had been announced for Wednesday, 20 March 2019, from 10 a.m. to 1 p.m., in Conference Room 4" in text
    assert "will now be held on Wednesday, 20 March 2019, from 10 a.m. to 1 p.m., in Conference Room 1" in text
    assert composition.problems(letter, AT) == []


def test_a_change_reaches_page_feed_and_record_together(consultation, secretariat, meeting):
    actions.change_meeting(meeting, by=secretariat.later(HOUR), revision=1, starts_at=START + HOUR)

    changed, event = now_of(meeting), Event.objects.about(meeting).get(verb=Verb.CHANGED)
    feed = feeds.calendar(consultation, [changed]).decode()
    assert (changed.sequence, changed.changed_at) == (1, secretariat.at + HOUR)
    assert "DTSTART;TZID=America/New_York:20190320T110000" in feed
    assert "SEQUENCE:1" in feed
    assert event.facts["fields"] == ["starts_at"]
    assert event.facts["was"]["starts_at"] != event.facts["now"]["starts_at"]


def test_what_stands_in_nobody_s_calendar_needs_no_letter(secretariat, meeting):
    assert actions.change_meeting(meeting, by=secretariat, revision=1, agenda="1. Opening") is None
    assert actions.change_meeting(now_of(meeting), by=secretariat, revision=2, agenda="1. Opening") is None

    assert Circular.objects.count() == 0
    assert now_of(meeting).revision == 2


def test_no_letter_where_none_is_wanted_or_nobody_knows_of_the_meeting(secretariat, meeting):
    assert actions.change_meeting(meeting, by=secretariat, revision=1, room="", announce=False) is None
    assert actions.change_meeting(meeting, by=secretariat, revision=2, published=False) is None
    assert actions.change_meeting(meeting, by=secretariat, revision=3, room="Conference Room 2") is None


def test_a_correction_after_the_meeting_is_not_announced(secretariat, meeting):
    later = secretariat.later(timedelta(days=90))

    assert actions.change_meeting(meeting, by=later, revision=1, room="Conference Room 2") is None


def test_two_editors_do_not_overwrite_each_other(secretariat, meeting):
    actions.change_meeting(meeting, by=secretariat, revision=1, room="Conference Room 1")

    with pytest.raises(ValidationError, match="Someone else has changed") as refused:
        actions.change_meeting(meeting, by=secretariat, revision=1, room="Conference Room 2")
    assert refused.value.code == "conflict"
    assert now_of(meeting).room == "Conference Room 1"


def test_postponed_it_says_so_everywhere_and_a_new_date_schedules_it_again(consultation, secretariat, meeting):
    letter = actions.postpone_meeting(meeting, by=secretariat, reason="The room is not available.")

    postponed = now_of(meeting)
    assert letter.subject == "Postponement of a meeting"
    assert "The room is not available." in letter.body
    assert json_forms.meeting(postponed, consultation.slug, AT)["status"] == "postponed"
    assert "STATUS:TENTATIVE" in feeds.calendar(consultation, [postponed]).decode()

    actions.change_meeting(
        postponed, by=secretariat, revision=2, starts_at=START + 24 * HOUR, ends_at=START + 26 * HOUR
    )
    assert (now_of(meeting).status, now_of(meeting).reason) == (MeetingStatus.SCHEDULED, "")


def test_public_record_tells_that_it_was_postponed_and_not_that_its_row_was_edited(secretariat, meeting):
    actions.change_meeting(meeting, by=secretariat, revision=1, agenda="1. Opening")
    actions.postpone_meeting(meeting, by=secretariat)

    read = Event.objects.about(meeting).visible_to(Actor(at=AT)).order_by("place")
    assert [(event.verb, event.known) for event in read] == [("scheduled", False), ("postponed", False)]


def test_cancelled_is_for_good(secretariat, meeting):
    letter = actions.cancel_meeting(meeting, by=secretariat)

    assert letter.subject == "Cancellation of a meeting"
    assert "will not be held" in letter.body
    for refused in (
        lambda: actions.cancel_meeting(meeting, by=secretariat),
        lambda: actions.postpone_meeting(meeting, by=secretariat),
        lambda: actions.change_meeting(meeting, by=secretariat, revision=2, room=""),
    ):
        with pytest.raises(ValidationError, match="has been cancelled"):
            refused()


def test_what_was_held_is_reported_on_and_not_called_off(secretariat, meeting):
    after = secretariat.later(timedelta(days=90))
    with pytest.raises(ValidationError, match="once it has been held"):
        actions.report_meeting(meeting, by=secretariat, revision=1, summary="A sample summary.")
    with pytest.raises(ValidationError, match="held already"):
        actions.postpone_meeting(meeting, by=after)

    actions.report_meeting(meeting, by=after, revision=1, summary="A sample summary.")

    assert (now_of(meeting).summary, now_of(meeting).revision, now_of(meeting).sequence) == ("A sample summary.", 2, 0)
    assert Event.objects.about(meeting).get(verb=Verb.REPORTED).facts == {"fields": ["summary"]}


def test_a_meeting_that_is_postponed_twice_says_what_to_do(secretariat, meeting):
    actions.postpone_meeting(meeting, by=secretariat, announce=False)

    with pytest.raises(ValidationError, match="postponed already"):
        actions.postpone_meeting(meeting, by=secretariat)


def test_the_letter_takes_the_form_in_which_the_meeting_was_convened():
    people = team()
    meeting = actions.schedule_meeting(
        people.consultation, by=people.secretariat, kind=MeetingKind.INFORMAL, starts_at=START
    )
    circular_in("issued", people, kind=CircularKind.CONVENING, form=CircularForm.PLAIN_LETTER, meeting=meeting)

    letter = actions.cancel_meeting(meeting, by=people.secretariat)

    assert (letter.form, letter.audience) == (CircularForm.PLAIN_LETTER, [DelegationKind.STAKEHOLDER])


@pytest.mark.django_db(transaction=True)
def test_two_meetings_entered_at_once_get_two_numbers(consultation, secretariat, wait_until_a_query_is_blocked):
    entered = []

    def enter():
        entered.append(
            actions.schedule_meeting(consultation, by=secretariat, kind=MeetingKind.BRIEFING, starts_at=START).number
        )
        connection.close()

    with transaction.atomic():
        first = actions.schedule_meeting(consultation, by=secretariat, kind=MeetingKind.INFORMAL, starts_at=START)
        other = Thread(target=enter)
        other.start()
        wait_until_a_query_is_blocked()
    other.join()

    assert (first.number, entered) == (1, [2])


@pytest.mark.django_db(transaction=True)
def test_meeting_cancelled_while_another_changes_it_stays_cancelled(secretariat, meeting, second):
    ended = second(
        lambda: actions.cancel_meeting(meeting, by=secretariat),
        lambda: actions.change_meeting(meeting, by=secretariat, revision=1, room="Conference Room 1"),
    )

    assert (now_of(meeting).status, ended.code) == (MeetingStatus.CANCELLED, "change_meeting")


@pytest.mark.django_db(transaction=True)
def test_meeting_called_off_twice_at_once_is_announced_once(secretariat, meeting, second):
    ended = second(
        lambda: actions.postpone_meeting(meeting, by=secretariat),
        lambda: actions.postpone_meeting(meeting, by=secretariat),
    )

    assert (ended.code, Circular.objects.count()) == ("postpone_meeting", 1)
