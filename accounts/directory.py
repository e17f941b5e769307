"""Everyone who takes part, as the secretariat's directory shows them: four queries for any number of them."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Greatest, Lower
from django.utils.translation import gettext_lazy as _

from record.models import Delivery, DeliveryState
from record.models.generic import type_of

from .matching import fold, marked
from .models import Address, Delegation, DelegationName, GroupKind, GroupMembership, Membership, MembershipRole
from .models.periods import in_force

ACCEPTED = [DeliveryState.SENT, DeliveryState.ACKNOWLEDGED]
LATELY = 20
LACKS = {
    "no_address": _("no address in use"),
    "no_head": _("no head of delegation"),
    "bounced": _("an address that does not take mail"),
}


HEALTH = {"bounced": _("refused or came back"), "sent": _("took mail"), "none": _("nothing sent yet")}


@dataclass(frozen=True)
class Health:
    """What became of the mail to one address: when the mail server last took some, and when some last came back or was
    not taken.
    """

    accepted: datetime | None = None
    refused: datetime | None = None

    @property
    def is_bad(self):
        return self.refused is not None and (self.accepted is None or self.refused > self.accepted)

    @property
    def state(self):
        """The word's class and what it is of, as ``{% status %}`` takes it."""
        if self.is_bad:
            return "bounced"
        return "sent" if self.accepted else "none"

    @property
    def label(self):
        return HEALTH[self.state]

    @property
    def at(self):
        return self.refused if self.is_bad else self.accepted

    @property
    def earlier(self):
        """When the other of the two last was; ``None`` if it never was."""
        return self.accepted if self.is_bad else self.refused


@dataclass
class Line:
    """One delegation in the directory, and where it was found (``also``: names and addresses that are not shown)."""

    delegation: Any
    name: str
    groups: list = field(default_factory=list)  # (code, name, kind) on the day
    addresses: list = field(default_factory=list)  # in use, as (address, Health)
    names: list = field(default_factory=list)  # of all languages and times
    also: list = field(default_factory=list)
    code: str = ""  # with the hit marked

    @property
    def regional(self):
        return [name for _code, name, kind in self.groups if kind == GroupKind.REGIONAL]

    @property
    def is_bounced(self):
        return any(health.is_bad for _address, health in self.addresses)

    def lacks(self, what):
        if what == "no_address":
            return not self.addresses
        return self.is_bounced if what == "bounced" else not self.delegation.has_head


def lines(at, *, searched=False):
    """A Line for each delegation in the order of lists, as of ``at``; ``searched``: with all it was ever called."""
    day = at.date()
    groups, addresses = _groups(day), _addresses()
    found = []
    for delegation in _delegations(at, day, searched):
        key, name = delegation.pk, delegation.called or delegation.formal_name
        found.append(Line(delegation, name, groups[key], addresses[key], getattr(delegation, "all_names", [])))
    return found


def narrowed(found, *, q="", kind="", group="", state=""):
    """Those of the lines that are asked for, the hits marked."""
    if kind:
        found = [line for line in found if line.delegation.kind == kind]
    if group:
        found = [line for line in found if any(code == group for code, _name, _kind in line.groups)]
    if state:
        found = [line for line in found if line.lacks(state)]
    wanted = fold(" ".join(q.split()))
    return [line for line in found if _hit(line, wanted)] if wanted else found


def groups_of(found):
    """The groups that any of the lines belongs to, as choices in the order of their names."""
    return sorted({(code, name) for line in found for code, name, _kind in line.groups}, key=lambda pair: pair[1])


def health_of(delegation):
    """The Health of each address to which the delegation was written, by its e-mail in small letters, in one query.

    What went to the same address for another delegation, or for a person, is not told; nor what would tell whether the
    delegation has written an input.
    """
    return _health(_sent_to(delegation))


def sent_lately(delegation):
    """The last messages to the official addresses of a delegation, the newest first."""
    return (
        _sent_to(delegation)
        .only("kind", "subject", "address", "state", "answer", "queued_at", "sent_at")
        .order_by("-queued_at", "-pk")[:LATELY]
    )


def _sent_to(delegation):
    return Delivery.objects.told().filter(recipient_type=type_of(Delegation), recipient_id=delegation.pk)


def _delegations(at, day, searched):
    members = Membership.objects.at(at).filter(delegation=OuterRef("pk")).order_by()
    counted = members.values("delegation").annotate(number=Count("pk")).values("number")
    called = DelegationName.objects.filter(in_force(day), delegation=OuterRef("pk"), language="en").order_by("pk")
    names = DelegationName.objects.filter(delegation=OuterRef("pk")).order_by("language", "pk").values("name")
    return Delegation.objects.in_order(day).annotate(
        **({"all_names": ArraySubquery(names)} if searched else {}),
        called=Subquery(called.values("name")[:1]),
        members=Coalesce(Subquery(counted), 0),
        has_head=Exists(members.filter(role=MembershipRole.HEAD)),
    )


def _groups(day):
    found = defaultdict(list)
    rows = GroupMembership.objects.on(day).order_by("group__name", "pk")
    for delegation, *group in rows.values_list("delegation", "group__code", "group__name", "group__kind"):
        found[delegation].append(tuple(group))
    return found


def _addresses():
    health = _health(Delivery.objects.told().filter(recipient_type=type_of(Delegation)))
    found = defaultdict(list)
    for address in Address.objects.in_use().order_by("email"):
        found[address.delegation_id].append((address, health.get(address.email.lower(), Health())))
    return found


def _health(deliveries):
    when = Coalesce("sent_at", "queued_at")
    rows = deliveries.order_by().annotate(to=Lower("address")).values("to")
    rows = rows.annotate(
        accepted=Max(when, filter=Q(state__in=ACCEPTED)),
        refused=Greatest(Max("bounced_at"), Max(when, filter=Q(state=DeliveryState.FAILED))),
    )
    return {row["to"]: Health(row["accepted"], row["refused"]) for row in rows}


def _hit(line, wanted):
    """Whether anything of the line has the words; what it shows is marked there, the rest is told beside the name."""
    delegation, addresses = line.delegation, [address for address, _health in line.addresses]
    shown = [line.name, delegation.code, *(address.email for address in addresses)]
    is_shown = any(wanted in fold(text) for text in shown)
    others = dict.fromkeys(line.names if is_shown else [*line.names, delegation.formal_name])
    line.also = [marked(name, wanted) for name in others if name != line.name and wanted in fold(name)]
    line.name, line.code = marked(line.name, wanted), marked(delegation.code, wanted)
    for address in addresses:
        address.shown = marked(address.email, wanted)
    return is_shown or bool(line.also)
