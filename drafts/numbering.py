"""The numbers of paragraphs: PP1, OP1, (a), (i), computed from kind, level and order.

A paragraph is anything with ``key``, ``kind`` and ``level``. Numbers are those of one line of a text: a
sub-paragraph's is that within its paragraph. After the heading of an annex they begin anew, as ``A1.1``.
"""

from collections import Counter
from typing import Any, NamedTuple

SERIES = {"preambular": "PP", "operative": "OP"}
BETWEEN = [
    *("bis", "ter", "quater", "quinquies", "sexies", "septies", "octies", "novies", "decies"),
    *("undecies", "duodecies", "terdecies", "quaterdecies", "quindecies", "sexdecies", "septdecies", "octodecies"),
    *("novodecies", "vicies"),
]
ROMAN = ((50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


class Scope(NamedTuple):
    """Within what a paragraph is counted: a series of the text or of an annex, or the paragraph above it."""

    style: str
    within: Any


def plain(paragraphs):
    """The number of each paragraph, "" for those that have none: what a release prints."""
    counts, numbers = Counter(), []
    for _paragraph, scope, annex in _placed(paragraphs):
        counts[scope] += 1
        numbers.append(_number(scope, counts[scope], annex) if scope else "")
    return numbers


def over(paragraphs, base):
    """The numbers of a working copy: the base's, so that they keep their meaning, with bis and ter for what is new.

    What stands before the first paragraph that the base knows is ``supra``; a series that it does not know is
    counted as if it were released.
    """
    known = {
        (scope, paragraph.key): number
        for (paragraph, scope, _annex), number in zip(_placed(base), plain(base), strict=True)
    }
    placed = list(_placed(paragraphs))
    first = {}
    for paragraph, scope, _annex in placed:
        if scope and (scope, paragraph.key) in known:
            first.setdefault(scope, known[scope, paragraph.key])
    return _between(placed, known, first)


def _between(placed, known, first):
    latest, inserted, numbers = {}, Counter(), []
    for paragraph, scope, annex in placed:
        number = known.get((scope, paragraph.key))
        if scope is None:
            number = ""
        elif number:
            latest[scope], inserted[scope] = number, 0
        else:
            inserted[scope] += 1
            number = _new_number(scope, inserted[scope], annex, latest.get(scope), first.get(scope))
        numbers.append(number)
    return numbers


def _new_number(scope, count, annex, after, before):
    if after:
        return f"{after} {_word(count)}"
    if before:
        return f"{before} supra" if count == 1 else f"{before} supra {_word(count - 1)}"
    return _number(scope, count, annex)


def _word(count):
    return BETWEEN[count - 1] if count <= len(BETWEEN) else f"({count + 1})"


def printed(number):
    """A number as the document prints it: "OP3 bis" is "3 bis.", "(a)" stays."""
    if number.startswith("PP") or not number:
        return ""
    if number.startswith("OP"):
        return f"{number[2:]}."
    return f"{number.partition('.')[2]}." if number[0] == "A" and "." in number else number


def _placed(paragraphs):
    """Each paragraph with its scope (``None`` if it is not counted) and the number of its annex, 0 in the text."""
    above, annex, within = [None] * 4, 0, None
    for paragraph in paragraphs:
        if paragraph.kind == "subparagraph":
            level = min(max(paragraph.level, 1), 3)
            parent = next((key for key in reversed(above[:level]) if key is not None), None)
            above[level:] = [paragraph.key] + [None] * (3 - level)
            yield paragraph, Scope(f"level {level}", parent), annex
            continue
        if paragraph.kind == "annex":
            annex, within = annex + 1, paragraph.key
        counted = paragraph.kind in SERIES
        above = [paragraph.key if counted else None, None, None, None]
        yield paragraph, Scope(paragraph.kind, within) if counted else None, annex


def _number(scope, count, annex):
    if scope.style in SERIES:
        return f"A{annex}.{count}" if annex and scope.style == "operative" else f"{SERIES[scope.style]}{count}"
    return {"level 1": f"({_letters(count)})", "level 2": f"({_roman(count)})", "level 3": f"{_letters(count)}."}[
        scope.style
    ]


def _letters(count):
    """a, b … z, aa, ab …"""
    letters = ""
    while count:
        count, rest = divmod(count - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters


def _roman(count):
    numeral = ""
    for value, sign in ROMAN:
        numeral += sign * (count // value)
        count %= value
    return numeral
