"""A delegation with a head and a delegate, and who acts, for tests of its members."""

from datetime import UTC, datetime

from accounts.models import Membership
from accounts.tests.factories import MembershipFactory, UserFactory
from record.actor import Actor, Capacity
from record.models import Delivery

AT = datetime(2026, 3, 2, 15, tzinfo=UTC)


def head_of(delegation, **more):
    return MembershipFactory(delegation=delegation, role="head", may_clear=True, may_manage=True, **more)


def acting_as(membership, at=AT):
    """The Actor for the person of a membership."""
    flags = {flag for flag in ("may_clear", "may_manage", "acting") if getattr(membership, flag)}
    return Actor(membership.user, Capacity(membership.role), membership.delegation, at, flags=frozenset(flags))


def the_secretariat(at=AT):
    return Actor(UserFactory(name="Secretariat"), Capacity.SECRETARIAT, at=at, consultations=frozenset({1}))


def in_force(delegation, at=AT):
    """Who speaks for the delegation at that instant: (name, role)."""
    rows = Membership.objects.at(at).filter(delegation=delegation).order_by("user__name", "role")
    return list(rows.values_list("user__name", "role"))


def letters():
    """What lies in the outbox: (address, subject)."""
    return list(Delivery.objects.order_by("pk").values_list("address", "subject"))
