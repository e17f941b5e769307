"""Names, letters' names and addresses of delegations: changed under lock, recorded, never taken out."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from accounts.actions import directory as actions
from accounts.models import Address, Delegation
from accounts.tests.factories import AddressFactory, DelegationFactory
from accounts.tests.keeping import DAY, secretariat, state
from record.models import Event, Verb

pytestmark = pytest.mark.django_db
TEXTS = {"formal_name": "Permanent Mission of Türkiye", "languages": "fr, en", "admitted_under": ""}


@pytest.fixture
def by():
    return secretariat()


@pytest.fixture
def turkey():
    return state("Turkey", "TUR")


def events():
    return [(event.verb, event.target, event.facts) for event in Event.objects.order_by("place")]


def add_name(delegation, by, valid_from, name="Türkiye"):
    return actions.add_name(delegation, by=by, language="en", name=name, valid_from=valid_from, confirmed=True)


def test_edit_delegation_saves_and_records_what_changed(turkey, by):
    actions.edit_delegation(turkey, by=by, based_on=turkey.revision(), **TEXTS)

    found = Delegation.objects.get()
    assert (found.formal_name, found.languages) == (TEXTS["formal_name"], "fr, en")
    assert events() == [
        (
            Verb.CHANGED,
            turkey,
            {"formal_name": [turkey.formal_name, TEXTS["formal_name"]], "languages": ["en", "fr, en"]},
        )
    ]


def test_edit_delegation_is_no_deed_where_nothing_changes(turkey, by):
    texts = {name: getattr(turkey, name) for name in TEXTS}

    actions.edit_delegation(turkey, by=by, based_on=turkey.revision(), **texts)

    assert events() == []


def test_edit_delegation_refused_once_somebody_else_has_saved(turkey, by):
    before = turkey.revision()
    actions.edit_delegation(turkey, by=by, based_on=before, **TEXTS)

    with pytest.raises(ValidationError, match="Somebody else") as refused:
        actions.edit_delegation(turkey, by=by, based_on=before, **TEXTS | {"languages": "en"})

    assert refused.value.code == actions.CHANGED_MEANWHILE
    assert Delegation.objects.get().languages == "fr, en"


def test_add_name_ends_the_name_before(turkey, by):
    add_name(turkey, by, date(2022, 6, 1))

    assert [(row.name, row.valid_from, row.valid_to) for row in turkey.names.order_by("pk")] == [
        ("Turkey", None, date(2022, 6, 1)),
        ("Türkiye", date(2022, 6, 1), None),
    ]
    assert (turkey.name_on(date(2022, 5, 31)), turkey.name_on(date(2022, 6, 1))) == ("Turkey", "Türkiye")
    assert [(verb, facts["name"]) for verb, _target, facts in events()] == [(Verb.CHANGED, "Türkiye")]


def test_add_name_leaves_other_languages_alone(turkey, by):
    actions.add_name(turkey, by=by, language="fr", name="Turquie", valid_from=None, confirmed=False)

    assert [(row.language, row.valid_to) for row in turkey.names.all()] == [("en", None), ("fr", None)]


@pytest.mark.parametrize("valid_from", [None, date(2022, 5, 31), date(2022, 6, 1)])
def test_add_name_refused_where_another_holds_then_or_later(turkey, by, valid_from):
    add_name(turkey, by, date(2022, 6, 1))

    with pytest.raises(ValidationError, match="holds on that day or later"):
        add_name(turkey, by, valid_from, name="Turkiye")

    assert turkey.names.count() == 2


def test_amend_name_says_when_it_ended_and_that_it_was_checked(turkey, by):
    row = turkey.names.get()

    actions.amend_name(row, by=by, valid_to=DAY, confirmed=False)

    row.refresh_from_db()
    assert (row.name, row.valid_to, row.confirmed) == ("Turkey", DAY, False)
    assert events() == [
        (
            Verb.CHANGED,
            turkey,
            {"language": "en", "name": "Turkey", "valid_to": [None, DAY.isoformat()], "confirmed": [True, False]},
        )
    ]


@pytest.mark.parametrize(
    ("place", "valid_to", "sentence"),
    [
        (0, None, "“Türkiye” begins before that day"),
        (0, date(2022, 6, 2), "“Türkiye” begins before that day"),
        (1, date(2022, 6, 1), "A name ends after the day on which it begins"),
    ],
)
def test_amend_name_refused_where_days_would_cross(turkey, by, place, valid_to, sentence):
    add_name(turkey, by, date(2022, 6, 1))
    row = turkey.names.order_by("pk")[place]

    with pytest.raises(ValidationError, match=sentence):
        actions.amend_name(row, by=by, valid_to=valid_to, confirmed=True)


def test_amend_name_is_no_deed_where_nothing_changes(turkey, by):
    actions.amend_name(turkey.names.get(), by=by, valid_to=None, confirmed=True)

    assert events() == []


def test_add_address_puts_it_in_use(turkey, by):
    address = actions.add_address(turkey, by=by, email="tur@example.test", label="office", note="")

    assert list(Address.objects.in_use()) == [address]
    assert events() == [(Verb.CREATED, address, {"delegation": "TUR"})]


def test_add_address_refused_twice_in_whatever_capitals(turkey, by):
    AddressFactory(delegation=turkey, email="tur@example.test", active=False)

    with pytest.raises(ValidationError, match="has this address already"):
        actions.add_address(turkey, by=by, email="TUR@example.test", label="", note="")


def test_edit_address_switches_it_off_and_records_it(by):
    address = AddressFactory()

    actions.edit_address(address, by=by, based_on=address.revision(), label="", note="left", active=False)

    address.refresh_from_db()
    assert (address.active, address.note) == (False, "left")
    assert events() == [
        (
            Verb.CHANGED,
            address,
            {"delegation": address.delegation.code, "note": ["", "left"], "active": [True, False]},
        )
    ]


def test_edit_address_refused_once_somebody_else_has_saved(by):
    address = AddressFactory()
    before = address.revision()
    actions.edit_address(address, by=by, based_on=before, label="office", note="", active=True)

    with pytest.raises(ValidationError, match="Somebody else"):
        actions.edit_address(address, by=by, based_on=before, label="desk", note="", active=True)


@pytest.mark.django_db(transaction=True)
def test_second_edit_waits_for_the_first_and_is_refused(wait_until_a_query_is_blocked):
    delegation, by = DelegationFactory(), secretariat()
    based_on = delegation.revision()

    def edit_too():
        try:
            actions.edit_delegation(delegation, by=by, based_on=based_on, **TEXTS | {"languages": "es"})
        finally:
            connection.close()

    with ThreadPoolExecutor() as pool, transaction.atomic():
        actions.edit_delegation(delegation, by=by, based_on=based_on, **TEXTS)
        second = pool.submit(edit_too)
        wait_until_a_query_is_blocked()
    with pytest.raises(ValidationError, match="Somebody else"):
        second.result()
