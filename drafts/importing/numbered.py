"""The numbers that people type before paragraphs, and the level that each of them means."""

import re
from typing import NamedTuple

from ..numbering import BETWEEN

_BETWEEN = rf"(?:\s?(?:{'|'.join(BETWEEN)}|alt|supra)\b\.?(?:\s?\d{{1,2}}\b(?![.,]\d))?)"
# in the order in which they are tried; a bracket before a number belongs to the words after it
_SHAPES = [
    ("series", rf"(?:PP|OP)\s?\.?\s?(?:\d{{1,3}}{_BETWEEN}*|{_BETWEEN}+)\s?[.:)]?(?=[\s*\[]|$)"),
    ("figure", rf"\d{{1,3}}{_BETWEEN}*\s?[.)](?=[\s*\[]|$)"),
    ("figure", rf"\d{{1,3}}{_BETWEEN}*(?=\t)"),
    ("decimal", r"\d{1,3}(?:\.\d{1,3}){1,2}\.?(?=\t)"),
    ("alternative", r"alt(?:\s\d{1,2})?\.(?=\s)"),
    ("letters", rf"\([a-z]{{1,6}}{_BETWEEN}*\){_BETWEEN}*"),
    ("letters", r"[a-z]{1,4}\)(?=\s)"),
    ("dotted", r"[a-z]\.(?=\s)"),
    ("capital", r"(?:[IVX]{1,5}|[A-Z])\.(?=\s)"),
    ("bullet", r"[•·▪◦‣–—-](?=\s)"),
]
_PATTERNS = [(shape, re.compile(rf"(?P<open>[\[*]*)(?P<number>{pattern})\s*")) for shape, pattern in _SHAPES]
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_ALTERNATIVE = re.compile(r"(?<![a-z])alt(?![a-z])|(?<=\d)alt")


class Number(NamedTuple):
    """A number as it was typed, and of which shape it is."""

    text: str = ""
    shape: str = ""

    @property
    def letters(self):
        found = re.match(r"\(?([a-z]+)", self.text)
        return found[1] if found and self.shape == "letters" else ""

    @property
    def is_alternative(self):
        return bool(_ALTERNATIVE.search(self.text))


def parted(text, counted=""):
    """The number with which a text begins, and the text without it. ``counted`` is one that Word has counted."""
    if counted:
        found = parted(f"{counted}\t")[0]
        return Number(counted, found.shape or "figure"), text
    for shape, pattern in _PATTERNS:
        if found := pattern.match(text):
            return Number(found["number"].strip(), shape), found["open"] + text[found.end() :]
    return Number(), text


def series_of(text):
    """The same for a number such as "OP3 bis" only."""
    found = _PATTERNS[0][1].match(text)
    return (
        (Number(found["number"].strip(), "series"), found["open"] + text[found.end() :]) if found else (Number(), text)
    )


class Levels:
    """The levels that are open, as sub-paragraphs come by: (i) after (h) is the next letter or the first of its own."""

    def __init__(self):
        self.last = {}

    def close(self):
        self.last = {}

    def of(self, number, *, ilvl=None, following=""):
        """The level of a sub-paragraph; ``following`` are the letters of the next one that has some."""
        level, count = self._level(number, ilvl, following)
        self.last = {each: last for each, last in self.last.items() if each < level} | {level: count}
        return level

    def _level(self, number, ilvl, following):
        if number.shape == "letters":
            return self._of_letters(number.letters, following)
        if number.shape == "decimal":
            return min(number.text.strip(".").count("."), 3), 0
        if number.shape == "dotted":
            return (3 if self.last else 1), _place(number.text[0])
        return min((ilvl or 0) + 1, 3), 0

    def _of_letters(self, letters, following):
        roman, place = _roman(letters), _place(letters)
        above, open_roman = self.last.get(1, 0), self.last.get(2, 0)
        if roman and (open_roman + 1 == roman if open_roman else roman == 1):
            if not open_roman and place == above + 1 and following != "ii":
                return 1, place
            return 2, roman
        if roman > open_roman > 0 and place != above + 1:
            return 2, roman
        return 1, place


def _place(letters):
    """a is 1, z is 26, aa is 27 and so are the lists that count aa, bb."""
    if len(set(letters)) == 1:
        return 26 * (len(letters) - 1) + ord(letters[0]) - 96
    count = 0
    for letter in letters:
        count = count * 26 + ord(letter) - 96
    return count


def _roman(letters):
    """The value of a Roman numeral, 0 if the letters are none."""
    if not letters or set(letters) - _ROMAN.keys():
        return 0
    values = [_ROMAN[letter] for letter in letters]
    return sum(-one if one < next_one else one for one, next_one in zip(values, [*values[1:], 0], strict=True))
