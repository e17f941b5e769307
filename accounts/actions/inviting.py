"""How people are let in: an invitation that works once is sent, sent again, or taken back."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from record.actor import Capacity
from record.models import Event, Verb

from .. import emails
from ..models import Delegation, Invitation, Membership, MembershipRole
from ..models.invitation import VALID_FOR
from .telling import send

AN_HOUR = timedelta(hours=1)
MOST_IN_AN_HOUR, MOST_OF_SECRETARIAT = 20, 600  # which invites all States at once
GRANTS = {
    "may_clear": gettext_lazy(
        "You may not clear inputs yourself, so you cannot let others. Ask the head of your delegation."
    ),
    "may_manage": gettext_lazy(
        "You may not manage members yourself, so you cannot let others. Ask the head of your delegation."
    ),
}


@transaction.atomic
def invite(
    *,
    by,
    email,
    delegation,
    role,
    function="",
    may_clear=False,
    may_manage=False,
    acting=False,
    starts_at=None,
    ends_at=None,
    replaces=None,
):
    """Invite a person to speak for ``delegation``. Mails them the link once committed; it holds for two weeks."""
    hold_delegation(delegation.pk)
    head = role == MembershipRole.HEAD
    invitation = Invitation(
        email=email.lower(),
        delegation=delegation,
        role=role,
        function=function,
        may_clear=head or may_clear,
        may_manage=head or may_manage,
        acting=acting,
        starts_at=starts_at,
        ends_at=ends_at,
        replaces=replaces,
        invited_by=by.user,
        invited_at=by.at,
        expires_at=by.at + VALID_FOR,
    )
    refuse_haste(by)
    refuse_overreach(by, invitation)
    if reason := why_not_invite(invitation, by.at):
        raise ValidationError(reason, "invite")
    invitation.save()
    send(invitation, "invitation", emails.invitation(invitation), [(invitation.email, None)], by.at)
    Event.objects.record(invitation, Verb.INVITED, by=by, **facts_of(invitation))
    return invitation


@transaction.atomic
def resend_invitation(invitation, *, by):
    """Send an invitation again, with a new link and two more weeks. The earlier link says so from now on."""
    invitation = Invitation.objects.hold(invitation.pk)
    if reason := invitation.why_not_resend(by.at):
        raise ValidationError(reason, code="resend_invitation")
    refuse_haste(by)
    invitation.sendings += 1
    invitation.expires_at = by.at + VALID_FOR
    invitation.save(update_fields=["sendings", "expires_at"])
    kind = f"invitation-{invitation.sendings}"
    send(invitation, kind, emails.invitation_again(invitation), [(invitation.email, None)], by.at)
    code = invitation.delegation.code
    Event.objects.record(invitation, Verb.RESENT, by=by, delegation=code, sending=invitation.sendings)
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


def hold_delegation(pk):
    """The delegation, held to the end of the transaction: what changes its people is done one after the other."""
    return Delegation.objects.select_for_update(no_key=True).get(pk=pk)


def why_not_invite(invitation, at):
    """What stands in the way of an invitation that is not sent yet, as a sentence; "" if nothing."""
    starts = max(invitation.starts_at or at, at)
    if invitation.ends_at and invitation.ends_at <= starts:
        return _("The last day is over already, or before the first. Choose a later one.")
    if Invitation.objects.open_at(at).filter(email=invitation.email, delegation=invitation.delegation_id).exists():
        return _("This person has an open invitation. Withdraw it before you send another.")
    members = Membership.objects.filter(user__email=invitation.email, delegation=invitation.delegation_id)
    return _why_not_join(members.at(starts), invitation)


def _why_not_join(members, invitation):
    """A delegate may be invited to become the head; for anything else one is let in once."""
    roles = {membership.role for membership in members}
    rises = invitation.role == MembershipRole.HEAD and MembershipRole.HEAD not in roles
    if not roles or (rises and not invitation.acting):
        return ""
    if rises:
        return _("This person is a member already. Make them head for a time on the page of the members.")
    return _("This person speaks for this delegation already.")


def refuse_haste(by, count=1):
    """Refuse who sends more invitations in an hour than anybody has people to invite."""
    most = MOST_OF_SECRETARIAT if by.capacity == Capacity.SECRETARIAT else MOST_IN_AN_HOUR
    sent = Invitation.objects.open_at(by.at).filter(invited_by=by.user, invited_at__gt=by.at - AN_HOUR)
    if sent.count() + count > most:
        raise ValidationError(
            _("You have sent many invitations within the hour: %(most)s is the most. Wait, or withdraw some."),
            "haste",
            {"most": most},
        )


def refuse_overreach(by, terms, before=None):
    """Refuse to give what the giver does not hold: each flag that ``terms`` has and ``before`` had not."""
    for flag, sentence in GRANTS.items():
        if getattr(terms, flag) and not getattr(before, flag, False) and not by.may("accounts.grant", flag):
            raise ValidationError(sentence, "grant")


def facts_of(invitation):
    """What the record keeps of an invitation."""
    facts = {
        "delegation": invitation.delegation.code,
        "role": invitation.role,
        "may_clear": invitation.may_clear,
        "may_manage": invitation.may_manage,
        "acting": invitation.acting,
        "starts_at": invitation.starts_at,
        "ends_at": invitation.ends_at,
        "replaces": invitation.replaces_id,
    }
    return {name: value for name, value in facts.items() if value}
