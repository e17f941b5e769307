"""A consultation that is not published: to all but those who work for it, every address below it is like one of a
consultation that is not there.
"""

from itertools import cycle, product

import pytest
from django.urls import NoReverseMatch, reverse

from consultations.models import Consultation, Meeting
from drafts.models import DraftVersion
from submissions.models import SubmittedVersion

from . import texts
from .clients import body_of, client_of, undone
from .test_access import ARGUMENT, ROLES, ask, routes

pytestmark = pytest.mark.django_db
OUTSIDE = ["anonymous", "head", "stakeholder", "administrator"]  # a delegate and an observer may do less than a head
INSIDE = ["secretariat", "staff", "cofacilitator"]
BELOW = {name: route for name, route in routes().items() if "<slug:slug>" in route}


@pytest.fixture(scope="module")
def made(letters):
    return texts.make()


@pytest.fixture(scope="module")
def clients(letters):
    return {role: client_of(email) for role, email in ROLES.items() if role != "stranger"}


@pytest.fixture
def unpublished(made):
    """The rehearsal, with something of everything, as if it had never been published."""
    with undone():
        Consultation.objects.filter(slug="rehearsal").update(published=False)
        yield


def placed(made, letters, slug="rehearsal"):
    """The path of every address below a consultation, by its name: of something that is there, where one kind of name
    stands for several kinds of things.
    """
    values = {
        "slug": [slug],
        "number": [1],
        "reference": [letters.reference, made.reference],
        "order": [1],
        "month": ["2019-02"],
        "secret": ["nothing" * 6],
        "kind": ["circular"],
        "name": [letters.reference],
        "pk": [letters.issued],
        "other": [made.released],
        "key": [made.paragraph],
        "cited": ["OP1"],
    }
    own = {"drafts": {"number": [made.released]}, "submissions": {"copy": [made.unsubmitted]}}
    for name, route in BELOW.items():
        chosen = values | own.get(name.partition(":")[0], {})
        yield name, _path(name, [(key, chosen.get(key, ["nothing", 1])) for key in ARGUMENT.findall(route)])


def _path(name, arguments):
    """The address with the first of the values that fit it."""
    for values in product(*(values for _key, values in arguments)):
        try:
            return reverse(name, kwargs=dict(zip((key for key, _values in arguments), values, strict=True)))
        except NoReverseMatch:
            continue
    return pytest.fail(f"{name} has no place in this test.")


def answered(client, path):
    """What a page says, without what differs between any two requests."""
    answer = client.get(path)
    body = body_of(answer).decode(errors="replace")
    return answer.status_code, body.replace(path, "").split("<main")[-1]


@pytest.mark.parametrize("role", OUTSIDE)
def test_every_address_answers_like_one_that_is_not_there(unpublished, made, letters, clients, role):
    absent = dict(placed(made, letters, slug="nowhere"))
    told = {}
    for name, path in placed(made, letters):
        hidden, nowhere = ask(clients[role], "GET", path), ask(clients[role], "GET", absent[name])
        if hidden.status_code != nowhere.status_code or hidden.status_code == 200:
            told[name] = (hidden.status_code, nowhere.status_code)

    assert told == {}


@pytest.mark.parametrize("role", ["anonymous", "head"])
def test_page_that_is_not_there_says_nothing_of_it(unpublished, made, clients, role):
    for path in ("/rehearsal/", "/rehearsal/calendar/", "/rehearsal/inputs/"):
        body = clients[role].get(path).content.decode()
        assert "Rehearsal" not in body
        assert answered(clients[role], path)[0] == 404


def test_those_who_work_for_it_are_answered_as_ever(unpublished, made, letters, clients):
    paths = dict(placed(made, letters))
    asked = list(zip(paths.items(), cycle(INSIDE)))  # each address by one of them: they come past the same gate

    Consultation.objects.filter(slug="rehearsal").update(published=True)
    before = {(role, name): ask(clients[role], "GET", path).status_code for (name, path), role in asked}
    Consultation.objects.filter(slug="rehearsal").update(published=False)
    after = {(role, name): ask(clients[role], "GET", path).status_code for (name, path), role in asked}

    assert after == before
    opened = {"overview", "consultations:setup", "consultations:calendar", "submissions:inputs", "drafts:versions"}
    assert {clients["secretariat"].get(paths[name]).status_code for name in opened} == {200}


def test_hashes_of_what_belongs_to_it_are_unknown(unpublished, made, letters, clients):
    hashes = [letters.sha256]
    hashes += (
        DraftVersion.objects.filter(consultation__slug="rehearsal").released().values_list("content_sha256", flat=True)
    )
    hashes += SubmittedVersion.objects.filter(submission__consultation__slug="rehearsal").values_list(
        "sha256", flat=True
    )
    assert len(hashes) > 2

    for role in ("anonymous", "delegate", "head", "administrator"):
        for path in (f"/verify/{sha256}/" for sha256 in hashes):
            assert clients[role].get(path).status_code == 404
    assert clients["staff"].get(f"/verify/{letters.sha256}/").status_code == 200


def test_front_page_lists_it_for_those_who_work_for_it_only(unpublished, clients):
    shown = {role: "/rehearsal/" in client.get("/", follow=True).content.decode() for role, client in clients.items()}

    assert shown == {role: role in INSIDE for role in clients}


def test_feed_is_not_said_to_be_unchanged(unpublished, clients):
    answer = clients["anonymous"].get(
        "/rehearsal/calendar.ics", headers={"If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"}
    )

    assert answer.status_code == 404


def test_calendar_of_ones_own_is_gone_with_the_role(made, letters):
    with undone():
        delegate, secretariat = (client_of(ROLES[role]) for role in ("delegate", "secretariat"))
        pages = [client.post("/rehearsal/calendar/own/renew/").context for client in (delegate, secretariat)]
        paths = [page["address"].partition("//")[2].partition("/")[2] for page in pages]
        Consultation.objects.filter(slug="rehearsal").update(published=False)
        answers = [client_of().get(f"/{path}") for path in paths]

        assert [answer.status_code for answer in answers] == [404, 200]
        assert Meeting.objects.filter(consultation__slug="rehearsal").exists()
