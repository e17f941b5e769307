"""The worker's part: a row is claimed, committed, sent, and finished.

The times at which leases end and new tries are due are real ones; ``clock`` is the story's, and stamps what was
sent, so that a demo can play another year while the workers run.
"""

import logging
import math
import time
from contextlib import contextmanager
from datetime import timedelta
from functools import lru_cache

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import smtp
from ..models import Delivery, DeliveryState, Event, Verb
from .writing import DamagedError, attachment_of, message

logger = logging.getLogger("record.outbox")

LEASE = timedelta(seconds=180)
LAST_DOT = 120  # seconds after the claim in which the final dot may go out, so that no lease ends before the answer
PAUSES = [timedelta(minutes=minutes) for minutes in (1, 2, 5, 10, 30, 60)]  # then every hour
GIVE_UP_AFTER = timedelta(hours=48)
BATCH_SECONDS = 240  # and then the task ends and calls another, well within a task's limit
MINUTE = timedelta(seconds=60)
PACE = 15  # seconds in which a quarter of a minute's messages may go, so that they do not all leave at once
TURN = 0x6D61696C  # the lock under which tries are counted where there is a limit

# One row for one worker: others skip the row that is being claimed, and see it claimed once this statement is over.
# With a limit, only while fewer were tried of late: %(rate)s in a minute, %(few)s in a quarter of one.
CLAIM = """
UPDATE record_delivery
SET state = 'sending', attempts = attempts + 1, lease_until = %(lease)s, retry_after = NULL, tried_at = %(now)s
WHERE id = (
    SELECT id FROM record_delivery
    WHERE state = 'queued' AND (retry_after IS NULL OR retry_after <= %(now)s) AND (
        %(rate)s = 0
        OR (SELECT count(*) FROM record_delivery WHERE tried_at > %(minute)s) < %(rate)s
        AND (SELECT count(*) FROM record_delivery WHERE tried_at > %(moment)s) < %(few)s
    )
    ORDER BY retry_after NULLS FIRST, id LIMIT 1 FOR UPDATE SKIP LOCKED
)
RETURNING *, ARRAY(
    SELECT file_id FROM record_delivery_files WHERE delivery_id = record_delivery.id ORDER BY id
) AS file_keys
"""


def deliver_due(clock=timezone.now, *, limit=None):
    """Send what is due, one message at a time, and return how many were tried. More may wait if that is ``limit``.

    Safe beside other workers and safe to kill: what was under way is then found out when its lease ends. Must be
    called outside a transaction, since a claim counts only once it is committed. With ``MAIL_PER_MINUTE`` it ends
    when so many were tried of late.
    """
    with transaction.atomic(durable=True):
        doubt_what_was_left(timezone.now())
    tried, until = 0, time.monotonic() + BATCH_SECONDS
    attachment = lru_cache(maxsize=16)(attachment_of)  # each file is read once for all that carry it
    with smtp.courier() as courier:
        while tried != limit and time.monotonic() < until and (delivery := claim(timezone.now())):
            tried += 1
            if not _deliver(delivery, courier, clock, attachment):
                break
    return tried


def doubt_what_was_left(now):
    """Make uncertain what a worker took and never finished: it may have left. A person decides."""
    left = Delivery.objects.filter(state=DeliveryState.SENDING, lease_until__lt=now)
    reason = _("The sending broke off, and nobody knows whether the message had left.")
    if count := left.update(state=DeliveryState.UNCERTAIN, answer=reason, lease_until=None):
        logger.warning("%s deliveries were left unfinished and are uncertain now.", count)


def is_more_due():
    """Whether a row waits that could be tried now, but for the limit."""
    return Delivery.objects.due(timezone.now()).exists()


def claim(now):
    """The delivery that has waited longest, for this worker alone until its lease ends; ``None`` if none is due."""
    rate = settings.MAIL_PER_MINUTE
    asked = {
        "now": now,
        "lease": now + LEASE,
        "rate": rate,
        "few": math.ceil(rate * PACE / 60),
        "minute": now - MINUTE,
        "moment": now - timedelta(seconds=PACE),
    }
    with _in_turn(rate):
        rows = list(Delivery.objects.raw(CLAIM, asked))
    return rows[0] if rows else None


@contextmanager
def _in_turn(rate):
    """Where there is a limit, one worker counts and claims at a time: the next one counts what this one has taken."""
    if not rate:
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TURN])
        yield


def _deliver(delivery, courier, clock, attachment):
    """Send one claimed delivery and finish it. False if the mail server cannot be reached at all."""
    before = time.monotonic() + LAST_DOT
    try:
        answer = courier.carry(message(delivery, attachment), before=before)
    except (smtp.TryLater, OSError) as error:  # OSError: the storage of files does not answer
        _put_off(delivery, getattr(error, "answer", str(error)), clock())
        return not isinstance(error, smtp.Unreachable)
    except (smtp.Refused, DamagedError) as error:
        _finish(delivery, state=DeliveryState.FAILED, answer=str(error))
    except smtp.Uncertain as error:
        _finish(delivery, state=DeliveryState.UNCERTAIN, answer=error.answer)
    else:
        _finish(delivery, state=DeliveryState.SENT, answer=answer, sent_at=clock())
    return True


def _put_off(delivery, answer, at):
    """Try again later, or give up two days after it was queued or last sent again by a person."""
    if at - delivery.queued_at > GIVE_UP_AFTER and at - _last_asked_for(delivery) > GIVE_UP_AFTER:
        reason = _("Given up after 48 hours. The last answer was: %(answer)s") % {"answer": answer}
        _finish(delivery, state=DeliveryState.FAILED, answer=reason)
        return
    pause = PAUSES[min(delivery.attempts, len(PAUSES)) - 1]
    _finish(delivery, state=_waiting(delivery), answer=answer, retry_after=timezone.now() + pause)


def _waiting(delivery):
    """How a row waits for its next try: held back, if the others with the same letter were meanwhile."""
    same = Delivery.objects.filter(
        target_type=delivery.target_type_id, target_id=delivery.target_id, kind=delivery.kind
    )
    return DeliveryState.STOPPED if same.filter(state=DeliveryState.STOPPED).exists() else DeliveryState.QUEUED


def _last_asked_for(delivery):
    resent = Event.objects.about(delivery).filter(verb=Verb.RESENT).order_by("place").last()
    return resent.at if resent else delivery.queued_at


def _finish(delivery, *, answer, **fields):
    """Write down what became of this try, unless its lease ended and others have the word by now."""
    mine = Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.SENDING, attempts=delivery.attempts)
    if not mine.update(answer=answer[:300], lease_until=None, **fields):
        logger.warning("Delivery %s ended after its lease as %s: %s", delivery.pk, fields["state"], answer)
