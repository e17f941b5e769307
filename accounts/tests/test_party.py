from datetime import UTC, date, datetime

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction

from accounts import missions
from accounts.models import Delegation, DelegationGroup, Party, PartyCapacity, PartyEntry, PartyEntryKind

pytestmark = pytest.mark.django_db
DAY = date(2019, 5, 8)


@pytest.fixture
def states():
    """Every State by its code, with the groups they belong to."""
    missions.load(settings.BASE_DIR / "data" / "missions.csv")
    return {state.code: state for state in Delegation.objects.all()}


def party(speaker, capacity=PartyCapacity.ON_BEHALF, as_of=DAY, **fields):
    return Party.objects.create(speaker=speaker, capacity=capacity, as_of=as_of, **fields)


def group(code):
    return DelegationGroup.objects.get(code=code)


def codes(party):
    return sorted(party.delegations().values_list("code", flat=True))


def test_a_state_in_its_national_capacity_speaks_for_itself(states):
    assert codes(party(states["PRT"], PartyCapacity.NATIONAL)) == ["PRT"]


def test_an_observer_can_speak_for_a_group_it_does_not_count_in(states):
    spoken = party(states["VAT"])
    spoken.entries.create(kind=PartyEntryKind.GROUP, group=group("LDC"))

    assert len(codes(spoken)) == 47
    assert "VAT" not in codes(spoken)


def test_the_chair_of_77_speaks_for_134(states):
    spoken = party(states["PSE"])
    spoken.entries.create(kind=PartyEntryKind.GROUP, group=group("G77"))

    assert len(codes(spoken)) == 134


@pytest.mark.parametrize(("as_of", "count"), [(DAY, 28), (date(2020, 1, 30), 28), (date(2020, 1, 31), 27)])
def test_a_group_is_who_belonged_to_it_on_the_day(states, as_of, count):
    spoken = party(states["ESP"], as_of=as_of)
    spoken.entries.create(kind=PartyEntryKind.GROUP, group=group("EU"))

    assert len(codes(spoken)) == count


def test_several_groups_and_lists_count_each_state_once(states):
    spoken = party(states["CHN"])
    for code in ("AFR", "ARAB"):
        spoken.entries.create(kind=PartyEntryKind.GROUP, group=group(code))
    spoken.entries.create(kind=PartyEntryKind.DELEGATION, delegation=states["DZA"])
    both = set(codes_of("AFR")) | set(codes_of("ARAB"))

    assert codes(spoken) == sorted(both)


def codes_of(code):
    return group(code).members_on(DAY).values_list("code", flat=True)


def test_exceptions_are_left_out_and_later_associations_come_in(states):
    spoken = party(states["ESP"], wording="on behalf of the European Union, except Hungary")
    spoken.entries.create(kind=PartyEntryKind.GROUP, group=group("EU"))
    spoken.entries.create(kind=PartyEntryKind.EXCEPTED, delegation=states["HUN"])
    later = datetime(2019, 5, 9, tzinfo=UTC)
    joined = spoken.entries.create(kind=PartyEntryKind.ASSOCIATED, delegation=states["ALB"], at=later)

    assert codes(spoken) == sorted({*codes_of("EU"), "ALB"} - {"HUN"})
    assert (str(spoken), str(joined)) == (spoken.wording, "associated later: ALB")


def test_a_party_without_wording_is_called_by_its_speaker(states):
    assert str(party(states["PRT"])) == "PRT"


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"kind": "group"}, "party_entry_names_one"),
        ({"kind": "delegation"}, "party_entry_names_one"),
        ({"kind": "associated", "delegation": "ALB"}, "party_entry_association_has_time"),
        ({"kind": "excepted", "delegation": "HUN"}, "party_entry_once"),
        ({"kind": "friend", "delegation": "ALB"}, "party_entry_kind_known"),
    ],
)
def test_the_database_refuses_an_entry_that_says_nothing(states, fields, constraint):
    spoken = party(states["ESP"])
    spoken.entries.create(kind=PartyEntryKind.EXCEPTED, delegation=states["HUN"])
    if code := fields.get("delegation"):
        fields = {**fields, "delegation": states[code]}

    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        PartyEntry.objects.create(party=spoken, **fields)

    assert caught.value.__cause__.diag.constraint_name == constraint
