"""The text of a paragraph: plain words, ``*emphasis*`` and marks of footnotes ``[^1]``. Nothing in it is an error."""

import re
import unicodedata

from accounts.lines import OVERRIDES

# An asterisk inside a word or at its end is none: "governing body*" names something without prejudice.
_EMPHASIS = re.compile(r"(?<![\w*])\*(?=[^\s*])([^*]*[^\s*])\*(?![\w*])")
NOTE = re.compile(r"\[\^(\d{1,3})\]")


def clean(text):
    """``text`` on one line, with one space for several, and without signs that no document contains."""
    shown = "".join(" " if _is_hidden(sign) else sign for sign in text)
    return re.sub(r" +", " ", shown).strip(" ")


def _is_hidden(sign):
    return sign in OVERRIDES or unicodedata.category(sign) in {"Cc", "Cs"}


def runs(text):
    """``text`` as (words, emphasised) pairs, without the asterisks. Those that have no partner are words."""
    found, last = [], 0
    for match in _EMPHASIS.finditer(text) if "*" in text else ():
        found += [(text[last : match.start()], False), (match[1], True)]
        last = match.end()
    found.append((text[last:], False))
    return [run for run in found if run[0]]


def without_notes(text):
    """``text`` without the marks of its footnotes, as other programs are given it."""
    return NOTE.sub("", text)


def plain(text):
    """``text`` as words alone: without the marks of footnotes and of emphasis."""
    return "".join(words for words, _emphasised in runs(without_notes(text)))


def notes(text):
    """The numbers of the footnotes that ``text`` calls for, in their order."""
    return [int(number) for number in NOTE.findall(text)]


def pieces(text):
    """``text`` as a template prints it: (words, emphasised, number of a footnote or 0)."""
    found = []
    for words, emphasised in runs(text):
        for place, part in enumerate(NOTE.split(words)):
            if place % 2:
                found.append(("", False, int(part)))
            elif part:
                found.append((part, emphasised, 0))
    return found
