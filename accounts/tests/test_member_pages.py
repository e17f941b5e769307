"""The pages of a delegation's members: who reads them, who acts on them, and what is left to who has been ended."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import actions
from accounts.models import Invitation, Membership, User
from accounts.tests.factories import DelegationFactory, MembershipFactory
from accounts.tests.people import acting_as, head_of
from accounts.tests.signing_in import proven, sign_in
from record.actor import Capacity
from record.models import Event

pytestmark = pytest.mark.django_db
ENDED = {"reason": "Back to the capital"}


@pytest.fixture
def head():
    return head_of(DelegationFactory(code="PRT", formal_name="Permanent Mission of Portugal"), user__name="A head")


@pytest.fixture
def delegate(head):
    return MembershipFactory(delegation=head.delegation, user__name="A delegate")


@pytest.fixture
def client(head):
    return sign_in(Client(), head.user)


def address(verb, membership):
    return reverse(verb, args=[membership.delegation.code, membership.pk])


def members_of(membership):
    return reverse("members", args=[membership.delegation.code])


def read(client, address):
    return " ".join(re.sub(r"<[^>]+>", " ", client.get(address).content.decode()).split())


def test_members_shows_present_coming_former_and_invited(client, head, delegate):
    now = timezone.now()
    MembershipFactory(delegation=head.delegation, user__name="Somebody coming", starts_at=now + timedelta(days=1))
    MembershipFactory(delegation=head.delegation, user__name="Somebody former", ends_at=now)
    actions.invite(by=acting_as(head, now), email="new@portal.test", delegation=head.delegation, role="delegate")

    page = read(client, members_of(head)).partition("Invite a member")[2]

    places = [page.index(words) for words in ["At present", "A head", "A delegate", "To come", "Somebody coming"]]
    places += [page.index(words) for words in ["Invited", "new@portal.test", "Former members", "Somebody former"]]
    assert places == sorted(places)


def test_delegate_reads_and_does_nothing(head, delegate):
    client = sign_in(Client(), delegate.user)

    page = client.get(members_of(head)).content.decode()

    assert "/end/" not in page
    assert "Invite a member" not in page
    for verb in ("change_member", "end_member", "hand_over", "appoint_acting"):
        assert client.get(address(verb, head)).status_code == 403
        assert client.post(address(verb, head), ENDED).status_code == 403


def test_to_other_delegations_and_strangers_there_are_no_members(head, delegate):
    for membership in (head_of(DelegationFactory()), None):
        client = sign_in(Client(), membership.user if membership else User.objects.create_user("stranger@portal.test"))

        assert client.get(members_of(head)).status_code == 404
        assert client.get(members_of(MembershipFactory(delegation=DelegationFactory()))).status_code == 404
        assert client.post(address("end_member", delegate), ENDED).status_code == 404
    assert Client().get(members_of(head)).status_code == 302


def test_head_changes_and_ends_a_delegate(client, head, delegate):
    changed = client.post(address("change_member", delegate), {"function": "Attaché", "may_clear": "on"})
    client.post(address("end_member", delegate), ENDED)
    again = client.get(address("end_member", delegate)).content.decode()
    refused = client.post(address("end_member", delegate), ENDED).content.decode()

    delegate.refresh_from_db()
    assert (changed.status_code, changed.url) == (302, members_of(head))
    assert (delegate.function, delegate.may_clear, delegate.is_over(timezone.now())) == ("Attaché", True, True)
    assert "This membership has ended already." in again
    assert "This membership has ended already." in refused


def test_of_a_head_only_the_function_changes(client, head):
    form = client.get(address("change_member", head)).context["form"]
    client.post(address("change_member", head), {"function": "Ambassador"})

    head.refresh_from_db()
    assert list(form.fields) == ["function"]
    assert (head.function, head.may_clear, head.may_manage) == ("Ambassador", True, True)


def test_whoever_is_ended_loses_access_at_once_in_open_sessions(client, head, delegate):
    theirs = sign_in(Client(), delegate.user)
    before = theirs.get(members_of(head)).status_code

    client.post(address("end_member", delegate), ENDED)

    after = theirs.get(members_of(head)).status_code
    assert (before, after, theirs.get("/").wsgi_request.user) == (200, 404, delegate.user)
    assert theirs.get("/").wsgi_request.actor.capacity == Capacity.PUBLIC
    assert "A delegate" in read(client, members_of(head)).partition("Former members")[2]


def test_ending_ones_only_capacity_asks_whether_one_means_it(client, head):
    other = head_of(head.delegation)
    unsure = client.post(address("end_member", head), ENDED)
    of_another = client.get(address("end_member", other))
    sure = client.post(address("end_member", head), ENDED | {"sure": "on"})

    assert "Confirm that you mean to give up your own access." in unsure.content.decode()
    assert "I know that I lose my access" not in of_another.content.decode()
    assert (sure.status_code, sure.url) == (302, reverse("index"))
    assert not Membership.objects.at(timezone.now()).filter(user=head.user).exists()


def test_last_head_is_told_to_hand_over_first(client, head):
    refused = client.post(address("end_member", head), ENDED | {"sure": "on"})

    assert "Hand over to a successor first" in refused.content.decode()


def test_head_hands_over_on_a_day_of_their_own_clock(client, head):
    head.user.time_zone = "Asia/Dhaka"
    head.user.save()

    client.post(address("hand_over", head), {"email": "new@portal.test", "function": "", "starts_on": "2099-03-01"})

    invitation = Invitation.objects.get()
    assert (invitation.replaces, invitation.starts_at.isoformat()) == (head, "2099-02-28T18:00:00+00:00")


def test_acting_head_is_named_so_and_leaves_the_head_alone(client, head, delegate):
    last_day = (timezone.now() + timedelta(days=3)).date()
    client.post(address("appoint_acting", delegate), {"function": "Chargé d'affaires a.i.", "ends_on": last_day})
    theirs = sign_in(Client(), delegate.user)

    choices = theirs.get(members_of(head)).wsgi_request.choices
    assert [choice.label(last_day) for choice in choices] == [
        "head of delegation ad interim, Permanent Mission of Portugal",
        "delegate, Permanent Mission of Portugal",
    ]
    assert theirs.post(address("end_member", head), ENDED).status_code == 403
    assert theirs.get(address("hand_over", Membership.objects.get(acting=True))).status_code == 403
    assert [key for key, _label in theirs.get(reverse("invitations")).context["form"].fields["role"].choices] == [
        "delegate"
    ]


def test_deeds_ask_for_a_fresh_sign_in(client, head, delegate):
    proven(client, head.user, ago=3600)

    shown = client.get(address("end_member", delegate))
    asked = client.post(address("end_member", delegate), ENDED)
    invited = client.post(reverse("invitations"), {"email": "new@portal.test"})

    assert shown.status_code == 200
    assert all(answer.status_code == 302 and "reauthenticate" in answer.url for answer in (asked, invited))
    assert Event.objects.count() == 0


def test_manager_offers_what_they_hold_only(head):
    manager = MembershipFactory(delegation=head.delegation, may_manage=True)
    client = sign_in(Client(), manager.user)

    form = client.get(reverse("invitations")).context["form"]
    client.post(
        reverse("invitations"),
        {"email": "new@portal.test", "delegation": head.delegation_id, "role": "delegate", "may_clear": "on"},
    )

    assert ("may_clear" in form.fields, "may_manage" in form.fields) == (False, True)
    assert not Invitation.objects.get().may_clear
    assert client.post(address("end_member", head), ENDED).status_code == 403


def test_invitation_of_an_acting_head_needs_a_last_day(client, head):
    filled = {"email": "new@portal.test", "delegation": head.delegation_id, "role": "acting"}

    refused = client.post(reverse("invitations"), filled)
    client.post(reverse("invitations"), filled | {"ends_on": "2099-01-31"})

    invitation = Invitation.objects.get()
    assert "A head ad interim has a last day. Enter it." in refused.content.decode()
    assert (invitation.role, invitation.acting) == ("head", True)
    assert invitation.ends_at.isoformat() == "2099-02-01T05:00:00+00:00"


def test_resend_and_withdraw_lead_back_to_the_members(client, head):
    invitation = actions.invite(
        by=acting_as(head, timezone.now()), email="new@portal.test", delegation=head.delegation, role="delegate"
    )

    sent = client.post(reverse("resend_invitation", args=[invitation.pk]), {"after": "members"})
    gone = client.post(reverse("withdraw_invitation", args=[invitation.pk]), {"after": "members"})
    again = client.post(reverse("resend_invitation", args=[invitation.pk]))

    assert (sent.url, gone.url, again.url) == (members_of(head), members_of(head), reverse("invitations"))
    assert "This invitation has been withdrawn. Send a new one." in client.get(reverse("invitations")).content.decode()


def test_head_does_not_take_back_the_secretariats_invitation_of_another_head(client, head):
    user = User.objects.create_user("secretariat@portal.test", name="Secretariat")
    by = acting_as(head, timezone.now())
    invitation = actions.invite(by=by, email="new@portal.test", delegation=head.delegation, role="head")
    Invitation.objects.filter(pk=invitation.pk).update(invited_by=user)

    answer = client.post(reverse("withdraw_invitation", args=[invitation.pk]))

    assert answer.status_code == 403
    assert "Withdraw" not in client.get(members_of(head)).content.decode()


def test_page_of_the_link_is_told_to_nobody(head):
    invitation = actions.invite(
        by=acting_as(head, timezone.now()),
        email="new@portal.test",
        delegation=head.delegation,
        role="delegate",
        function="Second Secretary",
        may_clear=True,
        ends_at=timezone.now() + timedelta(days=9),
    )
    link = reverse("accept_invitation", args=[invitation.token])

    answer = Client().get(link)
    page, other = read(Client(), link), sign_in(Client(), MembershipFactory().user)

    assert (answer.headers["Referrer-Policy"], answer.headers["X-Robots-Tag"]) == ("strict-origin", "noindex, nofollow")
    for words in ("Function Second Secretary", "clear and submit them", "Until", "Invited by A head"):
        assert words in page
    assert "This invitation is for another address" in read(other, link)
    actions.resend_invitation(invitation, by=acting_as(head, timezone.now()))
    assert "Use the link in the latest one." in read(Client(), link)


@pytest.mark.parametrize("count", [1, 3])
def test_number_of_queries_of_members_does_not_grow(count, client, head, django_assert_num_queries):
    now = timezone.now()
    for number in range(count):
        MembershipFactory(delegation=head.delegation)
        MembershipFactory(delegation=head.delegation, ends_at=now)
        email = f"new{number}@portal.test"
        actions.invite(by=acting_as(head, now), email=email, delegation=head.delegation, role="delegate")
    client.get(members_of(head))

    with django_assert_num_queries(8):
        client.get(members_of(head))
