"""The words of files: Word documents as they print, PDFs put together from lines, and what cannot be read."""

import io
import logging
import subprocess

import pytest

from record import extracting, extraction, uploads
from record.extraction import __main__ as program
from record.extraction import pdf, word
from record.inspection import RefusedError

from .sample_files import PDF, W, body, packed, word_parts
from .sample_files import word as made


def run(text, properties=""):
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def paragraph(inside, properties=""):
    return f"<w:p><w:pPr>{properties}</w:pPr>{inside}</w:p>"


def item(text, level=0, number=1):
    return paragraph(run(text), f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def read(*paragraphs, more=()):
    return word.extract(io.BytesIO(made(more, body=body("".join(paragraphs)))))


def levels(*told):
    rows = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="{start}"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for n, (kind, text, start) in enumerate(told)
    )
    lists = '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    return f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="7">{rows}</w:abstractNum>{lists}</w:numbering>'


def test_paragraphs_come_in_order_with_breaks_and_without_double_spaces():
    inside = '<w:r><w:t xml:space="preserve">Two  words</w:t><w:br/><w:t>and</w:t><w:tab/><w:t>a</w:t></w:r>'

    found = read(
        paragraph(run("A sample.")), paragraph(""), paragraph(inside), paragraph("<w:r><w:noBreakHyphen/></w:r>")
    )

    assert found == {"passages": ["A sample.", "Two words\nand a", "\u2011"], "cut": False, "hidden": False}


def test_what_was_deleted_is_left_out_and_what_was_inserted_stands():
    kept = f'<w:ins w:author="A">{run("new ")}</w:ins><w:del w:author="A"><w:r><w:delText>old</w:delText></w:r>'
    moved = f'</w:del><w:moveFrom w:author="A">{run("moved")}</w:moveFrom>{run("text")}'

    assert read(paragraph(kept + moved))["passages"] == ["new text"]


@pytest.mark.parametrize(
    ("properties", "shown"),
    [("<w:vanish/>", "A"), ('<w:vanish w:val="0"/>', "Ab"), ('<w:rStyle w:val="Ghost"/>', "A"), ("", "Ab")],
)
def test_hidden_text_is_left_out_and_told(properties, shown):
    styles = (
        f'<w:styles xmlns:w="{W}"><w:style w:styleId="Base"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:styleId="Ghost"><w:basedOn w:val="Base"/></w:style></w:styles>'
    )

    found = read(paragraph(run("A") + run("b", properties)), more=[("word/styles.xml", styles)])

    assert (found["passages"], found["hidden"]) == ([shown], shown == "A")


def test_numbers_of_lists_are_counted_as_they_print():
    lists = levels(("decimal", "%1.", 1), ("lowerLetter", "(%2)", 1), ("upperRoman", "%1.%3", 3))
    written = [item("a"), item("b", 1), item("c", 1), item("d"), item("e", 1), item("f", 2)]

    found = read(*written, more=[("word/numbering.xml", lists)])

    assert found["passages"] == ["1. a", "(a) b", "(b) c", "2. d", "(a) e", "2.III f"]


def test_bullets_are_dashes_and_unknown_lists_have_no_number():
    found = read(item("a"), item("b", 5), item("c", 0, 9), more=[("word/numbering.xml", levels(("bullet", "*", 1)))])

    assert found["passages"] == ["– a", "b", "c"]


def test_lists_of_a_style_count_and_styles_in_a_circle_do_not_hang():
    number = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    styles = (
        f'<w:styles xmlns:w="{W}"><w:style w:styleId="Listed">{number}</w:style>'
        '<w:style w:styleId="A"><w:basedOn w:val="B"/></w:style>'
        '<w:style w:styleId="B"><w:basedOn w:val="A"/></w:style></w:styles>'
    )
    more = [("word/styles.xml", styles), ("word/numbering.xml", levels(("lowerRoman", "(%1)", 4)))]
    written = [paragraph(run(style), f'<w:pStyle w:val="{style}"/>') for style in ("Listed", "A")]

    assert read(*written, more=more)["passages"] == ["(iv) Listed", "A"]


def test_footnotes_stand_at_the_end_behind_their_number():
    notes = f'<w:footnotes xmlns:w="{W}"><w:footnote w:id="4">{paragraph(run("A source."))}</w:footnote></w:footnotes>'
    called = '<w:r><w:footnoteReference w:id="4"/></w:r>'

    found = read(paragraph(run("Said") + called + run(".")), paragraph(run("B")), more=[("word/footnotes.xml", notes)])

    assert found["passages"] == ["Said [1].", "B", "[1] A source."]


def test_an_empty_box_gives_no_words_and_a_text_box_is_read_once():
    invitation = f"<w:sdtContent>{paragraph(run('Click here'))}</w:sdtContent>"
    empty = f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr>{invitation}</w:sdt>"
    inner = f"<w:txbxContent>{paragraph(run('Inside'))}</w:txbxContent>"
    twice = (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"<mc:Choice>{inner}</mc:Choice><mc:Fallback>{inner}</mc:Fallback></mc:AlternateContent>"
    )

    assert read(empty, paragraph(f"<w:r>{twice}</w:r>" + run("Around")))["passages"] == ["Inside", "Around"]


def test_what_declares_entities_is_refused_and_what_is_no_document_too():
    laughs = '<!DOCTYPE w [<!ENTITY a "ha">]>' + body("&a;")

    with pytest.raises(RefusedError) as refused:
        word.extract(io.BytesIO(made(body=laughs)))
    with pytest.raises(RefusedError) as no_document:
        word.extract(io.BytesIO(packed(word_parts() | {"_rels/.rels": "<a/>"})))

    assert (refused.value.code, no_document.value.code) == ("word_doctype", "kind")


def test_of_a_very_long_file_only_the_beginning_is_read(monkeypatch):
    monkeypatch.setattr(extraction, "MOST", 5)

    assert read(paragraph(run("123")), paragraph(run("456"))) == {"passages": ["123"], "cut": True, "hidden": False}


LONG = {
    "en": "This is a sample paragraph that is long enough to run over more than one line of the page, and then ends.",
    "ar": "هذا نص نموذجي طويل بما يكفي ليمتد على أكثر من سطر واحد في الصفحة، ويحتوي على الرقم 2019 في وسطه.",
    "zh": "这是一个示例文本，长度足以超过页面上的一行，用于测试文本提取的顺序是否正确，以及段落是否合并在一起。",
    "ru": "Это образец текста, достаточно длинный, чтобы занять больше одной строки на странице.",
}


def printed(html):
    import weasyprint

    return weasyprint.HTML(string=f"<html lang=en><style>p {{ width: 9cm }}</style>{html}</html>").write_pdf()


def test_paragraphs_of_a_pdf_are_put_together_in_the_order_of_reading():
    texts = "".join(f"<p lang={code} dir={'rtl' if code == 'ar' else 'ltr'}>{text}</p>" for code, text in LONG.items())
    lists = "<h2>Question 1</h2><ol><li>One point<li>Another point</ol>"

    found = pdf.extract(io.BytesIO(printed(f"<h1>A sample</h1>{texts}{lists}")))

    assert found["passages"] == ["A sample", *LONG.values(), "Question 1", "1. One point", "2. Another point"]


def test_a_paragraph_goes_on_over_a_page_and_the_numbers_of_pages_are_no_text():
    numbered = "<style>@page { @bottom-center { content: counter(page) } } p { orphans: 1; widows: 1 }</style>"
    filler = "<div style='height: 22.8cm'></div>"

    found = pdf.extract(io.BytesIO(printed(f"{numbered}{filler}<p>{LONG['en']}</p>")))

    assert found["passages"] == [LONG["en"]]


def test_a_hyphen_at_the_end_of_a_line_is_kept():
    lines = [pdf.Line("cross-", 0, 10, 100, 20), pdf.Line("border", 0, 0, 40, 10)]

    assert pdf.paragraphs([lines]) == ["cross-border"]


def test_a_number_beside_no_line_stands_by_itself():
    lines = [pdf.Line("1.", 0, 50, 5, 60), pdf.Line("A sample", 10, 0, 100, 10)]

    assert sorted(line.text for line in pdf._with_markers(lines)) == ["1.", "A sample"]


def test_a_pdf_that_cannot_be_opened_is_refused():
    with pytest.raises(RefusedError) as refused:
        pdf.extract(io.BytesIO(b"%PDF-1.7 nothing"))

    assert refused.value.code == "damaged"


def failing(error):
    def fail(_file):
        raise error

    return fail


@pytest.mark.parametrize(("error", "code"), [(RefusedError("damaged"), "damaged"), (MemoryError(), "too_much")])
def test_the_program_says_in_codes_what_it_cannot_read(monkeypatch, error, code):
    monkeypatch.setitem(program.KINDS, "pdf", failing(error))

    assert program.read("pdf", io.BytesIO()) == {"refused": code}


def test_the_program_writes_one_line(monkeypatch, capsys):
    monkeypatch.setattr(program, "limit", lambda: None)
    monkeypatch.setattr(program.sys, "argv", ["extraction", "word"])
    monkeypatch.setattr(program.sys, "stdin", io.TextIOWrapper(io.BytesIO(made())))

    try:
        assert program.main() == 0
    finally:
        logging.disable(logging.NOTSET)

    assert capsys.readouterr().out == '{"passages": ["A sample."], "cut": false, "hidden": false}'


NO_TEXT = (
    "No text could be read in this file: it may be a scan. The file itself is kept. Write the answers, or paste them."
)


def test_read_asks_the_program_and_leaves_the_file_at_its_beginning():
    hidden = paragraph(run("B", "<w:vanish/>"))
    file = io.BytesIO(made(body=body(paragraph(run("A")) + paragraph(run("C")) + hidden)))

    words = extracting.read(file, uploads.DOCX)

    assert words == ("A\n\nC", ["Hidden text in it was left out."])
    assert file.tell() == 0


def test_read_of_a_scan_says_that_there_is_no_text():
    assert extracting.read(io.BytesIO(PDF), uploads.PDF) == ("", [NO_TEXT])


@pytest.mark.parametrize("code", [1, -9])
def test_a_reading_that_breaks_off_has_no_words(monkeypatch, caplog, code):
    done = subprocess.CompletedProcess([], code, b"", b"Traceback: a sample")
    monkeypatch.setattr(uploads.subprocess, "run", lambda *_, **__: done)

    assert extracting.read(io.BytesIO(PDF), uploads.PDF) == ("", [NO_TEXT])
    assert "a sample" in caplog.text


def test_a_reading_that_does_not_end_has_no_words(monkeypatch):
    monkeypatch.setattr(uploads.subprocess, "run", failing_run(subprocess.TimeoutExpired("a", 1)))

    assert extracting.read(io.BytesIO(PDF), uploads.PDF) == ("", [NO_TEXT])


def failing_run(error):
    def fail(*_, **__):
        raise error

    return fail


def test_read_tells_of_what_is_cut():
    notes = extracting._words({"passages": ["A"], "cut": True}).notes

    assert notes == ["It is very long: only its first 500,000 signs were read."]
