"""Whose inputs the secretariat may count."""

from datetime import timedelta

import pytest

from consultations import addressees
from submissions import actions
from submissions.submitters import submitters

from .factories import AT, begun, call, delegation, later, member, revised, submitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked():
    return call()


@pytest.fixture
def head():
    return member(delegation(), "head")


def counted(asked, at=AT + timedelta(days=1)):
    return list(submitters(asked, at))


@pytest.mark.parametrize(("visibility", "counts"), [("public", 1), ("participants", 1), ("cofacilitators", 0)])
def test_input_counts_as_far_as_the_secretariat_may_read_it(asked, head, visibility, counts):
    submitted(begun(asked, head), head, visibility)

    assert counted(asked) == [head.delegation_id] * counts


def test_what_is_not_submitted_or_not_yet_or_to_another_call_does_not_count(asked, head):
    draft = begun(asked, head)
    assert counted(asked) == []

    submitted(draft, head)

    assert counted(asked, AT - timedelta(seconds=1)) == []
    assert counted(call(asked.consultation, number=2)) == []


def test_input_that_was_withdrawn_counts_no_more(asked, head):
    submission = submitted(begun(asked, head), head).submission
    actions.withdraw(submission, by=later(head, hours=1))

    assert counted(asked) == []


def test_input_that_was_revised_counts_once(asked, head):
    submission = submitted(begun(asked, head), head).submission
    revised(submission, later(head, hours=1), "<p>Another sample.</p>")

    assert counted(asked) == [head.delegation_id]


def test_circulars_ask_it():
    assert addressees.SUBMITTERS["inputs"] is submitters
