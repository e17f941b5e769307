"""What the pages of issued letters do, and the public pages around them. Who gets them stands in the access table."""

from datetime import timedelta
from html import unescape

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.tests.factories import AddressFactory
from consultations import actions
from consultations.models import CircularState, Correction, Meeting
from record.tests.sample_files import PDF as SCAN
from record.tests.sample_files import pdf

from . import factories
from .factories import (
    AT,
    PDF,
    TO_ISSUE,
    CallFactory,
    ConsultationFactory,
    DocumentFactory,
    EnclosureFactory,
    MeetingFactory,
    QuestionFactory,
    circular_in,
    kept,
)
from .refusals import reloaded

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}
HERE = "/process/circulars/2019-001/"


@pytest.fixture
def team():
    return factories.team(ConsultationFactory(slug="process"))


@pytest.fixture
def works(client_of, team):
    """A client of the secretariat."""
    return client_of(team.secretariat)


@pytest.fixture
def issued(team):
    return circular_in(CircularState.ISSUED, team)


def told(answer):
    return [str(message) for message in get_messages(answer.wsgi_request)]


def text(answer):
    return unescape(answer.content.decode())


# The register


def test_register_shows_the_issued_and_those_who_work_here_what_is_prepared(client_of, team):
    first = circular_in(CircularState.ISSUED, team)
    second = circular_in(CircularState.ISSUED, team, corrects=first, correction=Correction.CORR)
    draft = circular_in(CircularState.DRAFT, team)

    pages = [client_of(actor).get("/process/circulars/").context for actor in (None, team.first, team.staff)]

    assert [list(page["circulars"]) for page in pages] == [[second, first]] * 3
    assert [list(page["in_preparation"]) for page in pages] == [[], [draft], [draft]]
    assert [page["may_prepare"] for page in pages] == [False, False, True]


def test_search_narrows_the_register_and_says_what_it_cannot_find(client_of, team):
    for subject in ("Invitation to a meeting", "Silence procedure"):
        circular_in(CircularState.ISSUED, team, subject=subject)
    visitor = client_of()

    found = visitor.get("/process/circulars/", {"q": "silence"})
    nothing = visitor.get("/process/circulars/", {"q": "a\x00b"})

    assert [circular.subject for circular in found.context["circulars"]] == ["Silence procedure"]
    assert "1 circular was found." in text(found)
    assert "This cannot be searched for. Type a reference or a few words." in text(nothing)


# The page of a letter


def test_page_of_a_letter_shows_what_was_frozen(client_of, team):
    meeting = MeetingFactory(consultation=team.consultation, room="Room 1")
    circular = circular_in(CircularState.ISSUED, team, meeting=meeting, body="On {meeting}.")
    meeting.room = "Room 2"
    meeting.save()

    page = client_of().get(HERE)

    assert page.context["content"] == circular.content
    assert (page.context["reference"], page.context["content_sha256"]) == ("2019-001", circular.content_sha256)
    assert page.context["verify_url"] == f"http://127.0.0.1:8000/verify/{circular.content_sha256}/"
    assert (page.context["counts"], page.context["may_withdraw"], page.context["scan_form"]) == (None, False, None)


def test_page_of_a_letter_names_what_took_its_place(client_of, team, issued):
    circular_in(CircularState.ISSUED, team, corrects=issued, correction=Correction.CORR)
    circular_in(CircularState.IN_APPROVAL, team, corrects=issued, correction=Correction.ADD)

    page = client_of().get(HERE)

    assert [circular.reference for circular in page.context["corrections"]] == ["2019-002"]
    assert 'href="/process/circulars/2019-002/"' in text(page)


def test_page_of_a_letter_offers_the_secretariat_what_may_be_done(client_of, team, issued):
    AddressFactory.create_batch(2)
    contexts = [client_of(actor).get(HERE).context for actor in (team.secretariat, team.first, team.staff)]

    assert [context["may_withdraw"] for context in contexts] == [True, False, False]
    assert [bool(context["scan_form"]) for context in contexts] == [True, False, False]
    assert [context["counts"] is not None for context in contexts] == [True, True, False]


@pytest.mark.parametrize("reference", ["2019-002", "2018-001", "2019-99999", "0000-000"])
def test_reference_that_was_not_given_is_not_found(client_of, issued, reference):
    assert client_of().get(f"/process/circulars/{reference}/").status_code == 404


def test_reference_of_a_letter_that_is_being_printed_is_not_found(works, team):
    circular_in(CircularState.ISSUING, team)

    assert works.get(HERE).status_code == 404
    assert works.get("/process/circulars/2019-001.pdf").status_code == 404


def test_print_scan_and_enclosures_are_served_as_they_were_kept(client_of, team):
    circular = circular_in(CircularState.DRAFT, team)
    EnclosureFactory(circular=circular, file=kept(b"%PDF-1.7 annex", name="Anexo é.pdf"))
    for step in TO_ISSUE:
        circular = step(circular, team)
    actions.add_scan(circular, by=team.secretariat, content=b"%PDF-1.7 signed", name="signed.pdf")
    visitor = client_of()

    served = [visitor.get(HERE[:-1] + path) for path in (".pdf", "/scan.pdf", "/enclosures/1/")]

    assert [answer.getvalue() for answer in served] == [PDF, b"%PDF-1.7 signed", b"%PDF-1.7 annex"]
    assert [answer.headers["Content-Type"] for answer in served] == ["application/pdf"] * 3
    assert served[0].headers["Content-Disposition"] == 'inline; filename="process-2019-001.pdf"'
    assert visitor.get(HERE + "enclosures/2/").status_code == 404


def test_scan_that_was_not_added_is_not_found(client_of, issued):
    assert client_of().get(HERE + "scan.pdf").status_code == 404


# Withdrawing


def test_withdraw_asks_for_a_reason_and_tells_it(works, client_of, issued):
    assert works.get(HERE + "withdraw/").context["form"].is_bound is False

    answer = works.post(HERE + "withdraw/", {"reason": "It named <the> wrong day."})

    assert (answer.status_code, answer.url, told(answer)) == (302, HERE, ["The circular is withdrawn."])
    assert (reloaded(issued).state, reloaded(issued).reason) == ("withdrawn", "It named <the> wrong day.")
    assert "It named <the> wrong day." in text(client_of().get(HERE))


def test_withdraw_without_a_reason_withdraws_nothing(works, issued):
    answer = works.post(HERE + "withdraw/", {"reason": " "})

    assert answer.context["form"].errors == {"reason": ["This field is required."]}
    assert reloaded(issued).state == "issued"


def test_withdraw_of_what_no_longer_stands_says_why(works, team):
    circular_in(CircularState.SUPERSEDED, team)

    answer = works.post(HERE + "withdraw/", {"reason": "It was a sample."})

    assert told(answer) == ["This circular has been superseded. Withdraw the one that replaced it."]


# The scan


def test_scan_is_added_once(works, issued):
    def add(content=SCAN):
        answer = works.post(HERE + "scan/", {"file": SimpleUploadedFile("signed.pdf", content)})
        assert (answer.status_code, answer.url) == (302, HERE)
        return told(answer)[-1]

    assert add(b"\x89PNG") == "This file is not a PDF file. Save it as such and send it again."
    assert add() == "The scan has been added."
    assert add(pdf(pages=2)) == "The scan of the signed letter is there already."
    assert reloaded(issued).scan.read() == SCAN


def test_scan_that_is_not_sent_is_asked_for(works, issued):
    assert told(works.post(HERE + "scan/")) == ["This field is required."]


# The public pages


def test_overview_shows_what_comes_next(client_of, team):
    MeetingFactory(consultation=team.consultation, number=1)
    QuestionFactory(call=CallFactory(consultation=team.consultation))
    document = DocumentFactory(consultation=team.consultation)
    circulars = [circular_in(CircularState.ISSUED, team) for _ in range(4)]

    page = client_of().get("/process/")

    context = page.context
    assert context["headline"] == (
        "Next: First informal consultation, Wed 13 Feb 2019, 15:30 New York. Written inputs are welcome throughout."
    )
    assert [meeting.title for meeting in context["meetings"]] == ["First informal consultation"]
    assert context["circulars"] == circulars[:0:-1]
    assert (context["documents"], [question.text for question in context["questions"]]) == (
        [document],
        ["Is this a sample?"],
    )
    assert context["ended"] is False


def test_calendar_shows_each_meeting_as_it_is_now(client_of, team, now):
    for number, status in enumerate(("scheduled", "cancelled"), start=1):
        MeetingFactory(consultation=team.consultation, number=number, status=status)
    now.move_to(AT + timedelta(days=30))

    page = client_of().get("/process/calendar/")

    assert [(meeting.number, meeting.shown_status) for meeting in page.context["meetings"]] == [
        (1, "held"),
        (2, "cancelled"),
    ]


def test_meeting_shows_its_issued_letters_and_documents(client_of, team):
    meeting = MeetingFactory(consultation=team.consultation, number=1)
    meeting.documents.add(DocumentFactory(consultation=team.consultation))
    circular_in(CircularState.DRAFT, team, meeting=meeting)
    circular = circular_in(CircularState.ISSUED, team, meeting=meeting)

    context = client_of().get("/process/meetings/1/").context

    assert (list(context["circulars"]), len(context["documents"])) == ([circular], 1)
    assert context["meeting"].shown_status == "scheduled"


@pytest.mark.parametrize("path", ["calendar.ics", "meetings/1.ics"])
def test_feed_is_a_file_to_take_away(client_of, team, path):
    MeetingFactory(consultation=team.consultation, number=1)

    answer = client_of().get(f"/process/{path}")

    name = {"calendar.ics": "process", "meetings/1.ics": "process-meeting-1"}[path]
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}.ics"'
    assert answer.content.count(b"BEGIN:VEVENT") == 1


def test_feed_that_is_still_right_is_not_sent_again(client_of, team):
    MeetingFactory(consultation=team.consultation, number=1)
    visitor = client_of()
    known = {"HTTP_IF_MODIFIED_SINCE": visitor.get("/process/calendar.ics").headers["Last-Modified"]}

    assert visitor.get("/process/calendar.ics", **known).status_code == 304

    Meeting.objects.update(changed_at=AT + timedelta(seconds=1))
    assert visitor.get("/process/calendar.ics", **known).status_code == 200


def test_feed_of_those_who_work_here_holds_what_is_planned(client_of, team):
    MeetingFactory(consultation=team.consultation, number=1, published=False)

    events = [
        client_of(actor).get("/process/calendar.ics").content.count(b"VEVENT") // 2 for actor in (None, team.first)
    ]

    assert events == [0, 1]


@pytest.mark.parametrize("number", ["0", "2", "1" + "0" * 30])
@pytest.mark.parametrize("ending", ["/", ".ics", ".json"])
def test_meeting_that_is_not_there_is_not_found(client_of, team, number, ending):
    MeetingFactory(consultation=team.consultation, number=1)

    assert client_of().get(f"/process/meetings/{number}{ending}").status_code == 404
