import json
from datetime import UTC, date, datetime, timedelta

import pytest

from consultations.models import CircularState, Correction

from . import factories
from .factories import (
    AT,
    CallFactory,
    ConsultationFactory,
    DocumentFactory,
    MeetingFactory,
    QuestionFactory,
    circular_in,
)

pytestmark = pytest.mark.django_db
ROOT = "http://127.0.0.1:8000/process"
DUE = datetime(2019, 7, 1, 21, 0, tzinfo=UTC)


@pytest.fixture
def consultation():
    return ConsultationFactory(slug="process", title="Consultations on a sample: «été»")


@pytest.fixture
def read(client_of):
    """A function: what a visitor reads at an address below the consultation."""

    def read(path):
        answer = client_of().get(f"/process{path}")
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/json")
        return json.loads(answer.content)

    return read


def test_overview_without_call_and_documents(consultation, read):
    assert read(".json") == {
        "url": f"{ROOT}/",
        "slug": "process",
        "title": "Consultations on a sample: «été»",
        "mandate": "General Assembly resolution 0/0",
        "place": "New York",
        "zone": "America/New_York",
        "opens": "2019-02-01",
        "expected_end": "2019-07-31",
        "call": None,
        "documents": [],
    }


def test_overview_holds_the_first_call_that_is_open_and_the_documents(consultation, read):
    call = CallFactory(consultation=consultation, number=1, due_at=DUE)
    CallFactory(consultation=consultation, number=2)
    QuestionFactory(call=call, order=2, text="Et comment ?", language="fr")
    QuestionFactory(call=call, order=1)
    draft = DocumentFactory(
        consultation=consultation, dated=date(2019, 5, 1), kind="draft", title="Zero draft", symbol=""
    )
    resolution = DocumentFactory(
        consultation=consultation, address="https://undocs.test/0", summary="It says that it is a sample."
    )

    found = read(".json")

    assert found["call"] == {
        "number": 1,
        "kind": "opening_questions",
        "subject": "",
        "text": "",
        "audience": ["member_state", "observer_state"],
        "opens": "2019-02-01T10:00:00-05:00",
        "due": "2019-07-01T17:00:00-04:00",
        "questions": [
            {"numeral": "I", "text": "Is this a sample?", "language": "en"},
            {"numeral": "II", "text": "Et comment ?", "language": "fr"},
        ],
    }
    assert found["documents"] == [
        {
            "url": f"{ROOT}/documents/{resolution.number}/",
            "kind": "resolution",
            "title": "A sample resolution",
            "symbol": "A/RES/0/0",
            "dated": "2018-12-20",
            "summary": "It says that it is a sample.",
            "address": "https://undocs.test/0",
            "file": None,
        },
        {
            "url": f"{ROOT}/documents/{draft.number}/",
            "kind": "draft",
            "title": "Zero draft",
            "symbol": "",
            "dated": "2019-05-01",
            "summary": "",
            "address": None,
            "file": None,
        },
    ]


def test_call_without_due_date_says_so(consultation, read):
    CallFactory(consultation=consultation)

    assert read(".json")["call"]["due"] is None


MEETING = {
    "url": f"{ROOT}/meetings/1/",
    "number": 1,
    "kind": "informal",
    "title": "First informal consultation",
    "start": "2019-02-13T15:30:00-05:00",
    "end": "2019-02-13T18:00:00-05:00",
    "zone": "America/New_York",
    "place": "Conference Room 1, United Nations Headquarters, New York",
    "status": "scheduled",
    "closed": False,
    "languages": "",
    "agenda": "1. Opening",
    "seating": "",
    "accessibility": "",
    "webcast": "",
    "recording": "",
    "summary": "",
}


def test_calendar_and_meeting_say_the_same(consultation, read):
    MeetingFactory(consultation=consultation, number=1, room="Conference Room 1", agenda="1. Opening")

    assert read("/calendar.json") == {"results": [MEETING]}
    assert read("/meetings/1.json") == MEETING


def test_meeting_without_end_or_hour(consultation, read):
    day = datetime(2019, 7, 25, 2, 0, tzinfo=UTC)  # the evening before, in New York
    geneva = {"time_zone": "Europe/Zurich", "place": "Geneva"}
    MeetingFactory(consultation=consultation, number=1, starts_at=day, ends_at=None, hour_known=False)
    MeetingFactory(consultation=consultation, number=2, starts_at=day, ends_at=None, closed=True, **geneva)

    results = read("/calendar.json")["results"]

    assert [(row["start"], row["end"], row["place"], row["closed"]) for row in results] == [
        ("2019-07-24", None, "United Nations Headquarters, New York", False),
        ("2019-07-25T04:00:00+02:00", None, "Geneva", True),
    ]


def test_status_follows_the_clock(consultation, read, now):
    for number, status in enumerate(("scheduled", "cancelled", "postponed"), start=1):
        MeetingFactory(consultation=consultation, number=number, status=status)
    end, shown = datetime(2019, 2, 13, 23, 0, tzinfo=UTC), []

    for at in (AT, end - timedelta(seconds=1), end):
        now.move_to(at)
        shown.append([row["status"] for row in read("/calendar.json")["results"]])

    before = ["scheduled", "cancelled", "postponed"]
    assert shown == [before, before, ["held", "cancelled", "postponed"]]


def test_unpublished_meeting_is_nowhere(consultation, read, client_of):
    MeetingFactory(consultation=consultation, number=1, published=False)

    assert read("/calendar.json") == {"results": []}
    assert client_of().get("/process/meetings/1.json").status_code == 404


def test_circulars_and_circular_say_the_same(consultation, read):
    team = factories.team(consultation)
    first = circular_in(CircularState.ISSUED, team, kind="convening", subject="Réunion")
    second = circular_in(CircularState.ISSUED, team, corrects=first, correction=Correction.CORR)
    circular_in(CircularState.APPROVED, team)

    results = read("/circulars.json")["results"]

    assert results == [read("/circulars/2019-002.json"), read("/circulars/2019-001.json")]
    assert results[1] == {
        "url": f"{ROOT}/circulars/2019-001/",
        "reference": "2019-001",
        "kind": "convening",
        "form": "joint_letter",
        "subject": "Réunion",
        "language": "en",
        "dated": "2019-02-01",
        "issued_at": "2019-02-01T10:00:00-05:00",
        "state": "superseded",
        "replaces": None,
        "corrects": None,
        "correction": None,
        "sha256": first.pdf.sha256,
        "content_sha256": first.content_sha256,
        "pdf": f"{ROOT}/circulars/2019-001.pdf",
    }
    assert (results[0]["replaces"], results[0]["state"]) == ("2019-001", "issued")
    assert results[0]["content_sha256"] == second.content_sha256


@pytest.mark.parametrize(
    ("correction", "replaces"), [(Correction.CORR, "2019-001"), (Correction.REV, "2019-001"), (Correction.ADD, None)]
)
def test_addendum_replaces_nothing(consultation, read, correction, replaces):
    team = factories.team(consultation)
    first = circular_in(CircularState.ISSUED, team)
    circular_in(CircularState.ISSUED, team, corrects=first, correction=correction)

    given = read("/circulars/2019-002.json")

    assert given["replaces"] == replaces
    assert (given["corrects"], given["correction"]) == ("2019-001", correction)
