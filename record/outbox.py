"""Every e-mail leaves from here: claimed before it is sent, sent once, and what became of it written down.

The times at which leases end and new tries are due are real ones; ``clock`` is the story's, and stamps what was
sent, so that a demo can play another year while the workers run.
"""

import logging
import time
from datetime import timedelta
from email.utils import format_datetime
from functools import lru_cache
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from . import smtp, waking
from .models import Delivery, DeliveryState, Event, File, Verb

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=180)
LAST_DOT = 120  # seconds after the claim in which the final dot may go out, so that no lease ends before the answer
PAUSES = [timedelta(minutes=minutes) for minutes in (1, 2, 5, 10, 30, 60)]  # then every hour
GIVE_UP_AFTER = timedelta(hours=48)
BATCH_SECONDS = 240  # and then the task ends and calls another, well within a task's limit

# One row for one worker: others skip the row that is being claimed, and see it claimed once this statement is over.
CLAIM = """
UPDATE record_delivery SET state = 'sending', attempts = attempts + 1, lease_until = %(lease)s, retry_after = NULL
WHERE id = (
    SELECT id FROM record_delivery
    WHERE state = 'queued' AND (retry_after IS NULL OR retry_after <= %(now)s)
    ORDER BY retry_after NULLS FIRST, id LIMIT 1 FOR UPDATE SKIP LOCKED
)
RETURNING *, ARRAY(
    SELECT file_id FROM record_delivery_files WHERE delivery_id = record_delivery.id ORDER BY id
) AS file_keys
"""


class DamagedError(Exception):
    """A file that the message should carry is not what it was."""


def wake():
    """Tell a worker that there is mail. Called on commit; if the broker is away the clock finds it in a minute."""
    waking.wake("record.deliver")


def deliver_due(clock=timezone.now, *, limit=None):
    """Send what is due, one message at a time, and return how many were tried. More may wait if that is ``limit``.

    Safe beside other workers and safe to kill: what was under way is then found out when its lease ends. Must be
    called outside a transaction, since a claim counts only once it is committed.
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


def claim(now):
    """The delivery that has waited longest, for this worker alone until its lease ends; ``None`` if none is due."""
    rows = list(Delivery.objects.raw(CLAIM, {"now": now, "lease": now + LEASE}))
    return rows[0] if rows else None


def message(delivery, attachment):
    """The e-mail of a delivery, the same at every try."""
    host = urlsplit(settings.SITE_URL).hostname
    papers, calendars = parts(attachment(key) for key in delivery.file_keys)
    return EmailMultiAlternatives(
        subject=delivery.subject,
        body=delivery.text,
        to=[delivery.address],
        attachments=papers,
        alternatives=calendars,
        headers={
            "Message-ID": f"<{delivery.message_key}@{host}>",
            "Date": format_datetime(delivery.queued_at),
            "Auto-Submitted": "auto-generated",
            "X-Portal-Delivery": delivery.message_key,
        },
    )


def parts(files):
    """The files that are attached, and those that say the same as the text: a calendar programme reads an invitation
    only if it is an alternative to the text (RFC 6047).
    """
    papers, calendars = [], []
    for name, content, content_type in files:
        if content_type.startswith("text/calendar"):
            calendars.append((content.decode(), content_type))
        else:
            papers.append((name, content, content_type))
    return papers, calendars


def attachment_of(key):
    """Name, bytes and type of a file; ``DamagedError`` if the bytes are not those that were kept."""
    file = File.objects.get(pk=key)
    content = file.read_intact()
    if content is None:
        raise DamagedError(
            _("The file “%(name)s” is missing or damaged. Tell the administrator; nothing was sent.")
            % {"name": file.name}
        )
    return file.name, content, file.content_type


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
    _finish(delivery, state=DeliveryState.QUEUED, answer=answer, retry_after=timezone.now() + pause)


def _last_asked_for(delivery):
    resent = Event.objects.about(delivery).filter(verb=Verb.RESENT).order_by("place").last()
    return resent.at if resent else delivery.queued_at


def _finish(delivery, *, answer, **fields):
    """Write down what became of this try, unless its lease ended and others have the word by now."""
    mine = Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.SENDING, attempts=delivery.attempts)
    if not mine.update(answer=answer[:300], lease_until=None, **fields):
        logger.warning("Delivery %s ended after its lease as %s: %s", delivery.pk, fields["state"], answer)


SETTLED = {
    "resend": (DeliveryState.QUEUED, Verb.RESENT),
    "assume_sent": (DeliveryState.SENT, Verb.ASSUMED_SENT),
}


@transaction.atomic
def settle(delivery, outcome, *, by):
    """Decide what becomes of an uncertain or failed delivery: "resend" it, or "assume_sent"."""
    delivery = Delivery.objects.hold(delivery.pk)
    if outcome not in SETTLED:
        raise ValidationError(_("Choose whether to send it again or to take it as sent."), code="outcome")
    if reason := delivery.why_not_settle():
        raise ValidationError(reason, code="settle")
    state, verb = SETTLED[outcome]
    was, delivery.state, delivery.retry_after = delivery.state, state, None
    if state == DeliveryState.SENT:
        delivery.sent_at = by.at
    delivery.save(update_fields=["state", "retry_after", "sent_at"])
    Event.objects.record(delivery, verb, by=by, consultation=delivery.consultation, kind=delivery.kind, was=was)
    if state == DeliveryState.QUEUED:
        transaction.on_commit(wake, robust=True)
    return delivery
