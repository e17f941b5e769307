"""In which capacities a person can act now, and the Actor for the one they have chosen."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from accounts.models import Membership
from record.actor import Actor, Capacity

from .models import CoFacilitator, Role


@dataclass(frozen=True)
class Choice:
    """One capacity a person may choose. ``key`` is what the session remembers."""

    capacity: Capacity
    delegation: Any = None
    consultations: frozenset = frozenset()
    flags: frozenset = frozenset()

    @property
    def key(self):
        return f"{self.capacity.value}:{self.delegation.code if self.delegation else ''}"

    def label(self, day):
        """As the bar says it: "head of delegation, Portugal"."""
        if self.delegation is None:
            return str(self.capacity.label)
        return _("%(capacity)s, %(delegation)s") % {
            "capacity": self.capacity.label,
            "delegation": self.delegation.name_on(day),
        }


def choices_for(user, at):
    """Every capacity in force at ``at`` (an aware datetime), work for a consultation before one's own delegation.

    Three queries, two more for names where there is a delegation; none for a visitor.
    """
    if not user.is_authenticated:
        return []
    found = []
    leads = CoFacilitator.objects.at(at).filter(user=user).select_related("delegation")
    by_delegation = {}
    for lead in leads.prefetch_related("delegation__names"):
        by_delegation.setdefault(lead.delegation, set()).add(lead.consultation_id)
    for delegation, consultations in by_delegation.items():
        found.append(Choice(Capacity.COFACILITATOR, delegation, frozenset(consultations)))
    by_kind = {}
    for kind, consultation in Role.objects.at(at).filter(user=user).values_list("kind", "consultation"):
        by_kind.setdefault(Capacity(kind), set()).add(consultation)
    for capacity in (Capacity.SECRETARIAT, Capacity.STAFF):
        if capacity in by_kind:
            found.append(Choice(capacity, None, frozenset(by_kind[capacity])))
    memberships = Membership.objects.at(at).filter(user=user).select_related("delegation")
    for membership in memberships.prefetch_related("delegation__names"):
        flags = frozenset(flag for flag in ("may_clear", "may_manage") if getattr(membership, flag))
        found.append(Choice(Capacity(membership.role), membership.delegation, frozenset(), flags))
    if user.is_superuser:
        found.append(Choice(Capacity.ADMINISTRATOR))
    return found


def actor_for(user, *, at, request_id="", chosen=""):
    """The Actor for ``user`` in the capacity ``chosen`` (a Choice's key), or in the first they have.

    Someone whose last capacity has ended acts as the public, still known by name.
    """
    choices = choices_for(user, at)
    if not choices:
        return Actor(user=user or AnonymousUser(), at=at, request_id=request_id)
    choice = next((c for c in choices if c.key == chosen), choices[0])
    return Actor(user, choice.capacity, choice.delegation, at, request_id, choice.consultations, choice.flags)
