"""The access table of inputs and drafts: the same roles, asked in the same way."""

import pytest
from django.urls import reverse

from . import texts
from .access_table_changes import ACCESS as CHANGES
from .access_table_comments import ACCESS as COMMENTS
from .access_table_comparing import ACCESS as COMPARING
from .access_table_draft_files import ACCESS as DRAFT_FILES
from .access_table_editor import ACCESS as EDITOR
from .access_table_files import ACCESS as FILES
from .access_table_import import ACCESS as IMPORT
from .access_table_names import ACCESS as NAMES
from .access_table_paper import ACCESS as PAPER
from .access_table_reading import ACCESS as READING
from .access_table_texts import ACCESS as TEXTS
from .access_table_writing import ACCESS as WRITING
from .clients import client_of
from .test_access import ARGUMENT, answers, ask, clients, fragments, in_the_demonstration, refusals, routes, tells_apart  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db
ACCESS = TEXTS | COMPARING | WRITING | READING | DRAFT_FILES | NAMES | CHANGES | FILES | PAPER
ACCESS |= IMPORT | EDITOR | COMMENTS
OWN = [line for line in ACCESS if "/inputs/mine/" in routes()[line.split()[1]]]


@pytest.fixture(scope="module")
def made(letters):
    return texts.make()


@pytest.fixture
def place(made):
    """A function that gives method and path of a line of the table: ``GET drafts:version working``."""

    def place(line):
        method, name, *state = line.split()
        placed = {
            "slug": "rehearsal",
            "copy": made.unsubmitted,
            "reference": made.reference,
            "number": 1 if f"{method} {name}" in FILES else made.working if state == ["working"] else made.released,
            "call": 1,
            "other": made.released,
            "key": made.paragraph,
            "pk": made.trace if "trace" in name else made.brought_in,
            "order": 1,
            "cited": "OP1",
        }
        return method, reverse(name, kwargs={key: placed[key] for key in ARGUMENT.findall(routes()[name])})

    return place


@pytest.mark.parametrize("line", ACCESS)
def test_each_role_is_answered_as_the_table_says(place, clients, line):  # noqa: F811
    method, path = place(line)

    assert answers(clients, method, path) == ACCESS[line]


@pytest.mark.parametrize("line", [line for line in ACCESS if tells_apart(ACCESS[line])])
def test_asking_for_a_fragment_opens_nothing_more(place, clients, line):  # noqa: F811
    method, path = place(line)

    assert fragments(clients, method, path, ACCESS[line]) == refusals(ACCESS[line])


@pytest.mark.parametrize("line", OWN)
def test_an_unsubmitted_input_opens_to_no_other_delegation(place, line):
    method, path = place(line)
    others = ["head.phl@demo.invalid", "delegate.phl@demo.invalid", "cofacilitator.esp@demo.invalid"]

    answered = [ask(client_of(email), method, path).status_code for email in others]

    assert answered == [405 if "405" in ACCESS[line] else 404] * 3


UNSUBMITTED = ["Unsubmitted sample of Portugal", "Unsubmitted sample of the Philippines"]


@pytest.mark.parametrize("text", UNSUBMITTED)
@pytest.mark.parametrize("slug", ["rehearsal", "imrf-modalities"])
def test_what_is_not_submitted_shows_nowhere_to_others(made, clients, slug, text):  # noqa: F811
    paths = ["", "desk/", "inputs/", "inputs.json", "inputs/compilation/", "drafts/", "circulars/", "calendar/"]
    others = {name: client for name, client in clients.items() if name not in {"delegate", "head"}}

    found = [
        (name, path)
        for name, client in others.items()
        for path in paths
        if text in client.get(f"/{slug}/{path}").content.decode()
    ]

    assert found == []
