"""How a worker is told that Postgres holds work for it. The word may be lost; the work cannot."""

import logging
from contextlib import contextmanager
from contextvars import ContextVar

from celery import current_app
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)

# Whoever wakes a worker is a person's request: with the broker away it goes on after two seconds at most.
HURRY = {"max_retries": 0, "socket_timeout": 1, "socket_connect_timeout": 1}


_quiet = ContextVar("quiet", default=False)


@contextmanager
def quiet():
    """Inside, nobody is woken: for whoever does all the work themselves. The commit must lie inside too."""
    token = _quiet.set(True)
    try:
        yield
    finally:
        _quiet.reset(token)


def wake(task, *args, after=0):
    """Tell a worker to run ``task``, in ``after`` seconds. If the broker is away this is logged, and the clock finds
    the work in a minute.
    """
    if _quiet.get():
        return
    try:
        with current_app.connection_for_write(transport_options=HURRY) as connection:
            current_app.signature(task, args=args).apply_async(
                connection=connection, retry=False, countdown=after or None
            )
    except OperationalError as error:
        logger.warning("No worker was woken for %s: %s", task, error)
