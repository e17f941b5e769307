"""What a consultation lacks before others should know of it."""

from datetime import date, timedelta

import pytest

from consultations import readiness
from consultations.models import DocumentKind

from .factories import (
    AT,
    CallFactory,
    CoFacilitatorFactory,
    ConsultationFactory,
    DocumentFactory,
    MeetingFactory,
    QuestionFactory,
    RoleFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def whole():
    """All that a consultation needs."""
    consultation = ConsultationFactory()
    call = CallFactory(consultation=consultation, number=1)
    QuestionFactory(call=call)
    return {
        "consultation": consultation,
        "leading": CoFacilitatorFactory.create_batch(2, consultation=consultation),
        "working": RoleFactory.create_batch(2, consultation=consultation),
        "calls": [call],
        "documents": [DocumentFactory(consultation=consultation, kind=DocumentKind.MANDATE)],
        "meetings": [MeetingFactory(consultation=consultation)],
        "at": AT,
    }


def sentences(**parts):
    return [lack.sentence for lack in readiness.lacks(parts.pop("consultation"), **parts)]


def test_nothing_is_missing(whole):
    assert sentences(**whole) == []


@pytest.mark.parametrize(
    ("part", "keep", "sentence"),
    [
        ("leading", 0, "There is no co-facilitator: nobody can sign its letters or release its text."),
        ("leading", 1, "There is one co-facilitator only: letters will have one letterhead."),
        ("working", 1, "One person only is its secretariat: nobody could approve a note verbale by them."),
        ("calls", 0, "Nothing is asked of delegations yet: there is no call."),
        ("documents", 0, "The document of the mandate is not among the reference documents."),
        ("meetings", 0, "No meeting has been entered into the calendar."),
    ],
)
def test_what_is_missing(whole, part, keep, sentence):
    assert sentences(**whole | {part: whole[part][:keep]}) == [sentence]


def test_call_without_questions_and_one_that_was_due(whole):
    call = whole["calls"][0]
    call.questions.all().delete()
    call.due_at = AT + timedelta(days=1)

    assert sentences(**whole) == ["Call 1, Opening questions, has no question."]
    assert sentences(**whole | {"at": AT + timedelta(days=2)})[-1] == (
        "Inputs to call 1, Opening questions, were due before today."
    )


def test_call_for_comments_needs_no_question(whole):
    assert sentences(**whole | {"calls": [CallFactory(kind="comments")]}) == []


def test_expected_end_that_has_passed(whole):
    whole["consultation"].expected_end = date(2019, 1, 31)

    assert sentences(**whole) == ["Its expected end has passed."]
