"""Footnotes that are typed: a call such as [1], 1/ or ¹ in the text, and their words at its end."""

import re
from collections import Counter

_FIGURES = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_GIVEN = re.compile(r"(?:\[\^?(\d{1,3})\]:?|([⁰¹²³⁴-⁹]{1,3})|(\d{1,3})/)\s*(?=\S)")
_CALL = re.compile(r"\s?(?:\[\^?(\d{1,3})\]|(?<=[^\s⁰¹²³⁴-⁹])([⁰¹²³⁴-⁹]{1,3})|(?<![\d/])(\d{1,3})/(?![\w/]))")


def attached(paragraphs):
    """The paragraphs with the footnotes that are clear: given once, and called for once. And the others, as left."""
    given = _given(paragraphs)
    calls = Counter(
        _figure(call) for each in paragraphs[: len(paragraphs) - len(given)] for call in _CALL.finditer(each["text"])
    )
    figures = Counter(figure for figure, _words in given)
    clear = {figure: words for figure, words in given if figures[figure] == 1 and calls[figure] == 1}
    if not clear:
        return paragraphs, []
    left = [{"text": f"{figure} {words}", "reason": "footnote"} for figure, words in given if figure not in clear]
    return [_with_notes(each, clear) for each in paragraphs[: len(paragraphs) - len(given)]], left


def _given(paragraphs):
    """The footnotes at the end of the text: figure and words of each."""
    found = []
    for each in reversed(paragraphs):
        start = _GIVEN.match(each["text"])
        if not start:
            break
        found.append((_figure(start), each["text"][start.end() :]))
    return found[::-1]


def _figure(found):
    return int(next(each for each in found.groups() if each).translate(_FIGURES))


def _with_notes(paragraph, clear):
    if paragraph["footnotes"]:  # Word's own, whose marks have the same shape
        return paragraph
    notes = []

    def mark(call):
        if _figure(call) not in clear:
            return call[0]
        notes.append(clear[_figure(call)])
        return f"[^{len(notes)}]"

    return paragraph | {"text": _CALL.sub(mark, paragraph["text"]), "footnotes": notes}
