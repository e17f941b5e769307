"""A sample letter, and what a reader sees of a printed one."""

import subprocess
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from consultations import documents, letters

NEW_YORK = ZoneInfo("America/New_York")
ISSUED_AT = datetime(2019, 2, 1, 15, 0, tzinfo=UTC)
ADDRESS = "https://portal.example.org/verify/" + "ab12" * 16 + "/"

LETTERHEADS = ["Permanent Mission of Portugal to the United Nations", "Permanent Mission of the Philippines to the UN"]
SIGNATORIES = [{"name": "A delegate", "function": "Of Portugal"}, {"name": "Another", "function": "Of the Philippines"}]
ADDRESSEE = "All Permanent Representatives and\nPermanent Observers to the United Nations\nNew York"
QUESTIONS = [["(I)", "Is this a sample?"], ["(II)", "How practical is it?"], ["(III)", "What else?"]]
FACTS = {"meeting": "Wednesday, 13 February 2019, from 3.30 p.m. to 6 p.m.", "questions": QUESTIONS}
BODY = """\
This letter is a sample. We would convene a meeting on {meeting}, and have designed the following *opening* questions:

{questions}

We look forward to working closely with you."""


def at(*numbers, zone=NEW_YORK):
    return datetime(*numbers, tzinfo=zone)


def compose(**changes):
    """The content of a joint letter that says that it is a sample, with ``changes``."""
    fields = {
        "form": "joint_letter",
        "kind": "convening",
        "language": "en",
        "subject": "First informal consultation",
        "body": BODY,
        "facts": FACTS,
        "place": "New York",
        "dated": date(2019, 2, 1),
        "letterheads": LETTERHEADS,
        "signatories": SIGNATORIES,
        "addressee": ADDRESSEE,
        "enclosures": [],
    }
    return letters.compose(**fields | changes)


def printed(content, **changes):
    """The PDF of an issued letter."""
    fields = {"reference": "2019-001", "verify_url": ADDRESS, "issued_at": ISSUED_AT}
    return documents.circular_pdf(content, **fields | changes)


def text_of(pdf, *options):
    """What a reader copies out of a PDF, page by page."""
    done = subprocess.run(["pdftotext", *options, "-", "-"], input=pdf, capture_output=True, check=True)
    return [page.decode() for page in done.stdout.split(b"\f")[:-1]]


def words(text):
    """The words of a text, whatever holds them together and however high they are set."""
    return text.replace("\u00a0", " ").upper().split()
