from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from record.actor import Capacity

from .delegation import Delegation
from .membership import SPEAKING, Membership, MembershipRole, title_of

VALID_FOR = timedelta(days=14)
SALT = "accounts.invitation"


class InvitationQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """The secretariat and administrators see all; a delegation's own people those to their delegation."""
        if actor.capacity in {Capacity.SECRETARIAT, Capacity.ADMINISTRATOR}:
            return self
        return self.filter(delegation=actor.delegation_id) if actor.capacity in SPEAKING else self.none()

    def open_at(self, at):
        return self.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=at)

    def for_list(self):
        """The latest first, each with its delegation and who invited, in one query."""
        return self.select_related("delegation", "invited_by").order_by("-invited_at", "-pk")

    def hold(self, pk):
        """The row, held to the end of the transaction, so that an invitation works once."""
        return self.select_for_update(of=("self",), no_key=True).select_related("delegation").get(pk=pk)

    def named_by(self, token):
        """The invitation that a link names, or ``None`` for a link that we did not make."""
        try:
            signed = signing.loads(token, salt=SALT)
        except signing.BadSignature:
            return None
        pk, sending = signed if isinstance(signed, list) else (signed, 1)  # the first links carried the key alone
        invitation = self.filter(pk=pk).select_related("delegation", "invited_by").first()
        if invitation:
            invitation.opened = sending
        return invitation


class Invitation(models.Model):
    """That a person may come in: for one delegation, in one role, once, until a day.

    ``starts_at`` and ``ends_at`` are the period of the membership it opens; without them it runs from acceptance, and
    until it is ended. ``replaces`` is the membership of the predecessor, which ends when the successor's begins.
    Every message has a link of its own, and only that of the latest of its ``sendings`` leads in.
    """

    opened = None  # of which sending the link was that somebody has opened

    email = models.EmailField(_("e-mail address"))
    delegation = models.ForeignKey(Delegation, on_delete=models.PROTECT, related_name="invitations")
    role = models.CharField(_("role"), max_length=10, choices=MembershipRole)
    function = models.CharField(_("function"), max_length=120, blank=True)
    may_clear = models.BooleanField(_("may clear and submit"), default=False)
    may_manage = models.BooleanField(_("may manage the members"), default=False)
    acting = models.BooleanField(_("ad interim"), default=False)
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    replaces = models.ForeignKey(Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="successors")
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    sendings = models.PositiveSmallIntegerField(default=1)
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(role__in=MembershipRole.values), name="invitation_role_known"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("invited_at")), name="invitation_expires_later"),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(withdrawn_at=None), name="invitation_ends_in_one_way"
            ),
            models.CheckConstraint(
                condition=Q(acting=False) | Q(role=MembershipRole.HEAD, ends_at__isnull=False),
                name="invitation_acting_head_has_period",
            ),
        ]

    def __str__(self):
        return f"{self.email} to {self.delegation}"

    @property
    def token(self):
        """What the latest link carries: signed, so that nobody can make one up."""
        return signing.dumps([self.pk, self.sendings], salt=SALT)

    def title(self):
        """The role in words, an acting head's too."""
        return title_of(self)

    def why_not_accept(self, at):
        if self.accepted_at:
            return _("This invitation has been used already. Sign in with your address and password.")
        if self.withdrawn_at:
            return _("This invitation has been withdrawn. Ask whoever sent it for another.")
        if self.opened not in {None, self.sendings}:
            return _("A newer message was sent to you since. Use the link in the latest one.")
        if self.expires_at <= at:
            return _("This invitation has expired. Ask whoever sent it for another.")
        if self.ends_at and self.ends_at <= at:
            return _("The time that this invitation was for is over. Ask whoever sent it for another.")
        return ""

    def why_not_withdraw(self):
        if self.accepted_at:
            return _("This invitation has been used already, and cannot be withdrawn.")
        return _("This invitation has been withdrawn already.") if self.withdrawn_at else ""

    def why_not_resend(self, at):
        """What stands in the way of another message with a new link, as a sentence; "" if nothing."""
        if self.accepted_at:
            return _("This invitation has been used already, and need not be sent again.")
        if self.withdrawn_at:
            return _("This invitation has been withdrawn. Send a new one.")
        if self.ends_at and self.ends_at <= at:
            return _("The time that this invitation was for is over. Send a new one.")
        return ""
