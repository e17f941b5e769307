"""What Word does with tracked changes, for tests: a file with all of them taken, or all refused, as paragraphs."""

import re
import zipfile
from io import BytesIO
from typing import NamedTuple

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
COMING, GOING = {f"{W}ins", f"{W}moveTo"}, {f"{W}del", f"{W}moveFrom"}
STYLES = re.compile(r"Draft(Title|Organ|Heading|Preambular|Operative|Annex|Sub\d)")


class Read(NamedTuple):
    """A paragraph: its style, its words (``*emphasised*``, with ``[^text of a footnote]`` where one is called for)."""

    style: str
    text: str


def parts(docx):
    with zipfile.ZipFile(BytesIO(docx)) as archive:
        return {name: etree.fromstring(archive.read(name)) for name in archive.namelist()}


def accepted(docx):
    return _read(docx, gone=GOING, kept=COMING, old=False)


def rejected(docx):
    return _read(docx, gone=COMING, kept=GOING, old=True)


def text_of(paragraphs):
    """Those of the text itself, without the facts at its head."""
    return [each for each in paragraphs if STYLES.fullmatch(each.style)]


def _read(docx, *, gone, kept, old):
    found = parts(docx)
    body = found["word/document.xml"].find(f"{W}body")
    notes = {note.get(f"{W}id"): note for note in found["word/footnotes.xml"]}
    paragraphs, pending = [], ""
    for paragraph in body.iterchildren(f"{W}p"):
        pending += _words(paragraph, gone, notes, old=old)
        if not _mark(paragraph) & gone:
            paragraphs.append(Read(_style(paragraph, old=old), pending.replace("**", "")))
            pending = ""
    assert pending == ""
    return paragraphs


def _mark(paragraph):
    marks = paragraph.find(f"{W}pPr/{W}rPr")
    return {each.tag for each in marks} if marks is not None else set()


def _style(paragraph, *, old):
    changed = paragraph.find(f"{W}pPr/{W}pPrChange/{W}pPr/{W}pStyle")
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return (changed if old and changed is not None else style).get(f"{W}val")


def _words(element, gone, notes, *, old):
    """The words that stay, with everything that is inside what goes left out."""
    found = ""
    for child in element:
        if child.tag in gone or child.tag == f"{W}pPr":
            continue
        found += _run(child, gone, notes, old=old) if child.tag == f"{W}r" else _words(child, gone, notes, old=old)
    return found


def _run(run, gone, notes, *, old):
    found = ""
    for child in run:
        if child.tag in {f"{W}t", f"{W}delText"}:
            found += child.text or ""
        elif child.tag == f"{W}tab":
            found += "\t"
        elif child.tag == f"{W}footnoteReference":
            note = notes[child.get(f"{W}id")]
            found += f"[^{''.join(_words(paragraph, gone, notes, old=old) for paragraph in note).strip()}]"
    look = run.find(f"{W}rPr/{W}rPrChange/{W}rPr") if old else None
    look = run.find(f"{W}rPr") if look is None else look
    return f"*{found}*" if look is not None and look.find(f"{W}i") is not None and found else found
