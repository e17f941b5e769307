"""What is told of messages after they have left: late, twice, out of order, and about strangers."""

import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from anymail.signals import AnymailTrackingEvent
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from record import bounces, outbox
from record.actor import Actor
from record.models import Delivery, DeliveryState, Event, Verb

pytestmark = pytest.mark.django_db
NOW = datetime(2019, 2, 1, 16, 0, tzinfo=UTC)
CLOCK = Actor.clock(NOW)


@pytest.fixture
def sent(queue):
    """A function that gives a delivery in a state, sent once unless said otherwise."""

    def sent(state="sent", **fields):
        [row] = queue("pt@mission.test")
        values = {"sent_at": NOW, "lease_until": NOW, "tried_at": NOW, "attempts": 1, "answer": "250 taken", **fields}
        values.setdefault("bounced_at", NOW if state == "bounced" else None)
        Delivery.objects.filter(pk=row.pk).update(state=state, **values)
        row.refresh_from_db()
        return row

    return sent


def report(row, kind="bounced", **fields):
    said = {"message_id": f"<{row.message_key}@portal.test>", "description": "550 no such user", **fields}
    return AnymailTrackingEvent(event_type=kind, **said)


def told(row, kind="bounced", **fields):
    result = bounces.tell(report(row, kind, **fields), by=CLOCK)
    row.refresh_from_db()
    return result


def deeds():
    return [(event.verb, event.capacity, event.facts) for event in Event.objects.order_by("place")]


@pytest.mark.parametrize("kind", ["bounced", "rejected", "failed"])
@pytest.mark.parametrize("state", ["sent", "uncertain", "sending"])
def test_message_that_came_back_is_bounced_and_recorded(sent, state, kind):
    row = sent(state)

    assert told(row, kind) is True

    assert (row.state, row.answer, row.bounced_at, row.lease_until) == ("bounced", "550 no such user", NOW, None)
    assert deeds() == [(Verb.BOUNCED, "clock", {"kind": "circular", "was": state})]


@pytest.mark.parametrize("state", ["queued", "stopped", "failed", "bounced"])
def test_late_report_of_what_did_not_leave_or_came_back_already_changes_nothing(sent, state):
    row = sent(state)

    assert told(row) is False
    assert (row.state, row.answer, deeds()) == (state, "250 taken", [])


def test_second_report_of_one_bounce_changes_nothing(sent):
    row = sent()

    assert [told(row), told(row)] == [True, False]
    assert len(deeds()) == 1


def test_bounce_of_an_acknowledged_message_is_recorded_once_and_takes_nothing_back(sent):
    row = sent("acknowledged")

    assert [told(row), told(row)] == [True, False]
    assert (row.state, row.answer, row.bounced_at) == ("acknowledged", "550 no such user", NOW)
    assert deeds() == [(Verb.BOUNCED, "clock", {"kind": "circular", "was": "acknowledged"})]


@pytest.mark.parametrize(("minutes", "state"), [(-10, "sent"), (0, "bounced"), (5, "bounced")])
def test_report_about_an_earlier_try_is_too_late(sent, minutes, state):
    row = sent(attempts=2)

    told(row, timestamp=NOW + timedelta(minutes=minutes))

    assert row.state == state


@pytest.mark.parametrize("timestamp", [None, datetime(2019, 1, 1), "yesterday"])  # noqa: DTZ001 - as a service may say
def test_report_without_a_time_that_can_be_compared_counts(sent, timestamp):
    row = sent(attempts=2)

    assert told(row, timestamp=timestamp) is True


@pytest.mark.parametrize("state", ["sent", "uncertain", "acknowledged"])
def test_delivered_is_the_answer_and_no_more(sent, state):
    row = sent(state)

    assert [told(row, "delivered", description="250 ok"), told(row, "delivered", description="250 ok")] == [True, False]
    assert (row.state, row.answer, deeds()) == (state, "250 ok", [])


@pytest.mark.parametrize("state", ["bounced", "queued", "failed", "stopped"])
def test_delivered_that_comes_late_changes_nothing(sent, state):
    row = sent(state)

    assert told(row, "delivered", description="250 ok") is False
    assert (row.state, row.answer) == (state, "250 taken")


def test_bounce_of_an_earlier_try_does_not_hide_what_is_said_of_a_later_one(sent):
    row = sent("acknowledged", bounced_at=NOW - timedelta(hours=1))

    assert told(row, "delivered", description="250 ok") is True
    assert told(row) is True
    assert told(row, "delivered", description="250 ok") is False


@pytest.mark.parametrize("state", sorted(set(DeliveryState) - {"sending"}))
def test_complaint_is_noted_once_and_changes_no_state(sent, state):
    row = sent(state)

    assert [told(row, "complained", description="spam"), told(row, "complained")] == [True, False]
    assert (row.state, row.answer) == (state, "spam")
    assert deeds() == [(Verb.REPORTED, "clock", {"kind": "circular", "complained": True})]


@pytest.mark.parametrize("kind", ["opened", "clicked", "deferred", "queued", "unknown", "subscribed"])
def test_other_reports_are_nothing_to_us(sent, kind):
    row = sent()

    assert told(row, kind) is False
    assert (row.state, row.answer, deeds()) == ("sent", "250 taken", [])


@pytest.mark.parametrize(
    "named",
    [
        lambda key: {"message_id": f"{key}@portal.test"},
        lambda key: {"message_id": f" <{key}@portal.test> "},
        lambda key: {"message_id": key},
        lambda key: {"message_id": "883953f4-6105-42a2", "metadata": {"delivery": key}},
        lambda key: {"message_id": None, "metadata": {"X-Portal-Delivery": f"<{key}@portal.test>"}},
        lambda key: {"message_id": f"<{'0' * 32}@portal.test>", "metadata": {"delivery": key}},
    ],
)
def test_message_is_found_by_each_form_of_its_name(sent, named):
    row = sent()

    assert told(row, **named(row.message_key)) is True


@pytest.mark.parametrize(
    "named",
    [
        {"message_id": None},
        {"message_id": "<pt@mission.test>", "recipient": "pt@mission.test"},
        {"message_id": ["x"], "metadata": ["x"]},
        {"message_id": "\x00", "metadata": {"delivery": {"a": 1}}},
        {"message_id": "f" * 32, "metadata": None},
    ],
)
def test_message_that_is_not_named_is_not_guessed_by_its_address(sent, named, caplog):
    row = sent()

    with caplog.at_level(logging.WARNING, "record.bounces"):
        assert told(row, **named) is False

    assert caplog.messages == ["A report of a mail service names no message of ours: bounced."]
    assert row.state == "sent"


@pytest.mark.parametrize(
    ("fields", "answer"),
    [
        ({"description": None, "mta_response": None}, "bounced"),
        ({"description": "a\r\nb\x00\u202ec", "mta_response": "d"}, "a b c d"),
        ({"description": "same", "mta_response": "same"}, "same"),
        ({"description": "x" * 400}, "x" * 300),
        ({"description": {"code": 550}}, "{'code': 550}"),
    ],
)
def test_answer_is_one_line_that_fits(sent, fields, answer):
    row = sent()

    told(row, **fields)

    assert row.answer == answer


def test_bounce_that_overtakes_the_end_of_the_sending_stays(queue):
    [row] = queue("pt@mission.test")
    claimed = outbox.claim(NOW)
    told(row)

    outbox.sending._finish(claimed, state=DeliveryState.SENT, answer="250 ok", sent_at=NOW)

    row.refresh_from_db()
    assert (row.state, row.answer) == ("bounced", "550 no such user")


# By hand


@pytest.mark.parametrize("state", ["sent", "uncertain"])
@pytest.mark.parametrize(("note", "answer"), [("Mailbox\nfull", "Mailbox full"), ("", "250 taken")])
def test_mark_notes_who_saw_that_it_came_back(sent, by, state, note, answer):
    row = sent(state)

    row = bounces.mark(row, by=by, note=note)

    assert (row.state, row.answer, row.bounced_at) == ("bounced", answer, by.at)
    assert deeds() == [(Verb.BOUNCED, "secretariat", {"kind": "circular", "was": state})]


@pytest.mark.parametrize(
    ("state", "why"),
    [
        ("bounced", "That this message came back is noted already."),
        ("acknowledged", "The receipt of this message was confirmed, so it did not come back for good."),
        ("queued", "Only a message that has left can come back: the state of this one is “queued”."),
        ("stopped", "Only a message that has left can come back: the state of this one is “held back”."),
        ("failed", "Only a message that has left can come back: the state of this one is “refused”."),
        ("sending", "Only a message that has left can come back: the state of this one is “being sent”."),
    ],
)
def test_mark_is_refused_where_nothing_can_have_come_back(sent, by, state, why):
    row = sent(state)

    with pytest.raises(ValidationError) as refused:
        bounces.mark(row, by=by)

    assert (refused.value.messages, deeds()) == ([why], [])


@pytest.mark.django_db(transaction=True)
def test_second_report_waits_for_the_first_and_changes_nothing(sent, wait_until_a_query_is_blocked):
    row = sent()

    def again():
        try:
            return bounces.tell(report(row), by=CLOCK)
        finally:
            connection.close()

    with ThreadPoolExecutor() as pool:
        with transaction.atomic():
            assert bounces.tell(report(row), by=CLOCK) is True
            second = pool.submit(again)
            wait_until_a_query_is_blocked()
        assert second.result(5) is False

    assert len(deeds()) == 1
