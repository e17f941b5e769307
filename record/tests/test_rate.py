"""The limit of messages in a minute: kept by one worker and by two, over tries of every outcome."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection, transaction

from record import jobs, outbox, waking
from record.models import Delivery

pytestmark = pytest.mark.django_db
NOW = datetime(2019, 2, 1, 16, 0, tzinfo=UTC)


@pytest.fixture
def now():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def many(queue):
    return queue(*(f"{number}@mission.test" for number in range(30)))


def waiting():
    return Delivery.objects.filter(state="queued").count()


def in_thread(function, *args):
    try:
        return function(*args)
    finally:
        connection.close()


def test_without_a_limit_all_leave_at_once(many, now):
    assert outbox.deliver_due() == 30
    assert set(Delivery.objects.values_list("tried_at", flat=True)) == {NOW}


def test_a_quarter_leaves_in_a_quarter_of_a_minute(many, now, settings):
    settings.MAIL_PER_MINUTE = 8
    tried = []

    for _ in range(6):
        tried.append(outbox.deliver_due())
        now.shift(timedelta(seconds=15))

    assert tried == [2, 2, 2, 2, 2, 2]
    assert outbox.is_more_due() is True


@pytest.mark.parametrize("rate", [1, 2, 3, 7, 60])
def test_no_minute_has_more_than_the_limit(many, mailserver, now, settings, rate):
    settings.MAIL_PER_MINUTE = rate
    mailserver.acts["rcpt"] = ["550 no such user", "450 later"] * 5
    times = []

    for second in range(150):
        times += [second] * outbox.deliver_due()
        now.shift(timedelta(seconds=1))

    assert max(sum(begin <= at < begin + 60 for at in times) for begin in range(150)) <= rate
    assert len(times) >= min(30, 2 * rate)


def test_message_sent_again_within_its_minute_waits_for_its_end(queue, mailserver, now, settings, by):
    settings.MAIL_PER_MINUTE = 1
    [row] = queue("pt@mission.test")
    mailserver.acts["rcpt"] = ["550 no such user"]
    outbox.deliver_due()

    row = outbox.settle(row, "resend", by=by)

    assert row.retry_after == NOW + timedelta(seconds=60)
    now.shift(timedelta(seconds=59))
    assert outbox.deliver_due() == 0
    now.shift(timedelta(seconds=1))
    assert outbox.deliver_due() == 1


def test_message_sent_again_later_waits_for_nothing(queue, mailserver, now, settings, by):
    settings.MAIL_PER_MINUTE = 1
    [row] = queue("pt@mission.test")
    mailserver.acts["rcpt"] = ["550 no such user"]
    outbox.deliver_due()
    now.shift(timedelta(seconds=60))

    assert outbox.settle(row, "resend", by=by).retry_after is None


@pytest.mark.django_db(transaction=True)
def test_second_worker_counts_what_the_first_is_taking(many, settings, wait_until_a_query_is_blocked):
    settings.MAIL_PER_MINUTE = 1

    with ThreadPoolExecutor() as pool, transaction.atomic():
        assert outbox.claim(NOW) is not None
        second = pool.submit(in_thread, outbox.claim, NOW)
        wait_until_a_query_is_blocked()

    assert second.result(5) is None


@pytest.mark.django_db(transaction=True)
def test_two_workers_together_keep_the_limit(many, mailserver, settings):
    settings.MAIL_PER_MINUTE = 40

    with ThreadPoolExecutor() as pool:
        tried = [pool.submit(in_thread, outbox.deliver_due) for _ in range(2)]

    assert sum(each.result() for each in tried) == len(mailserver.taken) == 10
    assert waiting() == 20


def test_run_that_the_limit_ended_is_followed_by_another(many, now, settings, monkeypatch):
    settings.MAIL_PER_MINUTE = 8
    calls = []
    monkeypatch.setattr(waking, "wake", lambda task, *args, after=0: calls.append((task, after)))

    jobs.deliver()
    jobs.deliver()  # of which nothing may be tried: the clock goes on

    assert (calls, waiting()) == ([("record.deliver", outbox.PACE)], 28)


def test_worker_that_is_called_for_later_is_called_with_a_countdown(settings):
    """Celery runs it at once in tests; that the delay is handed over is enough."""
    waking.wake("record.heartbeat", after=15)
