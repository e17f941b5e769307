"""What each list asks of the database: the same for one row and for three."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.desk import counted
from accounts.tests.factories import AddressFactory, DelegationNameFactory
from consultations import actions, desk
from consultations.models import CircularState, Correction
from record.models import Delivery

from . import factories
from .factories import (
    CallFactory,
    ConsultationFactory,
    DocumentFactory,
    EnclosureFactory,
    MeetingFactory,
    QuestionFactory,
    acting,
    circular_in,
)

pytestmark = [pytest.mark.django_db, pytest.mark.parametrize("rows", [1, 3])]


@pytest.fixture
def team():
    return factories.team(ConsultationFactory(slug="process"))


@pytest.fixture
def filled(team, rows):
    """A consultation with so many rows of everything."""
    call = CallFactory(consultation=team.consultation)
    for number in range(1, rows + 1):
        meeting = MeetingFactory(consultation=team.consultation, number=number)
        meeting.documents.add(DocumentFactory(consultation=team.consultation))
        QuestionFactory(call=call, order=number)
        DelegationNameFactory(delegation=AddressFactory().delegation)
        first = circular_in(CircularState.ISSUED, team, meeting=meeting)
        for state in (CircularState.ISSUED, CircularState.DRAFT, CircularState.IN_APPROVAL, CircularState.APPROVED):
            circular_in(state, team, corrects=first, correction=Correction.ADD, meeting=meeting, call=call)
    Delivery.objects.filter(kind="circular").update(state="uncertain")
    return team


def asked(client, paths):
    """How many queries each address costs, once what is asked once in a process is known."""
    counts = {}
    for path in paths:
        assert client.get(path).status_code == 200
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        counts[path] = len(queries)
    return counts


VISITOR = {
    "/process/": 8,
    "/process/calendar/": 2,
    "/process/calendar.ics": 3,
    "/process/calendar.json": 2,
    "/process.json": 4,
    "/process/calendar/2019-02/": 2,
    "/process/meetings/1/": 5,
    "/process/meetings/1.ics": 1,
    "/process/documents/": 2,
    "/process/documents.json": 2,
    "/process/circulars/": 3,
    "/process/circulars/?q=sample": 3,
    "/process/circulars.json": 3,
    "/process/circulars.atom": 4,
    "/process/circulars/2019-001/": 3,
    "/process/circulars/2019-001.json": 1,
}


def test_visitor(client_of, filled):
    assert asked(client_of(), VISITOR) == VISITOR


SECRETARIAT = {
    "/process/": 14,
    "/process/calendar/": 8,
    "/process/calendar/own/": 8,
    "/process/meetings/1/": 11,
    "/process/meetings/1/change/": 11,
    "/process/circulars/": 10,
    "/process/circulars/2019-001/": 10,
    "/process/circulars/2019-001/reach/": 13,
    "/process/desk/": 19,  # four of them for what is new: since when, what, and two kinds of things
}


def test_secretariat(client_of, filled):
    assert asked(client_of(filled.secretariat), SECRETARIAT) == SECRETARIAT


def test_desk(filled, django_assert_num_queries):
    with django_assert_num_queries(5):
        desk.items(filled.consultation, filled.secretariat)
    with django_assert_num_queries(1):
        counted(desk.waiting(filled.consultation, filled.secretariat))


@pytest.fixture
def letter(team, rows):
    """A draft with so many questions, enclosures and approvers."""
    call = CallFactory(consultation=team.consultation)
    meeting = MeetingFactory(consultation=team.consultation, number=1)
    circular = circular_in(CircularState.DRAFT, team, call=call, meeting=meeting, body="On {meeting}.\n\n{questions}")
    for number in range(1, rows + 1):
        QuestionFactory(call=call, order=number)
        EnclosureFactory(circular=circular, order=number)
        factories.CoFacilitatorFactory(consultation=team.consultation, order=number + 2)
    return circular


def test_letter_in_preparation(client_of, letter):
    page = f"/process/circulars/drafts/{letter.pk}/"

    counts = asked(client_of(acting(letter.drafted_by)), [page, page + "edit/"])

    assert list(counts.values()) == [23, 26]


def test_issue_to_many_addresses(team, rows, django_assert_num_queries):
    AddressFactory.create_batch(rows)
    circular = circular_in(CircularState.ISSUING, team)

    with django_assert_num_queries(20):
        actions.complete_issue(circular, b"%PDF-1.7", by=team.secretariat)
