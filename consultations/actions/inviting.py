"""The calendars of people: an address of one's own, and invitations by mail to those who asked for them."""

import secrets

from django.db import transaction

from accounts.models import User
from record import outbox
from record.models import Delivery, File

from .. import attending, feeds, invitations
from ..models import CalendarToken, Meeting, MeetingStatus
from ..models.subscription import hash_of
from .common import refuse

ICS = "meeting.ics"


@transaction.atomic
def renew_calendar(consultation, *, by):
    """Give the secret of a new address of one's own calendar, known to nobody after this; the old one ends."""
    close_calendar(consultation, by=by)
    secret = secrets.token_urlsafe(32)
    CalendarToken.objects.create(user=by.user, consultation=consultation, sha256=hash_of(secret), made_at=by.at)
    return secret


@transaction.atomic
def close_calendar(consultation, *, by):
    """End the address of one's own calendar, if there is one."""
    User.objects.select_for_update(no_key=True).get(pk=by.user.pk)  # one at a time
    CalendarToken.objects.filter(user=by.user, consultation=consultation, revoked_at=None).update(revoked_at=by.at)


@transaction.atomic
def ask_invitation(meeting, *, by):
    """Mail ``by`` the invitation to a meeting, and from now on whatever becomes of it."""
    meeting = Meeting.objects.hold(meeting.pk)
    refuse(meeting.why_not_ask_invitation(by.at), "ask_invitation")
    subscription, made = meeting.subscriptions.get_or_create(
        user_id=by.user.pk, ended_at=None, defaults={"asked_at": by.at}
    )
    if made:
        _invite(meeting, subscription, by)


@transaction.atomic
def stop_invitation(meeting, *, by):
    """Send no more about a meeting; what stands in the person's calendar stays there."""
    meeting.subscriptions.filter(user_id=by.user.pk, ended_at=None).update(ended_at=by.at)


def tell(meeting, by):
    """Put what became of ``meeting`` into the outbox for those who asked: the new facts, or that it is off."""
    open_ones = meeting.subscriptions.filter(ended_at=None, user__is_active=True).select_related("user")
    for subscription in open_ones.order_by("pk"):
        _invite(meeting, subscription, by)


def _invite(meeting, subscription, by):
    """One message. Who may not know of the meeting any more is told that it is off, and no more after that."""
    person = subscription.user
    visible, joins = attending.meetings_for(person, meeting.consultation, by.at)
    shown = next((one for one in visible if one.pk == meeting.pk), None)
    off = shown is None or shown.status == MeetingStatus.CANCELLED
    if off:
        subscription.ended_at = by.at
        subscription.save(update_fields=["ended_at"])
    _queue(subscription, shown or meeting, feeds.CANCEL if off else feeds.REQUEST, meeting.pk in joins, by)


def _queue(subscription, meeting, method, join, by):
    person, consultation = subscription.user, meeting.consultation
    paper = File.objects.keep(
        feeds.invitation(meeting, method, person, join=join),
        name=ICS,
        content_type=f"text/calendar; method={method}",
        at=by.at,
        consultation=consultation,
    )
    subject, text = invitations.message(meeting, method, person, join=join)
    Delivery.objects.queue(
        subscription,
        kind=f"invitation-{meeting.sequence}",
        subject=subject,
        text=text,
        addresses=[(person.email, person)],
        at=by.at,
        consultation=consultation,
        files=[paper],
    )
    transaction.on_commit(outbox.wake, robust=True)
