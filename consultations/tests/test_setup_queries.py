"""What the pages of the setup ask of the database: the same for one row and for three."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from . import factories
from .factories import (
    CallFactory,
    CoFacilitatorFactory,
    ConsultationFactory,
    DocumentFactory,
    MeetingFactory,
    QuestionFactory,
    RoleFactory,
    kept,
)

pytestmark = [pytest.mark.django_db, pytest.mark.parametrize("rows", [1, 3])]
EXPECTED = {
    "/process/setup/": 14,
    "/new/": 6,
    "/new/?from=process": 7,
    "/process/setup/facts/": 7,
    "/process/setup/cofacilitators/new/": 9,
    "/process/setup/calls/1/questions/": 10,
    "/process/documents/": 8,
    "/process/documents/1/change/": 7,
}


@pytest.fixture
def client(client_of, rows):
    team = factories.team(ConsultationFactory(slug="process"))
    for number in range(1, rows + 1):
        call = CallFactory(consultation=team.consultation, number=number)
        for order in range(1, rows + 1):
            QuestionFactory(call=call, order=order)
        MeetingFactory(consultation=team.consultation, number=number)
        DocumentFactory(consultation=team.consultation, number=number, file=kept(f"{number}".encode()))
        CoFacilitatorFactory(consultation=team.consultation, order=number + 2)
        RoleFactory(consultation=team.consultation)
        RoleFactory(consultation=ConsultationFactory(), user=team.secretariat.user)
    return client_of(team.secretariat)


def test_queries_do_not_grow_with_the_rows(client):
    counted = {}
    for path in EXPECTED:
        client.get(path)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200
        counted[path] = len(captured)

    assert counted == EXPECTED
