"""The pages of the record: the same rows as page, table and JSON, and of each no more than its reader may know."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from consultations.capacities import actor_for
from consultations.models import Circular
from imrf_portal import record_pages
from imrf_portal.demo import people
from record import waking
from record.actor import Actor
from record.models import Chain, Delivery, Event, Verb, Verification
from submissions.models import Submission

from . import letters
from .clients import body_of, client_of
from .record_readers import RECORD, WHO, page, results, shown, table

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]
NOBODYS = "00000000-0000-0000-0000-000000000000"


@pytest.mark.parametrize("email", WHO.values(), ids=WHO)
@pytest.mark.parametrize("query", ["", "?done=issued", "?kind=input&q=PRT", "?capacity=head&since=2019-03-01"])
def test_page_table_and_json_have_the_rows_that_the_reader_may_read(email, query, monkeypatch):
    monkeypatch.setattr(record_pages, "PAGE", 1000)
    monkeypatch.setattr(record_pages, "BATCH", 7)
    client = client_of(email)
    actor = actor_for(User.objects.get(email=email), at=timezone.now()) if email else Actor()
    readable = Event.objects.of_chain("imrf-modalities").visible_to(actor)

    rows = results(client, query)

    assert [row["sha256"] for row in rows] == shown(client, f"{RECORD}/{query}")
    assert [row["sha256"] for row in rows] == [row["sha256"] for row in table(client, query)]
    assert [row["sentence"] for row in rows] == [row["sentence"] for row in table(client, query)]
    if not query:
        assert [row["sha256"] for row in rows] == [event.sha256 for event in readable]
        assert [row["person"] is not None for row in rows] == [bool(event.known and event.user) for event in readable]
        assert [row["facts"] is not None for row in rows] == [event.known for event in readable]


def test_every_sentence_of_the_demonstration_is_whole():
    for email in WHO.values():
        for row in results(client_of(email)) + results(client_of(email), record="/rehearsal/record"):
            assert re.fullmatch(r"[A-Z][^%{}]+\.", row["sentence"]), row["sentence"]
            assert "  " not in row["sentence"]


def test_public_reads_neither_persons_nor_facts():
    client = client_of()
    text = page(client) + body_of(client.get(f"{RECORD}.csv")).decode() + client.get(f"{RECORD}.json").text

    assert {(row["person"], row["facts"]) for row in results(client)} == {(None, None)}
    assert [user.email for user in User.objects.exclude(email="secretariat@demo.invalid") if user.email in text] == []
    assert [user.name for user in User.objects.exclude(name="Secretariat") if user.name in text] == []


# An input that is not submitted


@pytest.fixture
def unsubmitted():
    """The input of Portugal whose text is "Unsubmitted sample of Portugal", sent for clearance and returned."""
    submission = Submission.objects.get(consultation__slug="imrf-modalities", delegation__code="PRT", year=None)
    for email, verb in (("delegate.prt", Verb.SENT_FOR_CLEARANCE), ("head.prt", Verb.RETURNED)):
        by = people.actor(f"{email}@demo.invalid", timezone.now())
        Event.objects.record(submission, verb, by=by, consultation="imrf-modalities", note="A note inside the house")
    return submission


@pytest.mark.parametrize("email", [*WHO.values(), "head.phl@demo.invalid"], ids=[*WHO, "another head"])
@pytest.mark.parametrize("query", ["", "?kind=input", "?delegation=PRT", "?q=PRT", "?q=clearance", "?q=note"])
def test_unsubmitted_input_is_in_the_record_of_its_own_delegation_only(unsubmitted, email, query):
    client = client_of(email)
    own = email == "delegate.prt@demo.invalid"
    about = list(Event.objects.about(unsubmitted).values_list("sha256", flat=True))

    found = [row["sha256"] for row in results(client, query) if row["sha256"] in about]

    expected = {"?q=clearance": 1, "?q=note": 0}.get(query, len(about)) if own else 0
    assert len(found) == expected
    assert [sha256 for sha256 in shown(client, f"{RECORD}/{query}") if sha256 in about] == found
    assert client.get(f"{RECORD}/input/{unsubmitted.key}/").status_code == (200 if own else 404)
    assert ("A note inside the house" in page(client, f"{RECORD}/{query}")) == bool(own and query != "?q=note")


def test_history_that_is_hidden_is_answered_like_one_that_is_not_there(unsubmitted):
    client = client_of("head.phl@demo.invalid")
    hidden, absent = (f"{RECORD}/input/{key}/" for key in (unsubmitted.key, NOBODYS))

    hidden, absent = (page(client, path, 404).replace(path, "").split("<main")[1] for path in (hidden, absent))
    assert hidden == absent


def test_submitted_input_is_not_found_by_its_key():
    submission = Submission.objects.filter(delegation__code="FRA").get()

    assert client_of().get(f"{RECORD}/input/{submission.key}/").status_code == 404
    assert client_of().get(f"{RECORD}/input/{submission.reference}/").status_code == 200


# Pages and places


def test_pages_follow_each_other_and_stay_when_something_is_added(monkeypatch):
    monkeypatch.setattr(record_pages, "PAGE", 10)
    client, path, found = client_of("staff@demo.invalid"), f"{RECORD}/?kind=circular", []
    expected = [row["sha256"] for row in results(client, "?kind=circular")]

    while path:
        found += shown(client, path)
        older = re.search(r'rel="next" href="([^"]+)"', page(client, path))
        path = older and older[1]
        letter = Circular.objects.issued().filter(consultation__slug="imrf-modalities").first()
        Event.objects.record(letter, Verb.CHANGED, by=Actor.clock(), consultation="imrf-modalities")

    assert found == expected


def test_page_has_a_hundred_rows_and_no_more():
    circular = Circular.objects.issued().filter(consultation__slug="imrf-modalities").first()
    for _ in range(100):
        Event.objects.record(circular, Verb.WITHDRAWN, by=Actor.clock(), consultation="imrf-modalities")
    client = client_of()
    readable = [row["sha256"] for row in results(client)]
    older = f"{RECORD}/?event={readable[100]}"

    assert shown(client) == readable[:100]
    assert f'href="{older}"' in page(client)
    assert (shown(client, older)[0], "To the newest" in page(client, older)) == (readable[100], True)


def test_every_event_has_an_address_that_stays():
    client = client_of()
    row = results(client)[3]
    path = row["url"].removeprefix("http://127.0.0.1:8000")

    assert shown(client, path)[0] == row["sha256"]
    assert f'href="{path}">event ' in page(client)


@pytest.mark.parametrize("email", WHO.values(), ids=WHO)
def test_length_head_and_places_are_for_those_who_keep_the_anchors(email):
    chain, client = Chain.objects.get(name="imrf-modalities"), client_of(email)
    keeps = email in {"secretariat@demo.invalid", "admin@demo.invalid"}
    asked = page(client)

    assert (f"{chain.length} events" in asked, 'class="record-head' in asked) == (keeps, keeps)
    assert ("chain" in client.get(f"{RECORD}.json").json()) == keeps
    assert "place" not in results(client)[0]


def test_event_of_others_is_no_place_to_begin_at(unsubmitted):
    hidden = Event.objects.about(unsubmitted).first().sha256

    assert shown(client_of("head.phl@demo.invalid"), f"{RECORD}/?event={hidden}") == []


def test_page_says_length_and_head_and_whether_it_was_verified():
    chain, client = Chain.objects.get(name="imrf-modalities"), client_of("secretariat@demo.invalid")

    assert f"{chain.length} events" in page(client)
    assert chain.head in page(client)
    assert results_chain(client) == {"length": chain.length, "head": chain.head, "verified": None}

    at = timezone.now()
    Verification.objects.create(chain=chain.name, at=at, length=chain.length, head=chain.head, problems=0)
    assert f"Nothing was wrong up to event {chain.length}." in page(client)

    Verification.objects.create(chain=chain.name, at=at, length=chain.length, head=chain.head, problems=2)
    assert "2 problems were found. The administrator has the list." in page(client)
    assert results_chain(client)["verified"]["problems"] == 2


def results_chain(client):
    return client.get(f"{RECORD}.json").json()["chain"]


LINKS = {
    "/imrf-modalities/circulars/2019-001/": f"{RECORD}/circular/2019-001/",
    "/imrf-modalities/inputs/FRA-2019-1/": f"{RECORD}/input/FRA-2019-1/",
    "/imrf-modalities/drafts/1/": f"{RECORD}/draft/1/",
    "/imrf-modalities/meetings/1/": f"{RECORD}/meeting/1/",
}


@pytest.mark.parametrize("path", LINKS)
def test_objects_lead_to_their_record_and_back(path):
    client = client_of()

    assert f'href="{LINKS[path]}"' in page(client, path)
    assert f'href="{path}"' in page(client, LINKS[path])
    assert shown(client, LINKS[path]) != []


def test_what_is_not_public_leads_to_its_record_those_who_work_on_it():
    own = Submission.objects.get(consultation__slug="rehearsal", delegation__code="PRT")
    with waking.quiet():
        draft = letters.begin("A letter in preparation")
    pages = [
        ("secretariat@demo.invalid", f"circulars/drafts/{draft.pk}/", f"circular/{draft.pk}/"),
        ("delegate.prt@demo.invalid", f"inputs/mine/{own.key}/", f"input/{own.key}/"),
    ]

    for email, path, record in pages:
        client = client_of(email)
        assert f'href="/rehearsal/record/{record}"' in page(client, f"/rehearsal/{path}")
        assert shown(client, f"/rehearsal/record/{record}") != []


def test_column_of_pages_leads_signed_in_readers_to_the_record():
    link = f'href="{RECORD}/"'

    assert [link in page(client_of(email), "/imrf-modalities/") for email in WHO.values()] == [False] + [True] * 6


# Queries


def queries(client, path):
    """How many it costs, once what is asked once in a process is known."""
    body_of(client.get(path))
    with CaptureQueriesContext(connection) as captured:
        body_of(client.get(path))
    return len(captured)


# events, delegations, the chain, and one for each kind of object that the reader sees there: four to seven
QUERIES = dict(zip(WHO.values(), (6, 7, 6, 8, 9, 10, 8), strict=True))


@pytest.mark.parametrize("email", WHO.values(), ids=WHO)
def test_queries_of_the_record_are_ten_at_most_and_do_not_grow_with_its_rows(email, monkeypatch):
    circular = Circular.objects.issued().filter(consultation__slug="imrf-modalities").first()
    message = Delivery.objects.about(circular).first()
    Event.objects.record(message, Verb.RESENT, by=Actor.clock(), consultation="imrf-modalities")
    client, counts = client_of(email), []
    keeps = email in {"secretariat@demo.invalid", "admin@demo.invalid"}

    frame = queries(client, f"{RECORD}/?done=no") - keeps  # without rows: the frame, and of keepers the chain
    for rows in (400, 1000):  # of both every kind of object is there
        monkeypatch.setattr(record_pages, "PAGE", rows)
        counts.append(queries(client, f"{RECORD}/") - frame)

    assert counts == [QUERIES[email]] * 2
