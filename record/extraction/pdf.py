"""The paragraphs of a PDF, which knows only signs and places: lines are put together as a reader would.

PDFium gives the signs in reading order, also from right to left.
"""

import re
from dataclasses import dataclass
from statistics import median

from record.inspection import PAGES_LIMIT, RefusedError

from . import MOST, bounded

NEW_LINE = {"\r", "\n"}
HYPHEN = {"\x02", "\ufffe"}  # how PDFium tells a hyphen at the end of a line
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")
MARKER = re.compile(r"(?:[-–•·▪◦‣*o\uf0b7]|\(?(?:\d{1,3}|[A-Za-z]|[IVXivx]{1,5})[.)])$")
OPENING = re.compile(r"(?:[•·▪◦‣–]|\(?(?:\d{1,3}|[A-Za-z]|[IVXivx]{1,5})[.)])\s")
PAGE_NUMBER = re.compile(r"[-–\s]*(?:\d{1,4})(?:\s*/\s*\d{1,4})?[-–\s]*$")
IDEOGRAPH = re.compile("[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]")
ENDS = tuple('.!?:;。！？：；؟؛…"”»)]')


@dataclass
class Line:
    """A line of a page: its signs, and where they stand."""

    text: str
    left: float
    bottom: float
    right: float
    top: float

    @property
    def height(self):
        return self.top - self.bottom


def extract(file):
    """The passages of the PDF in the open ``file``."""
    import pypdfium2  # it loads a library of its own: only in the process that reads a PDF

    try:
        document = pypdfium2.PdfDocument(file.read())
        pages, size = [], 0
        for number in range(min(len(document), PAGES_LIMIT)):
            pages.append(_lines(document[number].get_textpage()))
            size += sum(len(line.text) for line in pages[-1])
            if size > MOST:
                break
    except pypdfium2.PdfiumError as error:
        raise RefusedError("damaged") from error
    passages, cut = bounded(paragraphs(pages))
    return {"passages": passages, "cut": cut, "hidden": False}


def _lines(page):
    """The lines of a page in the order in which they are read."""
    from pypdfium2 import raw  # as above

    lines, signs, boxes = [], [], []
    for index in range(page.count_chars()):
        code = raw.FPDFText_GetUnicode(page.raw, index)
        sign = chr(code) if code < 0x110000 else ""
        if sign in NEW_LINE:
            lines += _line(signs, boxes)
            signs, boxes = [], []
            continue
        signs.append("-" if sign in HYPHEN else sign)
        if not sign.isspace() and not raw.FPDFText_IsGenerated(page.raw, index):
            boxes.append(page.get_charbox(index, loose=True))
    return _with_markers([*lines, *_line(signs, boxes)])


def _line(signs, boxes):
    text = " ".join(UNSEEN.sub("", _whole("".join(signs))).split())
    if not text or not boxes:
        return []
    left, bottom, right, top = zip(*boxes, strict=True)
    return [Line(text, min(left), min(bottom), max(right), max(top))]


def _whole(text):
    """Signs beyond the first plane come as two halves."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _with_markers(lines):
    """Numbers and dots that were drawn apart from their lines, put before them."""
    markers = [line for line in lines if MARKER.match(line.text)]
    texts = [line for line in lines if not MARKER.match(line.text)]
    for marker in markers:
        middle = (marker.top + marker.bottom) / 2
        beside = [line for line in texts if line.bottom <= middle <= line.top]
        if not beside:
            texts.append(marker)
            continue
        line = min(beside, key=lambda line: min(abs(line.left - marker.right), abs(marker.left - line.right)))
        line.text = f"{marker.text} {line.text}"
        line.left, line.right = min(line.left, marker.left), max(line.right, marker.right)
    return texts


def paragraphs(pages):
    """Paragraphs of ``pages``, each a list of Lines; one that goes on over the end of a page is one."""
    found = []
    for page in map(_without_number, pages):
        size = median([line.height for line in page] or [1]) or 1
        width = (min((line.left for line in page), default=0), max((line.right for line in page), default=0))
        before = None
        for line in page:
            if found and _goes_on(found[-1], before, line, size, width):
                found[-1] = _joined(found[-1], line.text)
            else:
                found.append(line.text)
            before = line
    return found


def _without_number(page):
    """The lines of a page without its number at the top or at the foot."""
    if not page:
        return page
    highest, lowest = max(page, key=lambda line: line.top), min(page, key=lambda line: line.bottom)
    return [line for line in page if line not in (highest, lowest) or not PAGE_NUMBER.match(line.text)]


def _goes_on(said, before, line, size, width):
    """Whether a line goes on with the paragraph that was ``said`` so far."""
    if OPENING.match(line.text):
        return False
    if before is None:  # a new page
        return not said.endswith(ENDS) and (line.text[0].islower() or bool(IDEOGRAPH.match(line.text)))
    if before.bottom - line.top > size * 0.5 or line.bottom > before.top:  # a gap, or a new column
        return False
    if abs(before.height - line.height) > size * 0.2:  # a heading
        return False
    room = min(before.left - width[0], width[1] - before.right)  # how far it is from filling its line on both sides
    short = max(before.left - width[0], width[1] - before.right) > (width[1] - width[0]) * 0.25
    return not (short and room >= -size and said.endswith(ENDS))


def _joined(said, more):
    if said.endswith("-") and len(said) > 1 and said[-2].isalpha() and more[0].isalpha():
        return said + more
    if IDEOGRAPH.match(said[-1]) and IDEOGRAPH.match(more[0]):
        return said + more
    return f"{said} {more}"
