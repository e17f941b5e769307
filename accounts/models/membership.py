from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .delegation import Delegation


class MembershipRole(models.TextChoices):
    DELEGATE = "delegate", _("delegate")
    HEAD = "head", _("head of delegation")


class MembershipQuerySet(models.QuerySet):
    def at(self, instant):
        """The memberships in force at ``instant``, an aware datetime."""
        return self.filter(starts_at__lte=instant).filter(Q(ends_at=None) | Q(ends_at__gt=instant))


class Membership(models.Model):
    """That a person speaks for a delegation, from one instant to another. Ended, never deleted.

    ``may_clear``: clears and submits; every head may. ``may_manage``: invites and ends members. ``acting``: a head
    ad interim, a chargé d'affaires, whose time is set from the beginning (Vienna Convention on Diplomatic
    Relations, article 19).
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    delegation = models.ForeignKey(Delegation, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=10, choices=MembershipRole)
    function = models.CharField(_("function"), max_length=120, blank=True)
    may_clear = models.BooleanField(_("may clear and submit"), default=False)
    may_manage = models.BooleanField(_("may manage the members"), default=False)
    acting = models.BooleanField(_("ad interim"), default=False)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["delegation", "-role", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(role__in=MembershipRole.values), name="membership_role_known"),
            models.CheckConstraint(
                condition=~Q(role=MembershipRole.HEAD) | Q(may_clear=True), name="membership_head_may_clear"
            ),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gte=F("starts_at")), name="membership_runs_forward"
            ),
            models.CheckConstraint(
                condition=Q(acting=False) | Q(role=MembershipRole.HEAD, ends_at__isnull=False),
                name="membership_acting_head_has_period",
            ),
            models.UniqueConstraint(
                fields=["user", "delegation"], condition=Q(ends_at=None), name="membership_one_open"
            ),
        ]

    def __str__(self):
        return f"{self.user}, {self.get_role_display()} of {self.delegation}"
