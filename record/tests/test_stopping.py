"""Many rows at once: held back, let go, sent again, acknowledged; and what a worker does meanwhile."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction

from record import outbox
from record.models import Delivery, DeliveryState, Event, Verb

pytestmark = pytest.mark.django_db
NOW = datetime(2019, 2, 1, 16, 0, tzinfo=UTC)
EVERY = sorted(DeliveryState)


def states():
    return list(Delivery.objects.order_by("pk").values_list("state", flat=True))


@pytest.fixture
def in_every_state(queue):
    """One row in each state, in the order of their names."""
    rows = queue(*(f"{state}@mission.test" for state in EVERY))
    for row, state in zip(sorted(rows, key=lambda row: row.pk), EVERY, strict=True):
        row.state, row.lease_until, row.bounced_at, row.answer = state, NOW, NOW, "as before"
        row.sent_at = None if state == "uncertain" else NOW
        row.save()
    return Delivery.objects.all()


def changed(before):
    """What became of the rows that are in another state than before, by the state that they had."""
    return {was: now for was, now in zip(before, states(), strict=True) if was != now}


def test_hold_back_stops_what_waits(in_every_state):
    before = states()

    assert outbox.hold_back(in_every_state) == 1
    assert changed(before) == {"queued": "stopped"}


def test_let_go_queues_what_was_held_back_and_wakes(in_every_state, django_capture_on_commit_callbacks):
    before = states()

    with django_capture_on_commit_callbacks() as callbacks:
        assert outbox.let_go(in_every_state) == 1
        assert outbox.let_go(in_every_state) == 0

    assert (changed(before), callbacks) == ({"stopped": "queued"}, [outbox.wake])


def test_acknowledge_is_of_what_was_sent_or_may_have_been(in_every_state):
    before = states()

    assert outbox.acknowledge(in_every_state, at=NOW + timedelta(hours=1)) == 2

    assert changed(before) == {"sent": "acknowledged", "uncertain": "acknowledged"}
    kept = {row.address.split("@")[0]: row.sent_at for row in Delivery.objects.all()}
    assert (kept["sent"], kept["uncertain"]) == (NOW, NOW + timedelta(hours=1))


def test_send_again_is_of_what_bounced_or_was_refused(in_every_state, by, django_capture_on_commit_callbacks):
    before = states()

    with django_capture_on_commit_callbacks() as callbacks:
        assert outbox.send_again(in_every_state, by=by) == 2
        assert outbox.send_again(in_every_state.none(), by=by) == 0

    assert (changed(before), callbacks) == ({"bounced": "queued", "failed": "queued"}, [outbox.wake])
    assert [(e.verb, e.facts["was"]) for e in Event.objects.order_by("place")] == [
        (Verb.RESENT, "bounced"),
        (Verb.RESENT, "failed"),
    ]


def test_row_that_is_put_off_while_the_others_are_held_back_is_held_back_too(queue, mailserver):
    queue("a@mission.test", "b@mission.test")
    mailserver.acts["rcpt"] = ["450 later"]
    claimed = outbox.claim(NOW)
    outbox.hold_back(Delivery.objects.all())

    with outbox.sending.smtp.courier() as courier:
        outbox.sending._deliver(claimed, courier, lambda: NOW, outbox.attachment_of)

    assert states() == ["stopped", "stopped"]


def test_held_back_is_not_sent(queue, mailserver):
    queue("a@mission.test", "b@mission.test")
    outbox.deliver_due(limit=1)
    outbox.hold_back(Delivery.objects.all())

    assert (outbox.deliver_due(), states()) == (0, ["sent", "stopped"])

    outbox.let_go(Delivery.objects.all())
    assert (outbox.deliver_due(), len(mailserver.taken)) == (1, 2)


def in_thread(function, *args):
    try:
        return function(*args)
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_stop_waits_for_a_claim_under_way_and_leaves_what_it_took(queue, wait_until_a_query_is_blocked):
    queue("a@mission.test", "b@mission.test")

    with ThreadPoolExecutor() as pool:
        with transaction.atomic():
            outbox.claim(NOW)
            stop = pool.submit(in_thread, outbox.hold_back, Delivery.objects.all())
            wait_until_a_query_is_blocked()
        assert stop.result(5) == 1

    assert states() == ["sending", "stopped"]


@pytest.mark.django_db(transaction=True)
def test_claim_passes_by_what_is_being_stopped(queue):
    queue("a@mission.test", "b@mission.test")

    with ThreadPoolExecutor() as pool, transaction.atomic():
        assert outbox.hold_back(Delivery.objects.all()) == 2
        assert pool.submit(in_thread, outbox.claim, NOW).result(5) is None

    assert states() == ["stopped", "stopped"]


@pytest.mark.django_db(transaction=True)
def test_acknowledgement_that_waits_for_a_bounce_leaves_it(queue, by, wait_until_a_query_is_blocked):
    [row] = queue("a@mission.test")
    Delivery.objects.update(state="sent", sent_at=NOW)

    def acknowledge():
        with transaction.atomic():
            return outbox.acknowledge(Delivery.objects.all(), at=NOW)

    with ThreadPoolExecutor() as pool:
        with transaction.atomic():
            Delivery.objects.filter(pk=row.pk).update(state="bounced", bounced_at=NOW)
            second = pool.submit(in_thread, acknowledge)
            wait_until_a_query_is_blocked()
        assert second.result(5) == 0

    assert states() == ["bounced"]
