"""In whose name something is said: by one delegation for itself, or on behalf of others.

Free text was tried elsewhere: 2,415 records of one public portal carry an "on behalf of" in 1,009 spellings. So the
States, groups, exceptions and later associations are rows, and the phrase stays as its author wrote it.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .delegation import Delegation
from .group import DelegationGroup
from .periods import in_force


class PartyCapacity(models.TextChoices):
    NATIONAL = "national", _("in its national capacity")
    ON_BEHALF = "on_behalf", _("on behalf of")


class Party(models.Model):
    """Who speaks: a delegation, and in whose name, as of a day."""

    speaker = models.ForeignKey(Delegation, on_delete=models.PROTECT, related_name="parties")
    capacity = models.CharField(max_length=10, choices=PartyCapacity, default=PartyCapacity.NATIONAL)
    as_of = models.DateField()
    wording = models.CharField(_("as it shall be printed"), max_length=400, blank=True)

    class Meta:
        verbose_name_plural = "parties"
        constraints = [
            models.CheckConstraint(condition=Q(capacity__in=PartyCapacity.values), name="party_capacity_known"),
        ]

    def __str__(self):
        return self.wording or str(self.speaker)

    def delegations(self):
        """Every delegation in whose name it speaks, each once: members of its groups on the day, those named, those
        associated later, and the speaker in its national capacity; without those excepted and those who disown it.

        The speaker of a group need not belong to it: the State of Palestine chaired the Group of 77 in 2019.
        """
        speaker = self.speaker_id if self.capacity == PartyCapacity.NATIONAL else None
        return spoken_by(self.entries.all(), self.as_of, speaker)


def spoken_by(entries, day, speaker=None):
    """The delegations that these entries name on ``day``, each once, and the ``speaker`` (a key); saved or not."""
    kinds = {kind: [e for e in entries if e.kind == kind] for kind in PartyEntryKind}
    groups = [e.group_id for e in kinds[PartyEntryKind.GROUP]]
    named = [e.delegation_id for k in (PartyEntryKind.DELEGATION, PartyEntryKind.ASSOCIATED) for e in kinds[k]]
    if speaker is not None:
        named.append(speaker)
    excepted = [e.delegation_id for k in OUTSIDE for e in kinds[k]]
    of_groups = in_force(day, "group_memberships__") & Q(group_memberships__group__in=groups)
    return Delegation.objects.filter(of_groups | Q(pk__in=named)).exclude(pk__in=excepted).distinct()


class PartyEntryKind(models.TextChoices):
    GROUP = "group", _("group")
    DELEGATION = "delegation", _("delegation")
    EXCEPTED = "excepted", _("excepted")
    ASSOCIATED = "associated", _("associated later")
    DISOWNED = "disowned", _("says that it was listed wrongly")


OUTSIDE = (PartyEntryKind.EXCEPTED, PartyEntryKind.DISOWNED)


class PartyEntry(models.Model):
    """One group or delegation that a party speaks for, excepts, was joined by, or that says it was listed wrongly."""

    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="entries")
    kind = models.CharField(max_length=10, choices=PartyEntryKind)
    group = models.ForeignKey(DelegationGroup, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    delegation = models.ForeignKey(Delegation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "party entries"
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=PartyEntryKind.values), name="party_entry_kind_known"),
            models.CheckConstraint(
                condition=Q(kind="group", group__isnull=False, delegation=None)
                | (~Q(kind="group") & Q(group=None, delegation__isnull=False)),
                name="party_entry_names_one",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["associated", "disowned"]) | Q(at__isnull=False),
                name="party_entry_association_has_time",
            ),
            models.UniqueConstraint(
                fields=["party", "kind", "group", "delegation"], name="party_entry_once", nulls_distinct=False
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.group or self.delegation}"
