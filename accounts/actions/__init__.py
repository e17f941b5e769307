"""What people do about who takes part: each function is one transaction, and says in the record what it did."""

from .bulk import OtherListError, invite_many, plan_for
from .inviting import invite, resend_invitation, withdraw_invitation
from .joining import accept, accept_as_newcomer
from .members import appoint_acting, change_member, end_member, hand_over

__all__ = [
    "OtherListError",
    "accept",
    "accept_as_newcomer",
    "appoint_acting",
    "change_member",
    "end_member",
    "hand_over",
    "invite",
    "invite_many",
    "plan_for",
    "resend_invitation",
    "withdraw_invitation",
]
