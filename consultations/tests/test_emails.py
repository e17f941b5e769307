import pytest

from consultations import emails
from consultations.models import CircularState

from . import factories
from .factories import ConsultationFactory, circular_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return factories.team(ConsultationFactory(slug="process"))


def test_message_that_carries_an_issued_letter(team):
    circular = circular_in(CircularState.ISSUED, team)

    subject, text = emails.circular(circular)

    assert subject == "Sample: A sample letter (2019-001)"
    assert (
        text
        == f"""\
Consultations on a sample

Circular 2019-001
A sample letter

The letter is enclosed. It is also to be found at
http://127.0.0.1:8000/process/circulars/2019-001/

Please confirm on that page, once you have signed in, that it has reached you: one
person does so for the whole delegation.

SHA-256 of the letter: {circular.pdf.sha256}
Whether a copy is what was issued, and whether it still stands, is told at
http://127.0.0.1:8000/verify/{circular.pdf.sha256}/

This message was sent to the official addresses of those to whom the letter is
addressed. To change an address, write to secretariat@portal.test.
"""
    )


def test_message_that_asks_for_an_approval(team):
    circular = circular_in(CircularState.DRAFT, team)

    subject, text = emails.approval_request(circular)

    assert subject == "Sample: a letter awaits your approval"
    assert (
        text
        == f"""\
A letter of the consultation awaits your approval:

A sample letter
dated 1 February 2019

Read it as it will be printed, and approve it or return it with a word of why, at
http://127.0.0.1:8000/process/circulars/drafts/{circular.pk}/

It can be issued once it has every approval that it needs. A change of its text
voids the approvals given before.
"""
    )


def test_message_that_a_letter_is_approved(team):
    circular = circular_in(CircularState.DRAFT, team)

    subject, text = emails.approved(circular)

    assert subject == "Sample: a letter has been approved"
    assert (
        text
        == f"""\
All approvals have been given for this letter:

A sample letter
dated 1 February 2019

It can be issued now, under the next reference, at
http://127.0.0.1:8000/process/circulars/drafts/{circular.pk}/
"""
    )


@pytest.mark.parametrize(
    ("reason", "said"),
    [("", "\n"), ("Please name the room.\nAnd <the day> & hour.", "\nThe reason given: {reason}\n\n")],
)
def test_message_that_a_letter_was_returned(team, reason, said):
    circular = circular_in(CircularState.DRAFT, team, reason=reason)

    subject, text = emails.returned(circular)

    assert subject == "Sample: a letter was returned to you"
    assert (
        text
        == f"""\
This letter was returned to you as a draft:

A sample letter
{said.format(reason=reason)}Change it and send it for approval again at
http://127.0.0.1:8000/process/circulars/drafts/{circular.pk}/
"""
    )


@pytest.mark.parametrize(
    ("subject", "line"),
    [
        ("Two\r\nBcc: lines@other.test", "Sample: Two Bcc: lines@other.test (2019-001)"),
        ("x" * 300, "Sample: " + "x" * 232),
        ("Ça <va> & vient", "Sample: Ça <va> & vient (2019-001)"),
    ],
)
def test_subject_of_a_message_is_one_line_that_fits_its_column(team, subject, line):
    circular = circular_in(CircularState.ISSUED, team)
    circular.subject = subject

    assert emails.circular(circular)[0] == line
