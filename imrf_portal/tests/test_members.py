"""The members of a delegation as the secretariat and an administrator meet them."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import actions
from accounts.models import Invitation, Membership, User
from accounts.tests.factories import DelegationFactory, MembershipFactory
from accounts.tests.people import acting_as, head_of
from accounts.tests.signing_in import sign_in
from consultations.tests.factories import RoleFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def head():
    return head_of(DelegationFactory(code="PRT", formal_name="Permanent Mission of Portugal"))


@pytest.fixture
def client():
    return sign_in(Client(), RoleFactory(kind="secretariat").user)


def address(verb, membership):
    return reverse(verb, args=["PRT", membership.pk])


def test_secretariat_ends_even_the_last_head_and_invites_another(client, head):
    ended = client.post(address("end_member", head), {"reason": "Recalled"})
    invited = client.post(
        reverse("invitations"), {"email": "new@portal.test", "delegation": head.delegation_id, "role": "head"}
    )

    assert (ended.url, invited.url) == (reverse("members", args=["PRT"]), reverse("invitations"))
    assert not Membership.objects.at(timezone.now()).exists()
    assert Invitation.objects.get().role == "head"


def test_secretariat_comes_from_the_members_with_the_delegation_chosen(client, head):
    form = client.get(reverse("invitations"), {"delegation": "PRT"}).context["form"]

    assert form.initial["delegation"] == head.delegation
    assert client.get(reverse("invitations"), {"delegation": "\0"}).context["form"].initial == {}


def test_administrator_reads_and_does_nothing(head):
    administrator = User.objects.create_superuser("admin@portal.test", name="Administrator")
    client = sign_in(Client(), administrator)

    assert client.get(reverse("members", args=["PRT"])).status_code == 200
    for verb in ("change_member", "end_member", "hand_over", "appoint_acting"):
        assert client.get(address(verb, head)).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_number_of_queries_does_not_grow(count, client, head, django_assert_num_queries):
    now = timezone.now()
    for number in range(count):
        MembershipFactory(delegation=head.delegation)
        email = f"new{number}@portal.test"
        actions.invite(by=acting_as(head, now), email=email, delegation=head.delegation, role="delegate")
    client.get(reverse("members", args=["PRT"]))

    with django_assert_num_queries(9):
        client.get(reverse("members", args=["PRT"]))
    with django_assert_num_queries(7):
        client.get(reverse("invitations"))
