"""Whom a circular goes to: who is chosen, in what order, and what issuing keeps of it."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError

from accounts.models import Address, DelegationGroup, DelegationKind
from accounts.models.group import GroupMembership
from accounts.tests.factories import AddressFactory, DelegationFactory, DelegationNameFactory
from consultations import actions, addressees
from consultations.models import CircularState
from record.models import Delivery

from . import factories
from .factories import AT, CallFactory, CircularFactory, ask, circular_in, issue, publish
from .refusals import reloaded

pytestmark = pytest.mark.django_db
KINDS = DelegationKind
NOBODY = (
    "This circular would go to nobody: no delegation is of the kinds, in the groups and under the rule that it names. "
    "Change to whom it goes."
)
NO_CALL = "Choose the call whose inputs decide to whom this circular goes, or send it to all of them."


def delegation(code, name, kind=KINDS.MEMBER_STATE, addresses=1):
    states = kind in {KINDS.MEMBER_STATE, KINDS.OBSERVER_STATE}
    made = DelegationFactory(code=code, kind=kind, **({} if states else {"iso3": ""}))
    DelegationNameFactory(delegation=made, name=name)
    for number in range(addresses):
        AddressFactory(delegation=made, email=f"{code}{number}@mission.test".lower())
    return made


@pytest.fixture
def world():
    """Two Member States, an observer State, an organization and a stakeholder."""
    return {
        code: delegation(code, name, kind)
        for code, name, kind in [
            ("PRT", "Portugal", KINDS.MEMBER_STATE),
            ("PHL", "Philippines", KINDS.MEMBER_STATE),
            ("VAT", "Holy See", KINDS.OBSERVER_STATE),
            ("IOM", "International Organization for Migration", KINDS.UN_ENTITY),
            ("NGO", "A stakeholder", KINDS.STAKEHOLDER),
        ]
    }


def circular(**fields):
    return CircularFactory(**fields)


def chosen(letter, at=AT):
    return addressees.codes(addressees.of(letter, at))


@pytest.fixture
def submitted(monkeypatch):
    """A function: let these delegations have submitted."""

    def submitted(*delegations):
        monkeypatch.setitem(addressees.SUBMITTERS, "inputs", lambda call, at: [one.pk for one in delegations])

    return submitted


# Who


@pytest.mark.parametrize(
    ("fields", "codes"),
    [
        ({}, ["PHL", "PRT", "VAT"]),
        ({"audience": ["member_state"]}, ["PHL", "PRT"]),
        ({"audience": ["stakeholder", "un_entity"]}, ["IOM", "NGO"]),
        ({"audience": [], "also": ["IOM", "PRT"]}, ["PRT", "IOM"]),
        ({"audience": ["observer_state"], "also": ["NGO", "PHL", "VAT"]}, ["PHL", "VAT", "NGO"]),
        ({"audience": []}, []),
        ({"audience": [], "also": ["XXX"]}, []),
    ],
)
def test_kinds_and_names_choose_in_the_order_of_lists(world, fields, codes):
    assert chosen(circular(**fields)) == codes


def test_groups_narrow_the_kinds_to_their_members_on_the_day(world):
    group = DelegationGroup.objects.create(code="g", name="A group", kind="ad hoc")
    other = DelegationGroup.objects.create(code="h", name="Another", kind="ad hoc")
    GroupMembership.objects.create(group=group, delegation=world["PRT"], valid_to=date(2019, 2, 2))
    GroupMembership.objects.create(group=group, delegation=world["PHL"], valid_from=date(2019, 2, 2))
    GroupMembership.objects.create(group=group, delegation=world["IOM"])
    GroupMembership.objects.create(group=other, delegation=world["VAT"])

    letter = circular(groups=["g"], also=["NGO"])
    night = datetime(2019, 2, 2, 4, 59, tzinfo=UTC)  # still the evening of the first in New York

    assert chosen(letter) == ["PRT", "NGO"]
    assert chosen(letter, night) == ["PRT", "NGO"]
    assert chosen(letter, datetime(2019, 2, 2, 5, tzinfo=UTC)) == ["PHL", "NGO"]
    assert chosen(circular(groups=["g", "h"])) == ["PRT", "VAT"]
    assert chosen(circular(groups=["unknown"])) == []


@pytest.mark.parametrize(
    ("rule", "codes"),
    [("all", ["PHL", "PRT", "VAT", "NGO"]), ("submitted", ["PRT", "NGO"]), ("not_submitted", ["PHL", "VAT", "NGO"])],
)
def test_rule_narrows_by_who_has_submitted_and_leaves_those_named(world, submitted, rule, codes):
    submitted(world["PRT"])
    letter = circular(rule=rule, call=CallFactory(), also=["NGO"])

    assert chosen(letter) == codes


def test_rule_without_a_call_is_answered_with_why(world):
    letter = circular(rule="submitted")

    assert addressees.why_nobody(letter, addressees.of(letter, AT)) == NO_CALL


def test_nobody_is_answered_with_why():
    assert addressees.why_nobody(circular(), []) == NOBODY


def test_addressees_have_the_names_of_the_day_of_the_letter_and_their_addresses_in_use(world):
    DelegationNameFactory(delegation=world["PHL"], name="Les Philippines", language="fr")
    Address.objects.filter(delegation=world["PRT"]).update(active=False)
    AddressFactory(delegation=world["PHL"], email="a.second@mission.test")

    found = addressees.of(circular(language="fr", audience=["member_state"]), AT)

    assert [(one.name, one.addresses) for one in found] == [
        ("Les Philippines", ("a.second@mission.test", "phl0@mission.test")),
        ("Portugal", ()),
    ]
    assert addressees.count(found) == {"delegations": 2, "addresses": 2, "unreached": ["Portugal"]}


@pytest.mark.parametrize("rows", [1, 3])
def test_addressees_cost_the_same_for_one_and_for_three(rows, submitted, django_assert_num_queries):
    submitted()
    for number in range(rows):
        delegation(f"s{number}x", f"State {number}", addresses=rows)
    letter = circular(rule="not_submitted", call=CallFactory(), groups=[])

    with django_assert_num_queries(3):
        assert len(addressees.of(letter, AT)) == rows


# What the actions make of it


def test_request_approval_refuses_a_letter_to_nobody(team):
    letter = circular_in(CircularState.DRAFT, team, audience=["stakeholder"])

    with pytest.raises(ValidationError) as refused:
        ask(letter, team)

    assert (refused.value.code, refused.value.messages) == ("addressees", [NOBODY])
    assert reloaded(letter).state == "draft"


def test_issue_refuses_a_letter_whose_addressees_have_gone(team, world, submitted):
    call = CallFactory(consultation=team.consultation)
    submitted(world["PRT"])
    letter = circular_in(CircularState.APPROVED, team, call=call, rule="submitted")
    submitted()

    with pytest.raises(ValidationError) as refused:
        issue(letter, team)

    assert (refused.value.code, refused.value.messages) == ("addressees", [NOBODY])
    assert (reloaded(letter).state, reloaded(letter).reference) == ("approved", "")


def test_issue_keeps_who_they_are_whatever_happens_during_the_print(team, world, submitted, deeds):
    call = CallFactory(consultation=team.consultation)
    submitted(world["PRT"], world["VAT"])
    letter = issue(circular_in(CircularState.APPROVED, team, call=call, rule="submitted", also=["NGO"]), team)
    submitted(world["PHL"])
    Address.objects.filter(delegation=world["VAT"]).update(email="moved@mission.test")

    publish(letter, team)

    assert deeds(letter)[-2][2]["to"] == ["PRT", "VAT", "NGO"]
    sent = Delivery.objects.about(letter).filter(kind="circular").order_by("pk")
    assert [(row.address, row.recipient_id) for row in sent] == [
        ("prt0@mission.test", world["PRT"].pk),
        ("moved@mission.test", world["VAT"].pk),
        ("ngo0@mission.test", world["NGO"].pk),
    ]
    assert {row.reply_to for row in sent} == {"secretariat@portal.test"}


def test_letter_issued_before_the_record_kept_them_goes_to_those_of_its_instant(team, world):
    letter = circular_in(CircularState.ISSUING, team, audience=["stakeholder"], also=["PRT"])

    with_record = addressees.codes(addressees.as_issued(letter))
    never_recorded = CircularFactory(audience=["stakeholder"], also=["PRT"], issued_at=AT)

    assert with_record == ["PRT", "NGO"]
    assert addressees.codes(addressees.as_issued(never_recorded)) == ["PRT", "NGO"]


def test_mails_about_a_letter_are_answered_to_the_secretariat(team):
    letter = circular_in(CircularState.IN_APPROVAL, team)

    assert {row.reply_to for row in Delivery.objects.about(letter)} == {"secretariat@portal.test"}


def test_addressees_are_part_of_what_editing_changes_and_not_of_what_is_printed(team, world, deeds):
    letter = circular_in(CircularState.DRAFT, team)

    actions.edit_circular(letter, by=team.staff, revision=1, groups=["g"], rule="submitted", also=["NGO"])

    changed = reloaded(letter)
    assert (changed.groups, changed.rule, changed.also, changed.revision) == (["g"], "submitted", ["NGO"], 2)
    assert deeds(letter) == [("changed", team.staff.user, {"fields": ["groups", "rule", "also"]})]


@pytest.mark.django_db(transaction=True)
def test_change_of_addressees_waits_for_the_issue_and_is_refused(second):
    team = factories.team()
    letter = circular_in(CircularState.APPROVED, team)

    ended = second(
        lambda: actions.issue(letter, by=team.secretariat),
        lambda: actions.edit_circular(letter, by=team.staff, revision=1, also=["NGO"]),
    )

    assert ended.code == "edit"
    assert (reloaded(letter).state, reloaded(letter).also) == ("issuing", [])
