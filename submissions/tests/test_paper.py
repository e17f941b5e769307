"""What came on paper: a version beside whatever the delegation writes, the same for who enters it in every case."""

import re
from datetime import UTC, date, datetime, timedelta
from html import unescape

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.tests.signing_in import sign_in
from record.models import Delivery, Event, Job
from record.tests.sample_files import pdf
from submissions import actions, desk, documents, events
from submissions.models import PaperInput, Submission, SubmittedVersion
from submissions.verification import problems

from . import factories as make

pytestmark = pytest.mark.django_db
PAGE, INPUT = "/sample/inputs/paper/", "/sample/inputs/PRT-2019-1/"
ON = date(2019, 2, 19)
WORDS = "<p>A sample on paper.</p>"


@pytest.fixture
def secretariat(world):
    return make.works_for(world.consultation, "secretariat")


def enter(world, by, **fields):
    chosen = {
        "delegation": world.portugal,
        "way": "note_verbale",
        "received_on": ON,
        "scan": {"content": b"%PDF-1.7 a sample", "name": "note.pdf", "content_type": "application/pdf"},
        "language": "en",
        "visibility": "participants",
        "answers": {world.call.questions.first().pk: WORDS, None: ""},
    }
    return actions.enter_on_paper(world.call, by=by, **chosen | fields)


def plain(html):
    return " ".join(unescape(re.sub(r"<[^>]+>", "", html)).split())


def texts(submission):
    return [html for html in submission.answers.values_list("html", flat=True) if html]


def drafted(world):
    return make.begun(world.call, world.delegate)


def awaiting(world):
    return actions.ask_for_clearance(drafted(world), by=world.delegate)


def handed_in(world):
    return make.submitted(drafted(world), world.head, "participants").submission


def revising(world):
    return actions.revise(handed_in(world), by=world.delegate)


def withdrawn(world):
    return actions.withdraw(handed_in(world), by=world.head)


CASES = {  # what stands before: reference and version of the paper, state and texts of the working copy after it
    None: ("PRT-2019-1", 1, "submitted", [WORDS]),
    drafted: ("PRT-2019-1", 1, "draft", [make.SAMPLE]),
    awaiting: ("PRT-2019-1", 1, "in_clearance", [make.SAMPLE]),
    handed_in: ("PRT-2019-1", 2, "submitted", [WORDS]),
    revising: ("PRT-2019-1", 2, "draft", [make.SAMPLE]),
    withdrawn: ("PRT-2019-2", 1, "submitted", [WORDS]),
}


@pytest.mark.parametrize("before", CASES, ids=lambda before: getattr(before, "__name__", "nothing"))
def test_paper_becomes_a_version_and_leaves_what_is_being_written(world, secretariat, before):
    stood = before and before(world)

    version = enter(world, secretariat)

    submission = Submission.objects.get(pk=version.submission_id)
    found = (version.reference, version.number, submission.state, texts(submission))
    assert found == CASES[before]
    assert (stood is None or stood.pk == submission.pk) == (before is not withdrawn)
    assert (version.content["answers"][0]["html"], version.visibility, version.late) == (WORDS, "participants", False)
    assert version.content["paper"] == {"way": "note_verbale", "received_on": "2019-02-19"}
    assert list(problems()) == []


@pytest.mark.parametrize("before", CASES, ids=lambda before: getattr(before, "__name__", "nothing"))
def test_who_enters_it_is_answered_alike_in_every_case(world, secretariat, before, client_for):
    if before:
        before(world)

    client = client_for(secretariat)
    answer = client.post(PAGE, typed(world))

    reference = CASES[before][0]
    assert answer.headers["Location"] == f"/sample/inputs/{reference}/"
    page = unescape(client.get(f"/sample/inputs/{reference}/").content.decode())
    assert f"Entered as {reference}. The receipt goes to the delegation" in page
    assert "Your delegation is writing" not in page


def test_delegation_goes_on_with_its_own_draft_as_the_next_version(world, secretariat):
    draft = drafted(world)
    enter(world, secretariat)

    version = make.submitted(draft, world.head, "participants")

    assert (version.reference, version.number) == ("PRT-2019-1", 2)
    assert "paper" not in version.content


def test_public_paper_leaves_no_narrower_version_behind_it(world, secretariat):
    draft = actions.set_options(drafted(world), by=world.delegate, visibility="cofacilitators")

    enter(world, secretariat, visibility="public")

    draft.refresh_from_db()
    assert (draft.visibility, draft.state) == ("public", "draft")


def test_revision_begins_from_the_words_of_the_paper_and_the_history_keeps_the_others(world, secretariat):
    submission = handed_in(world)
    enter(world, secretariat, visibility="public", language="fr")

    revised = actions.revise(submission, by=world.delegate)

    assert (texts(revised), revised.language, revised.visibility) == ([WORDS], "fr", "public")
    assert [edition.html for edition in revised.editions.order_by("pk")] == [make.SAMPLE, WORDS]


def test_entering_is_recorded_printed_and_kept_with_the_scan(world, secretariat):
    version = enter(world, secretariat)

    paper = PaperInput.objects.get(version=version)
    assert (paper.scan.name, paper.entered_by, paper.entered_at) == ("note.pdf", secretariat.user, make.AT)
    event = Event.objects.get()
    assert (event.verb, event.user, event.facts["paper"]) == ("submitted", secretariat.user, "note_verbale")
    assert Job.objects.about(version).count() == 1
    sentence = events.WORDS[0].sentence("submitted", event.facts) % {"who": "x", "version": 1, "what": "y", "way": "z"}
    assert sentence == "x entered version 1 of y, which came z."


def test_receipt_says_who_entered_it_and_asks_the_delegation(world, secretariat):
    version = enter(world, secretariat)

    assert "as a note verbale on 19 February 2019, and entered by the secretariat" in plain(
        documents.receipt_html(version)
    )
    actions.complete_receipt(version, b"%PDF-1.7 a receipt", by=secretariat)
    mail = Delivery.objects.filter(kind="receipt").first()
    assert "Received as a note verbale on 19 February 2019" in mail.text
    assert "confirms it there" in mail.text


@pytest.mark.parametrize(
    ("received_on", "due_at", "late"),
    [
        (date(2019, 2, 19), datetime(2019, 2, 20, 5, tzinfo=UTC), False),  # due with the end of that day
        (date(2019, 2, 20), datetime(2019, 2, 20, 5, tzinfo=UTC), True),
        (date(2019, 2, 20), None, False),
    ],
)
def test_late_is_by_the_day_on_which_it_was_received(world, secretariat, received_on, due_at, late):
    type(world.call).objects.filter(pk=world.call.pk).update(due_at=due_at)
    world.call.refresh_from_db()

    assert enter(world, secretariat, received_on=received_on).late is late


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"received_on": date(2019, 2, 21)}, "This day is still to come."),
        ({"received_on": date(2019, 1, 30)}, "On that day the call had not opened yet."),
        ({"visibility": "cofacilitators"}, "the delegation files it itself"),
        ({"answers": {None: " "}}, "This input has no text yet."),
        ({"answers": {None: "a" * 200_001}}, "200,000 signs"),
    ],
)
def test_paper_refused(world, secretariat, fields, sentence):
    with pytest.raises(ValidationError, match=sentence):
        enter(world, secretariat, **fields)

    assert not SubmittedVersion.objects.exists()


def test_paper_refused_of_whom_the_call_does_not_ask(world, secretariat):
    other = make.delegation("ORG", "An organization", "stakeholder")

    with pytest.raises(ValidationError, match="does not ask this delegation"):
        enter(world, secretariat, delegation=other)


def test_paper_refused_that_came_after_the_call_was_closed_and_not_one_entered_after(world, secretariat):
    type(world.call).objects.filter(pk=world.call.pk).update(closed_at=datetime(2019, 2, 19, 12, tzinfo=UTC))
    world.call.refresh_from_db()

    with pytest.raises(ValidationError, match="took no inputs any more"):
        enter(world, secretariat, received_on=date(2019, 2, 20))
    assert enter(world, secretariat, received_on=date(2019, 2, 19)).number == 1


def test_paper_refused_that_would_hide_what_was_public_and_the_same_twice(world, secretariat):
    enter(world, secretariat, visibility="public")

    with pytest.raises(ValidationError, match="has been public"):
        enter(world, secretariat)
    with pytest.raises(ValidationError, match="entered already, word for word"):
        enter(world, secretariat, visibility="public")


def test_confirming_is_kept_once_and_recorded(world, secretariat):
    paper = enter(world, secretariat).paper
    by = make.later(world.head, hours=1)

    paper = actions.confirm_paper(paper, by=by)

    assert (paper.confirmed_by, paper.confirmed_at) == (world.head.user, by.at)
    event = Event.objects.get(verb="confirmed")
    assert event.facts == {"reference": "PRT-2019-1", "version": 1}
    assert list(Event.objects.filter(pk=event.pk).visible_to(secretariat)) == [event]
    with pytest.raises(ValidationError, match="confirmed already"):
        actions.confirm_paper(paper, by=by)
    with pytest.raises(DatabaseError), transaction.atomic():
        PaperInput.objects.update(confirmed_at=make.AT)


def test_confirming_refused_of_what_a_later_version_has_replaced_and_of_what_was_withdrawn(world, secretariat):
    version = enter(world, secretariat)
    make.revised(version.submission, world.head, "<p>Better.</p>", "participants")
    with pytest.raises(ValidationError, match="A later version"):
        actions.confirm_paper(version.paper, by=world.head)

    actions.withdraw(version.submission, by=world.head)

    with pytest.raises(ValidationError, match="was withdrawn"):
        actions.confirm_paper(version.paper, by=world.head)


def test_desk_asks_those_who_may_clear_until_it_is_confirmed(world, secretariat):
    paper = enter(world, secretariat).paper

    def asked(actor):
        return [item.verb for item in desk.items(world.consultation, actor)["needs"]]

    verb = "Confirm the input that the secretariat entered for you"
    assert [asked(world.head), asked(world.delegate)] == [[verb], []]
    assert [len(found) for found in desk.waiting(world.consultation, world.head)] == [0, 0, 1]
    actions.confirm_paper(paper, by=world.head)
    assert asked(world.head) == []


@pytest.fixture
def client_for():
    """A function: a client that is signed in as an Actor's person; without one, a visitor's. It is the day of all."""

    def client_for(actor=None):
        client = Client()
        if actor:
            sign_in(client, actor.user)
        return client

    with time_machine.travel(make.AT, tick=False):
        yield client_for


def typed(world, **fields):
    first = world.call.questions.first()
    return {
        "delegation": world.portugal.pk,
        "way": "note_verbale",
        "received_on": "2019-02-19",
        "language": "en",
        "visibility": "participants",
        "scan": SimpleUploadedFile("note.pdf", pdf(), "application/pdf"),
        f"answer_{first.pk}": "A sample on paper.\n\n- one\n- two",
    } | fields


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"received_on": "2019-02-21"}, "received_on"),
        ({"received_on": "2019-01-30"}, "received_on"),
        ({"delegation": "\0"}, "delegation"),
        ({"scan": ""}, "scan"),
        ({"scan": SimpleUploadedFile("note.pdf", b"PK\x03\x04", "application/pdf")}, "scan"),
        ({"visibility": "cofacilitators"}, "visibility"),
        ({"way": "by pigeon"}, "way"),
    ],
)
def test_page_refuses_beside_the_field_and_gives_back_what_was_typed(world, secretariat, client_for, fields, field):
    answer = client_for(secretariat).post(PAGE, typed(world, **fields))

    page = unescape(answer.content.decode())
    assert (answer.status_code, list(answer.context["form"].errors)) == (200, [field])
    assert "A sample on paper.\n\n- one\n- two</textarea>" in page
    assert "Choose the scan again" in page
    assert not SubmittedVersion.objects.exists()


def test_page_of_the_input_says_how_it_came_and_leads_to_the_scan(world, secretariat, client_for):
    head = client_for(world.head)
    client_for(secretariat).post(PAGE, typed(world, visibility="public"))
    said = "Received as a note verbale on 19 February 2019, and entered by the secretariat."

    pages = [
        unescape(client.get(INPUT).content.decode()) for client in (client_for(), head, client_for(world.delegate))
    ]

    assert [said in plain(page) for page in pages] == [True] * 3
    assert ["Not confirmed by the delegation yet." in page for page in pages] == [True] * 3
    assert [f"{INPUT}scan/?version=1" in page for page in pages] == [False, True, True]
    assert [f"{INPUT}confirm/?version=1" in page for page in pages] == [False, True, False]
    assert head.post(f"{INPUT}confirm/?version=1").status_code == 302
    assert "Confirmed by the delegation on" in head.get(INPUT).content.decode()
    assert client_for().get("/sample/inputs/PRT-2019-1.json").json()["paper"] == {
        "way": "note_verbale",
        "received_on": "2019-02-19",
    }


def test_scan_is_for_the_delegation_and_who_works_here(world, secretariat, client_for):
    enter(world, secretariat, visibility="public")
    other = make.member(make.delegation("PHL", "Philippines"))
    people = [None, other, world.delegate, secretariat]
    people += [make.works_for(world.consultation, capacity) for capacity in ("staff", "cofacilitator")]

    answers = [client_for(person).get(f"{INPUT}scan/") for person in people]
    for answer in answers:
        if answer.streaming:
            b"".join(answer.streaming_content)

    assert [answer.status_code for answer in answers] == [302, 403, 200, 200, 200, 200]
    submission = drafted(type(world)(**{**vars(world), "call": make.call(world.consultation, number=2)}))
    version = make.submitted(submission, world.head)
    assert client_for(secretariat).get(f"/sample/inputs/{version.reference}/scan/").status_code == 404


def test_page_asks_for_one_call_at_a_time_and_needs_one(world, secretariat, client_for):
    second = make.call(world.consultation, number=2)
    client = client_for(secretariat)

    assert client.get(PAGE).context["call"] == second
    assert client.get(f"{PAGE}?call=1").context["call"] == world.call
    type(second).objects.update(opens_at=make.AT + timedelta(days=1))
    assert client.get(PAGE).headers["Location"] == "/sample/inputs/"


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_of_the_desk_do_not_grow_with_the_papers(world, secretariat, rows):
    for number in range(2, rows + 2):
        call = make.call(world.consultation, number=number)
        first = call.questions.first().pk
        enter(type(world)(**{**vars(world), "call": call}), secretariat, answers={first: WORDS})

    with CaptureQueriesContext(connection) as captured:
        desk.items(world.consultation, world.head)

    assert len(captured) == 4
