"""Groups and lists: joined from a day, left from a day, never taken out."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from accounts.actions import groups as actions
from accounts.models import DelegationGroup, GroupKind
from accounts.tests.factories import DelegationFactory
from accounts.tests.keeping import DAY, secretariat
from record.models import Event, Verb

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return secretariat()


@pytest.fixture
def group():
    return DelegationGroup.objects.create(code="G3", name="Group of three", kind=GroupKind.NEGOTIATING)


def codes(group, day):
    return sorted(delegation.code for delegation in group.members_on(day))


def test_create_group_makes_a_list_with_members_from_a_day(by):
    first, second = DelegationFactory(code="a"), DelegationFactory(code="b")

    group = actions.create_group(by=by, name="Friends", code="friends", members=[second, first], valid_from=DAY)

    assert (group.kind, codes(group, DAY), codes(group, DAY - timedelta(days=1))) == (GroupKind.AD_HOC, ["a", "b"], [])
    assert [(event.verb, event.target, event.facts) for event in Event.objects.all()] == [
        (Verb.CREATED, group, {"joined": ["a", "b"], "valid_from": DAY.isoformat()})
    ]


def test_create_group_refused_where_the_code_is_taken(by, group):
    with pytest.raises(ValidationError, match="group with this code"):
        actions.create_group(by=by, name="Another", code="g3", members=[], valid_from=None)


def test_end_group_memberships_lets_the_past_stand(by, group):
    delegation = DelegationFactory(code="a")
    actions.add_members(group, by=by, members=[delegation], valid_from=date(2019, 1, 1), note="observer")

    actions.end_group_memberships(group, by=by, memberships=list(group.memberships.all()), valid_to=DAY)

    assert (codes(group, date(2019, 2, 13)), codes(group, DAY)) == (["a"], [])
    assert [event.facts for event in Event.objects.order_by("place")] == [
        {"joined": ["a"], "valid_from": "2019-01-01"},
        {"left": ["a"], "valid_to": DAY.isoformat()},
    ]


@pytest.mark.parametrize(("again", "refused"), [(None, True), (date(2020, 1, 1), True), (DAY, False)])
def test_add_members_refused_while_they_belong(by, group, again, refused):
    delegation = DelegationFactory(code="a")
    actions.add_members(group, by=by, members=[delegation], valid_from=None)
    actions.end_group_memberships(group, by=by, memberships=list(group.memberships.all()), valid_to=DAY)

    if refused:
        with pytest.raises(ValidationError, match="a belongs to this group on that day or later"):
            actions.add_members(group, by=by, members=[delegation], valid_from=again)
    else:
        actions.add_members(group, by=by, members=[delegation], valid_from=again)
        assert codes(group, DAY) == ["a"]


def test_end_group_memberships_refused_before_it_began_and_twice(by, group):
    actions.add_members(group, by=by, members=[DelegationFactory()], valid_from=DAY)
    memberships = list(group.memberships.all())

    with pytest.raises(ValidationError, match="after the day on which it begins"):
        actions.end_group_memberships(group, by=by, memberships=memberships, valid_to=DAY)
    actions.end_group_memberships(group, by=by, memberships=memberships, valid_to=DAY + timedelta(days=1))
    with pytest.raises(ValidationError, match="has an end already"):
        actions.end_group_memberships(group, by=by, memberships=memberships, valid_to=DAY + timedelta(days=2))


@pytest.mark.django_db(transaction=True)
def test_a_list_made_twice_at_once_is_made_once(wait_until_a_query_is_blocked):
    by, made = secretariat(), {"name": "Friends", "code": "friends", "members": [], "valid_from": None}

    def create_too():
        try:
            actions.create_group(by=by, **made)
        finally:
            connection.close()

    with ThreadPoolExecutor() as pool, transaction.atomic():
        actions.create_group(by=by, **made)
        second = pool.submit(create_too)
        wait_until_a_query_is_blocked()
    with pytest.raises(ValidationError, match="group with this code"):
        second.result()
