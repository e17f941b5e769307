"""What people do about who takes part: each function is one transaction, and says in the record what it did."""

from .inviting import accept, accept_as_newcomer, invite, withdraw_invitation

__all__ = ["accept", "accept_as_newcomer", "invite", "withdraw_invitation"]
