"""Events as a reader is shown them: sentences with the names that the reader may know, in as many queries as kinds."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Delegation, DelegationName
from accounts.models.periods import in_force
from record import wording
from record.actor import Capacity

COLUMNS = ["at", "sentence", "verb", "capacity", "delegation", "person", "kind", "object", "url", "sha256"]


@dataclass(frozen=True)
class Row:
    """One event for one reader. ``person`` and ``facts`` are empty for who may not know them."""

    at: datetime
    sentence: str
    verb: str
    capacity: str
    delegation: str
    person: str
    kind: Any
    name: str
    title: str
    address: str
    history: str
    permanent: str
    sha256: str
    facts: dict | None

    def as_json(self, zone):
        return {
            "url": settings.SITE_URL + self.permanent,
            "at": self.at.astimezone(zone).isoformat(),
            "sentence": self.sentence,
            "verb": self.verb,
            "capacity": self.capacity,
            "delegation": self.delegation or None,
            "person": self.person or None,
            "object": {
                "kind": self.kind.slug,
                "name": self.name,
                "title": self.title,
                "url": settings.SITE_URL + self.address if self.address else None,
            },
            "sha256": self.sha256,
            "facts": self.facts,
        }

    def cells(self, zone):
        """The row of a table, in the order of ``COLUMNS``."""
        given = self.as_json(zone)
        given |= {"kind": self.kind.slug, "object": self.title, "url": given["url"]}
        return [given[column] or "" for column in COLUMNS]


def rows(events, actor):
    """The rows of ``events`` (a list, of ``visible_to``): one query for each kind of object, one for delegations."""
    names = _names(events)
    targets = _targets(events)
    return [_row(event, targets[event.target_type_id].get(event.target_id), names, actor) for event in events]


def record_address(chain, *parts):
    """An address of the record of a consultation, or of the portal itself ("")."""
    place, given = ("consultation_record", [chain]) if chain else ("portal_record", [])
    return reverse("_".join([place, *parts[:1]]), args=[*given, *parts[1:]])


def _names(events):
    """For the code of every delegation that acts or is named, how it is called within a sentence now."""
    codes = {event.delegation for event in events} | {str(event.facts.get("delegation", "")) for event in events}
    if not (codes := codes - {""}):
        return {}
    day = max(event.at for event in events).date()
    names = DelegationName.objects.filter(in_force(day), delegation=OuterRef("pk"), language="en").values("name")
    found = Delegation.objects.filter(code__in=codes).annotate(called=Subquery(names[:1]))
    return {delegation.code: _in_a_sentence(delegation) for delegation in found}


def _in_a_sentence(delegation):
    """The name, with the article that it has on letters: "the Philippines"."""
    name = delegation.called or delegation.formal_name
    return _("the %(name)s") % {"name": name} if f" the {name} " in f"{delegation.formal_name} " else name


def _targets(events):
    """The objects by the key of their content type and their own, one query for each kind."""
    keys = {}
    for event in events:
        keys.setdefault(event.target_type, set()).add(event.target_id)
    return {kind.pk: wording.KINDS[kind.model_class()].load(found) for kind, found in keys.items()}


def _row(event, target, names, actor):
    kind = wording.KINDS[event.target_type.model_class()]
    chain, name = event.consultation or "", kind.name(target) if target else str(event.target_id)
    return Row(
        at=event.at,
        sentence=wording.sentence(kind, event, target, names),
        verb=event.verb,
        capacity=str(Capacity(event.capacity).label),
        delegation=event.delegation,
        person=str(event.user or "") if event.known else "",
        kind=kind,
        name=name,
        title=kind.title(target) if target else wording.gone(),
        address=kind.address(target) if target else "",
        history=record_address(chain, "of", kind.slug, name),
        permanent=f"{record_address(chain)}?event={event.sha256}",
        sha256=event.sha256,
        facts=kind.facts(event.facts, actor) if event.known else None,
    )
