"""The directory's lines: names in force, what became of the mail, what is missing, and what is found."""

from datetime import date, timedelta

import pytest

from accounts import directory
from accounts.models import DelegationGroup, DelegationKind, GroupKind
from accounts.tests.factories import AddressFactory, DelegationFactory, DelegationNameFactory, MembershipFactory
from accounts.tests.keeping import AT, state
from record.models import Delivery, DeliveryState

pytestmark = pytest.mark.django_db
QUERIES = 4


def send(address, subject, became, at):
    """A message to the address, of which this became."""
    rows = Delivery.objects.queue(
        address,
        kind=subject,
        subject=subject,
        text="",
        addresses=[(address.email, address.delegation)],
        at=at - timedelta(hours=1),
    )
    left = became in {*directory.ACCEPTED, DeliveryState.BOUNCED}
    bounced_at = at + timedelta(minutes=5) if became == DeliveryState.BOUNCED else None
    rows.update(state=became, sent_at=at if left else None, bounced_at=bounced_at)


def health(address):
    return directory.health_of(address.delegation).get(address.email.lower(), directory.Health())


def names(lines):
    return [str(line.name) for line in lines]


def test_lines_stand_in_order_with_what_is_kept_of_each():
    peru, mali = state("Peru", "PER"), state("Mali", "MLI")
    holy_see = DelegationFactory(code="VAT", kind=DelegationKind.OBSERVER_STATE, formal_name="Holy See")
    african = DelegationGroup.objects.create(code="AFR", name="African Group", kind=GroupKind.REGIONAL)
    african.memberships.create(delegation=mali)
    african.memberships.create(delegation=peru, valid_to=AT.date())
    AddressFactory(delegation=mali, email="b@example.test")
    AddressFactory(delegation=mali, email="off@example.test", active=False)
    MembershipFactory(delegation=mali, role="head", may_clear=True)
    MembershipFactory(delegation=mali)
    MembershipFactory(delegation=peru, role="head", may_clear=True, ends_at=AT)

    found = directory.lines(AT)

    rows = [
        (line.name, line.regional, [a.email for a, _health in line.addresses], line.delegation.members)
        for line in found
    ]
    assert rows == [
        ("Mali", ["African Group"], ["b@example.test"], 2),
        ("Peru", [], [], 0),
        ("Holy See", [], [], 0),
    ]
    assert [line.delegation for line in found if line.delegation.has_head] == [mali]
    assert found[2].delegation == holy_see
    assert directory.groups_of(found) == [("AFR", "African Group")]


def test_name_is_the_one_of_the_day():
    turkey = DelegationFactory(code="TUR")
    DelegationNameFactory(delegation=turkey, name="Turkey", valid_to=date(2022, 6, 1))
    DelegationNameFactory(delegation=turkey, name="Türkiye", valid_from=date(2022, 6, 1))

    assert names(directory.lines(AT)) == ["Türkiye"]
    assert names(directory.lines(AT.replace(year=2019))) == ["Turkey"]


@pytest.mark.parametrize(
    ("became", "state_", "at"),
    [
        ([], "none", None),
        ([DeliveryState.QUEUED], "none", None),
        ([DeliveryState.SENT], "sent", 0),
        ([DeliveryState.SENT, DeliveryState.UNCERTAIN], "sent", 0),
        ([DeliveryState.FAILED, DeliveryState.SENT], "sent", 1),
        ([DeliveryState.SENT, DeliveryState.FAILED], "bounced", 1),
        ([DeliveryState.SENT, DeliveryState.BOUNCED], "bounced", 1),
        ([DeliveryState.BOUNCED, DeliveryState.SENT], "sent", 1),
    ],
)
def test_health_is_what_became_of_the_last_message(became, state_, at):
    address = AddressFactory(email="A@example.test")
    for day, outcome in enumerate(became):
        send(address, f"s{day}", outcome, AT + timedelta(days=day))

    found = health(address)

    after = {None: timedelta(0), DeliveryState.FAILED: -timedelta(hours=1), DeliveryState.BOUNCED: timedelta(minutes=5)}
    last = after.get(became[at], timedelta(0)) if at is not None else None
    assert (found.state, found.at) == (state_, None if at is None else AT + timedelta(days=at) + last)
    assert bool(found.label) is True


@pytest.fixture
def three():
    """One whose mail came back and who has no head, one with neither address nor head, and one that lacks nothing."""
    ivory, mali, peru = state("Côte d'Ivoire", "CIV"), state("Mali", "MLI"), state("Peru", "PER")
    DelegationNameFactory(delegation=ivory, language="ru", name="Кот-д'Ивуар")
    send(AddressFactory(delegation=ivory, email="civ@example.test"), "x", DeliveryState.BOUNCED, AT)
    AddressFactory(delegation=peru, email="embajada@example.test")
    MembershipFactory(delegation=peru, role="head", may_clear=True)
    group = DelegationGroup.objects.create(code="G", name="G", kind=GroupKind.NEGOTIATING)
    group.memberships.create(delegation=mali)
    DelegationFactory(code="vat", kind=DelegationKind.OBSERVER_STATE, formal_name="Holy See")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["CIV", "MLI", "PER", "vat"]),
        ({"state": "no_head"}, ["CIV", "MLI", "vat"]),
        ({"state": "no_address"}, ["MLI", "vat"]),
        ({"state": "bounced"}, ["CIV"]),
        ({"kind": "observer_state"}, ["vat"]),
        ({"group": "G"}, ["MLI"]),
        ({"q": "COTE  d’ivoire"}, ["CIV"]),
        ({"q": "кот"}, ["CIV"]),
        ({"q": "mli"}, ["MLI"]),
        ({"q": "embajada@"}, ["PER"]),
        ({"q": "holy"}, ["vat"]),
        ({"q": "mission of peru"}, ["PER"]),
        ({"q": "nobody"}, []),
        ({"q": "o", "state": "no_address"}, ["MLI", "vat"]),
    ],
)
def test_narrowed_finds_what_is_asked_for(three, asked, found):
    lines = directory.narrowed(directory.lines(AT, searched="q" in asked), **asked)

    assert [line.delegation.code for line in lines] == found


def test_hits_are_marked_where_they_stand_and_told_where_they_are_not_shown(three):
    (line,) = directory.narrowed(directory.lines(AT, searched=True), q="ивуар")
    assert (line.name, line.also) == ("Côte d&#x27;Ivoire", ["Кот-д&#x27;<mark>Ивуар</mark>"])

    (line,) = directory.narrowed(directory.lines(AT, searched=True), q="embajada")
    assert [address.shown for address, _health in line.addresses] == ["<mark>embajada</mark>@example.test"]


def test_sent_lately_is_what_went_to_the_delegation_the_newest_first():
    address = AddressFactory()
    send(address, "first", DeliveryState.SENT, AT)
    send(address, "second", DeliveryState.FAILED, AT + timedelta(days=1))
    send(AddressFactory(), "other", DeliveryState.SENT, AT)

    assert [delivery.subject for delivery in directory.sent_lately(address.delegation)] == ["second", "first"]


@pytest.mark.parametrize("number", [1, 3])
def test_queries_do_not_grow_with_the_delegations(number, django_assert_num_queries):
    for code in "ABC"[:number]:
        AddressFactory(delegation=state(f"State {code}", code * 3))
    directory.lines(AT)  # the kinds of objects are known by now

    with django_assert_num_queries(QUERIES):
        directory.lines(AT)
    with django_assert_num_queries(QUERIES):
        directory.lines(AT, searched=True)


def test_what_went_to_the_same_address_for_others_is_not_told():
    mine = AddressFactory(email="shared@example.test")
    other = AddressFactory(email="shared@example.test")
    send(other, "clearance-1", DeliveryState.SENT, AT)

    assert health(mine) == directory.Health()
    assert health(other).accepted == AT


def test_health_knows_the_last_success_and_the_last_bounce_of_one_message_too():
    address = AddressFactory()
    send(address, "came back, and was sent again", DeliveryState.BOUNCED, AT)
    Delivery.objects.update(state=DeliveryState.SENT, sent_at=AT + timedelta(days=1))

    assert health(address) == directory.Health(AT + timedelta(days=1), AT + timedelta(minutes=5))
    assert (health(address).is_bad, health(address).earlier) == (False, AT + timedelta(minutes=5))
