"""Who is reminded. Who they are is asked when a reminder is sent: each audience has a function that finds them.

The app that knows an audience registers it. What delegations write is for nobody else to know: whom a reminder by
inputs finds is shown to no one, nor how many they are.
"""

from accounts.models import Address, DelegationKind

from .models import Call, DeadlinePurpose, Meeting, MeetingKind, ReminderAudience

BY_INPUTS = frozenset({ReminderAudience.NOT_SUBMITTED, ReminderAudience.AWAITING_CLEARANCE})
FINDERS = {}


def register(audience, find):
    """Let ``find(consultation, deadline, kinds, at)`` give the pairs of address and recipient of ``audience``."""
    FINDERS[audience] = find


def found(audience, consultation, deadline, kinds, at):
    """The pairs of address and recipient of ``audience`` at ``at``, every address once."""
    pairs = FINDERS[audience](consultation, deadline, kinds, at)
    return list({address.lower(): (address, recipient) for address, recipient in pairs}.values())


def is_private(audience):
    """Whether it follows from inputs who belongs to it."""
    return audience in BY_INPUTS


def offered(deadline):
    """The audiences that a reminder of ``deadline`` can have: inputs are sent to calls."""
    asks = deadline is None or deadline.purpose == DeadlinePurpose.DUE
    return [audience for audience in ReminderAudience if asks or not is_private(audience)]


def default_kinds(deadline):
    """Whom a deadline concerns: those whom its call asks; those who may come to its meeting; else all."""
    target = deadline.target if deadline else None
    if isinstance(target, Call):
        return list(target.audience)
    if isinstance(target, Meeting) and target.closed and target.kind != MeetingKind.STAKEHOLDERS:
        return [kind for kind in DelegationKind if kind != DelegationKind.STAKEHOLDER]
    return list(DelegationKind)


def everyone(_consultation, _deadline, kinds, _at):
    """The official addresses in use of all delegations of these kinds."""
    addresses = Address.objects.in_use().filter(delegation__kind__in=kinds).select_related("delegation")
    return [(address.email, address.delegation) for address in addresses]


register(ReminderAudience.ALL, everyone)
