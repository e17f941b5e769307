"""Who may let others in. Rules know capacities, never states."""

from rules import add_perm, predicate

from record.actor import Capacity

from .models import MembershipRole


@predicate
def is_secretariat(actor, target):
    return actor.capacity == Capacity.SECRETARIAT


@predicate
def manages(actor, invitation):
    """A mission administrator invites delegates of their own delegation; a head is invited by the secretariat."""
    if "may_manage" not in actor.flags:
        return False
    own = invitation is None or invitation.delegation_id == actor.delegation_id
    return own and (invitation is None or invitation.role == MembershipRole.DELEGATE)


add_perm("accounts.invite", is_secretariat | manages)
add_perm("accounts.withdraw_invitation", is_secretariat | manages)
