"""What was sent to a delegation and to a person: sorts of messages, each worded by the app whose objects it is about.

A person is told of what went to their own address for as far as it belongs to the capacity in which they act; a
delegation of all that went to its official addresses. Others are told of the sorts that say so, and never of those
whose very row says what a delegation writes (``record.models.delivery.keep_untold``).
"""

from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Case, CharField, Q, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Delegation, User
from record.actor import Capacity
from record.models import Delivery
from record.models.generic import type_of
from record.models.reading import NOTHING

from .emails import COPY
from .models import AddresseeRule, Call, Circular, Meeting, MeetingSubscription, ReminderRun

SPEAKING = frozenset({Capacity.DELEGATE, Capacity.HEAD})
SORTS = {}


def everybody(_actor):
    return Q()


def nobody(_actor):
    return NOTHING


def who_works(actor):
    """What is written to a person about letters and drafts in the making belongs to their work, not to a delegation."""
    return Q() if actor.consultations else NOTHING


def who_speaks(actor):
    return Q() if actor.capacity in SPEAKING else NOTHING


@dataclass(frozen=True)
class Sort:
    """One sort of message, about objects of ``model``.

    ``among`` gives the condition that a message of this model is of this sort; ``mine``, for an Actor, that one which
    went to them as a person is for them to see now; ``others``, that one which went to a delegation is for somebody
    else to see. ``addresses(keys, actor)`` gives the page of each object that the actor may open.
    """

    slug: str
    label: Any
    model: Any
    addresses: Any
    among: Any = Q
    mine: Any = everybody
    others: Any = nobody

    def condition(self):
        return Q(target_type=type_of(self.model)) & self.among()


def register(*sorts):
    """Let these sorts be named in the list of what was sent."""
    SORTS.update({sort.slug: sort for sort in sorts})


def sorts_for(actor):
    """What can be among the messages to the actor and their delegation."""
    return [sort for sort in SORTS.values() if sort.mine(actor) != NOTHING]


def sorts_for_others(actor):
    """What can be among the messages to a delegation that the actor does not speak for."""
    return [sort for sort in SORTS.values() if sort.others(actor) != NOTHING]


def to_us(consultation, actor):
    """What went to the addresses of the actor's delegation, if they speak for one, and to the actor."""
    personal = reduce(or_, (sort.condition() & sort.mine(actor) for sort in sorts_for(actor)), NOTHING)
    found = Q(recipient_type=type_of(User), recipient_id=actor.user.pk) & personal
    if actor.capacity in SPEAKING:
        found |= Q(recipient_type=type_of(Delegation), recipient_id=actor.delegation_id)
    return _listed(Delivery.objects.filter(found, consultation=consultation.slug))


def to_others(consultation, delegation, actor):
    """What went to the official addresses of a delegation, as far as it is for somebody else to know."""
    open_ones = reduce(or_, (sort.condition() & sort.others(actor) for sort in sorts_for_others(actor)), NOTHING)
    to = {"recipient_type": type_of(Delegation), "recipient_id": delegation.pk}
    return _listed(Delivery.objects.told().filter(open_ones, consultation=consultation.slug, **to))


def _listed(deliveries):
    """The newest first, each with the ``sort`` it is of, "" where no app knows it."""
    sorts = [When(sort.condition(), then=Value(slug)) for slug, sort in SORTS.items()]
    sort = Case(*sorts, default=Value(""), output_field=CharField())
    return deliveries.defer("text", "answer").annotate(sort=sort).order_by("-queued_at", "-pk")


def described(deliveries, actor):
    """A page of deliveries as a list, each with its ``label`` and the address of the ``page`` it is about, "" for none.

    One query for each sort that is among them.
    """
    rows, pages = list(deliveries), {}
    for slug in {row.sort for row in rows} - {""}:
        keys = {row.target_id for row in rows if row.sort == slug}
        pages[slug] = SORTS[slug].addresses(keys, actor)
    for row in rows:
        row.label = SORTS[row.sort].label if row.sort else _("message")
        row.page = pages.get(row.sort, {}).get(row.target_id, "")
    return rows


def nowhere(_keys, _actor):
    """Of what has no page."""
    return {}


def _circulars(keys, actor):
    circulars = Circular.objects.visible_to(actor).filter(pk__in=keys).select_related("consultation")
    return {circular.pk: circular.get_absolute_url() for circular in circulars.defer("body", "content")}


def _invitations(keys, actor):
    """The meetings of subscriptions."""
    asked = MeetingSubscription.objects.filter(pk__in=keys, meeting__in=Meeting.objects.visible_to(actor))
    known = asked.select_related("meeting__consultation")
    return {subscription.pk: subscription.meeting.get_absolute_url() for subscription in known}


def _told_letters(_actor):
    """Not those that were addressed by what a delegation has sent in or not: that is its own to know."""
    return Q(target_id__in=Circular.objects.filter(rule=AddresseeRule.ALL).values("pk"))


def _letters():
    """Letters themselves go to official addresses; what else is written about a circular goes to people."""
    return Q(recipient_type=type_of(Delegation))


def _copies():
    return Q(kind=COPY)


def _work():
    return Q(recipient_type=type_of(User)) & ~Q(kind=COPY)


def _own_time(actor):
    """Of more time for a call, what was written to the delegation for which the person acts now."""
    return Q(kind__startswith=f"time-{actor.delegation_id}-") if actor.capacity in SPEAKING else NOTHING


register(
    Sort("circular", gettext_lazy("circular"), Circular, _circulars, among=_letters, others=_told_letters),
    Sort("copy", gettext_lazy("copy of a circular"), Circular, _circulars, among=_copies),
    Sort("letter", gettext_lazy("letter in preparation"), Circular, _circulars, among=_work, mine=who_works),
    Sort("reminder", gettext_lazy("reminder"), ReminderRun, nowhere, mine=who_speaks, others=everybody),
    Sort("invitation", gettext_lazy("invitation to a meeting"), MeetingSubscription, _invitations),
    Sort("time", gettext_lazy("more time for a call"), Call, nowhere, mine=_own_time),
)
