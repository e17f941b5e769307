"""The numbers of paragraphs: PP1, OP1, (a), (i), computed from kind, level and order.

A paragraph is anything with ``key``, ``kind`` and ``level``. Numbers are those of one line of a text: a
sub-paragraph's is that within its paragraph. After the heading of an annex they begin anew, as ``A1.1``.
"""

import re
from collections import Counter, defaultdict
from itertools import count
from typing import Any, NamedTuple

SERIES = {"preambular": "PP", "operative": "OP"}
BETWEEN = [
    *("bis", "ter", "quater", "quinquies", "sexies", "septies", "octies", "novies", "decies"),
    *("undecies", "duodecies", "terdecies", "quaterdecies", "quindecies", "sexdecies", "septdecies", "octodecies"),
    *("novodecies", "vicies"),
]
WORD = re.compile(rf" (?:{'|'.join(BETWEEN)}|\(\d+\))$")
ROMAN = ((50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


class Scope(NamedTuple):
    """Within what a paragraph is counted: a series of the text or of an annex, or the paragraph above it."""

    style: str
    within: Any


def plain(paragraphs):
    """The number of each paragraph, "" for those that have none: what a release prints.

    An alternative has the number of the paragraph before it, and is not counted.
    """
    counts, latest, numbers = Counter(), {}, []
    for _paragraph, scope, annex, alternative in _placed(paragraphs):
        if alternative:
            counts[scope, "alt"] += 1
            number = f"{latest[scope]} {_alt(counts[scope, 'alt'])}"
        else:
            counts[scope], counts[scope, "alt"] = counts[scope] + 1, 0
            number = latest[scope] = _number(scope, counts[scope], annex) if scope else ""
        numbers.append(number)
    return numbers


def over(paragraphs, base, numbers=None):
    """The numbers of a working copy: the base's, so that they keep their meaning, with bis and ter for what is new.

    ``numbers`` are the base's, where they are not plain. What stands before the first paragraph that the base knows
    is ``supra``; a series that it does not know is counted as if it were released. No number of the base is given to
    another paragraph.
    """
    given = plain(base) if numbers is None else numbers
    known = {
        (scope, alternative, paragraph.key): number
        for (paragraph, scope, _annex, alternative), number in zip(_placed(base), given, strict=True)
    }
    placed = list(_placed(paragraphs))
    first = {}
    for paragraph, scope, _annex, alternative in placed:
        if scope and not alternative and (scope, False, paragraph.key) in known:
            first.setdefault(scope, known[scope, False, paragraph.key])
    return _between(placed, known, first)


def _between(placed, known, first):
    """The numbers: ``latest`` is the base's that was met last, ``before`` that of the paragraph before, in a scope."""
    taken, latest, before, counts, numbers = defaultdict(set), {}, {}, Counter(), []
    for (scope, _alternative_to, _key), number in known.items():
        taken[scope].add(number)
    for paragraph, scope, annex, alternative in placed:
        number = known.get((scope, alternative, paragraph.key), "") if scope else ""
        if alternative:
            number = _alternative(number, before[scope], taken[scope])
        elif number:
            latest[scope] = number
        elif scope in latest or scope in first:
            number = _new_number(latest.get(scope), first.get(scope), taken[scope])
        elif scope:
            counts[scope] += 1
            number = _number(scope, counts[scope], annex)
        if not alternative:
            before[scope] = number
        taken[scope].add(number)
        numbers.append(number)
    return numbers


def _alternative(known, after, taken):
    """The number of an alternative to the paragraph ``after``: the one that it had, if it was to that one before."""
    if known and known.startswith(f"{after} alt"):
        return known
    return next(number for number in (f"{after} {_alt(place)}" for place in count(1)) if number not in taken)


def _alt(place):
    return "alt" if place == 1 else f"alt {place}"


def _new_number(after, before, taken):
    """The first number that is free behind that of the base, or in front of it."""
    if after:
        stem = WORD.sub("", after)
        found = (f"{stem} {_word(place)}" for place in count(1))
    else:
        found = (f"{before} supra{f' {_word(place)}' if place else ''}" for place in count())
    return next(number for number in found if number not in taken)


def _word(place):
    return BETWEEN[place - 1] if place <= len(BETWEEN) else f"({place + 1})"


def printed(number):
    """A number as the document prints it: "OP3 bis" is "3 bis.", "(a)" stays; of the preamble only what is ``alt``."""
    if number.startswith("PP") or not number:
        return f"alt{number.partition(' alt')[2]}." if " alt" in number else ""
    if number.startswith("OP"):
        return f"{number[2:]}."
    return f"{number.partition('.')[2]}." if number[0] == "A" and "." in number else number


def cited(paragraphs, numbers):
    """How each is cited: its number below those of the paragraphs above it, ("OP4", "(b)"); () for what has none."""
    chains, above = [], [()] * 4
    for paragraph, number in zip(paragraphs, numbers, strict=True):
        level = min(max(paragraph.level, 1), 3) if paragraph.kind == "subparagraph" else 0
        parent = next((chain for chain in reversed(above[:level]) if chain), ())
        chains.append((*parent, number) if number else ())
        above[level:] = [chains[-1]] + [()] * (3 - level)
    return chains


def _placed(paragraphs):
    """Each paragraph with its scope (``None`` if it is not counted), the number of its annex, 0 in the text, and
    whether it is an alternative to one before it.
    """
    begun = set()
    for paragraph, scope, annex in _scopes(paragraphs):
        yield paragraph, scope, annex, scope in begun and bool(getattr(paragraph, "alternative", False))
        begun.add(scope)
        begun.discard(None)


def _scopes(paragraphs):
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


def _number(scope, place, annex):
    if scope.style in SERIES:
        return f"A{annex}.{place}" if annex and scope.style == "operative" else f"{SERIES[scope.style]}{place}"
    return {"level 1": f"({_letters(place)})", "level 2": f"({_roman(place)})", "level 3": f"{_letters(place)}."}[
        scope.style
    ]


def _letters(place):
    """a, b … z, aa, ab …"""
    letters = ""
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters


def _roman(place):
    numeral = ""
    for value, sign in ROMAN:
        numeral += sign * (place // value)
        place %= value
    return numeral
