import subprocess
from io import BytesIO

import pikepdf
import pytest
from django.utils import translation

from consultations.documents import RenderError, printing_here
from drafts import composition, documents

from .factories import NOW, House

TEXT = [
    {"kind": "title", "text": "A sample of a draft"},
    {"kind": "organ", "text": "*The General Assembly*,"},
    {"kind": "preambular", "text": "*Recalling* its resolution 73/195,[^1]", "footnotes": ["Sample note."]},
    {"kind": "operative", "text": "*Decides* to meet & <decide>;"},
    {"kind": "subparagraph", "level": 1, "text": "In New York;"},
    {"kind": "annex", "text": "Annex"},
    {"kind": "operative", "text": "First of the annex."},
]


@pytest.fixture
def content(db):
    version = House().begin(TEXT, status_statement="A sample text.", session="A session", symbol="A/73/L.0")
    return composition.content_of(version)


def printed(content):
    with printing_here():
        return documents.version_pdf(
            content, sha256="ab" * 32, verify_url="http://portal.invalid/verify/x/", released_at=NOW
        )


def lines(pdf, tmp_path):
    path = tmp_path / "draft.pdf"
    path.write_bytes(pdf)
    text = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


def test_pdf_reads_as_a_draft_resolution(content, tmp_path):
    head = ["Zero draft · A/73/L.0", "A sample text."]
    foot = "SHA-256 abababababababab… · Verify at http://portal.invalid/verify/x/"

    assert lines(printed(content), tmp_path) == [
        *head,
        "General Assembly",
        "A session",
        "7 June 2019",
        "A sample of a draft",
        "The General Assembly,",
        "Recalling its resolution 73/195,1",
        "1. Decides to meet & <decide>;",
        "(a) In New York;",
        "1 Sample note.",
        foot,
        "1/2",
        *head,
        "Annex",
        "1. First of the annex.",
        foot,
        "2/2",
    ]


def test_pdf_is_the_same_for_the_same_content(content):
    assert printed(content) == printed(content)


def test_pdf_is_tagged_with_title_and_language(content):
    with pikepdf.open(BytesIO(printed(content))) as pdf:
        assert bool(pdf.Root.MarkInfo.Marked)
        assert (str(pdf.Root.Lang), str(pdf.docinfo.Title)) == ("en", "Zero draft")


def test_pdf_speaks_the_language_of_the_content_not_of_the_reader(content):
    with translation.override("de"):
        html = documents.version_html(content, sha256="", verify_url="", released_at=NOW)

    assert "Verify at" in html


def test_pdf_refused_with_a_sentence_where_it_cannot_be_printed(content, monkeypatch):
    monkeypatch.setattr("drafts.documents.pdf_available", lambda: "No fonts here.")

    with pytest.raises(RenderError, match=r"No fonts here\."):
        printed(content)
