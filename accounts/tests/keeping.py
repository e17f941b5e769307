"""What tests of the directory and the door begin with: who keeps it, and States."""

from datetime import UTC, datetime

from accounts.models import DelegationName
from accounts.tests.factories import DelegationFactory, UserFactory
from record.actor import Actor, Capacity

AT = datetime(2026, 3, 2, 15, tzinfo=UTC)
DAY = AT.date()


def secretariat(at=AT):
    """The secretariat as an Actor."""
    return Actor(UserFactory(), Capacity.SECRETARIAT, at=at, consultations=frozenset({1}))


def state(name, code, **fields):
    """A Member State with an English name that always held."""
    formal_name = f"Permanent Mission of {name} to the United Nations"
    delegation = DelegationFactory(code=code, iso3=code, formal_name=formal_name, **fields)
    DelegationName.objects.create(delegation=delegation, language="en", name=name)
    return delegation
