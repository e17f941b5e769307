"""Many invitations at once: exactly what was previewed, or nothing."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from record import outbox
from record.models import Delivery, Event, Verb
from record.models.delivery import message_key
from record.models.generic import type_of

from .. import emails, invitation_list
from ..models import Delegation, Invitation, MembershipRole
from ..models.invitation import VALID_FOR
from .inviting import facts_of, refuse_haste


class OtherListError(ValidationError):
    """The list would send something else than was shown: ``plan`` is what it would do now."""

    def __init__(self, plan):
        self.plan = plan
        super().__init__(
            _("Something has changed since this was shown. Nothing was sent. Look at the rows again."), "plan"
        )


def plan_for(text, by):
    """What a list would send, and why the rest of it is not sent."""
    return invitation_list.plan(text, by.at, by.user.time_zone)


@transaction.atomic
def invite_many(*, by, text, previewed):
    """Invite everyone whose row has no fault, if that is still what was previewed (the digest of its plan)."""
    list(Delegation.objects.select_for_update(no_key=True).order_by("pk").values("pk"))
    plan = plan_for(text, by)
    if plan.digest != previewed:
        raise OtherListError(plan)
    if not plan.good:
        raise ValidationError(_("No row can be sent. Correct the list, and look at it again."), "empty")
    refuse_haste(by, len(plan.good))
    invitations = Invitation.objects.bulk_create(_invitation(row, by, plan.zone) for row in plan.good)
    Delivery.objects.bulk_create(_delivery(invitation, by.at) for invitation in invitations)
    transaction.on_commit(outbox.wake, robust=True)
    for invitation in invitations:
        Event.objects.record(invitation, Verb.INVITED, by=by, **facts_of(invitation))
    return invitations


def _invitation(row, by, zone):
    head = row.role == MembershipRole.HEAD
    return Invitation(
        email=row.email,
        delegation=row.delegation,
        role=row.role,
        function=row.function,
        may_clear=head,
        may_manage=head,
        ends_at=row.ends_at(zone),
        invited_by=by.user,
        invited_at=by.at,
        expires_at=by.at + VALID_FOR,
    )


def _delivery(invitation, at):
    """As ``Delivery.objects.queue`` writes it for one, without a query for each."""
    subject, text = emails.invitation(invitation)
    kind, address = "invitation", invitation.email
    return Delivery(
        target_type=type_of(Invitation),
        target_id=invitation.pk,
        kind=kind,
        subject=subject,
        text=text,
        address=address,
        message_key=message_key(type_of(Invitation), invitation.pk, kind, address),
        queued_at=at,
    )
