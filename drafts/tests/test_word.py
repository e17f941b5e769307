"""A version as a Word file: what stands around its text, in each language, and in a program that opens it."""

import shutil
import subprocess
import zipfile
from datetime import UTC, datetime
from io import BytesIO

import pytest

from drafts import word

from .test_word_tracking import FACTS, IMPRINT, expected, numbered, op
from .word import W, accepted, parts, rejected, text_of

PARAGRAPHS = numbered(
    [
        op("t", "A sample of a draft", kind="title"),
        op("o", "*The General Assembly*,", kind="organ"),
        op("p", "*Recalling* its resolution,[^1]", "A note, *annex*.", kind="preambular"),
        op("a", "*Decides* to meet & <decide>:"),
        op("a1", "In [New York];", kind="subparagraph", level=1),
        op("a2", "At Headquarters;", kind="subparagraph", level=2),
        op("x", "Annex", kind="annex"),
        op("x1", "First of the annex."),
    ]
)
CONTENT = FACTS | {"session": "Seventy-third session", "symbol": "A/73/L.0", "paragraphs": PARAGRAPHS}
BASE = CONTENT | {"paragraphs": PARAGRAPHS[:4]}


def words(part):
    return ["".join(each.itertext()) for each in part.iter(f"{W}p")]


def test_a_clean_file_reads_as_a_draft_resolution():
    docx = word.clean(CONTENT, IMPRINT)
    found = accepted(docx)

    assert [each.text for each in found[:3]] == [
        "General Assembly\tA/73/L.0",
        "Seventy-third session\t7 June 2019",
        "\tOriginal: English",
    ]
    assert text_of(found) == expected(PARAGRAPHS)
    assert found == rejected(docx)


def test_every_page_says_what_it_is_and_how_to_verify_it():
    found = parts(word.clean(CONTENT, IMPRINT))

    assert words(found["word/header.xml"]) == ["Zero draft of 7 June 2019", "A sample."]
    assert words(found["word/footer.xml"]) == ["Verify at …", "Page  PAGE 1 of  NUMPAGES 1"]


def test_every_page_of_a_tracked_file_names_version_and_base():
    docx = word.tracked(CONTENT | {"label": "Rev.1", "dated": "2019-06-20"}, BASE, [], IMPRINT)

    header = words(parts(docx)["word/header.xml"])
    assert header[0] == "Rev.1 of 20 June 2019, changes shown against Zero draft of 7 June 2019"
    assert parts(docx)["word/settings.xml"].find(f"{W}trackRevisions") is not None


@pytest.mark.parametrize(
    ("language", "tag", "turned"), [("en", "en-GB", False), ("zh", "zh-CN", False), ("ar", "ar-SA", True)]
)
def test_language_and_direction_are_set(language, tag, turned):
    found = parts(word.tracked(CONTENT | {"language": language}, BASE, [], IMPRINT))
    document, styles = found["word/document.xml"], found["word/styles.xml"]

    assert styles.find(f".//{W}lang").get(f"{W}val") == tag
    turns = [document.find(f".//{W}{name}") is not None for name in (f"pPr/{W}bidi", "rtl", f"sectPr/{W}bidi")]
    assert turns == [turned] * 3


def test_paper_is_that_of_the_consultation():
    widths = [
        parts(word.clean(CONTENT, IMPRINT._replace(paper=paper)))["word/document.xml"].find(f".//{W}pgSz").get(f"{W}w")
        for paper in ("a4", "letter")
    ]

    assert widths == ["11906", "12240"]


def test_the_same_version_is_the_same_file():
    assert word.tracked(CONTENT, BASE, [], IMPRINT) == word.tracked(CONTENT, BASE, [], IMPRINT)


def test_facts_that_xml_cannot_hold_do_not_spoil_the_file():
    imprint = word.Imprint("A \x00 & <B>", datetime(2019, 6, 20, tzinfo=UTC), "a4", "\uffff")

    found = parts(word.tracked(CONTENT | {"label": "Draft \x07"}, BASE, [], imprint))

    assert words(found["word/header.xml"])[0].startswith("Draft  of 7 June 2019")


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (apt: libreoffice-writer) is not installed")
def test_libreoffice_opens_it_and_finds_each_change(tmp_path):
    (tmp_path / "draft.docx").write_bytes(word.tracked(CONTENT, BASE | {"symbol": "A/73/L.9"}, [], IMPRINT))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "odt", "--outdir", tmp_path, tmp_path / "draft.docx"]

    subprocess.run(command, check=True, capture_output=True, timeout=240)

    with zipfile.ZipFile(BytesIO((tmp_path / "draft.odt").read_bytes())) as archive:
        content = archive.read("content.xml").decode()
    assert content.count("<text:deletion>") == 1  # the symbol
    assert content.count("<text:insertion>") == 2  # the symbol; the four paragraphs, which it joins
    assert content.count("<dc:creator>Co-facilitators of a forum</dc:creator>") == content.count(
        "<text:changed-region "
    )
    assert "A note, " in content
