"""What becomes of those who speak for a delegation: changed, ended, succeeded, stood in for."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from record.actor import Capacity
from record.models import Event, Verb

from .. import emails
from ..models import Membership, MembershipRole
from .inviting import hold_delegation, invite, refuse_overreach
from .telling import heads_of, tell

FIELDS = ["function", "may_clear", "may_manage"]


@transaction.atomic
def change_member(membership, *, by, function, may_clear, may_manage):
    """Change what a member may do and is called. A head may do everything; only the function can change."""
    membership = _held(membership, by)
    _refuse(membership.why_not_change(by.at), "change_member")
    before = Membership(**{field: getattr(membership, field) for field in FIELDS})
    membership.function = function
    if membership.role != MembershipRole.HEAD:
        membership.may_clear, membership.may_manage = may_clear, may_manage
    refuse_overreach(by, membership, before)
    changes = {name: getattr(membership, name) for name in FIELDS if getattr(membership, name) != getattr(before, name)}
    if before.may_manage and not membership.may_manage:
        _refuse(why_not_spare(membership, by), "change_member")
    if not changes:
        return membership
    membership.save(update_fields=FIELDS)
    _tell(membership, by, lambda user: emails.changed(membership, by, user))
    Event.objects.record(membership, Verb.CHANGED, by=by, delegation=membership.delegation.code, changes=changes)
    return membership


@transaction.atomic
def end_member(membership, *, by, ends_at=None, reason=""):
    """End a membership now, or at a later instant. What the person wrote stays theirs; access ends with it."""
    membership = _held(membership, by)
    _refuse(membership.why_not_change(by.at) or _why_not_end_at(membership, ends_at, by.at), "end_member")
    if membership.may_manage:
        _refuse(why_not_spare(membership, by), "end_member")
    heads = heads_of(membership.delegation_id, by.at)
    membership.ends_at = max(ends_at or by.at, membership.starts_at)
    membership.save(update_fields=["ends_at"])
    if not membership.acting:
        _end_acting(membership)
    people = [membership.user, *heads]
    tell(membership, people, lambda user: emails.ended(membership, by, user, reason), by.at)
    facts = {"delegation": membership.delegation.code, "ends_at": membership.ends_at, "reason": reason}
    Event.objects.record(membership, Verb.ENDED, by=by, **facts)
    return membership


@transaction.atomic
def hand_over(membership, *, by, email, starts_at=None, function=""):
    """Invite the successor of a head. Once they accept, the one begins and the other ends, not before ``starts_at``."""
    membership = _held(membership, by)
    _refuse(membership.why_not_hand_over(by.at), "hand_over")
    return invite(
        by=by,
        email=email,
        delegation=membership.delegation,
        role=MembershipRole.HEAD,
        function=function,
        starts_at=starts_at,
        replaces=membership,
    )


@transaction.atomic
def appoint_acting(membership, *, by, ends_at, starts_at=None, function=""):
    """Make a delegate head of delegation for a time. Nobody is ended by it, and it ends by itself."""
    membership = _held(membership, by)
    _refuse(membership.why_not_act(by.at), "appoint_acting")
    starts_at = max(starts_at or by.at, by.at)
    _refuse(_why_not_for(membership, starts_at, ends_at), "appoint_acting")
    acting = Membership.objects.create(
        user=membership.user,
        delegation=membership.delegation,
        role=MembershipRole.HEAD,
        function=function,
        may_clear=True,
        may_manage=True,
        acting=True,
        starts_at=starts_at,
        ends_at=ends_at,
    )
    _tell(acting, by, lambda user: emails.acting(acting, by, user))
    facts = {"delegation": membership.delegation.code, "starts_at": starts_at, "ends_at": ends_at}
    Event.objects.record(acting, Verb.CHANGED, by=by, acting=True, **facts)
    return acting


def why_not_spare(membership, by):
    """What stands in the way of losing one who manages the members, as a sentence; "" if others remain.

    The secretariat may: it can always invite another head.
    """
    if by.capacity == Capacity.SECRETARIAT or membership.acting or not membership.is_in_force(by.at):
        return ""
    others = Membership.objects.reachable(by.at).lasting().filter(delegation=membership.delegation_id, may_manage=True)
    if others.exclude(pk=membership.pk).exists():
        return ""
    return _(
        "Nobody else would be left to manage the members of this delegation. Hand over to a successor first, or let "
        "another member manage the members."
    )


def _why_not_end_at(membership, ends_at, at):
    if ends_at is not None and ends_at <= at:
        return _("This day is over already. Choose a later one, or leave it empty for now.")
    if ends_at and membership.ends_at and ends_at > membership.ends_at:
        return _("This membership ends before that day already. Choose an earlier one.")
    return ""


def _end_acting(membership):
    """Who leaves does not stay as head for a time either."""
    acting = Membership.objects.filter(user=membership.user, delegation=membership.delegation_id, acting=True)
    for row in acting.filter(ends_at__gt=membership.ends_at):
        row.ends_at = max(membership.ends_at, row.starts_at)
        row.save(update_fields=["ends_at"])


def _why_not_for(membership, starts_at, ends_at):
    if ends_at <= starts_at:
        return _("The last day is over already, or before the first. Choose a later one.")
    if membership.ends_at and ends_at > membership.ends_at:
        return _("This member leaves the delegation before that. Choose an earlier last day.")
    acting = Membership.objects.filter(user=membership.user, delegation=membership.delegation_id, acting=True)
    if acting.filter(starts_at__lt=ends_at, ends_at__gt=starts_at).exists():
        return _("This member is head of delegation for a part of that time already. End that first.")
    return ""


def _held(membership, by):
    """The row, after its delegation, for someone who has not meanwhile lost the say over it."""
    hold_delegation(membership.delegation_id)
    if by.capacity in {Capacity.DELEGATE, Capacity.HEAD}:
        own = Membership.objects.at(by.at).filter(user=by.user, delegation=by.delegation_id, role=by.capacity)
        if not own.filter(may_manage=True).exists():
            raise ValidationError(_("You no longer manage the members of this delegation. Ask its head."), "capacity")
    return Membership.objects.hold(membership.pk)


def _refuse(reason, code):
    if reason:
        raise ValidationError(reason, code)


def _tell(membership, by, letter):
    """To the member and to every head."""
    tell(membership, [membership.user, *heads_of(membership.delegation_id, by.at)], letter, by.at)
