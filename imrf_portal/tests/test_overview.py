"""What the first page of a consultation gathers from all apps."""

import re

import pytest
from django.utils import timezone

from consultations.models import Consultation
from drafts.models import DraftVersion

from .clients import client_of

SHEET = re.compile(
    r'<a class="tl-link" href="([^"]+/drafts/\d+/)" aria-label="([^"]+)">\s*<title>([^<]+)</title>'
    r'(?:(?!</a>).)*?<path class="tl-sheet tl-(\w+)"',
    re.DOTALL,
)
LISTED = re.compile(
    r'<li class="tl-item tl-item-version tl-(\w+)"><span class="tl-day">([^<]+)</span> <a href="([^"]+)">([^<]+)</a>'
)
STAFF = "staff@demo.invalid"


@pytest.fixture
def page(demo):
    """A function that gives the overview of a consultation as this person, or a visitor, reads it."""
    return lambda slug, email="": client_of(email).get(f"/{slug}/").content.decode()


def test_released_versions_are_sheets_of_the_picture(page):
    sheets = SHEET.findall(page("imrf-modalities"))

    said = [
        "Friday 7 June 2019: Zero draft, superseded",
        "Thursday 20 June 2019: Rev.1 (sample), superseded",
        "Wednesday 26 June 2019: Rev.2 (sample), released",
    ]
    states = ["superseded", "superseded", "released"]
    addresses = [f"/imrf-modalities/drafts/{number}/" for number in (1, 2, 3)]
    assert sheets == list(zip(addresses, said, said, states, strict=True))


def test_a_line_joins_them(demo):
    timeline = client_of().get("/imrf-modalities/").context["timeline"]

    drawn = next(row for row in timeline.rows if row.kind == "version")
    assert len(drawn.marks) == 3
    assert drawn.joints == [(drawn.marks[0].x, drawn.marks[1].x), (drawn.marks[1].x, drawn.marks[2].x)]


def test_the_list_of_small_screens_has_them_too(page):
    assert LISTED.findall(page("imrf-modalities")) == [
        ("superseded", "Fri 7 Jun 2019", "/imrf-modalities/drafts/1/", "Zero draft"),
        ("superseded", "Thu 20 Jun 2019", "/imrf-modalities/drafts/2/", "Rev.1 (sample)"),
        ("released", "Wed 26 Jun 2019", "/imrf-modalities/drafts/3/", "Rev.2 (sample)"),
    ]


@pytest.mark.parametrize("email", ["", STAFF])
def test_a_working_draft_is_in_nobodys_picture(page, email):
    versions = [int(address.split("/")[-2]) for address, *_rest in SHEET.findall(page("rehearsal", email))]

    assert versions == [1, 2]
    assert DraftVersion.objects.filter(consultation__slug="rehearsal", number=3, state="working").exists()


def test_a_consultation_without_a_text_shows_none(demo):
    today = timezone.now().date()
    Consultation.objects.create(
        slug="more", title="A sample", short_title="A sample", opens_on=today, expected_end=today
    )

    answer = client_of().get("/more/")

    assert answer.context["version"] is None
    assert "tl-sheet" not in answer.content.decode()
