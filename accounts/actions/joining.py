"""How an invitation is used: once, by the person whose address it names."""

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from record.actor import Actor, Capacity
from record.models import Event, Verb

from .. import emails
from ..models import Address, Invitation, Membership, MembershipRole, User
from .inviting import hold_delegation
from .telling import heads_of, one_at_a_time, send, tell


@transaction.atomic
def accept_as_newcomer(invitation, *, at, request_id="", name, password):
    """Make the account that the invitation names, its address confirmed by the link, and its membership."""
    invitation = _held_to_accept(invitation, at)
    one_at_a_time("account", invitation.email)  # who is invited by two delegations makes one account
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
    hold_delegation(invitation.delegation_id)
    held = Invitation.objects.hold(invitation.pk)
    held.opened = invitation.opened
    if reason := held.why_not_accept(at):
        raise ValidationError(reason, code="accept")
    return held


def _join(invitation, user, at, request_id):
    starts = max(at, invitation.starts_at or at)
    _make_room(invitation, user, starts)
    membership = Membership.objects.create(
        user=user,
        delegation=invitation.delegation,
        role=invitation.role,
        function=invitation.function,
        may_clear=invitation.may_clear,
        may_manage=invitation.may_manage,
        acting=invitation.acting,
        starts_at=starts,
        ends_at=invitation.ends_at,
    )
    invitation.accepted_at = at
    invitation.save(update_fields=["accepted_at"])
    by = Actor(user, Capacity(invitation.role), invitation.delegation, at, request_id)
    if invitation.replaces_id:
        _take_over(invitation, membership, by)
    else:
        heads = [head for head in heads_of(invitation.delegation_id, at) if head != user]
        tell(membership, heads, lambda head: emails.joined(membership, invitation.invited_by, head), at)
    Event.objects.record(invitation, Verb.JOINED, by=by, delegation=invitation.delegation.code, role=invitation.role)


def _make_room(invitation, user, starts):
    """A delegate who becomes the head is a delegate no longer; for anything else one joins once."""
    own = Membership.objects.filter(user=user, delegation=invitation.delegation_id, ends_at=None)
    for membership in own.select_for_update(no_key=True):
        rises = invitation.role == MembershipRole.HEAD and membership.role != MembershipRole.HEAD
        if not rises or invitation.acting:
            raise ValidationError(_("You speak for this delegation already, and need no invitation."), "accept")
        _end(membership, starts)


def _take_over(invitation, membership, by):
    """End the predecessor when the successor begins, and let everyone concerned know."""
    before = Membership.objects.hold(invitation.replaces_id)
    if before.ends_at is None or before.ends_at > membership.starts_at:
        _end(before, membership.starts_at)
    people = [before.user, membership.user, *heads_of(before.delegation_id, by.at)]
    tell(membership, people, lambda user: emails.handed_over(before, membership, user), by.at)
    letter = emails.handed_over(before, membership, None)
    addresses = [(address.email, address) for address in Address.objects.in_use().filter(delegation=before.delegation)]
    send(membership, "handover", letter, addresses, by.at)
    Event.objects.record(
        before,
        Verb.HANDED_OVER,
        by=by,
        delegation=before.delegation.code,
        successor=membership.user.name,
        at=membership.starts_at,
    )


def _end(membership, at):
    membership.ends_at = max(at, membership.starts_at)
    membership.save(update_fields=["ends_at"])
