"""What an invitation carries, how it is sent again, and how many one may send."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.signing import dumps

from accounts import actions
from accounts.models import Invitation, Membership
from accounts.models.invitation import SALT
from accounts.tests.factories import DelegationFactory, MembershipFactory
from accounts.tests.people import AT, acting_as, head_of, in_force, letters, the_secretariat
from record.models import Delivery, Event, Verb

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
NEW = "new@portal.test"


@pytest.fixture
def head():
    return head_of(DelegationFactory(formal_name="Permanent Mission of a State"), user__name="A head")


def invite(membership, **terms):
    by = acting_as(membership)
    return actions.invite(by=by, email=NEW, delegation=membership.delegation, **({"role": "delegate"} | terms))


def come(invitation, at=AT):
    return actions.accept_as_newcomer(invitation, at=at, name="A newcomer", password="nine lanterns over the river")


def test_membership_has_the_terms_of_the_invitation(head):
    terms = {"function": "Second Secretary", "may_clear": True, "starts_at": AT + DAY, "ends_at": AT + 9 * DAY}

    come(invite(head, **terms))

    membership = Membership.objects.get(user__email=NEW)
    assert {name: getattr(membership, name) for name in terms} == terms
    assert (membership.role, membership.may_manage, membership.acting) == ("delegate", False, False)


def test_letter_tells_the_terms(head):
    invite(head, function="Second Secretary", may_clear=True, ends_at=AT + 9 * DAY)

    text = Delivery.objects.get().text

    assert "as delegate, Second Secretary\nuntil Wed 11 Mar 2026, 11:00 New York" in text
    assert "You may clear and submit inputs of the delegation." in text
    assert "The invitation comes from A head." in text


def test_heads_are_told_who_has_joined(head):
    come(invite(head))

    address, subject = letters()[-1]
    assert (address, subject) == (head.user.email, "A newcomer has joined Permanent Mission of a State")
    assert "The invitation was sent by A head." in Delivery.objects.get(address=address).text


def test_acting_head_comes_in_for_a_time(head):
    come(invite(head, role="head", acting=True, ends_at=AT + DAY))

    assert in_force(head.delegation) == [("A head", "head"), ("A newcomer", "head")]
    assert in_force(head.delegation, AT + DAY) == [("A head", "head")]


def test_delegate_may_be_invited_as_head_and_rises(head):
    delegate = MembershipFactory(delegation=head.delegation, user__name="A delegate", user__email=NEW)
    invitation = actions.invite(by=the_secretariat(), email=NEW, delegation=head.delegation, role="head")

    actions.accept(invitation, by=acting_as(delegate))

    assert in_force(head.delegation) == [("A delegate", "head"), ("A head", "head")]


@pytest.mark.parametrize(
    ("terms", "sentence"),
    [
        ({"ends_at": AT}, "The last day is over already"),
        ({"starts_at": AT + 2 * DAY, "ends_at": AT + DAY}, "before the first"),
    ],
)
def test_invite_refuses_a_period_without_days(head, terms, sentence):
    with pytest.raises(ValidationError, match=sentence):
        invite(head, **terms)


def test_invite_sends_a_member_who_shall_act_to_the_members(head):
    MembershipFactory(delegation=head.delegation, user__email=NEW)

    with pytest.raises(ValidationError, match="Make them head for a time on the page of the members"):
        invite(head, role="head", acting=True, ends_at=AT + DAY)


def test_invite_gives_no_more_than_one_holds(head):
    manager = MembershipFactory(delegation=head.delegation, may_manage=True)

    with pytest.raises(ValidationError, match="may not clear inputs yourself"):
        invite(manager, may_clear=True)
    assert invite(manager, may_manage=True).may_manage


def test_accept_refused_once_its_time_is_over(head):
    invitation = invite(head, ends_at=AT + DAY)

    with pytest.raises(ValidationError, match="The time that this invitation was for is over"):
        come(invitation, AT + DAY)


def test_resend_makes_a_new_link_and_two_more_weeks(head):
    invitation = invite(head)
    first = invitation.token
    expired = acting_as(head, AT + 20 * DAY)

    again = actions.resend_invitation(invitation, by=expired)

    old, new = Invitation.objects.named_by(first), Invitation.objects.named_by(again.token)
    assert old.why_not_accept(expired.at) == "A newer message was sent to you since. Use the link in the latest one."
    assert (new.why_not_accept(expired.at), new.expires_at) == ("", expired.at + 14 * DAY)
    assert [subject for _address, subject in letters()] == [
        "Your invitation to the portal, for Permanent Mission of a State",
        "Your invitation once more, for Permanent Mission of a State",
    ]
    assert again.token.partition(":")[0] in Delivery.objects.get(kind="invitation-2").text
    assert [event.verb for event in Event.objects.all()] == [Verb.INVITED, Verb.RESENT]
    with pytest.raises(ValidationError, match="A newer message"):
        come(old, expired.at)


def test_first_links_that_carried_the_key_alone_still_lead_in(head):
    invitation = invite(head)

    assert Invitation.objects.named_by(dumps(invitation.pk, salt=SALT)).why_not_accept(AT) == ""


def test_resend_refused_once_used_withdrawn_or_over(head):
    used, over = invite(head), invite(head_of(DelegationFactory()), ends_at=AT + DAY)
    withdrawn = invite(head_of(DelegationFactory()))
    come(used)
    actions.withdraw_invitation(withdrawn, by=acting_as(head))

    for invitation, sentence in [(used, "used already"), (withdrawn, "withdrawn"), (over, "is over")]:
        with pytest.raises(ValidationError, match=sentence):
            actions.resend_invitation(invitation, by=acting_as(head, AT + 2 * DAY))


def test_one_person_sends_twenty_an_hour(head):
    for number in range(20):
        actions.invite(by=acting_as(head), email=f"d{number}@portal.test", delegation=head.delegation, role="delegate")

    with pytest.raises(ValidationError, match="within the hour: 20 is the most"):
        invite(head)
    later = acting_as(head, AT + timedelta(hours=1))
    assert actions.invite(by=later, email=NEW, delegation=head.delegation, role="delegate").pk
