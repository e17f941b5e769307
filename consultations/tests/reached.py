"""An issued letter on its way to delegations with addresses, for tests of whom it reached."""

from accounts.tests.factories import AddressFactory, DelegationFactory, DelegationNameFactory, MembershipFactory
from accounts.tests.people import acting_as
from consultations.models import CircularState
from record.models import Delivery

from .factories import AT, circular_in

NAMES = ("Côte d’Ivoire", "Mali", "The Gambia")


def state(name, *emails, **fields):
    """A Member State of that name with these addresses."""
    delegation = DelegationFactory(**fields)
    DelegationNameFactory(delegation=delegation, name=name)
    for email in emails:
        AddressFactory(delegation=delegation, email=email)
    return delegation


def member_of(delegation, **fields):
    """The Actor for a delegate of ``delegation`` on the day of the letter."""
    return acting_as(MembershipFactory(delegation=delegation, **fields), at=AT)


def letter_to(team, *names):
    """A letter to States of those names, each with one address, beside those of the co-facilitators, who have none."""
    for number, name in enumerate(names or NAMES):
        state(name, f"{number}@mission.test", code=f"d{number}")
    return circular_in(CircularState.ISSUED, team)


def rows_of(circular):
    return Delivery.objects.about(circular).filter(kind="circular")


def become(circular, **states):
    """Set what became of the letters, by the part of the address before the ``@``, after an underscore."""
    for name, became in states.items():
        left = became in {"sent", "acknowledged", "bounced"}
        found = rows_of(circular).filter(address__startswith=f"{name.strip('_')}@")
        assert found.update(
            state=became, sent_at=AT if left else None, bounced_at=AT if became == "bounced" else None, lease_until=AT
        )


def states(circular):
    return dict(rows_of(circular).order_by("address").values_list("address", "state"))
