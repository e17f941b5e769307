"""The secretariat's pages about who leads and who works for a consultation."""

from html import unescape

import pytest
from django.contrib.messages import get_messages

from accounts.tests.factories import DelegationFactory, UserFactory
from accounts.tests.signing_in import proven
from consultations.models import CoFacilitator, Role

from . import factories
from .factories import AT, ConsultationFactory, RoleFactory

pytestmark = pytest.mark.django_db
SETUP = "/process/setup/"
ABSENT = "There is no account with this address. Invite the person first; once they have joined, enter them here."


@pytest.fixture
def team():
    return factories.team(ConsultationFactory(slug="process"))


@pytest.fixture
def client(client_of, team):
    return client_of(team.secretariat)


def told(answer):
    return [str(message) for message in get_messages(answer.wsgi_request)]


def text(answer):
    return unescape(answer.content.decode())


def errors(answer):
    return {name: list(found) for name, found in answer.context["form"].errors.items()}


def entry(**more):
    return {
        "user": UserFactory().email,
        "delegation": DelegationFactory().pk,
        "printed_name": "H.E. A delegate",
        "printed_function": "Permanent Representative",
        "order": "3",
    } | more


def term_of(actor):
    return CoFacilitator.objects.get(user=actor.user)


def address(term, end=""):
    part = "cofacilitators" if isinstance(term, CoFacilitator) else "roles"
    return f"{SETUP}{part}/{term.pk}/{end}"


def test_add_cofacilitator_offers_the_next_place_and_shows_how_all_print(client, team):
    places = [term_of(team.first).order, term_of(team.other).order]
    assert client.get(f"{SETUP}cofacilitators/new/").context["form"]["order"].value() == max(places) + 1

    answer = client.post(f"{SETUP}cofacilitators/new/", entry())

    assert answer.headers["Location"] == f"{SETUP}#cofacilitators"
    page = text(client.get(SETUP))
    assert page.count("H.E. A delegate") >= 2  # in the list, and as it prints
    assert CoFacilitator.objects.get(order=3).delegation.formal_name in page


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"user": "nobody@portal.test"}, "user"),
        ({"user": ""}, "user"),
        ({"user": "a\0b@portal.test"}, "user"),
        ({"delegation": str(2**63)}, "delegation"),
        ({"delegation": "x"}, "delegation"),
        ({"order": "1e9"}, "order"),
        ({"order": "0"}, "order"),
        ({"printed_name": "A\u202eB"}, "printed_name"),
    ],
)
def test_add_cofacilitator_refused_beside_the_field(client, typed, field):
    answer = client.post(f"{SETUP}cofacilitators/new/", entry(**typed))

    assert (answer.status_code, list(errors(answer))) == (200, [field])
    assert not CoFacilitator.objects.filter(order=3).exists()


def test_add_cofacilitator_refused_in_words_by_what_stands(client, team):
    answer = client.post(f"{SETUP}cofacilitators/new/", entry(user=team.first.user.email))

    assert errors(answer)["__all__"] == [f"{team.first.user} co-facilitates already. Change that entry instead."]


def test_account_that_is_closed_is_told_apart_from_none(client):
    closed = UserFactory(is_active=False)

    answers = [
        client.post(f"{SETUP}roles/new/", {"user": email, "kind": "staff"}) for email in (closed.email, "x@y.test")
    ]

    assert [errors(answer)["user"][0] for answer in answers] == [
        "This account is closed. Ask an administrator to open it again, or name another.",
        ABSENT,
    ]


def test_change_cofacilitator_saves_shows_the_print_and_the_conflict(client, team):
    term = term_of(team.first)
    page = client.get(address(term))
    form = {name: page.context["form"][name].value() for name in page.context["form"].fields}
    assert text(page).count(term.printed_name) >= 2

    assert client.post(address(term), form | {"printed_name": "Theirs"}).status_code == 302
    answer = client.post(address(term), form | {"printed_name": "Mine"})

    assert answer.context["form"].theirs == [("Name as it is printed", "Theirs")]
    again = form | {"printed_name": "Mine", "revision": answer.context["form"]["revision"].value()}
    assert client.post(address(term), again).headers["Location"] == f"{SETUP}#cofacilitators"
    assert term_of(team.first).printed_name == "Mine"


def test_end_cofacilitator_with_a_last_day_of_the_consultations_clock(client, team):
    answer = client.post(address(term_of(team.first), "end/"), {"ends_on": "2019-02-08"})

    assert answer.headers["Location"] == f"{SETUP}#cofacilitators"
    assert term_of(team.first).ends_at.isoformat() == "2019-02-09T05:00:00+00:00"  # midnight in New York


def test_end_cofacilitator_refused_for_a_day_that_is_over(client, team):
    answer = client.post(address(term_of(team.first), "end/"), {"ends_on": "2019-01-08"})

    assert errors(answer)["__all__"] == ["This day is over already. Choose a later one, or none to end it now."]


@pytest.mark.parametrize("end", ["", "end/"])
def test_who_has_left_is_neither_changed_nor_ended(client, team, end):
    CoFacilitator.objects.filter(user=team.first.user).update(ends_at=AT)

    answer = client.get(address(term_of(team.first), end))

    assert answer.headers["Location"] == f"{SETUP}#cofacilitators"
    assert told(answer) == ["This person does not co-facilitate any more: nothing is printed under this name again."]


def test_give_role_and_end_it(client, team):
    person = UserFactory()
    assert client.post(f"{SETUP}roles/new/", {"user": person.email, "kind": "staff"}).status_code == 302
    role = Role.objects.get(user=person)
    assert str(person) in text(client.get(address(role, "end/")))

    answer = client.post(address(role, "end/"))

    assert told(answer)[-1] == "The role is ended."
    assert told(client.get(address(role, "end/")))[-1] == "This role has ended already."


@pytest.mark.parametrize("kind", ["", "cofacilitator", "\0"])
def test_give_role_refused_of_a_kind_that_is_none(client, kind):
    answer = client.post(f"{SETUP}roles/new/", {"user": UserFactory().email, "kind": kind})

    assert list(errors(answer)) == ["kind"]


def test_end_role_of_ones_own_leads_out(client, team):
    answer = client.post(address(Role.objects.get(user=team.secretariat.user), "end/"))

    assert answer.headers["Location"] == "/"
    assert client.get(SETUP).status_code == 403


def test_end_role_of_the_last_is_refused_in_words(client, team):
    Role.objects.filter(user=team.second.user).update(ends_at=AT)

    answer = client.post(address(Role.objects.get(user=team.secretariat.user), "end/"))

    assert "Nobody else of the secretariat would be left for this consultation." in text(answer)


def test_changes_of_people_need_a_fresh_sign_in(client, team):
    proven(client, team.secretariat.user, ago=3600)
    staff, term = Role.objects.get(user=team.staff.user), term_of(team.first)
    paths = [f"{SETUP}roles/new/", address(staff, "end/"), f"{SETUP}cofacilitators/new/", address(term)]

    for path in [*paths, address(term, "end/")]:
        assert client.get(path).status_code == 200
        assert "/reauthenticate/" in client.post(path).headers["Location"]


def test_people_of_another_consultation_are_not_there(client):
    elsewhere = factories.team()
    role = RoleFactory(consultation=elsewhere.consultation)

    paths = [address(role, "end/"), address(term_of(elsewhere.first)), address(term_of(elsewhere.first), "end/")]
    paths += [f"{SETUP}roles/{2**70}/end/", f"{SETUP}cofacilitators/{2**70}/"]
    assert [client.get(path).status_code for path in paths] == [404] * 5
