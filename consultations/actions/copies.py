"""Copies by mail for people who asked: of circulars as they are issued, of drafts as they are released."""

from django.db import transaction

from accounts.models import User
from record import outbox
from record.models import Delivery, Event, Verb

from .. import emails
from ..models import CopyRequest

SENT_ALREADY = (emails.CIRCULAR, emails.COPY)  # an address that has one of these about an object gets no copy of it


@transaction.atomic
def ask_copies(consultation, *, by):
    """Mail ``by``, from now on, what is issued and released. Asked twice it stays one request."""
    User.objects.select_for_update(no_key=True).get(pk=by.user.pk)  # one at a time
    request, made = CopyRequest.objects.get_or_create(
        user_id=by.user.pk, consultation=consultation, ended_at=None, defaults={"asked_at": by.at}
    )
    if made:
        Event.objects.record(request, Verb.CREATED, by=by, consultation=consultation)
    return request


@transaction.atomic
def stop_copies(consultation, *, by):
    """Mail ``by`` nothing more of it; what lies in the outbox already still goes."""
    User.objects.select_for_update(no_key=True).get(pk=by.user.pk)  # one at a time
    request = CopyRequest.objects.filter(user_id=by.user.pk, consultation=consultation, ended_at=None).first()
    if request:
        request.ended_at = by.at
        request.save(update_fields=["ended_at"])
        Event.objects.record(request, Verb.ENDED, by=by, consultation=consultation)


def send(circular, by):
    """Put copies of an issued circular into the outbox, beside the letters to the official addresses."""
    write(circular, emails.copy, by, files=_papers)


def _papers(circular):
    return [circular.pdf, *(enclosure.file for enclosure in circular.enclosures.select_related("file"))]


def write(target, mail, by, *, files):
    """One copy of ``target`` to each who asked and whose account is open, unless it went to their address anyway.

    ``mail(target)`` gives subject and text, ``files(target)`` what goes with it; asked only where somebody wants it.
    """
    people = _people(target) if target.consultation.published else []  # until then it is not for everybody who asked
    if people:
        subject, text = mail(target)
        Delivery.objects.queue(
            target,
            kind=emails.COPY,
            subject=subject,
            text=text,
            addresses=[(person.email, person) for person in people],
            at=by.at,
            consultation=target.consultation,
            files=files(target),
        )
        transaction.on_commit(outbox.wake, robust=True)


def _people(target):
    """Who asked for copies, the first first, without those whose address has the letter or a copy already."""
    asked = CopyRequest.objects.filter(consultation=target.consultation_id, ended_at=None, user__is_active=True)
    people = [request.user for request in asked.select_related("user").order_by("pk")]
    if not people:
        return []
    served = Delivery.objects.about(target).filter(kind__in=SENT_ALREADY).values_list("address", flat=True)
    served = {address.lower() for address in served}
    return [person for person in people if person.email.lower() not in served]
