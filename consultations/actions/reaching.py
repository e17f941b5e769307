"""What follows the sending: receipts, what came back, what is sent again or to another address, and stopping it all."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions import directory
from record import bounces, outbox
from record.models import Delivery, Event, Verb

from .. import emails, reach
from ..models import Acknowledgement, Circular
from .common import record, refuse


@transaction.atomic
def acknowledge(circular, *, by):
    """Say for one's delegation that a circular has been received: once, whichever of its people does."""
    circular = Circular.objects.hold(circular.pk)
    refuse(circular.why_not_acknowledge(), "acknowledge")
    if not reach.went_to(circular, by.delegation):
        raise ValidationError(_("This circular was not sent to your delegation: there is nothing to confirm."), "to")
    if circular.acknowledgements.filter(delegation=by.delegation).exists():
        raise ValidationError(_("The receipt has been confirmed for your delegation already."), "acknowledged")
    made = Acknowledgement.objects.create(
        circular=circular, delegation=by.delegation, user=by.user, capacity=by.capacity, at=by.at
    )
    count = outbox.acknowledge(reach.letters_to(circular, by.delegation), at=by.at)
    record(circular, Verb.ACKNOWLEDGED, by, messages=count)
    return made


@transaction.atomic
def stop_dispatch(circular, *, by):
    """Hold back the letters that have not left yet, and return how many. A worker finishes the one it has in hand."""
    circular = Circular.objects.hold(circular.pk)
    count = outbox.hold_back(reach.letters_sent(circular))
    if not count:
        raise ValidationError(_("Nothing can be stopped: no letter waits to be sent."), "stop_dispatch")
    record(circular, Verb.STOPPED, by, messages=count)
    return count


@transaction.atomic
def resume_dispatch(circular, *, by):
    """Let the letters go that were held back, and return how many."""
    circular = Circular.objects.hold(circular.pk)
    refuse(circular.why_not_send_again(), "resume_dispatch")
    count = outbox.let_go(reach.letters_sent(circular))
    if not count:
        raise ValidationError(_("Nothing is held back: there is nothing to go on with."), "resume_dispatch")
    record(circular, Verb.RESUMED, by, messages=count)
    return count


@transaction.atomic
def send_again(circular, *, by, keys):
    """Send the chosen letters again that came back or were refused, and return how many. The others stay."""
    circular = Circular.objects.hold(circular.pk)
    refuse(circular.why_not_send_again(), "send_again")
    count = outbox.send_again(reach.letters_sent(circular).filter(pk__in=keys), by=by)
    if not count:
        raise ValidationError(
            _("None of these can be sent again: choose addresses from which a letter came back or that refused it."),
            "send_again",
        )
    return count


@transaction.atomic
def send_to_address(circular, *, by, delegation, email, keep=False):
    """Send the same letter to one more address of a delegation; ``keep`` enters it into the directory too."""
    circular = Circular.objects.hold(circular.pk)
    refuse(circular.why_not_send_again(), "send_to_address")
    if not reach.went_to(circular, delegation):
        raise ValidationError(_("This circular was not for this delegation."), "delegation")
    if reach.letters_sent(circular).filter(address__iexact=email).exists():
        raise ValidationError(
            _("This letter went to %(address)s already. Its state stands above; it can be sent again from there."),
            "email",
            {"address": email},
        )
    delivery = _queue(circular, delegation, email, by)
    if keep and not delegation.addresses.filter(email__iexact=email).exists():
        directory.add_address(delegation, by=by, email=email, label="", note="")
    consultation = circular.consultation
    Event.objects.record(
        delivery, Verb.CREATED, by=by, consultation=consultation, kind=delivery.kind, delegation=delegation.code
    )
    transaction.on_commit(outbox.wake, robust=True)
    return delivery


def mark_bounced(delivery, *, by, note=""):
    """Note by hand that a letter came back, with what was read in the answer."""
    return bounces.mark(delivery, by=by, note=note)


def _queue(circular, delegation, email, by):
    """The letter as it went to the others."""
    subject, text = emails.circular(circular)
    [delivery] = Delivery.objects.queue(
        circular,
        kind=emails.CIRCULAR,
        subject=subject,
        text=text,
        addresses=[(email, delegation)],
        at=by.at,
        consultation=circular.consultation,
        files=[circular.pdf, *(enclosure.file for enclosure in circular.enclosures.select_related("file"))],
        reply_to=circular.consultation.contact,
    )
    return delivery
