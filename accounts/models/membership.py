from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from record.actor import Capacity

from .delegation import Delegation

SPEAKING = frozenset({Capacity.DELEGATE, Capacity.HEAD})


class MembershipRole(models.TextChoices):
    DELEGATE = "delegate", _("delegate")
    HEAD = "head", _("head of delegation")


class MembershipQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Who is a member is known to the delegation's own people, the secretariat and administrators."""
        if actor.capacity in {Capacity.SECRETARIAT, Capacity.ADMINISTRATOR}:
            return self
        return self.filter(delegation=actor.delegation_id) if actor.capacity in SPEAKING else self.none()

    def at(self, instant):
        """The memberships in force at ``instant``, an aware datetime."""
        return self.filter(starts_at__lte=instant).filter(Q(ends_at=None) | Q(ends_at__gt=instant))

    def reachable(self, instant):
        """Those in force whose account is open: whom one writes to, and who can act."""
        return self.at(instant).filter(user__is_active=True)

    def lasting(self):
        """Those whose end is not set: what a delegation rests on."""
        return self.filter(ends_at=None, acting=False)

    def for_list(self):
        """Heads first, each with its person, in one query."""
        return self.select_related("user").order_by("-role", "user__name", "pk")

    def hold(self, pk):
        """The row, held to the end of the transaction for a change; its delegation is held first."""
        held = self.select_for_update(of=("self",), no_key=True)
        return held.select_related("user", "delegation").get(pk=pk)


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
        return f"{self.user}, {self.title()} of {self.delegation}"

    def title(self):
        """The role in words, an acting head's too."""
        return title_of(self)

    def is_over(self, at):
        """Whether it has ended; so has one that was ended before it ever began."""
        return self.ends_at is not None and self.ends_at <= max(at, self.starts_at)

    def is_in_force(self, at):
        return self.starts_at <= at and not self.is_over(at)

    def why_not_change(self, at):
        """What stands in the way of changing or ending it, as a sentence; "" if nothing."""
        if not self.is_over(at):
            return ""
        return _("This membership has ended already. Invite the person again if they are to come back.")

    def why_not_hand_over(self, at):
        """What stands in the way of a successor, as a sentence; "" if nothing."""
        if self.role != MembershipRole.HEAD:
            return _("Only a head of delegation hands over to a successor.")
        if self.acting:
            return _("A head ad interim does not hand over: the time ends by itself, and the head is back.")
        return self.why_not_change(at)

    def why_not_act(self, at):
        """What stands in the way of making this member head for a time, as a sentence; "" if nothing."""
        if self.role == MembershipRole.HEAD:
            return _("This member is a head of delegation already.")
        return self.why_not_change(at)


def title_of(row):
    """The role of a membership or an invitation in words: "head of delegation ad interim"."""
    return _("head of delegation ad interim") if row.acting else row.get_role_display()
