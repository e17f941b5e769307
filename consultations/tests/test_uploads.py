import io
import random
import struct
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from consultations import uploads

PDF = b"%PDF-1.7 a sample"
NOT_BOTH = "This file is not a PDF or Word (.docx) file. Save it as such and send it again."
NOT_PDF = "This file is not a PDF file. Save it as such and send it again."


def packed(*names, compression=zipfile.ZIP_STORED, **parts):
    """A ZIP with empty files of these names, and others with content."""
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w", compression) as archive:
        for name in names:
            archive.writestr(name, b"")
        for name, content in parts.items():
            archive.writestr(name, content)
    return stored.getvalue()


def word(*names):
    return packed("[Content_Types].xml", "word/document.xml", *names)


def claiming(size):
    """A Word file of a few bytes whose directory says that it unpacks to ``size`` bytes."""
    content = bytearray(word())
    entry = content.index(b"PK\x01\x02")
    content[entry + 24 : entry + 28] = struct.pack("<I", size)
    return bytes(content)


def sent(content, name="sample.pdf"):
    return SimpleUploadedFile(name, content)


def test_read_gives_bytes_name_and_type_of_a_pdf():
    assert uploads.read(sent(PDF)) == (PDF, "sample.pdf", "application/pdf")


def test_read_gives_bytes_name_and_type_of_a_word_file():
    content = word()

    assert uploads.read(sent(content, "sample.docx")) == (content, "sample.docx", uploads.DOCX)


@pytest.mark.parametrize(
    ("content", "name", "kept_as"),
    [
        (PDF, "letter.docx", "letter.pdf"),
        (word(), "letter.pdf", "letter.docx"),
        (PDF, "letter.pdf.exe", "letter.pdf.pdf"),
    ],
)
def test_the_content_decides_the_kind_and_the_ending(content, name, kept_as):
    assert uploads.read(sent(content, name))[1] == kept_as


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n%PDF-1.7",
        b"%PD",
        b"<html><script>alert(1)</script></html>",
        b"\x89PNG\r\n\x1a\n",
        b"PK\x03\x04 and nothing more",
        b"PK\x05\x06" + bytes(18),  # an empty ZIP
        packed("xl/workbook.xml"),
        packed("WORD/DOCUMENT.XML"),
        b"#!/bin/sh\n" + word(),
    ],
)
def test_read_refuses_what_is_neither(content):
    with pytest.raises(ValidationError) as refused:
        uploads.read(sent(content))

    assert (refused.value.messages, refused.value.code) == ([NOT_BOTH], "kind")


@pytest.mark.parametrize("name", ["word/vbaProject.bin", "vbaProject.bin", "word/nested/vbaProject.bin"])
def test_read_refuses_a_word_file_with_macros(name):
    with pytest.raises(ValidationError, match="not a PDF or Word"):
        uploads.read(sent(word(name), "sample.docx"))


@pytest.mark.parametrize(("size", "taken"), [(50 * 1024**2, True), (50 * 1024**2 + 1, False), (2**32 - 2, False)])
def test_read_refuses_a_word_file_that_would_unpack_too_large(size, taken):
    content = claiming(size)

    if taken:
        assert uploads.read(sent(content))[2] == uploads.DOCX
    else:
        with pytest.raises(ValidationError, match="not a PDF or Word"):
            uploads.read(sent(content))


@pytest.mark.parametrize(("count", "taken"), [(1998, True), (1999, False)])
def test_read_refuses_a_word_file_of_too_many_parts(count, taken):
    content = word(*(f"word/media/{number}" for number in range(count)))

    if taken:
        assert uploads.read(sent(content))[2] == uploads.DOCX
    else:
        with pytest.raises(ValidationError, match="not a PDF or Word"):
            uploads.read(sent(content))


def test_read_of_pdf_only_refuses_word():
    with pytest.raises(ValidationError) as refused:
        uploads.read(sent(word(), "sample.docx"), kinds=(uploads.PDF,))

    assert refused.value.messages == [NOT_PDF]


def test_read_takes_ten_megabytes_and_no_byte_more():
    whole = sent(PDF.ljust(uploads.LIMIT, b" "))
    assert len(uploads.read(whole)[0]) == uploads.LIMIT == 10 * 1024 * 1024

    larger = sent(PDF)
    larger.size = uploads.LIMIT + 1
    with pytest.raises(ValidationError) as refused:
        uploads.read(larger)

    assert (refused.value.messages, refused.value.code) == (
        ["This file is larger than 10 MB. Send a smaller one."],
        "size",
    )


def test_read_answers_whatever_the_bytes_are():
    chance = random.Random(1)  # noqa: S311 - the same damage at every run
    whole = word("word/styles.xml", "docProps/core.xml")
    for _ in range(2000):
        damaged = bytearray(whole)
        for _ in range(chance.randrange(1, 6)):
            damaged[chance.randrange(4, len(damaged))] = chance.choice([0, 1, 0x7F, 0x80, 0xFF])
        try:
            kind = uploads.read(sent(bytes(damaged[: chance.randrange(4, len(damaged) + 1)])))[2]
        except ValidationError as refused:
            kind = refused.code
        assert kind in {uploads.DOCX, "kind"}


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("annex.pdf", "annex.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\a\\annex.pdf", "annex.pdf"),
        ("/annex.pdf/", "annex.pdf"),
        ("annex\r\nSet-Cookie: a=b.pdf", "annexSet-Cookie a=b.pdf"),
        ("annex\x00.pdf", "annex.pdf"),
        ("annex\u202efdp.exe", "annexfdp.pdf"),
        ('a<b>c:"d|e?f*.pdf', "abcdef.pdf"),
        ("Проект резолюции.pdf", "Проект резолюции.pdf"),
        ("各位同事.pdf", "各位同事.pdf"),
        ("", "file.pdf"),
        (".pdf", "file.pdf"),
        ("..", "file.pdf"),
        ("...", "file.pdf"),
        (" . ", "file.pdf"),
        ("x" * 300 + ".pdf", "x" * 120 + ".pdf"),
        ("two.dots.pdf", "two.dots.pdf"),
        ("no ending", "no ending.pdf"),
    ],
)
def test_safe_name_is_printable_without_path_and_ends_as_its_kind(name, safe):
    assert uploads.safe_name(name, uploads.PDF) == safe
