"""Pasted text as paragraphs: lines that an e-mail or a page has wrapped are joined, what belongs to the page is left.

What is left is told with its reason, as everywhere in bringing in a text.
"""

import re
from itertools import pairwise

from . import source
from .numbered import parted

WIDEST = 110  # signs: no e-mail and no page wraps its lines later
NARROWEST = 40
NEARLY = 0.8  # of the width: a line that is so full, and does not end a sentence, goes on
SHORT = 100
ENDS = (".", ";", ":", ",", "،", "؛", "。", "；", "，", "：")
_PAGE = re.compile(
    r"\s*(?:[-–—]?\s?\d{1,3}\s?[-–—]?|(?:page|p\.)\s*\d{1,3}(?:\s*(?:of|/)\s*\d{1,3})?|\d{1,3}/\d{1,3})\s*", re.I
)
_COUNTED = re.compile(r"\s*(\d{1,4})(?:\s+|$)(?![.)])")
_QUOTED = re.compile(r"\s*((?:>\s?)+)")


def read(text):
    """The paragraphs of a text, and what is left of it."""
    lines = re.split(r"\r\n|[\n\r\v\f\u2028\u2029\x85]", text)
    left = []
    lines = _without_quoting(lines, left)
    lines = _without_counts(lines, left)
    lines = _without_pages(lines, left)
    return {"paragraphs": [source(each) for each in _joined(lines)], "left": left}


def _without_quoting(lines, left):
    """Without the angles that e-mail programs put before each line."""
    found = [_QUOTED.match(line) for line in lines]
    written = [place for place, line in enumerate(lines) if line.strip()]
    if len(written) < 3 or sum(bool(found[place]) for place in written) < 0.8 * len(written):
        return lines
    left.append({"text": " ".join(each[1].strip() for each in found if each), "reason": "quoting"})
    return [line[each.end() :] if each else line for line, each in zip(lines, found, strict=True)]


def _without_counts(lines, left):
    """Without the numbers of lines, where nearly every line begins with the next."""
    found = [_COUNTED.match(line) for line in lines]
    written = [place for place, line in enumerate(lines) if line.strip()]
    counts = [int(found[place][1]) for place in written if found[place]]
    rising = sum(after == before + 1 or after == 1 for before, after in pairwise(counts))
    if len(counts) < 5 or len(counts) < 0.8 * len(written) or rising < 0.8 * len(counts):
        return lines
    left.append({"text": " ".join(str(count) for count in counts), "reason": "line_number"})
    return [line[each.end() :] if each else line for line, each in zip(lines, found, strict=True)]


def _without_pages(lines, left):
    """Without the numbers of pages, and the short lines that stand on three pages or more."""
    short = [line.strip() for line in lines if len(line.strip()) <= SHORT]
    often = {line for line in set(short) if line and short.count(line) > 2 and not line.endswith(ENDS)}
    kept, seen = [], set()
    for place, line in enumerate(lines):
        stripped = line.strip()
        alone = not any(each.strip() for each in lines[max(0, place - 1) : place] + lines[place + 1 : place + 2])
        if stripped and _PAGE.fullmatch(line) and (alone or len(lines) > 40):
            left.append({"text": stripped, "reason": "page_number"})
        elif stripped in often and stripped in seen and not parted(stripped)[0].text:
            left.append({"text": stripped, "reason": "repeated"})
        else:
            kept.append(line)
        seen.add(stripped)
    return kept


def _joined(lines):
    width = _width(lines)
    paragraphs, last = [], ""
    for line in lines:
        if not line.strip():
            last = ""
            continue
        if last and _goes_on(last, line, width):
            paragraphs[-1] += " " + line.strip()
        else:
            paragraphs.append(line.strip())
        last = line.rstrip()
    return paragraphs


def _width(lines):
    """Where the lines are wrapped; 0 if they are not."""
    lengths = sorted(len(line.rstrip()) for line in lines if line.strip())
    widest = lengths[-1] if lengths else 0
    return widest if NARROWEST <= widest <= WIDEST else 0


def _goes_on(line, following, width):
    """Whether a paragraph goes on in the following line."""
    if not width or _begins(following, line):
        return False
    if len(line) + 1 + len(following.split()[0]) > width:
        return True
    if line.endswith(ENDS):
        return False
    return following.strip()[0].islower() or len(line) > NEARLY * width


def _begins(following, line):
    """Whether the following line begins a paragraph by its number; "paragraph / 12. It" does not."""
    number = parted(following.strip())[0]
    return bool(number.text) and (line.endswith(ENDS) or number.shape == "series" or len(line) < SHORT // 3)
