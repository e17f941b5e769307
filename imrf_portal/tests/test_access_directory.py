"""The access table of the directory and the door: the same roles, asked in the same way."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.actions import door
from accounts.models import Delegation, Membership
from record import waking
from record.actor import Actor

from .access_table_directory import ACCESS
from .clients import client_of
from .test_access import ARGUMENT, answers, ask, clients, in_the_demonstration, routes, tells_apart  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db
GROUPS = ("group", "add_members", "end_group_memberships")


@pytest.fixture(scope="module")
def application(letters):
    asked = {"organization": "A sample", "kind": "stakeholder", "rule": "A sample", "contact_name": "A sample"}
    with waking.quiet():
        return door.apply(by=Actor(), email="sample@demo.invalid", about="", consultation="", **asked)


@pytest.fixture
def place(application):
    """A function that gives method and path of a line of the table."""

    def place(line, code="PRT"):
        method, name = line.split()
        delegation = Delegation.objects.get(code=code)
        rows = {"amend_name": "names", "edit_address": "addresses", "leave_group": "group_memberships"}
        placed = {
            "code": "EU" if name in GROUPS else code,
            "pk": getattr(delegation, rows[name]).first().pk if name in rows else application.pk,
        }
        return method, reverse(name, kwargs={key: placed[key] for key in ARGUMENT.findall(routes()[name])})

    return place


@pytest.mark.parametrize("line", ACCESS)
def test_each_role_is_answered_as_the_table_says(place, clients, line):  # noqa: F811
    method, path = place(line)

    assert answers(clients, method, path) == ACCESS[line]


@pytest.mark.parametrize("line", [line for line in ACCESS if tells_apart(ACCESS[line])])
def test_asking_for_a_fragment_opens_nothing_more(place, clients, line):  # noqa: F811
    method, path = place(line)

    assert answers(clients, method, path, headers={"HX-Request": "true"}) == ACCESS[line]


def test_own_page_is_read_as_delegate_or_head_and_not_as_cofacilitator(place):
    _get, path = place("GET delegation", code="ESP")
    client = client_of("cofacilitator.esp@demo.invalid")

    before = ask(client, "GET", path).status_code
    client.post("/acting/", {"capacity": "head:ESP"})

    assert (before, ask(client, "GET", path).status_code) == (403, 200)


def test_manager_keeps_the_addresses_of_their_own_delegation_only(place, letters):
    Membership.objects.filter(user__email="delegate.phl@demo.invalid").update(may_manage=True)
    client = client_of("delegate.phl@demo.invalid")

    answered = [
        ask(client, *place(f"POST {name}", code=code)).status_code
        for code in ("PHL", "PRT")
        for name in ("add_address", "edit_address", "add_name")
    ]

    assert answered == [200, 200, 403, 403, 403, 403]


def test_rows_of_one_delegation_stand_under_no_other(place, clients):  # noqa: F811
    lines = [f"POST {name}" for name in ("amend_name", "edit_address", "leave_group")]
    paths = [place(line)[1].replace("/PRT/", "/ESP/") for line in lines]

    assert [ask(clients["secretariat"], "POST", path).status_code for path in paths] == [404] * 3


def test_what_a_delegation_reads_of_itself_is_not_what_was_sent_nor_the_forms_of_the_secretariat(place, clients):  # noqa: F811
    _get, path = place("GET delegation")

    shown = {role: clients[role].get(path).content.decode() for role in ("delegate", "head", "secretariat")}

    assert [("Sent lately" in text, "/names/" in text, "/addresses/" in text) for text in shown.values()] == [
        (False, False, False),
        (False, False, True),
        (True, True, True),
    ]


def test_whoever_has_not_shown_who_they_are_lately_is_asked_before_an_address_is_written(letters, settings):
    client = client_of("head.prt@demo.invalid")
    session = client.session
    del session["account_authentication_methods"]
    session.save()

    answer = client.post("/accounts/directory/PRT/addresses/", {"address-email": "new@demo.invalid"})

    assert (answer.status_code, "reauthenticate" in answer.headers["Location"]) == (302, True)
    assert not Delegation.objects.get(code="PRT").addresses.filter(email="new@demo.invalid").exists()


def test_the_door_is_linked_at_the_foot_with_the_consultation_one_is_in(letters):
    assert 'href="/accounts/take-part/?for=rehearsal"' in Client().get("/rehearsal/").content.decode()
    assert 'href="/accounts/take-part/"' in Client().get("/verify/").content.decode()
