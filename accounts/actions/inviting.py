"""How people come in: by an invitation that works once."""

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from record import outbox
from record.actor import Actor, Capacity
from record.models import Delivery, Event, Verb

from .. import emails
from ..models import Invitation, Membership, MembershipRole, User
from ..models.invitation import VALID_FOR


@transaction.atomic
def invite(*, by, email, delegation, role):
    """Invite a person to speak for ``delegation``. Mails them the link once committed; it holds for two weeks."""
    email = email.lower()
    if Invitation.objects.open_at(by.at).filter(email=email, delegation=delegation).exists():
        raise ValidationError(_("This person has an open invitation. Withdraw it before you send another."), "invite")
    if Membership.objects.at(by.at).filter(user__email=email, delegation=delegation).exists():
        raise ValidationError(_("This person speaks for this delegation already."), "invite")
    invitation = Invitation.objects.create(
        email=email,
        delegation=delegation,
        role=role,
        invited_by=by.user,
        invited_at=by.at,
        expires_at=by.at + VALID_FOR,
    )
    subject, text = emails.invitation(invitation)
    Delivery.objects.queue(
        invitation, kind="invitation", subject=subject, text=text, addresses=[(email, None)], at=by.at
    )
    transaction.on_commit(outbox.wake, robust=True)
    Event.objects.record(invitation, Verb.INVITED, by=by, delegation=delegation.code, role=role)
    return invitation


@transaction.atomic
def withdraw_invitation(invitation, *, by):
    """Take back an invitation that has not been used. Its link says so from now on."""
    invitation = Invitation.objects.hold(invitation.pk)
    if reason := invitation.why_not_withdraw():
        raise ValidationError(reason, code="withdraw_invitation")
    invitation.withdrawn_at = by.at
    invitation.save(update_fields=["withdrawn_at"])
    Event.objects.record(invitation, Verb.INVITATION_WITHDRAWN, by=by, delegation=invitation.delegation.code)
    return invitation


@transaction.atomic
def accept_as_newcomer(invitation, *, at, request_id="", name, password):
    """Make the account that the invitation names, its address confirmed by the link, and its membership."""
    invitation = _held_to_accept(invitation, at)
    if User.objects.filter(email=invitation.email).exists():
        raise ValidationError(_("There is an account with this address. Sign in, then open the link again."), "accept")
    user = User.objects.create_user(invitation.email, password, name=name)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    _join(invitation, user, at, request_id)
    return user


@transaction.atomic
def accept(invitation, *, by):
    """Add the membership to the account of the person who is signed in, if the invitation is theirs."""
    invitation = _held_to_accept(invitation, by.at)
    if by.user.email != invitation.email:
        raise ValidationError(
            _("This invitation is for another address. Sign out, then open the link again."), "accept"
        )
    _join(invitation, by.user, by.at, by.request_id)
    return by.user


def _held_to_accept(invitation, at):
    invitation = Invitation.objects.hold(invitation.pk)
    if reason := invitation.why_not_accept(at):
        raise ValidationError(reason, code="accept")
    return invitation


def _join(invitation, user, at, request_id):
    head = invitation.role == MembershipRole.HEAD
    Membership.objects.create(
        user=user,
        delegation=invitation.delegation,
        role=invitation.role,
        may_clear=head,
        may_manage=head,
        starts_at=at,
    )
    invitation.accepted_at = at
    invitation.save(update_fields=["accepted_at"])
    by = Actor(user, Capacity(invitation.role), invitation.delegation, at, request_id)
    Event.objects.record(invitation, Verb.JOINED, by=by, delegation=invitation.delegation.code, role=invitation.role)
