from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .delegation import Delegation
from .periods import Period, in_force, period_constraint


class GroupKind(models.TextChoices):
    REGIONAL = "regional", _("regional group")
    NEGOTIATING = "negotiating", _("negotiating group")
    SPECIAL = "special", _("countries in special situations")
    AD_HOC = "ad hoc", _("list of States")


class DelegationGroupQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Which groups there are is public; who may see our lists of them, the rules say."""
        return self


class DelegationGroup(models.Model):
    """A standing group or an ad hoc list. Its members are dated: who belonged to it on a day can always be told."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=GroupKind)

    objects = DelegationGroupQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=GroupKind.values), name="group_kind_known"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("group", args=[self.code])

    def members_on(self, day):
        """The delegations that belong to it on ``day``, a date."""
        return Delegation.objects.filter(in_force(day, "group_memberships__"), group_memberships__group=self)


class GroupMembership(Period):
    """That a delegation belongs to a group. A State may belong to two regional groups, as Türkiye does."""

    group = models.ForeignKey(DelegationGroup, on_delete=models.CASCADE, related_name="memberships")
    delegation = models.ForeignKey(Delegation, on_delete=models.CASCADE, related_name="group_memberships")
    note = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["group", "delegation__code"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "delegation", "valid_from"],
                name="group_membership_one_from_a_day",
                nulls_distinct=False,
            ),
            period_constraint("group_membership_period_runs_forward"),
        ]

    def __str__(self):
        return f"{self.delegation} in {self.group}"
