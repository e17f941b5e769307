import io
import re

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from record.inspection import RefusedError, word

from .sample_files import MAIN, body, packed, relationships, types, word_parts
from .sample_files import word as made

NOTHING = {"author": "", "changes": 0, "comments": 0, "hidden": False}
LAUGHS = '<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>' + body("&b;")
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


def inspected(content):
    return word.inspect(io.BytesIO(content))


def code_of(content):
    with pytest.raises(RefusedError) as refused:
        inspected(content)
    return refused.value.code


def verdict(content):
    """The code of the refusal, or that it is taken."""
    try:
        inspected(content)
    except RefusedError as refused:
        return refused.code
    return "taken"


def run(inside):
    return f"<w:p><w:r>{inside}</w:r></w:p>"


def field(*instructions):
    """A field whose instruction stands in several pieces."""
    pieces = "".join(run(f"<w:instrText>{piece}</w:instrText>") for piece in instructions)
    return f"{run(mark('begin'))}{pieces}{run(mark('separate'))}{run('<w:t>4</w:t>')}{run(mark('end'))}"


def mark(kind):
    return f'<w:fldChar w:fldCharType="{kind}"/>'


def test_a_plain_document_is_taken_and_tells_nothing():
    assert inspected(made()) == NOTHING


def test_a_document_as_word_processors_write_it_is_taken():
    document, stored = docx.Document(), io.BytesIO()
    document.core_properties.author = "A delegate"
    document.add_heading("A sample")
    document.add_table(2, 2)
    document.save(stored)

    assert inspected(stored.getvalue()) == NOTHING | {"author": "A delegate"}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (made(types=types(main="application/vnd.ms-word.document.macroEnabled.main+xml")), "word_macros"),
        (made(types=types(main="application/vnd.ms-word.template.macroEnabledTemplate.main+xml")), "word_macros"),
        (made(types=types(main=MAIN.replace("document.main", "template.main"))), "kind"),
        (made(types=types(main=SHEET)), "kind"),
        (made([("word/vbaProject.bin", b"a")]), "word_macros"),
        (made([("word/VBAPROJECT.BIN", b"a")]), "word_macros"),
        (made(relations=relationships(("vbaProject", "a.dat"))), "word_macros"),
        (
            made(types=types('<Default Extension="dat" ContentType="application/vnd.ms-office.vbaProject"/>')),
            "word_macros",
        ),
        (made([("word/activeX/activeX1.xml", "<a/>")]), "word_macros"),
        (made(relations=relationships(("control", "a.xml"))), "word_macros"),
        (made([("word/embeddings/oleObject1.bin", b"a")]), "word_embedded"),
        (made(relations=relationships(("oleObject", "a.bin"))), "word_embedded"),
        (made(relations=relationships(("package", "a.xlsx"))), "word_embedded"),
        (made(relations=relationships(("aFChunk", "a.html"))), "word_embedded"),
        (made([("word/media/a.png", made())]), "word_embedded"),
        (made([("word/media/a.png", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")]), "word_embedded"),
        (made([("word/media/a.png", b"MZ a program")]), "word_embedded"),
        (made(relations=relationships(("image", "http://example.org/a.png", "out"))), "word_linked"),
        (made(relations=relationships(("oleObject", "file:///a.xls", "out"))), "word_embedded"),
        (made(relations=relationships(("subDocument", "file:///a.docx", "out"))), "word_linked"),
        (made(relations=relationships(("frame", "http://example.org/", "out"))), "word_linked"),
        (made(relations=relationships(("mailMergeSource", "file:///a", "out"))), "word_linked"),
        (made(relations=relationships(("attachedTemplate", "http://example.org/a.dotm", "out"))), "word_template"),
        (made(relations=relationships(("hyperlink", "file:///c:/a.exe", "out"))), "word_link"),
        (made(relations=relationships(("hyperlink", "//host/share/a", "out"))), "word_link"),
        (made(relations=relationships(("hyperlink", "javascript:alert(1)", "out"))), "word_link"),
        (made(body=LAUGHS), "word_doctype"),
        (made(body=LAUGHS.encode("utf-16")), "word_doctype"),
        (made(body='<!DOCTYPE w SYSTEM "file:///etc/passwd">' + body()), "word_doctype"),
        (made(types='<!DOCTYPE w SYSTEM "http://127.0.0.1/">' + types()), "word_doctype"),
        (made([("customXml/item1.xml", "<a>&other;</a>")]), "damaged"),
        (made(body="<w:document>"), "damaged"),
        (made(body=""), "damaged"),
        (packed({"word/document.xml": body()}), "kind"),
        (packed(word_parts() | {"_rels/.rels": relationships()}), "kind"),
        (packed(word_parts() | {"_rels/.rels": relationships(*[("officeDocument", "word/document.xml")] * 2)}), "kind"),
    ],
)
def test_a_document_that_holds_more_than_one_is_refused(content, code):
    assert code_of(content) == code


@pytest.mark.parametrize("target", ["https://example.org/a", "http://example.org", "mailto:a@example.org", "#place"])
def test_links_to_the_web_are_taken(target):
    assert inspected(made(relations=relationships(("hyperlink", target, "out")))) == NOTHING


@pytest.mark.parametrize(
    "inside",
    [
        field("DDEAUTO c:\\\\calc.exe"),
        field(" dde ", "calc"),
        field("DD", "EAUTO", " calc"),
        field('"DDEAUTO" calc'),
        field("INCLUDETEXT http://example.org/a"),
        field("INCLUDEPICTURE &quot;http://example.org/a.png&quot; \\d"),
        '<w:p><w:fldSimple w:instr="DDEAUTO calc"/></w:p>',
        # within another, never ended, deleted, and one whose name another makes
        run(mark("begin")) + run("<w:instrText>IF 1 = </w:instrText>") + field("DDE calc") + run(mark("end")),
        run(mark("begin")) + run("<w:instrText>DDE calc</w:instrText>"),
        run(mark("begin")) + run("<w:delInstrText>DDE calc</w:delInstrText>") + run(mark("end")),
        run(mark("begin")) + field("QUOTE 68 68 69") + run("<w:instrText> calc</w:instrText>") + run(mark("end")),
    ],
)
def test_fields_that_start_or_fetch_something_are_refused(inside):
    assert code_of(made(body=body(inside))) == "word_field"
    assert code_of(made([("word/header1.xml", body(inside))])) == "word_field"


def test_fields_of_everyday_are_taken():
    inside = field(" PAGE ") + field("TOC \\o", " 1-3") + field("HYPERLINK &quot;https://example.org&quot;")
    inside += run(mark("begin")) + run("<w:instrText>IF DDE = 1 </w:instrText>") + run(mark("end"))
    inside += run(mark("begin")) + run("<w:instrText>TOC</w:instrText>") + run(mark("separate"))
    inside += field("PAGEREF a") + run(mark("end"))

    assert inspected(made(body=body(inside))) == NOTHING


def test_what_is_left_of_one_part_does_not_hide_the_next():
    open_field = run(mark("begin")) + run("<w:instrText>PAGE </w:instrText>")

    content = made([("word/footer1.xml", body(field("DDE calc")))], body=body(open_field))

    assert code_of(content) == "word_field"


def test_traces_of_its_makers_are_told():
    inside = (
        '<w:p><w:ins w:author="A delegate"><w:r><w:t>new</w:t></w:r></w:ins>'
        '<w:del w:author="A colleague"/><w:moveFrom w:author="A delegate"/>'
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r></w:p>"
    )
    core = "<dc:creator>A delegate</dc:creator><cp:lastModifiedBy>A&#10;colleague</cp:lastModifiedBy>"
    core = f'<a xmlns:dc="d" xmlns:cp="c">{core}</a>'
    comments = body('<w:comment w:author="A delegate"/><w:comment w:author="A colleague"/>')

    content = made([("word/comments.xml", comments), ("docProps/core.xml", core)], body=body(inside))

    assert inspected(content) == {"author": "A delegate, A colleague", "changes": 2, "comments": 2, "hidden": True}


@pytest.mark.parametrize("off", ["0", "false", "off"])
def test_text_that_is_said_not_to_be_hidden_is_not(off):
    inside = run(f'<w:rPr><w:vanish w:val="{off}"/></w:rPr><w:t>shown</w:t>')

    assert inspected(made(body=body(inside)))["hidden"] is False


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_whatever_the_bytes_are_the_answer_is_yes_or_no(data):
    content = bytearray(made())
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))

    assert re.fullmatch("taken|damaged|kind|tail|locked|(word|zip)_[a-z]+", verdict(bytes(content)))


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300))
def test_a_body_of_any_bytes_is_refused_or_taken(content):
    assert verdict(made(body=content)) in {"taken", "damaged", "word_doctype", "zip_size"}
