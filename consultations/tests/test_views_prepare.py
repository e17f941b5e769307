"""What the pages of a letter in preparation do. Who gets them stands in the access table."""

import json
from html import unescape

import pytest
from django.contrib.messages import get_messages

from consultations import actions, composition
from consultations.models import CircularState
from record.models import Job

from . import factories
from .factories import AT, CircularFactory, ConsultationFactory, MeetingFactory, circular_in
from .refusals import reloaded

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def team():
    return factories.team(ConsultationFactory(slug="process"))


@pytest.fixture
def staff(client_of, team):
    """A client of the staff."""
    return client_of(team.staff)


def draft(team, **fields):
    return circular_in(CircularState.DRAFT, team, **fields)


def at(circular, page=""):
    return f"/process/circulars/drafts/{circular.pk}/{page}"


def told(answer):
    """What the person is told on the next page."""
    return [str(message) for message in get_messages(answer.wsgi_request)]


def text(answer):
    return unescape(answer.content.decode())


# The letter and its one next step


@pytest.mark.parametrize(
    ("state", "person", "may"),
    [
        ("draft", "staff", {"edit", "request_approval", "discard"}),
        ("draft", "first", set()),
        ("in_approval", "first", {"approve", "return_to_draft"}),
        ("in_approval", "secretariat", {"edit", "return_to_draft", "discard"}),
        ("approved", "secretariat", {"edit", "return_to_draft", "issue", "discard"}),
        ("approved", "first", {"return_to_draft"}),
        ("issuing", "secretariat", set()),
        ("discarded", "secretariat", set()),
    ],
)
def test_letter_offers_what_may_be_done_now(client_of, team, state, person, may):
    circular = circular_in(CircularState(state), team)

    answer = client_of(getattr(team, person)).get(at(circular))

    assert {verb for verb, offered in answer.context["may"].items() if offered} == may


def test_letter_that_one_has_approved_offers_no_approval(client_of, team):
    circular = circular_in(CircularState.IN_APPROVAL, team)
    actions.approve(circular, by=team.first, seen=circular.asked_sha256)

    answer = client_of(team.first).get(at(circular))

    assert answer.context["may"]["approve"] is False
    assert [(user, bool(given)) for user, given in answer.context["approvals"]] == [
        (team.first.user, True),
        (team.other.user, False),
    ]


def test_letter_that_was_issued_has_its_place_in_the_register(staff, team):
    answer = staff.get(at(circular_in(CircularState.ISSUED, team)))

    assert (answer.status_code, answer.url) == (302, "/process/circulars/2019-001/")


def test_letter_follows_its_meeting_on_the_page(staff, team):
    meeting = MeetingFactory(consultation=team.consultation, room="Room 1")
    circular = draft(team, meeting=meeting, body="On {meeting}.")
    meeting.room = "Room 2"
    meeting.save()

    assert "from 3.30 p.m. to 6 p.m., in Room 2." in text(staff.get(at(circular))).replace("\u00a0", " ")


def test_letter_of_another_consultation_is_not_found_here(client_of, team):
    circular = CircularFactory()

    assert client_of(team.secretariat).get(at(circular)).status_code == 404


def post(client, circular, verb, **data):
    answer = client.post(at(circular, f"{verb}/"), data)
    assert answer.status_code == 302
    return told(answer), answer.url


def test_request_approval(staff, team):
    circular = draft(team)

    assert post(staff, circular, "request-approval") == (["The letter has been sent for approval."], at(circular))
    assert reloaded(circular).state == "in_approval"


def test_request_approval_tells_every_fault(staff, team):
    circular = draft(team, body="On {meeting} of [… day].")

    messages, _url = post(staff, circular, "request-approval")

    assert messages == [p.message for p in composition.problems(circular, AT) if p.level == "error"]
    assert (len(messages), reloaded(circular).state) == (2, "draft")


def test_approve_what_one_has_seen(client_of, team):
    circular = circular_in(CircularState.IN_APPROVAL, team)
    leads = client_of(team.first)
    seen = leads.get(at(circular)).context["content_sha256"]

    assert post(leads, circular, "approve", seen=seen) == (["You have approved the letter."], at(circular))


@pytest.mark.parametrize("seen", ["", "\x00", "0" * 64, "stale"])
def test_approve_what_has_changed_since_is_refused(client_of, team, seen):
    circular = circular_in(CircularState.IN_APPROVAL, team)
    if seen == "stale":
        seen = circular.asked_sha256
        circular = actions.edit_circular(circular, by=team.staff, revision=1, body="Another sample.")
        circular = actions.request_approval(circular, by=team.staff)

    messages, _url = post(client_of(team.first), circular, "approve", seen=seen)

    assert messages == ["The letter has changed since you opened it. Read it again before you approve it."]
    assert composition.approvals(circular, AT) == []


def test_return_with_a_word_of_why(client_of, team):
    circular = circular_in(CircularState.IN_APPROVAL, team)

    done = post(client_of(team.first), circular, "return", reason=" Please name the room. ")

    assert done == (["The letter is a draft again."], at(circular))
    assert (reloaded(circular).state, reloaded(circular).reason) == ("draft", "Please name the room.")


def test_return_with_too_many_words_is_refused(client_of, team):
    circular = circular_in(CircularState.IN_APPROVAL, team)

    messages, _url = post(client_of(team.first), circular, "return", reason="x" * 1001)

    assert messages == ["Ensure this value has at most 1000 characters (it has 1001)."]
    assert reloaded(circular).state == "in_approval"


def test_issue_and_its_refusal(client_of, team):
    circular, works = circular_in(CircularState.APPROVED, team), client_of(team.secretariat)

    assert post(works, circular, "issue")[0] == ["The letter has its reference and is being printed."]
    assert reloaded(circular).state == "issuing"
    assert post(client_of(team.second), circular, "issue") == (
        ["This circular is being issued. Its page shows how far the print is."],
        at(circular),
    )


def test_print_again(client_of, team):
    circular = circular_in(CircularState.ISSUING, team)
    Job.objects.get().fail("No paper.")
    page = client_of(team.secretariat).get(at(circular))
    assert "No paper." in text(page)

    done = post(client_of(team.secretariat), circular, "print-again")

    assert done == (["The letter has been sent to print again."], at(circular))
    assert Job.objects.count() == 2


def test_discard_leads_to_the_register(staff, team):
    circular = draft(team)

    assert post(staff, circular, "discard") == (["The draft has been discarded."], "/process/circulars/")
    assert reloaded(circular).state == "discarded"


# Progress


@pytest.mark.parametrize(
    ("job", "sentence"),
    [
        ("queued", "2019-001 is being printed."),
        ("running", "2019-001 is being printed."),
        ("failed", "2019-001 could not be printed."),
    ],
)
def test_progress_is_the_fragment_of_the_page(client_of, team, job, sentence):
    circular = circular_in(CircularState.ISSUING, team)
    Job.objects.update(state=job, lease_until=AT, reason="No paper.")

    answer = client_of(team.secretariat).get(at(circular, "progress/"), **HTMX)

    fragment = text(answer)
    assert fragment.lstrip().startswith('<div id="progress"')
    assert sentence in fragment
    assert ("hx-get" in fragment, "No paper." in fragment) == (job != "failed", job == "failed")
    assert "HX-Redirect" not in answer.headers


def test_progress_leads_to_the_register_once_it_is_issued(client_of, team):
    circular = circular_in(CircularState.ISSUED, team)

    answer = client_of(team.first).get(at(circular, "progress/"), **HTMX)

    assert (answer.status_code, answer.headers["HX-Redirect"]) == (200, "/process/circulars/2019-001/")


def test_progress_without_htmx_is_json(client_of, team):
    leads = client_of(team.first)
    circulars = [circular_in(state, team) for state in (CircularState.ISSUING, CircularState.DRAFT)]

    found = [json.loads(leads.get(at(circular, "progress/")).content) for circular in circulars]

    assert found == [
        {"state": "issuing", "job": "queued", "url": at(circulars[0])},
        {"state": "draft", "job": None, "url": at(circulars[1])},
    ]
