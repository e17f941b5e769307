from .invitations import accept, invitations, withdraw_invitation

__all__ = ["accept", "invitations", "withdraw_invitation"]
