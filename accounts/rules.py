"""Who may let others in. Rules know capacities, never states."""

from rules import add_perm, predicate

from record.actor import Capacity

from .models import MembershipRole


@predicate
def is_secretariat(actor, target):
    return actor.capacity == Capacity.SECRETARIAT


def _own(actor, target):
    speaking = actor.capacity in {Capacity.DELEGATE, Capacity.HEAD}
    return speaking and target is not None and target.delegation_id == actor.delegation_id


def _is_head(actor):
    """A head ad interim stands in for the head and does not remove or replace them."""
    return actor.capacity == Capacity.HEAD and "acting" not in actor.flags


@predicate
def manages(actor, invitation):
    """A mission administrator invites delegates of their own delegation, a head also a head for a time; a lasting head
    is invited by the secretariat.
    """
    if "may_manage" not in actor.flags:
        return False
    if invitation is None:
        return True
    for_a_time = invitation.acting and _is_head(actor)
    return _own(actor, invitation) and (invitation.role == MembershipRole.DELEGATE or for_a_time)


@predicate
def sent(actor, invitation):
    """Whoever manages the members takes back what they sent themselves, and any invitation of a delegate: not that by
    which the secretariat brings in another head.
    """
    own = "may_manage" in actor.flags and _own(actor, invitation)
    return own and (invitation.role == MembershipRole.DELEGATE or invitation.invited_by_id == actor.user.pk)


@predicate
def answers_for(actor, membership):
    """Managers look after delegates and themselves, heads after everyone of their delegation."""
    if "may_manage" not in actor.flags or not _own(actor, membership):
        return False
    return membership.role == MembershipRole.DELEGATE or _is_head(actor) or membership.user_id == actor.user.pk


@predicate
def leads(actor, membership):
    return _is_head(actor) and _own(actor, membership)


@predicate
def is_oneself(actor, membership):
    return membership.user_id == actor.user.pk


@predicate
def holds_flag(actor, flag):
    """Nobody gives away more than they hold; a head holds all of it."""
    return actor.capacity == Capacity.HEAD or flag in actor.flags


@predicate
def is_administrator(actor, target):
    return actor.capacity == Capacity.ADMINISTRATOR


@predicate
def speaks_for(actor, delegation):
    """As delegate or head: whoever co-facilitates does not speak for their own State meanwhile."""
    return actor.capacity in {Capacity.DELEGATE, Capacity.HEAD} and actor.delegation_id == delegation.pk


@predicate
def looks_after(actor, delegation):
    return actor.capacity == Capacity.HEAD or "may_manage" in actor.flags


add_perm("accounts.keep_directory", is_secretariat)
add_perm("accounts.read_delegation", is_secretariat | speaks_for)
add_perm("accounts.keep_addresses", is_secretariat | (speaks_for & looks_after))
add_perm("accounts.decide_application", is_secretariat)
add_perm("accounts.invite", is_secretariat | manages)
add_perm("accounts.invite_many", is_secretariat)
add_perm("accounts.withdraw_invitation", is_secretariat | sent)
add_perm("accounts.resend_invitation", is_secretariat | sent)
add_perm("accounts.grant", is_secretariat | holds_flag)
add_perm("accounts.read_members", is_secretariat | is_administrator | speaks_for)
add_perm("accounts.change_member", is_secretariat | answers_for)
add_perm("accounts.end_member", is_secretariat | answers_for)
add_perm("accounts.hand_over", is_secretariat | (leads & is_oneself))
add_perm("accounts.appoint_acting", is_secretariat | leads)
