"""As the owner of the tables, who alone can tamper."""

import pytest

from consultations import verification
from consultations.models import Circular, CircularState
from record.hashing import content_hash
from record.models import Event
from record.tests.cleanup import unprotected

from . import factories
from .factories import ConsultationFactory, circular_in

pytestmark = pytest.mark.django_db
HASH = "the content does not have its hash"
GAP = "the reference before it is missing"
UNRECORDED = "the record of its issue has another hash"


@pytest.fixture
def register():
    """Two consultations with three and one issued circulars, and drafts that have no place in the register."""
    teams = [factories.team(ConsultationFactory(slug=slug)) for slug in ("modalities", "rehearsal")]
    for count, team in zip((3, 1), teams, strict=True):
        for _ in range(count):
            circular_in(CircularState.ISSUED, team)
        circular_in(CircularState.APPROVED, team)


def found(consultation=None):
    return [str(problem) for problem in verification.problems(consultation)]


def change(number, slug="modalities", **fields):
    with unprotected():
        Circular.objects.filter(consultation__slug=slug, serial=number).update(**fields)


def take_out(serial):
    with unprotected():
        Circular.objects.filter(consultation__slug="modalities", serial=serial).delete()


def test_register_as_it_was_issued_has_no_problem(register, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert found() == []


@pytest.mark.parametrize("state", ["issuing", "superseded", "withdrawn"])
def test_letter_that_no_longer_stands_is_verified_too(register, state):
    change(2, state=state, content={"subject": "Another"})

    assert found() == [f"modalities circular 2019-002: {HASH}"]


@pytest.mark.parametrize(
    ("fields", "problems"),
    [({"content": {"subject": "Another"}}, [HASH]), ({"content_sha256": "0" * 64}, [HASH, UNRECORDED])],
)
def test_altered_content_is_found(register, fields, problems):
    change(2, **fields)

    assert found() == [f"modalities circular 2019-002: {problem}" for problem in problems]


def test_deleted_letter_is_found_at_the_next(register):
    take_out(2)

    assert found() == [f"modalities circular 2019-003: {GAP}"]


def test_deleted_first_letter_is_found(register):
    take_out(1)

    assert found() == [f"modalities circular 2019-002: {GAP}"]


def test_each_year_counts_from_one(register):
    change(3, year=2020, serial=1)
    assert found() == []

    change(1, slug="rehearsal", year=2020, serial=2)
    assert found() == [f"rehearsal circular 2020-002: {GAP}"]


def test_one_consultation_is_verified_by_itself(register):
    change(1, slug="rehearsal", content={})

    assert [found(slug) for slug in ("modalities", "rehearsal")] == [[], [f"rehearsal circular 2019-001: {HASH}"]]


def test_altered_content_with_a_hash_that_fits_is_found_by_the_record_of_its_issue(register):
    other = {"subject": "Another"}
    change(2, content=other, content_sha256=content_hash(other))

    assert found() == [f"modalities circular 2019-002: {UNRECORDED}"]


def test_letter_whose_issue_is_not_on_record_is_found(register):
    with unprotected():
        Event.objects.filter(verb="issuing", facts__reference="2019-002").delete()

    assert found() == [f"modalities circular 2019-002: {UNRECORDED}"]
