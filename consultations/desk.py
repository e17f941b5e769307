"""What the consultation asks of a person: letters to write, approve and issue, questions to answer."""

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.desk import Item
from accounts.models import Delegation
from record.actor import Capacity
from record.models import Approval, Delivery, DeliveryState
from record.models.generic import type_of

from . import reminder_board, reminding, times
from .emails import CIRCULAR
from .models import OF_THE_SECRETARIAT, Acknowledgement, Circular, CircularState

LATELY = 5
KEEP = "consultations.keep_reminders"
SPEAKING = {Capacity.DELEGATE, Capacity.HEAD}
PREPARING = {Capacity.SECRETARIAT, Capacity.STAFF}


def items(consultation, actor):
    """The three lists of the desk, for an actor who works for ``consultation``; empty for others."""
    needs = [_need(circular) for circular in awaiting(consultation, actor)]
    return {
        "needs": needs + _undecided(consultation, actor),
        "progress": [_progress(c) for c in _under_way(consultation, actor)]
        + _reminding(consultation, actor)
        + [_to_confirm(circular) for circular in unconfirmed(consultation, actor)],
        "done": [_done(circular) for circular in _lately(consultation, actor)],
    }


def _reminding(consultation, actor):
    """Which reminder goes next by itself, for who keeps them."""
    coming = reminder_board.coming(consultation, actor.at) if actor.may(KEEP, consultation) else None
    if coming is None:
        return []
    moment = times.moment(reminding.moment_of(coming), consultation.zone)
    sentence = _("It goes by itself on %(moment)s.") % {"moment": moment}
    return [
        Item(
            _("The next reminder"), sentence, reverse("consultations:reminders", args=[consultation.slug]), _("See it")
        )
    ]


def waiting(consultation, actor):
    """What needs the actor, as querysets to be counted."""
    return [awaiting(consultation, actor), _undecided_letters(consultation, actor)]


def awaiting(consultation, actor):
    """The circulars that wait for a deed of this actor."""
    circulars = Circular.objects.filter(consultation=consultation).in_preparation()
    if actor.holds(Capacity.COFACILITATOR, consultation):
        mine = Approval.objects.filter(
            target_type=type_of(Circular),
            target_id=OuterRef("pk"),
            content_sha256=OuterRef("asked_sha256"),
            user=actor.user,
        )
        joint = circulars.filter(state=CircularState.IN_APPROVAL).exclude(form__in=OF_THE_SECRETARIAT)
        return joint.exclude(Exists(mine))
    if actor.holds(Capacity.SECRETARIAT, consultation):
        to_issue = circulars.filter(state=CircularState.APPROVED)
        notes = circulars.filter(state=CircularState.IN_APPROVAL, form__in=OF_THE_SECRETARIAT)
        return to_issue | notes.exclude(drafted_by=actor.user)
    return circulars.none()


def _need(circular):
    approve = circular.state == CircularState.IN_APPROVAL
    return Item(
        circular.subject,
        _("It waits for your approval; the letter is dated %(date)s.") % {"date": times.house_date(circular.dated)}
        if approve
        else _("It is approved and can be issued; the letter is dated %(date)s.")
        % {"date": times.house_date(circular.dated)},
        circular.get_absolute_url(),
        _("Read and approve") if approve else _("Issue"),
    )


def _undecided_letters(consultation, actor):
    if not actor.holds(Capacity.SECRETARIAT, consultation):
        return Circular.objects.none()
    open_rows = Delivery.objects.filter(
        target_type=type_of(Circular), target_id=OuterRef("pk"), kind=CIRCULAR, state=DeliveryState.UNCERTAIN
    )
    return Circular.objects.filter(Exists(open_rows), consultation=consultation)


def _undecided(consultation, actor):
    return [
        Item(
            circular.subject,
            _("Of some letters it is not known whether they arrived: decide whether they are sent again."),
            reverse("consultations:reach", args=[consultation.slug, circular.reference]),
            _("Decide"),
        )
        for circular in _undecided_letters(consultation, actor)
    ]


def _under_way(consultation, actor):
    if actor.capacity not in PREPARING | {Capacity.COFACILITATOR} or consultation.pk not in actor.consultations:
        return Circular.objects.none()
    waiting_for_me = awaiting(consultation, actor).values("pk")
    return Circular.objects.filter(consultation=consultation).in_preparation().exclude(pk__in=waiting_for_me)


def _progress(circular):
    sentence = {
        CircularState.DRAFT: _("A draft by %(person)s."),
        CircularState.IN_APPROVAL: _("In approval; drafted by %(person)s."),
        CircularState.APPROVED: _("Approved, and waits for the secretariat to issue it."),
        CircularState.ISSUING: _("Being printed and sent."),
    }[circular.state]
    return Item(circular.subject, sentence % {"person": circular.drafted_by}, circular.get_absolute_url(), _("Open"))


def unconfirmed(consultation, actor):
    """The latest circulars that went to the actor's delegation, whose receipt nobody of it has confirmed yet."""
    if actor.capacity not in SPEAKING:
        return Circular.objects.none()
    letters = {"target_type": type_of(Circular), "target_id": OuterRef("pk"), "kind": CIRCULAR}
    to_us = {"recipient_type": type_of(Delegation), "recipient_id": actor.delegation_id}
    confirmed = Acknowledgement.objects.filter(circular=OuterRef("pk"), delegation=actor.delegation_id)
    went = Circular.objects.filter(
        Exists(Delivery.objects.filter(**letters, **to_us)), consultation=consultation, state=CircularState.ISSUED
    )
    return went.exclude(Exists(confirmed)).for_list()[:LATELY]


def _to_confirm(circular):
    return Item(
        f"{circular.reference} {circular.subject}",
        _("It was sent to your delegation; nobody has confirmed yet that it was received."),
        circular.get_absolute_url(),
        _("Confirm the receipt"),
    )


def _lately(consultation, actor):
    if consultation.pk not in actor.consultations:
        return []
    return Circular.objects.filter(consultation=consultation).issued().for_list()[:LATELY]


def _done(circular):
    return Item(
        f"{circular.reference} {circular.subject}",
        _("Issued on %(date)s.") % {"date": times.house_date(circular.consultation.day(circular.issued_at))},
        circular.get_absolute_url(),
    )
