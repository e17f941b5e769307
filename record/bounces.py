"""What is told of a message after it has left: that it came back, that it was not wanted, that it was delivered.

A mail service tells it, or a person who has read the answer in a mailbox. Reports come late, twice and out of order:
what is known already is never unsaid by them.
"""

import logging
import re
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from .models import Delivery, DeliveryState, Event, Verb
from .smtp import one_line

logger = logging.getLogger(__name__)

KEY = re.compile(r"<?([0-9a-f]{32,64})(?:@[^<>@\s]+)?>?")
NAMES = ("delivery", "X-Portal-Delivery")  # under which a service gives back what we had it note
CAME_BACK = frozenset({"bounced", "rejected", "failed"})
LEFT = frozenset({DeliveryState.SENDING, DeliveryState.SENT, DeliveryState.UNCERTAIN})
SKEW = timedelta(seconds=60)  # by which the clock of a service may be behind ours


@transaction.atomic
def tell(report, *, by):
    """Write down what a mail service reports, an event as Anymail gives it. True if it changed what we know.

    The message is found by the name that we gave it, never by its address, which others may have too.
    """
    delivery = _named_in(report)
    if delivery is None:
        logger.warning("A report of a mail service names no message of ours: %s.", one_line(report.event_type))
        return False
    words = _words(report)
    if report.event_type in CAME_BACK:
        return not _is_of_an_earlier_try(report, delivery) and _came_back(delivery, words, by)
    if report.event_type == "complained":
        return _complained(delivery, words, by)
    return report.event_type == "delivered" and _delivered(delivery, words)


@transaction.atomic
def mark(delivery, *, by, note=""):
    """Note that a message came back, as a person has seen."""
    delivery = Delivery.objects.hold(delivery.pk)
    if reason := delivery.why_not_mark_bounced():
        raise ValidationError(reason, code="mark_bounced")
    _bounce(delivery, one_line(note)[:300], by)
    return delivery


def _named_in(report):
    """The message of ours that a report is about, held; ``None`` if it names none."""
    noted = report.metadata if isinstance(report.metadata, dict) else {}
    for said in [report.message_id, *(noted.get(name) for name in NAMES)]:
        if (key := KEY.fullmatch(str(said or "").strip())) and (found := _held(key[1])):
            return found
    return None


def _held(key):
    return Delivery.objects.select_for_update(no_key=True).filter(message_key=key).first()


def _words(report):
    """What the other server answered, on one line, with what the service calls it where it gave no answer."""
    said = [one_line(text) for text in (report.description, report.mta_response) if text]
    return " ".join(dict.fromkeys(said))[:300] or one_line(report.event_type)


def _is_of_an_earlier_try(report, delivery):
    """Whether a message was sent again since then: of the later try this says nothing."""
    then = getattr(report.timestamp, "tzinfo", None) and report.timestamp
    again = delivery.attempts > 1 and delivery.tried_at
    return bool(then and again and then < delivery.tried_at - SKEW)


def _came_back(delivery, words, by):
    """One that waits to be sent again waits on; one that was acknowledged stays so, with what came back noted."""
    if delivery.state in LEFT:
        _bounce(delivery, words, by)
        return True
    if delivery.state == DeliveryState.ACKNOWLEDGED and not _bounced_at_last(delivery):
        delivery.answer, delivery.bounced_at = words, by.at
        delivery.save(update_fields=["answer", "bounced_at"])
        _record(delivery, Verb.BOUNCED, by, was=delivery.state)
        return True
    return False


def _bounced_at_last(delivery):
    """Whether it has come back, and was not sent again since."""
    return bool(delivery.bounced_at and not (delivery.tried_at and delivery.bounced_at < delivery.tried_at))


def _bounce(delivery, words, by):
    was, delivery.state = delivery.state, DeliveryState.BOUNCED
    delivery.answer, delivery.bounced_at, delivery.lease_until = words or delivery.answer, by.at, None
    delivery.save(update_fields=["state", "answer", "bounced_at", "lease_until"])
    _record(delivery, Verb.BOUNCED, by, was=was)


def _complained(delivery, words, by):
    """It arrived, and somebody there called it unwanted mail: noted once."""
    if Event.objects.about(delivery).filter(verb=Verb.REPORTED, facts__complained=True).exists():
        return False
    delivery.answer = words
    delivery.save(update_fields=["answer"])
    _record(delivery, Verb.REPORTED, by, complained=True)
    return True


def _delivered(delivery, words):
    """The other server has taken it: that is its answer, unless it has come back."""
    has_left = delivery.state in LEFT | {DeliveryState.ACKNOWLEDGED}
    if not has_left or _bounced_at_last(delivery) or delivery.answer == words:
        return False
    delivery.answer = words
    delivery.save(update_fields=["answer"])
    return True


def _record(delivery, verb, by, **facts):
    Event.objects.record(delivery, verb, by=by, consultation=delivery.consultation, kind=delivery.kind, **facts)
