import logging
import socket
import time

import pytest
from celery import Celery, current_app

from record import outbox, waking


@pytest.fixture
def broker(settings):
    """A function that makes Celery use the broker at an address, with the portal's own patience."""

    portal = current_app._get_current_object()

    def broker(url):
        app = Celery("elsewhere", broker=url)
        app.conf.broker_transport_options = settings.CELERY_BROKER_TRANSPORT_OPTIONS
        app.set_current()
        return app

    yield broker
    portal.set_current()


@pytest.fixture
def deaf():
    """The port of a server that takes connections and says nothing."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


def woken_in(caplog):
    """How long waking took, and what was logged."""
    began = time.monotonic()
    with caplog.at_level(logging.WARNING, "record.waking"):
        outbox.wake()
    return time.monotonic() - began, [record.message.partition(":")[0] for record in caplog.records]


def test_broker_that_is_away_is_logged_and_holds_nobody_up(broker, caplog):
    broker("redis://127.0.0.1:1/0")

    seconds, logged = woken_in(caplog)

    assert logged == ["No worker was woken for record.deliver"]
    assert seconds < 3


def test_broker_that_hangs_is_logged_and_holds_nobody_up(broker, deaf, caplog):
    broker(f"redis://127.0.0.1:{deaf}/0")

    seconds, logged = woken_in(caplog)

    assert logged == ["No worker was woken for record.deliver"]
    assert seconds < 3


def test_task_is_sent_by_its_name(broker, settings):
    app = broker(settings.REDIS_URL)

    waking.wake("record.tests.anything", 7)

    with app.connection_for_read() as connection, connection.SimpleQueue("celery") as queue:
        message = queue.get(timeout=5)
        message.ack()
    assert (message.headers["task"], message.payload[0]) == ("record.tests.anything", [7])
