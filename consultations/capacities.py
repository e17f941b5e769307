"""In which capacities a person can act now, and the Actor for the one they have chosen."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import BigIntegerField, CharField, Value
from django.utils.translation import gettext as _

from accounts.models import Delegation, Membership
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
        """As the bar says it: "head of delegation, Portugal", "head of delegation ad interim, Portugal"."""
        if self.delegation is None:
            return str(self.capacity.label)
        return _("%(capacity)s, %(delegation)s") % {
            "capacity": _("head of delegation ad interim") if "acting" in self.flags else self.capacity.label,
            "delegation": self.delegation.name_on(day),
        }


def choices_for(user, at):
    """Every capacity in force at ``at`` (an aware datetime), work for a consultation before one's own delegation.

    Two queries, and one or two for the delegations and their names; none for a visitor.
    """
    if not user.is_authenticated:
        return []
    found = [*_working(user, at), *_speaking(user, at)]
    return [*found, Choice(Capacity.ADMINISTRATOR)] if user.is_superuser else found


def actor_for(user, *, at, request_id="", chosen="", choices=None):
    """The Actor for ``user`` in the capacity ``chosen`` (a Choice's key), or in the first they have.

    Someone whose last capacity has ended acts as the public, still known by name.
    """
    choices = choices_for(user, at) if choices is None else choices
    if not choices:
        return Actor(user=user or AnonymousUser(), at=at, request_id=request_id)
    choice = next((c for c in choices if c.key == chosen), choices[0])
    return Actor(user, choice.capacity, choice.delegation, at, request_id, choice.consultations, choice.flags)


def _terms(user, at):
    """What the person holds in consultations: (capacity, consultation, delegation), in one query."""
    none = Value(None, output_field=BigIntegerField())
    roles = Role.objects.at(at).filter(user=user).values_list("kind", "consultation", none)
    leads = CoFacilitator.objects.at(at).filter(user=user).order_by()
    leading = Value(Capacity.COFACILITATOR.value, output_field=CharField())
    return roles.union(leads.values_list(leading, "consultation", "delegation"))


def _working(user, at):
    """Co-facilitating first, then secretariat, then staff; each with the consultations in which it holds."""
    held = {}
    for capacity, consultation, delegation in _terms(user, at):
        held.setdefault((capacity, delegation), set()).add(consultation)
    delegations = _delegations(delegation for _capacity, delegation in held if delegation)
    for capacity in (Capacity.COFACILITATOR, Capacity.SECRETARIAT, Capacity.STAFF):
        for (kind, delegation), consultations in held.items():
            if kind == capacity:
                yield Choice(capacity, delegations.get(delegation), frozenset(consultations))


def _delegations(keys):
    keys = set(keys)
    return Delegation.objects.with_names().in_bulk(keys) if keys else {}


def _speaking(user, at):
    """The delegations one speaks for, as delegate or head."""
    memberships = Membership.objects.at(at).filter(user=user).select_related("delegation")
    for membership in memberships.prefetch_related("delegation__names"):
        flags = frozenset(flag for flag in ("may_clear", "may_manage", "acting") if getattr(membership, flag))
        yield Choice(Capacity(membership.role), membership.delegation, frozenset(), flags)
