"""A head hands over: the successor is invited, and begins when the predecessor ends."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from accounts import actions
from accounts.models import Membership, User
from accounts.tests.factories import AddressFactory, DelegationFactory, MembershipFactory
from accounts.tests.people import AT, acting_as, head_of, in_force, letters, the_secretariat
from record.actor import Actor
from record.models import Delivery, Event, Verb

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
NEW = "new.head@portal.test"
SUBJECT = "Change of the head of delegation: Permanent Mission of a State"


@pytest.fixture
def head():
    delegation = DelegationFactory(formal_name="Permanent Mission of a State")
    return head_of(delegation, user__name="Old head", user__email="old.head@portal.test")


def come(invitation, at):
    return actions.accept_as_newcomer(invitation, at=at, name="New head", password="nine lanterns over the river")


def test_hand_over_invites_and_changes_nothing_yet(head):
    invitation = actions.hand_over(head, by=acting_as(head), email=NEW, starts_at=AT + 3 * DAY)

    assert (invitation.role, invitation.replaces, invitation.may_manage) == ("head", head, True)
    assert "You take over from Old head" in Delivery.objects.get().text
    assert in_force(head.delegation) == [("Old head", "head")]


@pytest.mark.parametrize(
    ("accepted", "begins"), [(AT + DAY, AT + 3 * DAY), (AT + 5 * DAY, AT + 5 * DAY)], ids=["before", "after"]
)
def test_successor_begins_on_the_day_or_when_they_accept(head, accepted, begins):
    invitation = actions.hand_over(head, by=acting_as(head), email=NEW, starts_at=AT + 3 * DAY)

    come(invitation, accepted)

    assert in_force(head.delegation, begins - timedelta(seconds=1)) == [("Old head", "head")]
    assert in_force(head.delegation, begins) == [("New head", "head")]
    assert [event.verb for event in Event.objects.order_by("place")] == [Verb.INVITED, Verb.HANDED_OVER, Verb.JOINED]


def test_everyone_concerned_is_told_of_the_handover(head):
    AddressFactory(delegation=head.delegation, email="mission@portal.test")
    AddressFactory(delegation=head.delegation, email="unused@portal.test", active=False)
    head_of(head.delegation, user__email="other.head@portal.test")

    come(actions.hand_over(head, by=acting_as(head), email=NEW), AT + DAY)

    told = sorted(address for address, subject in letters() if subject == SUBJECT)
    assert told == ["mission@portal.test", NEW, "old.head@portal.test", "other.head@portal.test"]


def test_a_delegate_who_succeeds_is_a_delegate_no_longer(head):
    delegate = MembershipFactory(delegation=head.delegation, user__name="A delegate", user__email=NEW)
    invitation = actions.hand_over(head, by=acting_as(head), email=NEW, starts_at=AT + DAY)

    actions.accept(invitation, by=acting_as(delegate))

    assert in_force(head.delegation) == [("A delegate", "delegate"), ("Old head", "head")]
    assert in_force(head.delegation, AT + DAY) == [("A delegate", "head")]


def test_a_predecessor_who_has_left_before_keeps_that_end(head):
    invitation = actions.hand_over(head, by=acting_as(head), email=NEW, starts_at=AT + 3 * DAY)
    actions.end_member(head, by=the_secretariat(AT + DAY))

    come(invitation, AT + 2 * DAY)

    head.refresh_from_db()
    assert head.ends_at == AT + DAY


def test_hand_over_refused_to_oneself(head):
    with pytest.raises(ValidationError, match="speaks for this delegation already"):
        actions.hand_over(head, by=acting_as(head), email=head.user.email)


def test_hand_over_refused_for_who_is_no_lasting_head(head):
    delegate = MembershipFactory(delegation=head.delegation)
    acting = actions.appoint_acting(delegate, by=acting_as(head), ends_at=AT + DAY)

    for membership, sentence in [(delegate, "Only a head"), (acting, "A head ad interim does not hand over")]:
        with pytest.raises(ValidationError, match=sentence):
            actions.hand_over(membership, by=the_secretariat(), email=NEW)


def test_accept_refused_to_who_became_a_member_otherwise(head):
    invitation = actions.invite(by=acting_as(head), email=NEW, delegation=head.delegation, role="delegate")
    user = User.objects.create_user(NEW, name="New")
    Membership.objects.create(user=user, delegation=head.delegation, role="delegate", starts_at=AT)

    with pytest.raises(ValidationError, match="need no invitation"):
        actions.accept(invitation, by=Actor(user, at=AT))


@pytest.mark.django_db(transaction=True)
def test_a_handover_pressed_twice_invites_once(second):
    head = head_of(DelegationFactory(), user__name="Old head")
    by = acting_as(head)

    ended = second(*[lambda: actions.hand_over(head, by=by, email=NEW)] * 2)

    assert isinstance(ended, ValidationError)
    assert head.successors.count() == 1


@pytest.mark.django_db(transaction=True)
def test_who_is_ended_while_the_successor_comes_in_is_ended_once(second):
    head = head_of(DelegationFactory(), user__name="Old head")
    invitation = actions.hand_over(head, by=acting_as(head), email=NEW)

    second(
        lambda: come(invitation, AT),
        lambda: actions.end_member(head, by=the_secretariat()),
    )

    assert [name for name, _role in in_force(head.delegation)] == ["New head"]
    assert Membership.objects.filter(pk=head.pk, ends_at__isnull=False).exists()
