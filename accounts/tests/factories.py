"""People and delegations for tests: each factory gives the plainest valid object."""

from datetime import UTC, datetime
from string import ascii_lowercase, digits

import factory

from accounts.models import Address, Delegation, DelegationKind, DelegationName, Membership, MembershipRole, User

SIGNS = digits + ascii_lowercase  # by three of them 46,656 States can be told apart
SINCE = datetime(2019, 1, 1, 5, 0, tzinfo=UTC)  # midnight in New York


class UserFactory(factory.django.DjangoModelFactory):
    """A person without capacities, who cannot sign in with a password."""

    class Meta:
        model = User

    email = factory.Sequence("person{}@portal.test".format)
    name = factory.Sequence("Person {}".format)
    password = "!"


class DelegationFactory(factory.django.DjangoModelFactory):
    """The mission of a Member State without dated names."""

    class Meta:
        model = Delegation

    code = factory.Sequence("s{:03d}".format)
    kind = DelegationKind.MEMBER_STATE
    iso3 = factory.Sequence(lambda number: "".join(SIGNS[number // power % 36] for power in (1296, 36, 1)))
    formal_name = factory.Sequence("Permanent Mission of State {}".format)


class DelegationNameFactory(factory.django.DjangoModelFactory):
    """An English name that always held."""

    class Meta:
        model = DelegationName

    delegation = factory.SubFactory(DelegationFactory)
    language = "en"
    name = factory.Sequence("State {}".format)


class AddressFactory(factory.django.DjangoModelFactory):
    """An official address in use."""

    class Meta:
        model = Address

    delegation = factory.SubFactory(DelegationFactory)
    email = factory.Sequence("mission{:03d}@mission.test".format)


class MembershipFactory(factory.django.DjangoModelFactory):
    """A delegate since the beginning of 2019, without flags."""

    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    delegation = factory.SubFactory(DelegationFactory)
    role = MembershipRole.DELEGATE
    starts_at = SINCE
