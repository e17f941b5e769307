from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from record import outbox
from record.models import Delivery, DeliveryState, Event, Verb

pytestmark = pytest.mark.django_db
NOW = datetime(2019, 2, 1, 16, 0, tzinfo=UTC)


def reloaded(row):
    row.refresh_from_db()
    return row


def in_thread(function):
    """What another person's request does: with its own connection, closed at the end."""
    try:
        return function()
    finally:
        connection.close()


@pytest.fixture
def settled(queue):
    """A function that gives a delivery in a state."""

    def settled(state):
        [row] = queue("pt@mission.test")
        row.state, row.lease_until, row.sent_at, row.bounced_at = state, NOW, NOW, NOW
        row.retry_after = NOW + timedelta(hours=1)
        row.save()
        return row

    return settled


@pytest.mark.parametrize("state", ["uncertain", "failed", "bounced"])
def test_resend_queues_again_records_event_and_wakes(settled, by, state, django_capture_on_commit_callbacks):
    row = settled(state)

    with django_capture_on_commit_callbacks() as callbacks:
        row = outbox.settle(row, "resend", by=by)

    assert callbacks == [outbox.wake]
    assert (reloaded(row).state, row.retry_after) == ("queued", None)
    [event] = Event.objects.about(row)
    assert (event.verb, event.user, event.facts) == (Verb.RESENT, by.user, {"kind": "circular", "was": state})


@pytest.mark.parametrize("state", ["uncertain", "failed", "bounced"])
def test_assume_sent_ends_the_row_and_records_event(settled, by, state):
    row = outbox.settle(settled(state), "assume_sent", by=by)

    assert (reloaded(row).state, row.sent_at, row.bounced_at) == ("sent", by.at, None)
    [event] = Event.objects.about(row)
    assert (event.verb, event.consultation, event.facts["was"]) == (Verb.ASSUMED_SENT, None, state)


def test_settle_records_in_the_chain_of_the_consultation(queue, by):
    [row] = queue("pt@mission.test", consultation="imrf-modalities")
    Delivery.objects.update(state="failed")

    outbox.settle(row, "resend", by=by)

    assert Event.objects.about(row).get().consultation == "imrf-modalities"


@pytest.mark.parametrize("state", sorted(set(DeliveryState) - {"uncertain", "failed", "bounced"}))
@pytest.mark.parametrize("outcome", ["resend", "assume_sent"])
def test_settle_is_refused_where_there_is_nothing_to_decide(settled, by, state, outcome):
    row = settled(state)

    with pytest.raises(ValidationError, match="This message needs no decision"):
        outbox.settle(row, outcome, by=by)

    assert (reloaded(row).state, Event.objects.count()) == (state, 0)


@pytest.mark.django_db(transaction=True)
def test_second_decision_waits_for_the_first_and_is_refused(settled, by, wait_until_a_query_is_blocked):
    row = settled("uncertain")

    with ThreadPoolExecutor() as pool, transaction.atomic():
        outbox.settle(row, "assume_sent", by=by)
        second = pool.submit(in_thread, lambda: outbox.settle(row, "resend", by=by))
        wait_until_a_query_is_blocked()

    with pytest.raises(ValidationError):
        second.result()
    assert reloaded(row).state == "sent"
