"""Whom a circular reached, as its board shows it: one line for each delegation, five or six queries for any number."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.matching import fold, marked
from accounts.models import Delegation, Membership, MembershipRole
from record.models import Delivery, DeliveryState, Event, Verb
from record.models.generic import type_of

from . import addressees
from .emails import CIRCULAR
from .models import Acknowledgement

NONE = "none"
# What counts for a delegation with several addresses: the best that became of one of them.
RANK = [
    DeliveryState.SENT,
    DeliveryState.SENDING,
    DeliveryState.QUEUED,
    DeliveryState.STOPPED,
    DeliveryState.UNCERTAIN,
    DeliveryState.BOUNCED,
    DeliveryState.FAILED,
]
STATES = {DeliveryState.ACKNOWLEDGED: DeliveryState.ACKNOWLEDGED.label, **{state: state.label for state in RANK}}
STATES[NONE] = _("no address")
LEAVING = frozenset({DeliveryState.QUEUED, DeliveryState.SENDING})
MISSED = frozenset({DeliveryState.STOPPED, DeliveryState.UNCERTAIN, DeliveryState.BOUNCED, DeliveryState.FAILED, NONE})
AGAIN = frozenset({DeliveryState.BOUNCED, DeliveryState.FAILED})


@dataclass
class Line:
    """One delegation: the messages to its addresses, and who confirmed the receipt. ``shared``: its messages went to
    an address that is another's too, and count there.
    """

    name: str
    delegation: Any = None
    rows: list = field(default_factory=list)
    acknowledgement: Any = None
    shared: bool = False
    shown: str = ""  # the name with the hit marked

    @property
    def state(self):
        if self.acknowledgement:
            return DeliveryState.ACKNOWLEDGED
        known = {DeliveryState.SENT if row.state == DeliveryState.ACKNOWLEDGED else row.state for row in self.rows}
        return next((state for state in RANK if state in known), NONE)

    @property
    def label(self):
        return STATES[self.state]

    @property
    def is_missed(self):
        return self.state in MISSED


@dataclass(frozen=True)
class Receipt:
    """What the page of a letter says to a delegation about its receipt; without ``acknowledgement`` it asks for it."""

    name: str  # of the delegation
    acknowledgement: Any = None


def letters_sent(circular):
    """The messages that carried ``circular`` to the addresses of those it is for."""
    return Delivery.objects.about(circular).filter(kind=CIRCULAR)


def letters_to(circular, delegation):
    return letters_sent(circular).filter(recipient_type=type_of(Delegation), recipient_id=delegation.pk)


def went_to(circular, delegation):
    """Whether ``delegation`` is one of those to whom it was issued, with an address or without."""
    issuing = Event.objects.about(circular).filter(verb=Verb.ISSUING, facts__contains={"to": [delegation.code]})
    return letters_to(circular, delegation).exists() or issuing.exists()


def receipt_for(actor, circular):
    """The Receipt for a member of a delegation that the circular went to; ``None`` for everybody else."""
    if not actor.may("consultations.acknowledge", circular):
        return None
    name = actor.delegation.name_on(circular.consultation.day(actor.at))
    made = circular.acknowledgements.filter(delegation=actor.delegation_id).select_related("user").first()
    if made:
        return Receipt(name, made)
    asked = not circular.why_not_acknowledge() and went_to(circular, actor.delegation)
    return Receipt(name) if asked else None


def lines(circular):
    """A Line for each delegation in the order of lists; after them messages whose addressee is not known any more."""
    rows = list(letters_sent(circular).defer("text", "subject"))
    confirmed = Acknowledgement.objects.filter(circular=circular).select_related("user")
    confirmed = {made.delegation_id: made for made in confirmed}
    by_address = {row.address.lower(): row for row in rows}
    own = defaultdict(list)
    for row in rows:
        own[row.recipient_id].append(row)
    found = []
    for one in addressees.as_issued(circular):
        line = Line(one.name, one.delegation, own.pop(one.delegation.pk, []), confirmed.get(one.delegation.pk))
        if not line.rows:
            line.rows = [row for row in map(by_address.get, map(str.lower, one.addresses)) if row]
            line.shared = bool(line.rows)
        found.append(line)
    return found + [Line(row.address, rows=[row]) for left in own.values() for row in left]


def narrowed(found, *, q="", state=""):
    """Those of the lines that are asked for, the hits marked. ``missed``: whom it has not reached."""
    if state == "missed":
        found = [line for line in found if line.is_missed]
    elif state:
        found = [line for line in found if line.state == state]
    wanted = fold(" ".join(q.split()))
    return [line for line in found if _hit(line, wanted)] if wanted else found


def counts(found):
    """(state, label, number) of the delegations, the best first, without those that there are none of."""
    numbers = defaultdict(int)
    for line in found:
        numbers[line.state] += 1
    return [(state, label, numbers[state]) for state, label in STATES.items() if numbers[state]]


def heads(found, at):
    """The heads of the delegations of these lines at ``at``, by the key of the delegation."""
    keys = [line.delegation.pk for line in found if line.delegation]
    terms = Membership.objects.at(at).filter(delegation__in=keys, role=MembershipRole.HEAD).select_related("user")
    by_delegation = defaultdict(list)
    for term in terms.order_by("pk"):
        by_delegation[term.delegation_id].append(term.user)
    return by_delegation


def _hit(line, wanted):
    """Whether the words stand in the name, the code or an address of the line; they are marked where it shows them."""
    code = line.delegation.code if line.delegation else ""
    texts = [line.name, code, *(row.address for row in line.rows)]
    line.shown = marked(line.name, wanted)
    for row in line.rows:
        row.shown = marked(row.address, wanted)
    return any(wanted in fold(text) for text in texts)
