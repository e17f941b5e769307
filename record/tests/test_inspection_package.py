import io
import random
import zipfile

import pytest

from record.inspection import MIB, PARTS_LIMIT, UNPACKED_LIMIT, RefusedError, word
from record.inspection.package import Package

from .sample_files import claiming, packed, word_parts
from .sample_files import word as made


def code_of(content):
    with pytest.raises(RefusedError) as refused:
        word.inspect(io.BytesIO(content))
    return refused.value.code


def with_part(name, content=b"", **attributes):
    """A Word file with one more part, whose entry in the directory has these attributes."""
    info = zipfile.ZipInfo("x")
    info.filename = name
    for attribute, value in attributes.items():
        setattr(info, attribute, value)
    return packed([*word_parts().items(), (info, content)])


def test_parts_come_out_as_they_went_in():
    content = random.Random(1).randbytes(MIB) + bytes(MIB)  # noqa: S311 - packs well in part
    package = Package(io.BytesIO(packed({"a": content, "b": b""})))

    assert b"".join(package.chunks(package.parts["a"])) == content
    assert max(len(chunk) for chunk in package.chunks(package.parts["a"])) <= 1 << 16
    assert b"".join(package.chunks(package.parts["b"])) == b""


@pytest.mark.parametrize(
    "name",
    [
        "/etc/passwd",
        "../a.xml",
        "word/../../a.xml",
        "word\\a.xml",
        "C:/a.xml",
        "word/a\0.xml",
        "a\r\nb",
        "word/\u202ea",
    ],
)
def test_names_that_lead_elsewhere_are_refused(name):
    assert code_of(with_part(name)) == "zip_names"


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", ["word/document.xml", "WORD/Document.xml"])
def test_two_parts_of_one_name_are_refused(name):
    assert code_of(with_part(name)) == "zip_names"


def test_a_link_among_the_parts_is_refused():
    assert code_of(with_part("word/a", b"/etc/passwd", external_attr=0o120777 << 16)) == "zip_names"


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_part_packed_as_word_does_not_is_refused(method):
    assert code_of(packed(word_parts(), method)) == "damaged"


def test_a_package_under_a_password_is_refused():
    content = bytearray(made())
    content[content.index(b"PK\x01\x02") + 8] |= 1

    assert code_of(bytes(content)) == "locked"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (made() + b"a", "tail"),
        (b"#!/bin/sh\n" + made(), "tail"),
        (made()[:-1], "damaged"),
        (made()[-22 - 70 :], "damaged"),
        (b"PK\x03\x04", "damaged"),
        (b"PK\x05\x06" + bytes(18), "kind"),
        (b"", "damaged"),
    ],
)
def test_nothing_stands_before_or_behind_the_package(content, code):
    assert code_of(content) == code


def test_two_thousand_parts_are_taken_and_no_more():
    some = len(word_parts())
    most = {f"word/media/{number}": b"" for number in range(PARTS_LIMIT - some)}
    assert word.inspect(io.BytesIO(made(most)))["changes"] == 0

    assert code_of(made(most | {"word/media/last": b""})) == "zip_parts"


def test_fifty_megabytes_come_out_and_no_more():
    parts = word_parts() | {"a.bin": bytes(49 * MIB)}
    assert word.inspect(io.BytesIO(packed(parts, zipfile.ZIP_STORED)))["changes"] == 0

    assert code_of(packed(parts | {"b.bin": bytes(MIB)}, zipfile.ZIP_STORED)) == "zip_size"
    assert UNPACKED_LIMIT == 50 * MIB


def test_what_packs_a_hundredfold_is_refused():
    assert code_of(made({"a.bin": bytes(MIB)})) == "zip_size"


@pytest.mark.parametrize("size", [0, 10, 2**32 - 2])
def test_a_part_that_unpacks_to_another_size_than_it_says_is_refused(size):
    """What comes out is counted: that the directory and the header agree makes it no truer."""
    assert code_of(claiming(made(), "word/document.xml", size)) == "damaged"


def test_a_bomb_that_says_it_is_small_is_counted_as_it_bursts():
    content = claiming(made({"a.bin": bytes(60 * MIB)}), "a.bin", 10)

    assert code_of(content) == "zip_size"


def test_a_header_that_names_another_part_than_the_directory_is_refused():
    content = made().replace(b"word/document.xml", b"word/harmless.xml", 1)

    assert code_of(content) == "damaged"


def test_a_part_in_a_part_cannot_burst():
    inner = packed({"a": bytes(5 * MIB)})

    assert code_of(made({"word/media/a.png": inner})) == "word_embedded"
