from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.models import (
    Address,
    Delegation,
    DelegationGroup,
    DelegationKind,
    DelegationName,
    GroupMembership,
    Membership,
    MembershipRole,
    User,
)

pytestmark = pytest.mark.django_db
BEFORE, CHANGE = date(2019, 2, 13), date(2019, 2, 14)
NOON = datetime(2019, 2, 13, 12, tzinfo=UTC)


def delegation(code, kind=DelegationKind.MEMBER_STATE, *names, iso3=None):
    """A delegation, each of ``names`` the fields of a name."""
    made = Delegation.objects.create(
        code=code, iso3=code if iso3 is None else iso3, kind=kind, formal_name=f"Mission {code}"
    )
    for fields in names:
        DelegationName.objects.create(delegation=made, **{"language": "en", **fields})
    return made


def macedonia():
    return delegation(
        "MKD",
        DelegationKind.MEMBER_STATE,
        {"name": "The former Yugoslav Republic of Macedonia", "valid_to": CHANGE},
        {"name": "North Macedonia", "valid_from": CHANGE},
        {"name": "Macédoine du Nord", "language": "fr", "valid_from": CHANGE},
    )


@pytest.mark.parametrize(
    ("day", "language", "name"),
    [
        (BEFORE, "en", "The former Yugoslav Republic of Macedonia"),
        (CHANGE, "en", "North Macedonia"),
        (CHANGE, "fr", "Macédoine du Nord"),
        (BEFORE, "fr", "The former Yugoslav Republic of Macedonia"),
        (CHANGE, "ru", "North Macedonia"),
    ],
)
def test_name_on_a_day_is_the_one_in_force_or_the_english(day, language, name):
    assert macedonia().name_on(day, language) == name


def test_name_on_a_day_without_any_is_the_formal_name():
    assert delegation("PRT").name_on(BEFORE) == "Mission PRT"


@pytest.mark.parametrize("count", [1, 3])
def test_with_names_asks_two_queries_for_any_number(count, django_assert_num_queries):
    for code in ["AAA", "BBB", "CCC"][:count]:
        delegation(code, DelegationKind.MEMBER_STATE, {"name": f"Name of {code}"})

    with django_assert_num_queries(2):
        names = [found.name_on(BEFORE) for found in Delegation.objects.with_names()]

    assert names == ["Name of AAA", "Name of BBB", "Name of CCC"][:count]


def test_with_names_has_the_english_ones_for_who_has_no_other():
    macedonia()

    found = Delegation.objects.with_names("fr").get()

    assert (found.name_on(CHANGE, "fr"), found.name_on(BEFORE, "fr")) == (
        "Macédoine du Nord",
        "The former Yugoslav Republic of Macedonia",
    )


def test_the_place_in_the_alphabet_is_that_of_the_name_of_the_day():
    assert macedonia().sort_key_on(CHANGE, "fr") == "macedoine du nord"
    assert delegation("PRT").sort_key_on(CHANGE) == "mission prt"


def test_in_order_puts_states_first_and_follows_the_names_of_the_day():
    delegation("SAMPLE", DelegationKind.STAKEHOLDER, {"name": "A sample organization"}, iso3="")
    delegation("VAT", DelegationKind.OBSERVER_STATE, {"name": "Holy See"})
    delegation("CIV", DelegationKind.MEMBER_STATE, {"name": "Côte d'Ivoire"})
    delegation("HRV", DelegationKind.MEMBER_STATE, {"name": "Croatia"})
    delegation("OMN", DelegationKind.MEMBER_STATE, {"name": "Oman"})
    macedonia()

    def codes(day, language="en"):
        return [found.code for found in Delegation.objects.in_order(day, language)]

    assert codes(BEFORE) == ["CIV", "HRV", "OMN", "MKD", "VAT", "SAMPLE"]
    assert codes(CHANGE) == ["CIV", "HRV", "MKD", "OMN", "VAT", "SAMPLE"]
    assert codes(CHANGE, "fr") == ["CIV", "HRV", "MKD", "OMN", "VAT", "SAMPLE"]


def test_states_are_members_and_observers():
    delegation("PRT")
    delegation("VAT", DelegationKind.OBSERVER_STATE)
    delegation("IOM", DelegationKind.UN_ENTITY, iso3="")

    assert [found.code for found in Delegation.objects.states()] == ["PRT", "VAT"]


def test_a_name_that_changes_gets_another_place_in_the_alphabet():
    name = DelegationName.objects.create(delegation=delegation("TUR"), language="en", name="Turkey")
    name.name = "Türkiye"

    name.save(update_fields=["name"])

    name.refresh_from_db()
    assert (name.name, name.sort_key) == ("Türkiye", "turkiye")


def refused(make):
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        make()
    return caught.value.__cause__.diag.constraint_name


def test_the_database_refuses_what_cannot_be():
    prt, group = delegation("PRT"), DelegationGroup.objects.create(code="G", name="Group", kind="ad hoc")
    person = User.objects.create_user("head@demo.invalid", name="Head")
    Address.objects.create(delegation=prt, email="prt@missions.invalid")
    GroupMembership.objects.create(group=group, delegation=prt)
    head = {"user": person, "delegation": prt, "role": MembershipRole.HEAD, "may_clear": True, "starts_at": NOON}
    Membership.objects.create(**head)
    earlier = datetime(2019, 2, 12, tzinfo=UTC)

    assert [
        refused(lambda: delegation("XXX", "ship")),
        refused(lambda: delegation("PR2", iso3="PRT")),
        refused(lambda: delegation("PR2", iso3="")),
        refused(lambda: Address.objects.create(delegation=prt, email="prt@missions.invalid")),
        refused(lambda: GroupMembership.objects.create(group=group, delegation=prt)),
        refused(
            lambda: GroupMembership.objects.create(group=group, delegation=prt, valid_from=CHANGE, valid_to=BEFORE)
        ),
        refused(lambda: DelegationGroup.objects.create(code="H", name="Group", kind="club")),
        refused(lambda: Membership.objects.create(**head)),
        refused(lambda: Membership.objects.create(**{**head, "may_clear": False, "ends_at": NOON})),
        refused(lambda: Membership.objects.create(**{**head, "ends_at": earlier})),
        refused(lambda: Membership.objects.create(**{**head, "role": "guest", "ends_at": NOON})),
        refused(lambda: User.objects.create(email="HEAD@demo.invalid")),
    ] == [
        "delegation_kind_known",
        "delegation_one_per_state",
        "delegation_state_has_iso_code",
        "address_once_per_delegation",
        "group_membership_one_from_a_day",
        "group_membership_period_runs_forward",
        "group_kind_known",
        "membership_one_open",
        "membership_head_may_clear",
        "membership_runs_forward",
        "membership_role_known",
        "user_one_per_address",
    ]


def test_members_on_a_day_are_those_in_force():
    group = DelegationGroup.objects.create(code="EU", name="European Union", kind="negotiating")
    last = date(2020, 1, 31)
    GroupMembership.objects.create(group=group, delegation=delegation("GBR"), valid_to=last)
    GroupMembership.objects.create(group=group, delegation=delegation("ESP"))

    assert [found.code for found in group.members_on(BEFORE)] == ["ESP", "GBR"]
    assert [found.code for found in group.members_on(last)] == ["ESP"]
    assert [str(found) for found in GroupMembership.objects.on(last)] == ["ESP in European Union"]


def test_memberships_at_an_instant_end_when_they_end():
    person = User.objects.create_user("a.delegate@demo.invalid", name="A delegate")
    ends = datetime(2019, 3, 1, tzinfo=UTC)
    held = Membership.objects.create(
        user=person, delegation=delegation("PRT"), role="delegate", starts_at=NOON, ends_at=ends
    )

    assert list(Membership.objects.at(NOON)) == [held]
    assert list(Membership.objects.at(datetime(2019, 2, 13, 11, 59, tzinfo=UTC))) == []
    assert list(Membership.objects.at(ends)) == []
    assert str(held) == "A delegate, delegate of PRT"


def test_addresses_in_use_leave_out_those_switched_off():
    prt = delegation("PRT")
    Address.objects.create(delegation=prt, email="old@missions.invalid", active=False)
    Address.objects.create(delegation=prt, email="prt@missions.invalid")

    assert list(map(str, Address.objects.in_use())) == ["prt@missions.invalid"]


def test_a_user_is_found_however_the_address_is_typed():
    made = User.objects.create_user("Head.PRT@Demo.invalid", "a password of some length", name="Head")

    assert made.email == "head.prt@demo.invalid"
    assert User.objects.get_by_natural_key("HEAD.prt@demo.invalid") == made
    assert (str(made), made.get_full_name(), made.get_short_name()) == ("Head", "Head", "Head")
    assert made.check_password("a password of some length")


def test_a_superuser_is_an_administrator():
    made = User.objects.create_superuser("admin@demo.invalid", "a password of some length")

    assert (made.is_staff, made.is_superuser, str(made)) == (True, True, "admin@demo.invalid")


def test_a_time_zone_must_exist():
    made = User(email="a@demo.invalid", name="A delegate", password="x", time_zone="America/Atlantis")

    with pytest.raises(ValidationError) as caught:
        made.full_clean()

    assert caught.value.message_dict == {"time_zone": ["Choose a time zone by its name, such as America/New_York."]}
