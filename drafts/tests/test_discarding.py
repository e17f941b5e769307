"""A working draft that is laid aside: kept to be read, and in nobody's way."""

import pytest
from django.db import IntegrityError
from django.urls import reverse

from drafts import actions, composition, desk, verification
from drafts.models import DraftVersion, VersionState
from record.models import Event

from .factories import NOW, House, client_of
from .test_actions import paragraph, raced, refused, texts, verbs
from .test_pages import words

REASON = "It was begun from the wrong text."


@pytest.fixture
def house(db):
    return House()


@pytest.fixture
def released(house):
    return house.release(house.begin())


@pytest.fixture
def working(house, released):
    return actions.begin_next(released, by=house.staff, label="Rev.1")


def discard(house, version, by=None):
    return actions.discard(version, by=by or house.staff, reason=REASON)


def address(name, *args):
    return reverse(f"drafts:{name}", args=["forum", *args])


# The verb


def test_discard_keeps_the_text_and_records_how_much_it_was(house, working):
    before = texts(working)

    discard(house, working)

    working.refresh_from_db()
    assert (working.state, working.discarded_at, working.reason) == (VersionState.DISCARDED, NOW, REASON)
    assert texts(working) == before
    event = Event.objects.about(working).last()
    assert (str(event.verb), event.user) == ("discarded", house.staff.user)
    assert event.facts == {"number": 2, "label": "Rev.1", "paragraphs": 6, "reason": REASON}


def test_after_a_discarded_text_another_is_begun_under_the_next_number(house):
    first = discard(house, house.begin())

    second = house.begin()

    assert (first.number, second.number, second.label) == (1, 2, "Zero draft")
    assert house.release(second).state == VersionState.RELEASED


def test_after_a_discarded_revision_the_next_begins_from_the_released_text(house, released, working):
    discard(house, working)

    again = actions.begin_next(released, by=house.staff, label="Rev.1")

    assert (again.number, again.base, again.state) == (3, released, VersionState.WORKING)
    assert composition.problems(again, composition.content_of(again)) == []
    house.release(again)
    working.refresh_from_db()
    assert working.state == VersionState.DISCARDED
    assert list(verification.problems()) == []


def test_discard_refused_while_the_cofacilitators_are_asked_and_goes_through_once_called_back(house, working):
    house.asked(working)
    with refused("discard") as asked:
        discard(house, working)

    actions.edit_paragraph(paragraph(working, 4), by=house.staff, revision=1, text="*Decides* otherwise;")
    discarded = discard(house, working, by=house.first)

    assert asked.messages == [
        "The co-facilitators have been asked to release this draft. "
        "Call that back first: change anything in it, then discard it."
    ]
    assert discarded.state == VersionState.DISCARDED


def test_discard_refuses_what_was_released(house, released):
    with refused("discard") as current:
        discard(house, released)
    house.release(actions.begin_next(released, by=house.staff, label="Rev.1"))
    with refused("discard") as superseded:
        discard(house, released)

    assert current.messages == superseded.messages
    assert current.messages == ["This version has been released and stays. Begin the next version from it."]


REFUSALS = {
    "discard": "This draft has been discarded already.",
    "edit": "This draft has been discarded and cannot be changed. Copy what you need into the draft that stands.",
    "ask_for_release": (
        "This draft has been discarded and cannot be changed. Copy what you need into the draft that stands."
    ),
    "approve_release": "This draft has been discarded. Read the draft that stands.",
    "begin_next": "This draft has been discarded. Begin from the version that was released last.",
    "print_again": "A draft that was discarded is not printed. Read it on its page.",
}
VERBS = {
    "discard": discard,
    "edit": lambda house, version: actions.edit_paragraph(paragraph(version, 4), by=house.staff, revision=1, text="x"),
    "ask_for_release": lambda house, version: actions.ask_for_release(version, by=house.staff),
    "approve_release": lambda house, version: actions.approve_release(version, by=house.first, seen="0" * 64),
    "begin_next": lambda house, version: actions.begin_next(version, by=house.staff, label="Rev.2"),
    "print_again": lambda house, version: actions.print_again(version, by=house.staff),
}


@pytest.mark.parametrize("verb", REFUSALS)
def test_what_was_discarded_is_not_taken_up_again(house, working, verb):
    working = discard(house, working)

    with refused(verb) as refusal:
        VERBS[verb](house, working)

    assert refusal.messages == [REFUSALS[verb]]
    assert verbs(working) == ["created", "discarded"]


@pytest.mark.parametrize("changes", [{"reason": ""}, {"discarded_at": None}, {"state": "working"}])
def test_the_database_wants_time_and_reason_of_a_discarded_draft_and_of_no_other(house, working, changes):
    discard(house, working)

    with pytest.raises(IntegrityError, match="version_discarded_has_time_and_reason"):
        DraftVersion.objects.filter(pk=working.pk).update(**changes)


@pytest.mark.django_db(transaction=True)
def test_discard_waits_for_the_request_of_release_and_is_refused(wait_until_a_query_is_blocked):
    house = House()
    version = house.begin()

    other = raced(lambda: house.asked(version), lambda: discard(house, version), wait_until_a_query_is_blocked)

    with refused("discard"):
        other.result()
    version.refresh_from_db()
    assert version.state == VersionState.WORKING


@pytest.mark.django_db(transaction=True)
def test_an_edit_waits_for_the_discarding_and_is_refused(wait_until_a_query_is_blocked):
    house = House()
    version = house.begin()
    edited = paragraph(version, 4)

    other = raced(
        lambda: discard(house, version),
        lambda: actions.edit_paragraph(edited, by=house.staff, revision=1, text="x"),
        wait_until_a_query_is_blocked,
    )

    with refused("edit"):
        other.result()


@pytest.mark.django_db(transaction=True)
def test_two_who_discard_at_once_are_told_apart(wait_until_a_query_is_blocked):
    house = House()
    version = house.begin()

    other = raced(
        lambda: discard(house, version), lambda: discard(house, version, house.first), wait_until_a_query_is_blocked
    )

    with refused("discard"):
        other.result()
    assert verbs(version) == ["created", "discarded"]


# Its pages


def test_staff_discard_a_draft_and_read_it_after(house, working):
    client = client_of(house.staff)
    assert address("discard", 2) in client.get(address("edit", 2)).content.decode()
    asked = words(client.get(address("discard", 2)))

    answer = client.post(address("discard", 2), {"reason": REASON}, follow=True)

    assert "A working draft of 6 paragraphs, which nobody has released." in asked
    assert answer.redirect_chain == [(address("version", 2), 302)]
    page = words(answer)
    assert "The draft has been discarded. Its text can still be read here." in page
    assert f"New York : {REASON}" in page
    assert "Decides to meet in 2022; and to hold four round tables;" in page
    assert "Edit the text" not in page


def test_a_reason_is_asked_for(house, working):
    answer = client_of(house.staff).post(address("discard", 2), {"reason": " "})

    assert answer.status_code == 200
    assert "This field is required." in words(answer)
    working.refresh_from_db()
    assert working.state == VersionState.WORKING


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_page_says_why_a_draft_cannot_be_discarded(house, working, method):
    house.asked(working)

    answer = getattr(client_of(house.staff), method)(address("discard", 2), {"reason": REASON}, follow=True)

    assert "Call that back first: change anything in it, then discard it." in words(answer)
    working.refresh_from_db()
    assert working.state == VersionState.WORKING


@pytest.mark.parametrize(
    ("name", "statuses"),
    [
        # visitor, staff, co-facilitator, secretariat, staff of another consultation
        ("version", [404, 200, 200, 200, 404]),
        ("compare", [404, 200, 200, 200, 404]),
        ("edit", [302, 302, 302, 403, 404]),
        ("discard", [302, 302, 302, 403, 404]),
        ("version_json", [404, 404, 404, 404, 404]),
        ("version_pdf", [404, 404, 404, 404, 404]),
    ],
)
def test_who_reads_a_discarded_draft(house, working, name, statuses):
    discard(house, working)
    args = [2, 1] if name == "compare" else [2]
    people = (None, house.staff, house.first, house.secretariat, House("another").staff)

    assert [client_of(actor).get(address(name, *args)).status_code for actor in people] == statuses


def test_it_is_in_no_ones_way(house, released, working):
    discard(house, working)
    staff = client_of(house.staff)

    assert "discarded" in words(staff.get(address("versions")))
    assert "Rev.1" not in words(client_of().get(address("versions")))
    assert "Rev.1" not in words(staff.get(address("version", 1)))  # nor among those to compare with
    assert "Begin the next version from it" in words(staff.get(address("version", 1)))
    assert staff.get("/forum/drafts.json").json()["results"][0]["number"] == 1
    assert desk.items(house.consultation, house.staff)["progress"] == []


def test_where_all_was_discarded_the_text_can_be_begun(house):
    discard(house, house.begin())

    assert "Begin the text" in words(client_of(house.staff).get(address("versions")))
    assert "Begin the text" not in words(client_of().get(address("versions")))
