"""When reminders go in words, and what they say."""

from datetime import timedelta

import pytest

from consultations import audiences, reminder_text, reminding
from consultations.models import DeadlinePurpose, MeetingKind, ReminderAudience

from .factories import AT, MeetingFactory
from .reminders import DAY, HOUR, START, call_of, date_of, hang, meeting_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("offset", "words", "parts"),
    [
        (DAY, "1 day before", (1, "days", "before")),
        (3 * DAY, "3 days before", (3, "days", "before")),
        (-DAY, "1 day after", (1, "days", "after")),
        (90, "1 hour 30 minutes before", (90, "minutes", "before")),
        (DAY + HOUR, "1 day 1 hour before", (25, "hours", "before")),
        (-30, "30 minutes after", (30, "minutes", "after")),
        (0, "at that time", (0, "minutes", "before")),
    ],
)
def test_offset_in_words_and_as_it_is_typed(offset, words, parts):
    assert (reminding.distance(offset), reminding.parts(offset)) == (words, parts)


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "0 minutes"),
        (1, "1 minute"),
        (45, "45 minutes"),
        (60, "1 hour"),
        (2 * DAY + 3 * HOUR + 5, "2 days 3 hours"),
        (DAY + 5, "1 day 5 minutes"),
    ],
)
def test_duration_in_words(minutes, words):
    assert reminding.duration(minutes) == words


def test_facts_of_a_meeting_are_those_of_its_place_and_clock(team):
    geneva = {"time_zone": "Europe/Zurich", "place": "Palais des Nations, Geneva"}
    deadline = date_of(meeting_of(team, **geneva))
    deadline = reminding.deadlines_of(team.consultation).get(pk=deadline.pk)

    assert reminder_text.facts_of(deadline, team.consultation, START - timedelta(days=1)) == {
        "what": "First informal consultation",
        "when": "Wed 20 Mar 2019, 15:00 Geneva",
        "time_left": "1 day",
        "where": "Room 4, Palais des Nations, Geneva",
        "link": f"http://127.0.0.1:8000/{team.consultation.slug}/meetings/{deadline.target.number}/",
        "consultation": "Consultations on a sample",
    }


def test_facts_of_a_call_lead_to_the_inputs(team):
    facts = reminder_text.facts_of(date_of(call_of(team)), team.consultation, START)

    assert (facts["what"], facts["when"]) == ("Opening questions", "Wed 20 Mar 2019, 10:00 New York")
    assert (facts["where"], facts["time_left"]) == ("", "0 minutes")
    assert facts["link"].endswith("/inputs/")


def test_meeting_whose_hour_is_not_known_is_said_by_its_day(team):
    deadline = date_of(meeting_of(team, hour_known=False))

    assert reminder_text.when_of(deadline, team.consultation) == "Wed 20 Mar 2019"


def test_date_that_is_not_set_is_said_so(team):
    deadline = date_of(meeting_of(team, published=False))
    facts = reminder_text.facts_of(deadline, team.consultation, AT)

    assert (facts["when"], facts["time_left"]) == ("a date that is not set yet", "0 minutes")


@pytest.mark.parametrize(
    ("late", "words"),
    [
        ({"seconds": 37}, "1 day"),
        ({"minutes": 4}, "23 hours 55 minutes"),
        ({"hours": 22, "minutes": 31}, "1 hour 29 minutes"),
    ],
)
def test_time_that_is_left_is_rounded_as_people_say_it(team, late, words):
    at = START - timedelta(days=1) + timedelta(**late)

    assert reminder_text.facts_of(date_of(meeting_of(team)), team.consultation, at)["time_left"] == words


def test_message_is_one_line_and_a_text_with_the_facts(team):
    body = "{what}, {when}\n{nothing}"
    reminder = hang(date_of(meeting_of(team)), team, body="{what}", subject="{what}")
    reminder.body = body

    subject, text = reminder_text.message(reminder, START)

    assert subject == "Sample: Informal consultation"
    assert "Informal consultation, Wed 20 Mar 2019, 10:00 New York\n{nothing}\n" in text
    assert "secretariat@portal.test" in text


@pytest.mark.parametrize(
    ("text", "target", "offset", "reason"),
    [
        ("{what} {when} {link}", "call", DAY, ""),
        ("{where}", "meeting", DAY, ""),
        (
            "{Where}",
            "meeting",
            DAY,
            "{Where} stands for nothing. Choose one of the words in braces that are listed here.",
        ),
        ("{where}", "call", DAY, "{where} is the room of a meeting, and this date has none. Take it out."),
        (
            "{time_left}",
            "meeting",
            0,
            "{time_left} says nothing at or after the date. Take it out, or remind before the date.",
        ),
    ],
)
def test_words_in_braces_that_stand_for_nothing_are_refused(team, text, target, offset, reason):
    deadline = date_of(meeting_of(team) if target == "meeting" else call_of(team))

    assert reminder_text.why_not_say(text, deadline, offset) == reason


@pytest.mark.parametrize("offset", [DAY, -DAY])
@pytest.mark.parametrize("purpose", DeadlinePurpose)
@pytest.mark.parametrize("audience", ReminderAudience)
def test_every_starting_text_can_be_sent(team, purpose, audience, offset):
    deadline = date_of(meeting_of(team) if purpose == DeadlinePurpose.STARTS else call_of(team))

    subject, body = reminder_text.starting_text(purpose, audience, offset)

    assert [reminder_text.why_not_say(text, deadline, offset) for text in (subject, body)] == ["", ""]
    assert len(subject) <= 200


def test_audiences_by_inputs_are_offered_for_calls_only(team):
    every = list(ReminderAudience)

    offered = [audiences.offered(one) for one in (None, date_of(call_of(team)), date_of(meeting_of(team)))]

    assert offered == [every, every, [ReminderAudience.ALL]]


@pytest.mark.parametrize(
    ("fields", "without"),
    [({}, set()), ({"closed": True}, {"stakeholder"}), ({"closed": True, "kind": MeetingKind.STAKEHOLDERS}, set())],
)
def test_meeting_concerns_those_who_may_come(team, fields, without):
    kinds = audiences.default_kinds(date_of(meeting_of(team, **fields)))

    assert set(audiences.default_kinds(None)) - set(kinds) == without


def test_call_concerns_those_whom_it_asks(team):
    assert audiences.default_kinds(date_of(call_of(team, audience=["stakeholder"]))) == ["stakeholder"]


def test_title_of_a_meeting_has_its_ordinal(team):
    MeetingFactory(consultation=team.consultation)
    meeting = meeting_of(team)
    date_of(meeting)

    whats = [reminder_text.what_of(deadline) for deadline in reminding.deadlines_of(team.consultation)]

    assert whats == ["First informal consultation", "Second informal consultation"]
