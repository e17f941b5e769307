"""Whom a circular goes to: by kind, by group, by who has submitted, and by name; answered for one instant.

Issuing writes the answer into the record; what the print takes until then changes nothing of it. Only where each of
them is reached, its addresses in use, is asked when the letters leave.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, Q
from django.utils.translation import gettext as _

from accounts.models import Address, Delegation
from accounts.models.group import GroupMembership
from record.models import Event, Verb

from .models import AddresseeRule

SUBMITTERS = {}


def register(name, submitters):
    """Let ``submitters(call, at)`` give the keys of the delegations that have submitted to a call, as far as those
    who send circulars may know of it.
    """
    SUBMITTERS[name] = submitters


@dataclass(frozen=True)
class Addressee:
    """A delegation, as it is called on the day of the letter, and where it is reached now."""

    delegation: Any
    name: str
    addresses: tuple


def of(circular, at):
    """The Addressees of ``circular`` at ``at``, in the order of lists. Four queries at most."""
    return _listed(circular, Delegation.objects.filter(_chosen(circular, at)))


def as_issued(circular):
    """The Addressees that issuing has written into the record; of one issued without, those of that instant."""
    issuing = Event.objects.about(circular).filter(verb=Verb.ISSUING).values_list("facts", flat=True).first()
    codes = (issuing or {}).get("to")
    if codes is None:
        return of(circular, circular.issued_at)
    return _listed(circular, Delegation.objects.filter(code__in=codes))


def codes(addressees):
    return [addressee.delegation.code for addressee in addressees]


def why_nobody(circular, addressees):
    """Why a circular to ``addressees`` would reach nobody, as a sentence; "" if it goes to somebody."""
    if circular.rule != AddresseeRule.ALL and circular.call_id is None:
        return _("Choose the call whose inputs decide to whom this circular goes, or send it to all of them.")
    if not addressees:
        return _(
            "This circular would go to nobody: no delegation is of the kinds, in the groups and under the rule that it "
            "names. Change to whom it goes."
        )
    return ""


def count(addressees):
    """How many delegations and addresses these are, and which of them have no address in use."""
    return {
        "delegations": len(addressees),
        "addresses": len({address for addressee in addressees for address in addressee.addresses}),
        "unreached": [addressee.name for addressee in addressees if not addressee.addresses],
    }


def _chosen(circular, at):
    """The condition for a delegation to be among them."""
    named = Q(kind__in=circular.audience)
    if circular.groups:
        day = circular.consultation.day(at)
        members = GroupMembership.objects.on(day).filter(group__code__in=circular.groups)
        named &= Q(pk__in=members.values("delegation"))
    if circular.rule != AddresseeRule.ALL:
        submitted = Q(pk__in=_submitters(circular.call, at))
        named &= submitted if circular.rule == AddresseeRule.SUBMITTED else ~submitted
    return named | Q(code__in=circular.also)


def _submitters(call, at):
    return {key for submitters in SUBMITTERS.values() for key in submitters(call, at)} if call else set()


def _listed(circular, delegations):
    """``delegations`` as lists print them in the language and on the day of the letter."""
    in_use = Prefetch("addresses", Address.objects.in_use().order_by("email"), to_attr="in_use")
    found = delegations.in_order(circular.dated, circular.language).with_names(circular.language)
    return [
        Addressee(
            delegation,
            delegation.name_on(circular.dated, circular.language),
            tuple(address.email for address in delegation.in_use),
        )
        for delegation in found.prefetch_related(in_use)
    ]
