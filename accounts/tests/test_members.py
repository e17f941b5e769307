"""Members changed, ended, succeeded and stood in for: who is told, and what is refused."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from accounts import actions
from accounts.models import Membership
from accounts.tests.factories import DelegationFactory, MembershipFactory
from accounts.tests.people import AT, acting_as, head_of, in_force, letters, the_secretariat
from record.models import Delivery, Event, Verb

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def delegation():
    return DelegationFactory(formal_name="Permanent Mission of a State")


@pytest.fixture
def head(delegation):
    return head_of(delegation, user__name="A head", user__email="head@portal.test")


@pytest.fixture
def delegate(delegation):
    return MembershipFactory(delegation=delegation, user__name="A delegate", user__email="delegate@portal.test")


def change(membership, by, function="", may_clear=False, may_manage=False):
    return actions.change_member(membership, by=by, function=function, may_clear=may_clear, may_manage=may_manage)


def test_change_gives_flags_and_tells_the_member_and_the_head(head, delegate):
    change(delegate, acting_as(head), "Second Secretary", may_clear=True)

    delegate.refresh_from_db()
    event = Event.objects.get()
    assert (delegate.function, delegate.may_clear, delegate.may_manage) == ("Second Secretary", True, False)
    assert (event.verb, event.facts["changes"]) == (
        Verb.CHANGED,
        {"function": "Second Secretary", "may_clear": True},
    )
    assert sorted(address for address, _subject in letters()) == ["delegate@portal.test", "head@portal.test"]


@pytest.mark.parametrize(
    ("flags", "sentence"),
    [
        ({"may_clear": True}, "You may clear and submit inputs of the delegation."),
        ({"may_manage": True}, "You may invite and end members of the delegation."),
        (
            {"function": "Attaché"},
            "You may write inputs, but neither clear and submit them nor invite and\nend members.",
        ),
    ],
)
def test_letter_of_a_change_says_how_it_stands(head, delegate, flags, sentence):
    change(delegate, acting_as(head), **flags)

    text = Delivery.objects.get(address="delegate@portal.test").text
    assert sentence in text
    assert "\n\n\n" not in text


def test_change_of_nothing_tells_nobody(head, delegate):
    change(delegate, acting_as(head))

    assert (letters(), Event.objects.count()) == ([], 0)


def test_change_of_a_head_keeps_what_a_head_may(head):
    change(head, acting_as(head), "Ambassador")

    head.refresh_from_db()
    assert (head.function, head.may_clear, head.may_manage) == ("Ambassador", True, True)


def test_change_gives_no_more_than_one_holds(delegation, head, delegate):
    manager = MembershipFactory(delegation=delegation, may_manage=True)

    with pytest.raises(ValidationError, match="may not clear inputs yourself"):
        change(delegate, acting_as(manager), may_clear=True)

    change(delegate, acting_as(manager), may_manage=True)
    delegate.refresh_from_db()
    assert (delegate.may_clear, delegate.may_manage) == (False, True)


def test_change_leaves_what_the_member_held_before(delegation, head):
    clears = MembershipFactory(delegation=delegation, may_clear=True)
    manager = MembershipFactory(delegation=delegation, may_manage=True)

    change(clears, acting_as(manager), "Counsellor", may_clear=True)

    clears.refresh_from_db()
    assert (clears.function, clears.may_clear) == ("Counsellor", True)


def test_change_does_not_take_the_last_who_manages(delegation):
    manager = MembershipFactory(delegation=delegation, may_manage=True)

    with pytest.raises(ValidationError, match="Nobody else would be left"):
        change(manager, acting_as(manager))


def test_end_now_ends_and_tells(head, delegate):
    actions.end_member(delegate, by=acting_as(head), reason="Back to the capital")

    event = Event.objects.get()
    text = Delivery.objects.get(address="delegate@portal.test").text
    assert in_force(head.delegation) == [("A head", "head")]
    assert (event.verb, event.facts["reason"]) == (Verb.ENDED, "Back to the capital")
    assert "You no longer speak for" in text
    assert "Back to the capital" in text
    assert Delivery.objects.get(address="head@portal.test").subject == (
        "A delegate no longer speaks for Permanent Mission of a State"
    )


def test_end_on_a_day_ends_then(head, delegate):
    actions.end_member(delegate, by=acting_as(head), ends_at=AT + DAY)

    assert len(in_force(head.delegation, AT + DAY - timedelta(seconds=1))) == 2
    assert in_force(head.delegation, AT + DAY) == [("A head", "head")]
    assert {subject for _address, subject in letters()} == {"A delegate leaves Permanent Mission of a State"}


def test_end_before_it_begins_is_over_when_it_begins(head):
    later = MembershipFactory(delegation=head.delegation, starts_at=AT + DAY)

    actions.end_member(later, by=acting_as(head))

    later.refresh_from_db()
    assert (later.ends_at, later.is_over(AT)) == (later.starts_at, True)
    assert "You no longer speak for" in Delivery.objects.get(address=later.user.email).text


def test_end_refused_in_the_past(head, delegate):
    with pytest.raises(ValidationError, match="This day is over already"):
        actions.end_member(delegate, by=acting_as(head), ends_at=AT)


def test_end_does_not_prolong(head):
    short = MembershipFactory(delegation=head.delegation, ends_at=AT + DAY)

    with pytest.raises(ValidationError, match="ends before that day already"):
        actions.end_member(short, by=acting_as(head), ends_at=AT + 2 * DAY)


def test_end_of_a_delegate_ends_their_time_as_head(head, delegate):
    actions.appoint_acting(delegate, by=acting_as(head), ends_at=AT + 9 * DAY)

    actions.end_member(delegate, by=acting_as(head), ends_at=AT + DAY)

    assert in_force(head.delegation, AT + DAY) == [("A head", "head")]


def test_end_of_the_time_as_head_leaves_the_delegate(head, delegate):
    acting = actions.appoint_acting(delegate, by=acting_as(head), ends_at=AT + 9 * DAY)

    actions.end_member(acting, by=acting_as(head))

    assert in_force(head.delegation) == [("A delegate", "delegate"), ("A head", "head")]


def test_end_refused_twice(head, delegate):
    actions.end_member(delegate, by=acting_as(head))

    with pytest.raises(ValidationError, match="has ended already"):
        actions.end_member(delegate, by=acting_as(head))


def test_last_who_manages_is_ended_by_the_secretariat_only(head, delegate):
    with pytest.raises(ValidationError, match="Hand over to a successor first"):
        actions.end_member(head, by=acting_as(head))

    actions.end_member(head, by=the_secretariat())
    assert in_force(head.delegation) == [("A delegate", "delegate")]


@pytest.mark.parametrize("known_end", [AT + DAY, AT + 30 * DAY])
def test_one_whose_end_is_set_is_nobody_to_rely_on(delegation, head, known_end):
    head_of(delegation, ends_at=known_end)

    with pytest.raises(ValidationError, match="Nobody else would be left"):
        actions.end_member(head, by=acting_as(head))


def test_who_was_ended_meanwhile_does_nothing_more(delegation, head, delegate):
    other = head_of(delegation)
    stale = acting_as(other, AT + timedelta(seconds=1))
    actions.end_member(other, by=acting_as(head))

    with pytest.raises(ValidationError, match="You no longer manage the members"):
        actions.end_member(delegate, by=stale)


def test_a_closed_account_is_nobody_who_is_left(head):
    closed = head_of(head.delegation, user__is_active=False)

    with pytest.raises(ValidationError, match="Nobody else would be left"):
        actions.end_member(head, by=acting_as(head))
    assert closed.user.email not in dict(letters())


@pytest.mark.django_db(transaction=True)
def test_of_two_heads_who_end_each_other_one_is_refused(wait_until_a_query_is_blocked):
    one = head_of(DelegationFactory(), user__name="One")
    other = head_of(one.delegation, user__name="Other")

    def in_return():
        try:
            actions.end_member(one, by=acting_as(other, AT - timedelta(seconds=1)))
        finally:
            connection.close()

    with ThreadPoolExecutor() as pool, transaction.atomic():
        actions.end_member(other, by=acting_as(one))
        second = pool.submit(in_return)
        wait_until_a_query_is_blocked()
    with pytest.raises(ValidationError, match="Nobody else would be left"):
        second.result()
    assert in_force(one.delegation) == [("One", "head")]


def test_acting_head_for_a_time_ends_nobody(head, delegate):
    acting = actions.appoint_acting(
        delegate, by=acting_as(head), starts_at=AT + DAY, ends_at=AT + 3 * DAY, function="Chargé d'affaires a.i."
    )

    assert in_force(head.delegation, AT + DAY) == [
        ("A delegate", "delegate"),
        ("A delegate", "head"),
        ("A head", "head"),
    ]
    assert in_force(head.delegation, AT + 3 * DAY) == [("A delegate", "delegate"), ("A head", "head")]
    assert (acting.acting, acting.title()) == (True, "head of delegation ad interim")
    assert dict(letters())["delegate@portal.test"] == "A delegate heads Permanent Mission of a State for a time"


REFUSED = [
    ({"ends_at": AT}, {}, "last day is over already"),
    ({"starts_at": AT + 2 * DAY, "ends_at": AT + DAY}, {}, "before the first"),
    ({"ends_at": AT + 2 * DAY}, {"ends_at": AT + DAY}, "leaves the delegation before that"),
    ({"ends_at": AT + DAY}, {"role": "head", "may_clear": True}, "is a head of delegation already"),
    ({"ends_at": AT + DAY}, {"ends_at": AT}, "has ended already"),
]


@pytest.mark.parametrize(("terms", "member", "sentence"), REFUSED)
def test_acting_head_refused(head, terms, member, sentence):
    membership = MembershipFactory(delegation=head.delegation, **member)

    with pytest.raises(ValidationError, match=sentence):
        actions.appoint_acting(membership, by=acting_as(head), **terms)


def test_acting_head_refused_for_a_time_that_is_taken(head, delegate):
    actions.appoint_acting(delegate, by=acting_as(head), ends_at=AT + 2 * DAY)

    with pytest.raises(ValidationError, match="a part of that time already"):
        actions.appoint_acting(delegate, by=acting_as(head), starts_at=AT + DAY, ends_at=AT + 3 * DAY)


def test_memberships_are_read_by_their_own(head, delegate):
    stranger = MembershipFactory()

    assert Membership.objects.visible_to(acting_as(delegate)).count() == 2
    assert list(Membership.objects.visible_to(acting_as(stranger))) == [stranger]
    assert Membership.objects.visible_to(the_secretariat()).count() == 3
