"""What was done about people and in the directory: who reads it, and in which words."""

import pytest
from django.utils import timezone

from accounts.events import manages
from accounts.models import Address, Application, Membership
from accounts.tests.factories import DelegationFactory, MembershipFactory
from record import wording
from record.actor import Actor, Capacity
from record.models import Event, Verb

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    return MembershipFactory()


@pytest.fixture
def of_the_house(member):
    """Events about one delegation, its address and its member, and about one that asks to take part."""
    by = Actor(capacity=Capacity.SECRETARIAT)
    delegation = member.delegation
    address = Address.objects.create(delegation=delegation, email="mission@mission.test")
    application = Application.objects.create(
        organization="A sample organization", rule="A sample", contact_name="A person", email="a@b.test", asked_at=by.at
    )
    for target in (delegation, address, member, application):
        Event.objects.record(target, Verb.CHANGED, by=by, delegation=delegation.code)


def seen(capacity, delegation=None, flags=()):
    actor = Actor(capacity=capacity, delegation=delegation, flags=frozenset(flags))
    events = Event.objects.visible_to(actor).order_by("place")
    assert all(event.known for event in events)
    return [event.target_type.model for event in events.select_related("target_type")]


OWN = ["delegation", "address"]


@pytest.mark.parametrize(
    ("capacity", "flags", "expected"),
    [
        (Capacity.DELEGATE, (), OWN),
        (Capacity.DELEGATE, ("may_clear",), OWN),
        (Capacity.DELEGATE, ("may_manage",), [*OWN, "membership"]),
        (Capacity.HEAD, (), [*OWN, "membership"]),
    ],
)
def test_delegation_reads_what_is_its_own(of_the_house, member, capacity, flags, expected):
    assert seen(capacity, member.delegation, flags) == expected
    assert seen(capacity, DelegationFactory(), flags) == []


@pytest.mark.parametrize(
    ("capacity", "expected"),
    [
        (Capacity.SECRETARIAT, [*OWN, "membership", "application"]),
        (Capacity.ADMINISTRATOR, [*OWN, "membership"]),
        (Capacity.STAFF, []),
        (Capacity.COFACILITATOR, []),
        (Capacity.PUBLIC, []),
        (Capacity.CLOCK, []),
    ],
)
def test_others_read_all_of_it_or_nothing(of_the_house, member, capacity, expected):
    assert seen(capacity, member.delegation) == expected


def test_flag_of_a_delegate_makes_a_manager():
    assert [manages(Actor(capacity=Capacity.DELEGATE, flags=frozenset(f))) for f in ((), ("may_manage",))] == [
        False,
        True,
    ]


def said(target, verb, **facts):
    event = Event(verb=verb, capacity=Capacity.SECRETARIAT, at=timezone.now(), facts=facts)
    return wording.sentence(wording.KINDS[type(target)], event, target, {"XYZ": "Sampleland"})


def test_sentences_name_the_person_and_the_delegation(member):
    kind = wording.KINDS[Membership]
    loaded = kind.load([member.pk])[member.pk]
    name = member.user.name

    assert said(loaded, Verb.ENDED, delegation="XYZ") == (
        f"The secretariat ended the membership of {name} in the delegation of Sampleland."
    )
    assert said(loaded, Verb.ENDED) == f"The secretariat ended {name}."
    assert list(kind.search(name)) == [{"pk": member.pk}]


def test_delegation_is_called_by_its_code_in_addresses_and_by_its_name_in_sentences():
    delegation = DelegationFactory()
    kind = wording.KINDS[type(delegation)]

    assert said(delegation, Verb.CHANGED) == f"The secretariat changed the delegation “{delegation.formal_name}”."
    assert (kind.name(delegation), kind.title(delegation)) == (delegation.code, delegation.formal_name)
    assert list(kind.keys("", delegation.code)) == [{"pk": delegation.pk}]
    assert list(kind.search(delegation.code.lower())) == [{"pk": delegation.pk}]


def test_what_has_no_words_of_its_own_is_called_by_its_name(member):
    address = Address.objects.create(delegation=member.delegation, email="mission@mission.test")

    assert said(address, Verb.IMPORTED) == "The secretariat brought in the address “mission@mission.test” from a file."
