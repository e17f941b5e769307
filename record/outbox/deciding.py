"""The people's part: what is sent again, taken as sent, held back, let go, or known to have arrived.

Whoever decides about one object's messages holds that object first, so that two never do at once.
"""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import waking
from ..models import Delivery, DeliveryState, Event, Verb
from .sending import MINUTE

SETTLED = {
    "resend": (DeliveryState.QUEUED, Verb.RESENT),
    "assume_sent": (DeliveryState.SENT, Verb.ASSUMED_SENT),
}


def wake(after=0):
    """Tell a worker that there is mail. Called on commit; if the broker is away the clock finds it in a minute."""
    waking.wake("record.deliver", after=after)


@transaction.atomic
def settle(delivery, outcome, *, by):
    """Decide what becomes of an uncertain, failed or bounced delivery: "resend" it, or "assume_sent"."""
    delivery = Delivery.objects.hold(delivery.pk)
    if outcome not in SETTLED:
        raise ValidationError(_("Choose whether to send it again or to take it as sent."), code="outcome")
    if reason := delivery.why_not_settle():
        raise ValidationError(reason, code="settle")
    _settle(delivery, *SETTLED[outcome], by)
    if delivery.state == DeliveryState.QUEUED:
        transaction.on_commit(wake, robust=True)
    return delivery


@transaction.atomic
def send_again(deliveries, *, by):
    """Send those of ``deliveries`` again that bounced or were refused, and return how many that were.

    What is uncertain is never among them: about that a person decides one by one.
    """
    held = deliveries.bounced_or_failed().order_by("pk").select_for_update(no_key=True)
    rows = list(held)
    for row in rows:
        _settle(row, *SETTLED["resend"], by)
    if rows:
        transaction.on_commit(wake, robust=True)
    return len(rows)


def hold_back(deliveries):
    """Stop those of ``deliveries`` that still wait, and return how many. What a worker has claimed goes on."""
    return deliveries.filter(state=DeliveryState.QUEUED).update(state=DeliveryState.STOPPED)


@transaction.atomic
def let_go(deliveries):
    """Let those go that were held back, and return how many."""
    count = deliveries.filter(state=DeliveryState.STOPPED).update(state=DeliveryState.QUEUED)
    if count:
        transaction.on_commit(wake, robust=True)
    return count


def acknowledge(deliveries, *, at):
    """Note that those arrived that were sent, or of which nobody knew; the others stay as they are."""
    held = deliveries.filter(state__in=[DeliveryState.SENT, DeliveryState.UNCERTAIN])
    held = held.order_by("pk").select_for_update(no_key=True)
    keys = list(held.values_list("pk", flat=True))
    return Delivery.objects.filter(pk__in=keys).update(
        state=DeliveryState.ACKNOWLEDGED, sent_at=Coalesce("sent_at", at)
    )


def _settle(delivery, state, verb, by):
    was, delivery.state, delivery.retry_after = delivery.state, state, None
    if state == DeliveryState.SENT:
        delivery.sent_at, delivery.bounced_at = by.at, None
    elif settings.MAIL_PER_MINUTE and delivery.tried_at:
        delivery.retry_after = _after_its_minute(delivery.tried_at)
    delivery.save(update_fields=["state", "retry_after", "sent_at", "bounced_at"])
    Event.objects.record(delivery, verb, by=by, consultation=delivery.consultation, kind=delivery.kind, was=was)


def _after_its_minute(tried_at):
    """When its last try no longer counts against the limit: a row keeps the time of one try only."""
    over = tried_at + MINUTE
    return over if over > timezone.now() else None
