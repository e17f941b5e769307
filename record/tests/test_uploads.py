import logging
import subprocess
import zipfile

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from record import uploads
from record.tests.scanner import Scanner
from record.upload_handler import Upload

from .sample_files import EICAR, PDF, body, packed, pdf, sent, types, word, word_parts

NOT_BOTH = "This file is not a PDF or Word (.docx) file. Save it as such and send it again."
NOT_PDF = "This file is not a PDF file. Save it as such and send it again."


def refusal(content, name="sample.pdf", **options):
    with pytest.raises(ValidationError) as refused:
        uploads.take(sent(content, name), **options)
    return refused.value.code, refused.value.messages


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [(PDF, "sample.pdf", "application/pdf"), (word(), "sample.docx", uploads.DOCX)],
)
def test_take_gives_the_open_file_with_name_type_and_no_notes(content, name, kind):
    taken = uploads.take(sent(content, name))

    assert taken.content.read() == content
    assert taken.fields() == {"content": taken.content, "name": name, "content_type": kind}
    assert taken.notes == []


@pytest.mark.parametrize(
    ("content", "name", "kept_as"),
    [
        (PDF, "Annex.PDF", "Annex.pdf"),
        (PDF, "no ending", "no ending.pdf"),
        (PDF, "Draft v1.2", "Draft v1.2.pdf"),
        (word(), "two.dots.docx", "two.dots.docx"),
        (PDF, "CON.pdf", "_CON.pdf"),
    ],
)
def test_take_gives_the_ending_of_the_kind(content, name, kept_as):
    assert uploads.take(sent(content, name)).name == kept_as


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (PDF, "letter.docx", "ends in .docx, but it is a PDF file. Save it again as PDF, with the ending .pdf, and"),
        (PDF, "letter.pdf.exe", "ends in .exe, but it is a PDF file."),
        (word(), "letter.pdf", "ends in .pdf, but it is a Word (.docx) file."),
        (word(), "letter.docm", "ends in .docm, but it is a Word (.docx) file."),
    ],
)
def test_take_refuses_a_name_that_says_another_kind_than_the_content(content, name, said):
    code, [message] = refusal(content, name)

    assert code == "name"
    assert said in message


@pytest.mark.parametrize(
    "content",
    [
        b"\n%PDF-1.7",
        b"%PD",
        b"<html><script>alert(1)</script></html>",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"\x89PNG\r\n\x1a\n",
        b"GIF89a" + word(),
        b"PK\x05\x06" + bytes(18),  # an empty ZIP
        EICAR,
    ],
)
def test_take_refuses_what_is_neither(content):
    assert refusal(content) == ("kind", [NOT_BOTH])


def test_take_refuses_a_package_that_is_no_word_file():
    assert refusal(word(types=types(main="application/vnd.other")), "a.docx") == ("kind", [NOT_BOTH])


def test_take_of_pdf_only_refuses_word():
    assert refusal(word(), "sample.docx", kinds=(uploads.PDF,)) == ("kind", [NOT_PDF])
    assert refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", kinds=(uploads.PDF,)) == ("kind", [NOT_PDF])


def test_take_tells_older_office_files_from_others():
    assert refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "a.doc") == (
        "old_word",
        [
            "This file is of an older kind of Office, or protected by a password. Save it as Word (.docx) or PDF, "
            "without a password, and send it again."
        ],
    )


def test_take_refuses_in_a_sentence_with_what_was_found():
    inside = '<w:p><w:fldSimple w:instr="DDEAUTO calc"/></w:p>'

    assert refusal(word(body=body(inside)), "a.docx") == (
        "word_field",
        [
            "This file has a field (DDEAUTO) that brings in other files or starts programs. Select it, press "
            "Ctrl+Shift+F9 to keep its text only, and send it again."
        ],
    )
    assert refusal(pdf(pages=501)) == (
        "pages",
        ["This file has 501 pages; 500 is the most. Split it and send the parts."],
    )


def test_take_tells_what_the_file_shows_of_its_makers():
    def named(document):
        document.docinfo["/Author"] = "A delegate"

    assert uploads.take(sent(pdf(named))).notes == [
        "This file names its author: A delegate.",
        "Whoever opens the file can see this. If they should not, remove it (in Word: File, Info, Inspect Document) "
        "and send the file again.",
    ]


def test_notes_count_in_words():
    inside = '<w:p><w:ins w:author="A"/><w:r><w:rPr><w:vanish/></w:rPr></w:r></w:p>'
    comments = body('<w:comment w:author="A"/><w:comment w:author="B"/>')

    taken = uploads.take(sent(word([("word/comments.xml", comments)], body=body(inside)), "a.docx"))

    assert taken.notes[:-1] == [
        "This file has tracked changes by 1 person.",
        "This file has 2 comments.",
        "This file has hidden text.",
    ]


@pytest.mark.parametrize(
    ("size", "code", "said"),
    [
        (0, "empty", "This file is empty. Choose the one that you meant and send it again."),
        (uploads.LIMIT + 1, "size", "This file is larger than 10 MB. Send a smaller one."),
    ],
)
def test_take_refuses_a_size_before_it_reads_anything(size, code, said):
    with pytest.raises(ValidationError) as refused:
        uploads.take(Upload(None, "a.pdf", "application/pdf", size, None))

    assert (refused.value.code, refused.value.messages) == (code, [said])


def test_take_takes_ten_megabytes():
    whole = PDF + b"\n" * (uploads.LIMIT - len(PDF))

    assert uploads.take(sent(whole)).content.size == uploads.LIMIT == 10 * 1024 * 1024


def test_take_refuses_what_could_not_be_written():
    upload = Upload(None, "a.pdf", "application/pdf", 10, None)
    upload.fault = "room"

    with pytest.raises(ValidationError, match="There is no room for this file at the moment"):
        uploads.take(upload)


def test_take_asks_the_scanner_about_what_it_would_take(settings):
    with Scanner() as scanner:
        settings.CLAMD_URL = scanner.url
        infected = packed(word_parts() | {"word/media/a.png": EICAR}, zipfile.ZIP_STORED)

        assert uploads.take(sent(PDF)).content.read() == PDF
        assert refusal(PDF + b"more")[0] == "tail"
        assert refusal(infected, "a.docx")[0] == "infected"
        assert scanner.heard == [PDF, infected]


def ended(code, stdout=b"", stderr=b""):
    return lambda *args, **kwargs: subprocess.CompletedProcess(args, code, stdout, stderr)


@pytest.mark.parametrize(
    ("run", "code", "logged"),
    [
        (ended(-9), "too_much", []),
        (ended(1, stderr=b"Traceback\nTypeError: a sample"), "damaged", [logging.ERROR]),
        (ended(0, b'{"refused": "too_much", "facts": {}}'), "too_much", []),
    ],
)
def test_an_inspection_that_breaks_off_refuses(monkeypatch, caplog, run, code, logged):
    monkeypatch.setattr(uploads.subprocess, "run", run)

    assert refusal(PDF)[0] == code
    assert [record.levelno for record in caplog.records] == logged


@pytest.mark.parametrize(("error", "code"), [(subprocess.TimeoutExpired("a", 1), "too_much"), (OSError(), "checks")])
def test_an_inspection_that_does_not_end_or_begin_refuses(monkeypatch, error, code):
    def run(*args, **kwargs):
        raise error

    monkeypatch.setattr(uploads.subprocess, "run", run)

    assert refusal(PDF)[0] == code


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from([b"", b"%PDF-1.7\n", b"PK\x03\x04", PDF, word()]), st.binary(max_size=200), st.text(max_size=300)
)
def test_whatever_is_sent_is_taken_or_refused_in_a_sentence(begin, more, name):
    try:
        said = uploads.take(sent(begin + more, name)).name
    except ValidationError as refused:
        [said] = refused.messages

    assert said.endswith((".", ".pdf", ".docx"))


def test_25_megabytes_are_all_that_can_be_in_one_place():
    five = uploads.TOTAL_LIMIT // 5

    assert uploads.refuse_large([five] * 5) is None
    with pytest.raises(ValidationError) as refused:
        uploads.refuse_large([five] * 4 + [five + 1])
    assert refused.value.code == "total"


def test_size_of_bytes_and_of_an_open_file():
    assert (uploads.size_of(b"abc"), uploads.size_of(sent(b"abcd"))) == (3, 4)
