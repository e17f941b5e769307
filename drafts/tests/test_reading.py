"""A Word document read as paragraphs: what the portal writes comes back as it was, what Word can hold is told apart."""

import io
import re
import shutil
import subprocess
import zipfile

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from drafts import word
from drafts.importing import files, reading, recognizing
from record.inspection import RefusedError

from .test_word_tracking import FACTS, IMPRINT, numbered, op

WORDS = ["the", "Forum", "*Decides* that", "[States]", "[[", "]", "3.5,", "&", "<b>", "المنتدى", "审查论坛", "(a)", ";"]
WORDS += ["of *the whole*", "body*", "a–b", "1.", "OP3"]
BETWEEN = re.compile(r"(?<=\w)\*([^\w*]+)\*(?=\w)")
KINDS = ["title", "organ", "heading", "preambular", "operative", "operative", "subparagraph", "annex"]
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


@st.composite
def paragraphs(draw):
    found = [{"key": "k", "kind": "title", "level": 0, "text": "A *sample* of it", "footnotes": []}]
    for place in range(draw(st.integers(0, 6))):
        kind = draw(st.sampled_from(KINDS))
        text = " ".join(["Sample", *draw(st.lists(st.sampled_from(WORDS), max_size=8))])
        text = BETWEEN.sub(r"\1", text)  # emphasis on both sides of what is no word comes back as one
        notes = draw(st.lists(st.sampled_from(["A note.", "Another *note*, annex."]), max_size=2))
        text += "".join(f" so[^{number}]" for number in range(1, len(notes) + 1))
        level = draw(st.integers(1, 3)) if kind == "subparagraph" else 0
        found.append({"key": f"k{place}", "kind": kind, "level": level, "text": text, "footnotes": notes})
    return found


def rows_of(docx):
    found = reading.read(io.BytesIO(docx))
    return recognizing.recognized(found["paragraphs"], found["left"])


def fields(rows):
    return [(row["kind"], row["level"], row["text"], row["footnotes"]) for row in rows]


@settings(max_examples=30, deadline=None)
@given(paragraphs())
def test_what_the_portal_writes_comes_back_as_it_was(given):
    docx = word.clean(FACTS | {"symbol": "A/73/L.0", "paragraphs": numbered(given)}, IMPRINT)

    found = rows_of(docx)

    assert fields(found["rows"]) == fields(given)
    assert {each["reason"] for each in found["left"]} == {"masthead", "header"}


CONTENT = FACTS | {
    "paragraphs": numbered(
        [
            op("t", "Sample of a title", kind="title"),
            op("o", "*The General Assembly*,", kind="organ"),
            op("p", "*Recalling* its sample resolution,[^1] *inter alia*,", "A note, *annex*.", kind="preambular"),
            op("a", "*Decides* to meet & <decide>:"),
            op("a1", "In [New York];", kind="subparagraph", level=1),
            op("a2", "At Headquarters;", kind="subparagraph", level=2),
            op("x", "Annex", kind="annex"),
            op("x1", "First of the annex."),
        ]
    )
}


def test_tracked_changes_are_taken_and_what_was_deleted_is_left():
    base = CONTENT | {
        "paragraphs": numbered([*CONTENT["paragraphs"][:3], op("g", "*Asks* what is gone in this sample.")])
    }

    found = rows_of(word.tracked(CONTENT, base, [], IMPRINT))

    assert fields(found["rows"]) == fields(CONTENT["paragraphs"])
    assert [each["text"] for each in found["left"] if each["reason"] == "deleted"] == [
        "1. Asks what is gone in this sample.",
    ]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (apt: libreoffice-writer) is not installed")
def test_what_libreoffice_saves_reads_the_same(tmp_path):
    (tmp_path / "draft.docx").write_bytes(word.clean(CONTENT, IMPRINT))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "docx:MS Word 2007 XML",
        "--outdir",
        tmp_path / "saved",
    ]

    subprocess.run([*command, tmp_path / "draft.docx"], check=True, capture_output=True, timeout=240)

    found = rows_of((tmp_path / "saved" / "draft.docx").read_bytes())
    assert fields(found["rows"]) == fields(CONTENT["paragraphs"])


def docx(body, **parts):
    """A document with this body, and the other parts by their kinds."""
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kinds = "application/vnd.openxmlformats-officedocument.wordprocessingml"

    def relations(pairs):
        rows = "".join(f'<Relationship Id="{kind}" Type="{office}/{kind}" Target="{to}"/>' for kind, to in pairs)
        return f'<Relationships xmlns="{package}/relationships">{rows}</Relationships>'

    types = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{kinds}.{kind}+xml"/>'
        for name, kind in [("document", "document.main"), *((kind, kind) for kind in parts)]
    )
    named = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{types}</Types>',
        "_rels/.rels": relations([("officeDocument", "word/document.xml")]),
        "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": relations([(kind, f"{kind}.xml") for kind in parts]),
        **{f"word/{kind}.xml": content for kind, content in parts.items()},
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in named.items():
            archive.writestr(name, content)
    return stream.getvalue()


def p(text, properties="", look=""):
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{look}</w:rPr><w:t>{text}</w:t></w:r></w:p>"


def level(place, form, text):
    return f'<w:lvl w:ilvl="{place}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'


LISTS = (
    f'<w:numbering {W}><w:abstractNum w:abstractNumId="0">{level(0, "decimal", "%1.")}{level(1, "lowerLetter", "(%2)")}'
    f'{level(2, "lowerRoman", "(%3)")}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/>'
    "</w:lvlOverride></w:num></w:numbering>"
)


def in_list(place, number=1):
    return f'<w:numPr><w:ilvl w:val="{place}"/><w:numId w:val="{number}"/></w:numPr>'


def test_numbers_that_word_counts_are_those_of_the_paragraphs():
    styles = (
        f'<w:styles {W}><w:style w:type="paragraph" w:styleId="Base"><w:name w:val="Para"/><w:pPr>{in_list(0)}</w:pPr>'
        '</w:style><w:style w:type="paragraph" w:styleId="Own"><w:name w:val="Own"/><w:basedOn w:val="Base"/></w:style>'
        "</w:styles>"
    )
    body = p("The General Assembly,") + p("Decides:", '<w:pStyle w:val="Own"/>') + p("In spring;", in_list(1))
    body += p("Early;", in_list(2)) + p("Late;", in_list(2)) + p("In autumn.", in_list(1)) + p("Asks;", in_list(0))
    body += p("Notes it.", in_list(0, 2)) + p("On its own", in_list(0, 9))

    found = rows_of(docx(body, styles=styles, numbering=LISTS))["rows"]

    assert [(row["kind"], row["level"], row["number"]) for row in found] == [
        ("organ", 0, ""),
        ("operative", 0, "1."),
        ("subparagraph", 1, "(a)"),
        ("subparagraph", 2, "(i)"),
        ("subparagraph", 2, "(ii)"),
        ("subparagraph", 1, "(b)"),
        ("operative", 0, "2."),
        ("operative", 0, "7."),
        ("heading", 0, ""),
    ]


def test_what_stands_beside_the_text_is_left_with_its_reason():
    box = f"<w:p><w:r><w:pict><w:txbxContent>{p('In a box')}</w:txbxContent></w:pict><w:t>Decides so.</w:t></w:r></w:p>"
    cells = f"<w:tbl><w:tr><w:tc>{p('Recalling a cell,')}</w:tc><w:tc>{p('Noting a cell,')}</w:tc></w:tr></w:tbl>"
    hidden = p("Nobody reads it", look="<w:vanish/>")
    joined = '<w:p><w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr><w:r><w:t>Asks </w:t></w:r></w:p>' + p("for it.")
    comments = f'<w:comments {W}><w:comment w:id="0">{p("A remark")}</w:comment></w:comments>'
    figure = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>1</w:t></w:r>'
    raised = f"<w:p><w:r><w:t>Notes it.</w:t></w:r>{figure}</w:p>"

    found = rows_of(docx(cells + box + hidden + joined + raised + p("1/ Sample."), comments=comments))

    assert fields(found["rows"]) == [
        ("preambular", 0, "*Recalling* a cell,", []),
        ("preambular", 0, "*Noting* a cell,", []),
        ("operative", 0, "*Decides* so.", []),
        ("operative", 0, "*Asks* for it.", []),
        ("operative", 0, "*Notes* it.[^1]", ["Sample."]),
    ]
    assert [row["notes"] for row in found["rows"]] == [["table"], ["table"], [], [], []]
    assert [(each["reason"], each["text"]) for each in found["left"]] == [
        ("text_box", "In a box"),
        ("hidden", "Nobody reads it"),
        ("comment", "A remark"),
    ]


def test_emphasis_is_where_asterisks_can_say_it():
    italic = "<w:i/>"
    runs = [("Recall", italic), ("ing", italic), (" the ", ""), ("half", italic), ("word", ""), (" and", italic)]
    runs += [(" or ", ""), ("5*3", italic), (",", italic), (" Also", italic), (" ", ""), ("decides", italic)]
    body = "".join(f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>' for text, look in runs)

    found = rows_of(docx(f"<w:p>{body}</w:p>"))["rows"]

    assert [row["text"] for row in found] == ["*Recalling* the halfword *and* or 5*3, Also decides"]


def test_program_reads_in_a_process_of_its_own():
    found = files.read(io.BytesIO(word.clean(CONTENT, IMPRINT)))

    assert found == reading.read(io.BytesIO(word.clean(CONTENT, IMPRINT)))
    with pytest.raises(ValidationError, match="damaged"):
        files.read(io.BytesIO(docx("<w:p>")))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (docx("<w:p>"), "damaged"),
        (docx(p("x" * 3_000_001)), "zip_size"),
        (docx("", styles='<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'), "word_doctype"),
    ],
)
def test_what_is_no_document_is_refused(content, code):
    with pytest.raises(RefusedError) as error:
        reading.read(io.BytesIO(content))

    assert error.value.code == code
