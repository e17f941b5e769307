from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.models import MembershipRole
from accounts.tests.factories import DelegationFactory, DelegationNameFactory, MembershipFactory, UserFactory
from consultations.capacities import Choice, actor_for, choices_for
from consultations.models import RoleKind
from record.actor import Capacity

from . import factories
from .factories import AT, CoFacilitatorFactory, ConsultationFactory, RoleFactory

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def head(**fields):
    return MembershipFactory(role=MembershipRole.HEAD, may_clear=True, **fields)


def test_visitor_has_no_choice_and_costs_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert choices_for(AnonymousUser(), AT) == []
        actor = actor_for(AnonymousUser(), at=AT, request_id="r1")

    assert (actor.capacity, actor.is_anonymous, actor.at, actor.request_id) == ("public", True, AT, "r1")


def test_person_without_capacities_acts_as_the_public_known_by_name():
    user = UserFactory()

    actor = actor_for(user, at=AT)

    assert (actor.user, actor.capacity, actor.is_anonymous, actor.consultations) == (user, "public", False, frozenset())


def test_choices_stand_in_the_order_of_work(django_assert_num_queries):
    user = UserFactory(is_superuser=True)
    first, second = ConsultationFactory(), ConsultationFactory()
    spain = DelegationFactory(code="esp")
    head(user=user, delegation=spain, may_manage=True)
    for consultation in (first, second):
        RoleFactory(user=user, consultation=consultation, kind=RoleKind.STAFF)
        CoFacilitatorFactory(user=user, consultation=consultation, delegation=spain)
    RoleFactory(user=user, consultation=first)

    with django_assert_num_queries(5):  # roles, delegations and names, memberships and names
        choices = choices_for(user, AT)

    both = frozenset({first.pk, second.pk})
    assert choices == [
        Choice(Capacity.COFACILITATOR, spain, both),
        Choice(Capacity.SECRETARIAT, None, frozenset({first.pk})),
        Choice(Capacity.STAFF, None, both),
        Choice(Capacity.HEAD, spain, frozenset(), frozenset({"may_clear", "may_manage"})),
        Choice(Capacity.ADMINISTRATOR),
    ]
    assert [choice.key for choice in choices] == [
        "cofacilitator:esp",
        "secretariat:",
        "staff:",
        "head:esp",
        "administrator:",
    ]


@pytest.mark.parametrize(
    ("starts", "ends", "holds"),
    [
        (timedelta(0), None, True),
        (SECOND, None, False),
        (-SECOND, SECOND, True),
        (-SECOND, timedelta(0), False),
    ],
)
@pytest.mark.parametrize("term", [RoleFactory, CoFacilitatorFactory, MembershipFactory])
def test_capacity_holds_from_its_start_until_before_its_end(term, starts, ends, holds):
    held = term(starts_at=AT + starts, ends_at=None if ends is None else AT + ends)

    assert bool(choices_for(held.user, AT)) is holds


@pytest.mark.parametrize(
    ("chosen", "capacity"),
    [("head:fra", "head"), ("secretariat:", "secretariat"), ("", "secretariat"), ("head:esp", "secretariat")],
)
def test_actor_has_the_capacity_that_was_chosen_or_the_first(chosen, capacity):
    held = head(delegation__code="fra")
    RoleFactory(user=held.user)

    actor = actor_for(held.user, at=AT, chosen=chosen, request_id="r1")

    assert (actor.capacity, actor.at, actor.request_id) == (capacity, AT, "r1")
    assert (actor.delegation, bool(actor.consultations)) == (
        (held.delegation, False) if capacity == "head" else (None, True)
    )


def test_choice_that_has_ended_falls_back_and_the_last_to_the_public():
    role = RoleFactory(ends_at=AT + SECOND)
    membership = MembershipFactory(user=role.user, ends_at=AT + 2 * SECOND)
    chosen = "secretariat:"

    capacities = [actor_for(role.user, at=AT + n * SECOND, chosen=chosen).capacity for n in range(3)]

    assert capacities == ["secretariat", "delegate", "public"]
    assert actor_for(role.user, at=AT + SECOND, chosen=chosen).delegation == membership.delegation


def test_choices_that_are_known_are_not_asked_for_again(django_assert_num_queries):
    role = RoleFactory()
    choices = choices_for(role.user, AT)

    with django_assert_num_queries(0):
        actor = actor_for(role.user, at=AT, choices=choices)

    assert actor.holds(Capacity.SECRETARIAT, role.consultation)


def test_label_says_capacity_and_name_of_the_day():
    delegation = DelegationFactory()
    DelegationNameFactory(delegation=delegation, name="The Old Name", valid_to=AT.date())
    DelegationNameFactory(delegation=delegation, name="Portugal", valid_from=AT.date())
    member = head(delegation=delegation)

    [choice] = choices_for(member.user, AT)

    assert choice.label(AT.date()) == "head of delegation, Portugal"
    assert choice.label(AT.date() - timedelta(days=1)) == "head of delegation, The Old Name"
    assert Choice(Capacity.SECRETARIAT).label(AT.date()) == "secretariat"


def test_delegate_of_two_delegations_acts_for_one_at_a_time():
    user = UserFactory()
    for code in ("aaa", "bbb"):
        MembershipFactory(user=user, delegation__code=code)

    codes = [actor_for(user, at=AT, chosen=f"delegate:{code}").delegation.code for code in ("aaa", "bbb")]

    assert codes == ["aaa", "bbb"]


def test_team_of_the_other_tests_acts_as_it_would_in_a_request():
    team = factories.team()

    for actor in (team.secretariat, team.second, team.staff, team.first, team.other):
        assert actor == actor_for(actor.user, at=AT)
