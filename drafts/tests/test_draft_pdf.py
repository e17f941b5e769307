"""The prints of a version: on either paper, with numbers of lines, to be signed, and with its changes."""

import subprocess
from io import BytesIO

import pikepdf
import pytest

from consultations.documents import RenderError, printing_here
from drafts import documents, line_numbers, redline
from drafts.documents import Options
from drafts.rows import Shown

from .factories import NOW
from .test_word_tracking import FACTS, numbered, op

LONG = "*Requests* that this paragraph be as long as two lines of print, so that its second line has a number too, " * 2
NEW = [
    op("t", "A sample of a draft", kind="title"),
    op("p", "*Recalling* its resolution 73/195,[^1]", "See *Official Records*.", kind="preambular"),
    op("b", LONG),
    op("a", "*Decides* to meet in 2022;"),
    op("n", "*Asks* for a report."),
]
OLD = [
    NEW[0],
    NEW[1] | {"footnotes": ["See records."]},
    op("a", "*Decides* to meet in 2021;"),
    op("d", "Old;"),
    op("b", LONG),
]
CONTENT = FACTS | {"label": "Rev.1", "dated": "2019-06-20", "paragraphs": numbered(NEW)}
BASE = FACTS | {"paragraphs": numbered(OLD)}
FOOT = {"sha256": "ab" * 32, "verify_url": "http://portal.invalid/verify/x/", "released_at": NOW}


class Given:
    def __init__(self, paragraph):
        vars(self).update(paragraph)


def rows():
    old, new = ([Given(each) for each in content["paragraphs"]] for content in (BASE, CONTENT))
    return redline.compare(old, new)


@pytest.fixture(scope="module")
def prints():
    """A print by each choice."""
    with printing_here():
        return {options: documents.version_pdf(CONTENT, options=options, **FOOT) for options in Options.all()}


def said(pdf, tmp_path):
    path = tmp_path / "draft.pdf"
    path.write_bytes(pdf)
    text = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


def test_options_are_one_word_and_back():
    assert [options.code for options in Options.all()] == [
        *("a4", "a4-sign", "a4-lines", "a4-lines-sign"),
        *("letter", "letter-sign", "letter-lines", "letter-lines-sign"),
    ]
    assert [Options.of(options.code) for options in Options.all()] == Options.all()


@pytest.mark.parametrize("options", Options.all(), ids=lambda options: options.code)
def test_each_choice_is_on_its_paper_and_can_be_signed(prints, options, tmp_path):
    pdf = prints[options]

    with pikepdf.open(BytesIO(pdf)) as opened:
        width = float(opened.pages[0].mediabox[2])
        assert bool(opened.Root.MarkInfo.Marked)
        assert str(opened.docinfo.Title) == "Rev.1"
    assert round(width) == {"a4": 595, "letter": 612}[options.paper]
    assert ("Signature Date" in said(pdf, tmp_path)) == options.sign


def test_numbers_of_lines_are_no_words_of_the_document(prints, tmp_path):
    assert said(prints[Options(lines=True)], tmp_path) == said(prints[Options()], tmp_path)


def test_each_line_of_the_text_has_a_number_at_its_base(prints):
    with pikepdf.open(BytesIO(prints[Options(lines=True)])) as opened:
        page = opened.pages[0]
        bases = sorted({round(base, 1) for _left, base in line_numbers.words_of(page)}, reverse=True)
        form = page.Resources.XObject.LineNumbers1.read_bytes().decode()
    stamped = [float(line.split(" cm ")[0].split()[-1]) for line in form.splitlines()]

    # organ, date, title, preambular, three lines of OP1, OP2, OP3
    assert len(stamped) == 9
    assert stamped == pytest.approx(bases, abs=0.06)


def test_numbers_are_marked_as_no_content(prints):
    with pikepdf.open(BytesIO(prints[Options(lines=True)])) as opened:
        first = [str(operator) for _operands, operator in pikepdf.parse_content_stream(opened.pages[0])][:5]
        kinds = {str(page.Resources.XObject.LineNumbers1.Subtype) for page in opened.pages}

    assert first == ["q", "BDC", "Do", "EMC", "Q"]
    assert kinds == {"/Form"}


def test_a_page_without_words_is_left_alone():
    empty = pikepdf.new()
    empty.add_blank_page()
    stream = BytesIO()
    empty.save(stream)

    with pikepdf.open(BytesIO(line_numbers.numbered(stream.getvalue()))) as opened:
        assert "/XObject" not in opened.pages[0].get("/Resources", {})


def test_raised_words_stand_in_the_line_they_are_raised_from():
    pdf = pikepdf.new()
    page = pdf.add_blank_page()
    page.Contents = pdf.make_stream(
        b"BT /F 14 Tf 1 0 0 1 72 90 Tm (a) Tj 1 0 0 1 80 92 Tm (b) Tj 1 0 0 1 72 60 Tm (c) Tj ET"
    )
    stream = BytesIO()
    pdf.save(stream)

    with pikepdf.open(BytesIO(line_numbers.numbered(stream.getvalue()))) as opened:
        assert len(opened.pages[0].Resources.XObject.LineNumbers1.read_bytes().splitlines()) == 2


def test_prints_are_the_same_for_the_same_content(prints):
    options = Options("letter", lines=True)
    with printing_here():
        assert documents.version_pdf(CONTENT, options=options, **FOOT) == prints[options]


def test_changes_are_printed_with_their_base_on_the_page(tmp_path):
    with printing_here():
        pdf = documents.redline_pdf(CONTENT, BASE, rows(), **FOOT)
    found = said(pdf, tmp_path)

    assert found[0] == "Rev.1 of 20 June 2019, changes shown against Zero draft of 7 June 2019"
    assert "Marks: inserted · deleted · moved" in found
    assert "1 See records.See Official Records." in found
    assert "2. Decides to meet in 20212022;" in found
    assert "2. Old;" in found


def test_marks_of_changes_are_those_of_the_page():
    html = documents.redline_html(CONTENT, BASE, rows(), **FOOT)

    assert "<del>2021</del><ins>2022</ins>" in html
    assert '<p class="number"><ins>3.</ins></p>' in html
    assert html.count('class="numbered level-0 moved"') == 1
    assert html.count("gone") == 1


def test_changes_are_refused_with_a_sentence_where_they_cannot_be_printed(monkeypatch):
    monkeypatch.setattr("drafts.documents.pdf_available", lambda: "No fonts here.")

    with pytest.raises(RenderError, match=r"No fonts here\."):
        documents.redline_pdf(CONTENT, BASE, rows(), **FOOT)


def test_a_division_a_merger_and_another_kind_are_said_in_words():
    split, gone = Shown("a", "operative", 0, "OP1"), Shown("b", "subparagraph", 1, "(b)")
    now = Shown("n", "operative", 0, "OP2")
    found = [
        redline.Row("changed", None, now, split_from=split),
        redline.Row("changed", split, now, merged=[gone]),
        redline.Row("changed", gone, now),
    ]

    html = " ".join(documents.redline_html(CONTENT, BASE, found, **FOOT).split())

    assert "Split off from the former OP1." in html
    assert "The former (b) was merged into it." in html
    assert "It was a sub-paragraph and is now a operative paragraph." in html
