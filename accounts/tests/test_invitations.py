"""Coming in by invitation: sent, accepted once, withdrawn, expired, and refused to others."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from accounts import actions
from accounts.models import Delegation, DelegationKind, Invitation, Membership, User
from accounts.tests.factories import DelegationFactory
from accounts.tests.signing_in import sign_in
from record.actor import Actor, Capacity
from record.models import Delivery, Event, Verb

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 15, tzinfo=UTC)
PASSWORD = "nine lanterns over the river"


@pytest.fixture
def delegation():
    return Delegation.objects.create(
        code="PRT",
        kind=DelegationKind.MEMBER_STATE,
        iso2="PT",
        iso3="PRT",
        formal_name="Permanent Mission of Portugal to the United Nations",
    )


@pytest.fixture
def secretariat():
    user = User.objects.create_user("secretariat@example.invalid", name="Secretariat")
    return Actor(user, Capacity.SECRETARIAT, at=AT, consultations=frozenset({1}))


@pytest.fixture
def invitation(secretariat, delegation):
    return actions.invite(by=secretariat, email="Head@Example.invalid", delegation=delegation, role="head")


def accept(invitation, at=AT):
    return actions.accept_as_newcomer(invitation, at=at, name="Head of delegation", password=PASSWORD)


def test_invite_writes_invitation_event_and_mail(invitation):
    delivery = Delivery.objects.get()

    assert (invitation.email, invitation.expires_at) == ("head@example.invalid", AT + timedelta(days=14))
    assert [event.verb for event in Event.objects.all()] == [Verb.INVITED]
    assert delivery.address == "head@example.invalid"
    token = re.search(r"/accounts/invitation/(\S+)/", delivery.text)[1]
    assert Invitation.objects.named_by(token) == invitation


def test_invite_refuses_a_second_open_invitation(invitation, secretariat, delegation):
    with pytest.raises(ValidationError, match="has an open invitation"):
        actions.invite(by=secretariat, email=invitation.email, delegation=delegation, role="delegate")


def test_invite_refuses_who_speaks_for_it_already(invitation, secretariat, delegation):
    accept(invitation)

    with pytest.raises(ValidationError, match="already"):
        actions.invite(by=secretariat, email=invitation.email, delegation=delegation, role="head")


def test_accept_makes_account_and_membership_once(invitation, delegation):
    user = accept(invitation)

    membership = Membership.objects.get()
    assert user.check_password(PASSWORD)
    assert (membership.user, membership.delegation, membership.role) == (user, delegation, "head")
    assert (membership.may_clear, membership.may_manage) == (True, True)
    assert [event.verb for event in Event.objects.all()] == [Verb.INVITED, Verb.JOINED]
    with pytest.raises(ValidationError, match="used already"):
        accept(invitation)


def test_accept_refused_once_expired(invitation):
    with pytest.raises(ValidationError, match="expired"):
        accept(invitation, at=AT + timedelta(days=14))


def test_accept_refused_once_withdrawn(invitation, secretariat):
    actions.withdraw_invitation(invitation, by=secretariat)

    with pytest.raises(ValidationError, match="withdrawn"):
        accept(invitation)


def test_withdraw_refused_once_used_or_withdrawn(invitation, secretariat):
    accept(invitation)

    with pytest.raises(ValidationError, match="cannot be withdrawn"):
        actions.withdraw_invitation(invitation, by=secretariat)


def test_withdraw_refused_twice(invitation, secretariat):
    actions.withdraw_invitation(invitation, by=secretariat)

    with pytest.raises(ValidationError, match="withdrawn already"):
        actions.withdraw_invitation(invitation, by=secretariat)


def test_accept_as_newcomer_refused_where_there_is_an_account(invitation):
    User.objects.create_user(invitation.email, name="Known")

    with pytest.raises(ValidationError, match="There is an account"):
        accept(invitation)


def test_accept_refused_to_another_person(invitation):
    other = User.objects.create_user("other@example.invalid", name="Other")

    with pytest.raises(ValidationError, match="another address"):
        actions.accept(invitation, by=Actor(other, at=AT))


def test_accept_adds_a_membership_to_an_account(invitation):
    known = User.objects.create_user(invitation.email, name="Known")

    actions.accept(invitation, by=Actor(known, at=AT))

    assert [m.user for m in Membership.objects.all()] == [known]


@pytest.mark.django_db(transaction=True)
def test_second_accept_waits_for_the_first_and_is_refused(invitation, wait_until_a_query_is_blocked):
    from concurrent.futures import ThreadPoolExecutor

    from django.db import connection, transaction

    def again():
        try:
            accept(invitation)
        finally:
            connection.close()

    with ThreadPoolExecutor() as pool, transaction.atomic():
        accept(invitation)
        second = pool.submit(again)
        wait_until_a_query_is_blocked()
    with pytest.raises(ValidationError, match="used already"):
        second.result()


ROLES = [
    (Actor(at=AT), False, False),
    (Actor(capacity=Capacity.SECRETARIAT, at=AT), True, True),
    (Actor(capacity=Capacity.DELEGATE, at=AT), False, False),
    (Actor(capacity=Capacity.HEAD, at=AT, flags=frozenset({"may_manage"})), True, False),
    (Actor(capacity=Capacity.ADMINISTRATOR, at=AT), False, False),
]


@pytest.mark.parametrize(("actor", "may_invite", "may_withdraw"), ROLES)
def test_who_may_invite_and_withdraw(actor, may_invite, may_withdraw, invitation):
    assert actor.may("accounts.invite") is may_invite
    assert actor.may("accounts.withdraw_invitation", invitation) is may_withdraw


def test_own_administrator_invites_delegates_of_their_delegation(delegation, secretariat):
    head = Actor(secretariat.user, Capacity.HEAD, delegation, AT, flags=frozenset({"may_manage"}))

    own = actions.invite(by=head, email="delegate@example.invalid", delegation=delegation, role="delegate")

    assert head.may("accounts.withdraw_invitation", own)
    assert list(Invitation.objects.visible_to(head)) == [own]
    assert not Invitation.objects.visible_to(Actor(at=AT)).exists()


def test_the_link_leads_from_the_message_into_an_account(secretariat, delegation):
    now = datetime.now(UTC)
    by = Actor(secretariat.user, Capacity.SECRETARIAT, at=now)
    invitation = actions.invite(by=by, email="new@example.invalid", delegation=delegation, role="delegate")
    client, address = Client(), reverse("accept_invitation", args=[invitation.token])

    shown = client.get(address)
    mistyped = client.post(address, {"name": "A delegate", "password": PASSWORD, "again": "another"})
    weak = client.post(address, {"name": "A delegate", "password": "short", "again": "short"})
    done = client.post(address, {"name": "A delegate", "password": PASSWORD, "again": PASSWORD})
    later = client.get(address)

    assert "Permanent Mission of Portugal to the United Nations, as delegate" in shown.content.decode()
    assert "The two passwords differ. Type the same one twice." in mistyped.content.decode()
    assert "fewer than 15 characters" in weak.content.decode()
    assert (done.status_code, done.url) == (302, reverse("account_login"))
    assert (later.status_code, Membership.objects.get().role) == (410, "delegate")


def test_a_link_that_we_did_not_make_says_so():
    answer = Client().get(reverse("accept_invitation", args=["MQ:forged"]))

    assert answer.status_code == 404
    assert "This link is not complete." in answer.content.decode()


def test_a_person_with_an_account_signs_in_and_accepts(secretariat, delegation):
    by = Actor(secretariat.user, Capacity.SECRETARIAT, at=datetime.now(UTC))
    invitation = actions.invite(by=by, email="known@example.invalid", delegation=delegation, role="delegate")
    known, other = (User.objects.create_user(f"{name}@example.invalid", name=name) for name in ("known", "other"))
    address = reverse("accept_invitation", args=[invitation.token])
    client = Client()

    anonymous = client.get(address)
    sign_in(client, other)
    refused = client.post(address)
    sign_in(client, known)
    asked, accepted = client.get(address), client.post(address)

    assert "There is an account with the address known@example.invalid" in anonymous.content.decode()
    assert "This invitation is for another address." in refused.content.decode()
    assert "Accept the invitation" in asked.content.decode()
    assert (accepted.status_code, Membership.objects.get().user) == (302, known)


def test_the_page_of_invitations_sends_and_withdraws(delegation):
    head = User.objects.create_user("head@example.invalid", name="Head of delegation")
    Membership.objects.create(
        user=head, delegation=delegation, role="head", may_clear=True, may_manage=True, starts_at=AT
    )
    client = Client()
    sign_in(client, head)
    filled = {"email": "delegate@example.invalid", "delegation": delegation.pk, "role": "delegate"}

    sent, twice = (client.post(reverse("invitations"), filled) for _ in range(2))
    as_head = client.post(reverse("invitations"), filled | {"role": "head"})
    invitation = Invitation.objects.get()
    gone, again = (client.post(reverse("withdraw_invitation", args=[invitation.pk])) for _ in range(2))

    assert (sent.status_code, gone.status_code, again.status_code) == (302, 302, 302)
    assert "This person has an open invitation." in twice.content.decode()
    assert "Select a valid choice" in as_head.content.decode()
    assert "This invitation has been withdrawn already." in client.get(reverse("invitations")).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_number_of_queries_does_not_grow(count, delegation, secretariat, django_assert_num_queries):
    head = secretariat.user
    Membership.objects.create(
        user=head, delegation=delegation, role="head", may_clear=True, may_manage=True, starts_at=AT
    )
    by = Actor(head, Capacity.HEAD, delegation, AT, flags=frozenset({"may_manage"}))
    for number in range(count):
        actions.invite(by=by, email=f"delegate{number}@example.invalid", delegation=delegation, role="delegate")
    client = Client()
    sign_in(client, head)
    client.get(reverse("invitations"))

    with django_assert_num_queries(8):
        client.get(reverse("invitations"))


@pytest.mark.django_db(transaction=True)
def test_who_is_invited_by_two_delegations_makes_one_account(invitation, secretariat, second):
    other = DelegationFactory()
    also = actions.invite(by=secretariat, email=invitation.email, delegation=other, role="delegate")

    ended = second(lambda: accept(invitation), lambda: accept(also))

    assert ended.messages == ["There is an account with this address. Sign in, then open the link again."]
    assert User.objects.filter(email=invitation.email).count() == 1
