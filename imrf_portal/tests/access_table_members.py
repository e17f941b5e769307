"""Invitations and members in the access table: the delegation is Portugal, the member its delegate or its head."""

from .access_table import BY_FORM

SECRETARIAT = "302 403 403 403 403 403 403 403 200 403"
OWN_INVITATION = "302 404 403 302 404 404 404 404 302 403"
OWN_MEMBER = "302 404 403 200 404 404 404 404 200 403"

ACCESS = {
    "GET invitations": "302 403 403 200 200 200 403 403 200 403",
    "POST invitations": "302 403 403 200 200 200 403 403 200 403",
    "GET many_invitations": SECRETARIAT,
    "POST many_invitations": SECRETARIAT,
    "GET invite_many": BY_FORM,
    "POST invite_many": SECRETARIAT,
    "GET invitations_template": SECRETARIAT,
    "POST invitations_template": BY_FORM,
    "GET resend_invitation": BY_FORM,
    "POST resend_invitation": OWN_INVITATION,
    "GET withdraw_invitation": BY_FORM,
    "POST withdraw_invitation": OWN_INVITATION,
    "GET members": "302 404 200 200 404 404 404 404 200 200",
    "POST members": BY_FORM,
    "GET change_member": OWN_MEMBER,
    "POST change_member": "302 404 403 302 404 404 404 404 302 403",
    "GET end_member": OWN_MEMBER,
    "POST end_member": OWN_MEMBER,
    "GET hand_over": OWN_MEMBER,
    "POST hand_over": OWN_MEMBER,
    "GET appoint_acting": OWN_MEMBER,
    "POST appoint_acting": OWN_MEMBER,
}
