from .bulk import invitations_template, invite_many, many_invitations
from .invitations import accept, invitations, resend_invitation, withdraw_invitation
from .members import appoint_acting, change_member, end_member, hand_over, members

__all__ = [
    "accept",
    "appoint_acting",
    "change_member",
    "end_member",
    "hand_over",
    "invitations",
    "invitations_template",
    "invite_many",
    "many_invitations",
    "members",
    "resend_invitation",
    "withdraw_invitation",
]
