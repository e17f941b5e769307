"""Whom reminders about inputs find: asked when they are sent, shown to nobody.

What counts is the delegation's own input; what a group filed in its name asks nothing less of it.
"""

from django.db.models import Exists, F, OuterRef

from accounts.models import Address, Delegation, Membership, PartyCapacity
from consultations.models import CallExtension

from .models import Submission, SubmissionState
from .models.submission import EDITABLE


def not_submitted(_consultation, deadline, kinds, at):
    """The official addresses of the delegations that are asked and have submitted nothing of their own; and of those
    that have begun it, the members too.
    """
    own = Submission.objects.filter(call=deadline.target_id, capacity=PartyCapacity.NATIONAL).order_by()
    standing = own.filter(serial__isnull=False).exclude(state=SubmissionState.WITHDRAWN)
    silent = _asked(deadline, kinds, at).exclude(Exists(standing.filter(delegation=OuterRef("pk"))))
    begun = own.filter(serial=None, state__in=EDITABLE).values("delegation")
    addresses = Address.objects.in_use().filter(delegation__in=silent).select_related("delegation")
    writing = Membership.objects.reachable(at).filter(delegation__in=silent).filter(delegation__in=begun)
    return [*((address.email, address.delegation) for address in addresses), *_people(writing)]


def awaiting_clearance(_consultation, deadline, kinds, at):
    """Those who may clear an input to the call that awaits it, whomever it speaks for."""
    waiting = Submission.objects.filter(call=deadline.target_id, state=SubmissionState.IN_CLEARANCE).order_by()
    clearing = Membership.objects.reachable(at).filter(may_clear=True, delegation__in=_asked(deadline, kinds, at))
    return _people(clearing.filter(delegation__in=waiting.values("delegation")))


def _asked(deadline, kinds, at):
    """Those of whom the call asks by this date: not those that have been given more time, as long as it lasts."""
    asked = Delegation.objects.filter(kind__in=set(kinds) & set(deadline.target.audience)).order_by()
    more = CallExtension.objects.filter(call=deadline.target_id, until__gte=at, until__gt=F("call__due_at"))
    return asked.exclude(Exists(more.filter(delegation=OuterRef("pk"))))


def _people(memberships):
    return [(member.user.email, member.user) for member in memberships.select_related("user").order_by("pk")]
