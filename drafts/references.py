"""References from one paragraph to another: "paragraph 8 above", "OP4 bis", "paragraphs 3 and 5 (a)". Pure functions.

A reference is to what had its number when it was written: the numbers of the base, which the working copy shows with
bis and ter for what is new. A release may count anew; then the same words mean another paragraph, or none. What is
said of another document ("paragraph 12 of resolution 71/1") is no reference here.
"""

import re
from typing import Any, NamedTuple

from . import numbering
from .numbering import BETWEEN

_BIS = rf"(?: (?:{'|'.join(BETWEEN)}|supra(?: (?:{'|'.join(BETWEEN)}))?))?(?: alt(?: \d{{1,2}}(?![\d(]))?)?"
_POINTS = r"(?: ?\((?:[a-z]{1,5})\)){0,2}"
_ITEM = rf"\d{{1,3}}(?![\d/]){_BIS}{_POINTS}"
_BETWEEN_ITEMS = r"(?:, (?:and |or )?| and | or | to |–|-)"
_LIST = rf"{_ITEM}(?:{_BETWEEN_ITEMS}{_ITEM})*"
_FIND = re.compile(
    rf"(?:\b(?P<kind>operative |preambular )?(?:paragraphs?|paras?\.) |\b(?P<short>OP|PP) ?)"
    rf"(?P<items>{_LIST})(?![\w/])",
    re.IGNORECASE,
)
_SPANS = {" to ", "–", "-"}
_EACH = re.compile(rf"(?P<number>\d{{1,3}}{_BIS})(?P<points>{_POINTS})", re.IGNORECASE)
_SERIES = re.compile(r"^(?:OP|PP|A\d+\.)?")
_POINT = re.compile(r"\([a-z]+\)")
_OF_THIS = r",? (?:of|in|to) (?:the present|this) (?:draft )?(?:resolution|text|decision)\b"
_WHOLE_TEXT = re.compile(_OF_THIS, re.IGNORECASE)
_HERE = re.compile(rf" (?:above|below)\b|{_OF_THIS}", re.IGNORECASE)
# what another document is named by: behind the reference, or right before it
_DOCUMENT = r"resolution|decision|annex|compact|declaration|agenda|charter|convention|covenant|report|agreement|statute"
_ELSEWHERE = re.compile(
    rf",? of (?!which\b|them\b|these\b)|,? (?:in|to|from|under) (?:\w+ ){{0,4}}(?:{_DOCUMENT})|,? thereof\b", re.I
)
_OF_ANOTHER = re.compile(
    r"(?:\d+/\d+[A-Z]?|\[\^\d+\]|\b(?:annex|Compact|Declaration|Agenda|Charter|Convention|Covenant)(?: [IVX]+)?),? "
    r"(?:annex(?: [IVX]+)?,? )?(?:and |in |its )*$"
)
_WORD_BEFORE = 60  # signs in which another document may be named right before


class Reference(NamedTuple):
    """Where in the text of paragraph ``within`` a number stands, and what it reads: ("OP5", "(a)")."""

    within: Any
    start: int
    end: int
    chain: tuple
    printed: str


class Found(NamedTuple):
    """A reference, the key of the paragraph that it means, and what that is called now; ``None`` if there is none."""

    reference: Reference
    key: Any
    now: tuple | None

    @property
    def is_right(self):
        return self.now == self.reference.chain

    @property
    def can_follow(self):
        """Whether other figures in the same words make it right: what has become preambular is called otherwise."""
        return bool(self.now) and not self.is_right and _SERIES.match(self.now[0])[0] == self._series

    @property
    def _series(self):
        return _SERIES.match(self.reference.chain[0])[0]


def find(key, text, annex=0):
    """The references in the text of the paragraph ``key``, which stands in that annex, 0 for none."""
    found, text = [], text.replace("\u00a0", " ")
    for match in _FIND.finditer(text):
        if _is_of_another(text, match):
            continue
        series = _series(match, 0 if _WHOLE_TEXT.match(text, match.end()) else annex)
        for item in _EACH.finditer(text, match.start("items"), match.end("items")):
            points = tuple(_POINT.findall(item["points"]))
            chain = (f"{series}{item['number'].lower()}", *points)
            found.append(Reference(key, item.start(), item.end(), chain, item[0]))
    return found


def _series(match, annex):
    kind = (match["short"] or match["kind"] or "").strip().lower()
    if kind in {"pp", "preambular"}:
        return "PP"
    return f"A{annex}." if annex and not kind else "OP"


def _is_of_another(text, match):
    if _HERE.match(text, match.end()):
        return False
    before = text[max(0, match.start() - _WORD_BEFORE) : match.start()]
    named = _OF_ANOTHER.search(before) and not (match["kind"] or match["short"])
    return bool(named or _ELSEWHERE.match(text, match.end()))


def called(paragraphs):
    """The keys of a text's paragraphs by what each is called: ("OP4", "(b)")."""
    chains = numbering.cited(paragraphs, [paragraph.number for paragraph in paragraphs])
    return {chain: paragraph.key for paragraph, chain in zip(paragraphs, chains, strict=True) if chain}


def keyed(paragraph, annex, called):
    """The text of a paragraph, each reference to one of the ``called`` by its key instead of its number, and "3 to 5"
    by the keys of all that it spans: one that came between is part of it.
    """
    text, after = paragraph.text.replace("\u00a0", " "), None
    for reference in reversed(find(paragraph.key, text, annex)):
        if key := called.get(reference.chain):
            spans = after and text[reference.end : after.start] in _SPANS
            keys = [key, *(_between(reference.chain, after.chain, called) if spans else ())]
            text = f"{text[: reference.start]}<{' '.join(map(str, keys))}>{text[reference.end :]}"
        after = reference
    return text


def _between(first, last, called):
    """The keys of what stands between two of the same series, in order."""
    chains = [chain for chain in called if chain[:-1] == first[:-1]]
    if first not in chains or last not in chains:
        return []
    return [called[chain] for chain in chains[chains.index(first) + 1 : chains.index(last)]]


def annexes(paragraphs):
    """In which annex each paragraph stands, 0 for the text itself."""
    found, annex = [], 0
    for paragraph in paragraphs:
        annex += paragraph.kind == "annex"
        found.append(annex)
    return found


def resolve(paragraphs, meant, now, heirs=None):
    """Each reference of the text with what it means and what that is called now.

    ``meant`` gives, for the key of a paragraph, the keys by what they were called when it was written; ``now`` what
    each paragraph is called, by key. ``heirs`` are the paragraphs in which others that are gone live on.
    """
    heirs = heirs or {}
    for paragraph, annex in zip(paragraphs, annexes(paragraphs), strict=True):
        for reference in find(paragraph.key, paragraph.text, annex):
            key = meant(reference).get(reference.chain)
            key = key if key in now else heirs.get(key)
            yield Found(reference, key, now.get(key))


def as_printed(chain):
    """What a reference to it reads: ("OP5", "(a)") is "5 (a)"."""
    number, *points = chain
    return " ".join([_SERIES.sub("", number), *points])


def followed(text, found):
    """The text with each of its references that is not right reading as it should."""
    for each in sorted(found, key=lambda each: each.reference.start, reverse=True):
        if each.can_follow:
            start, end = each.reference.start, each.reference.end
            text = f"{text[:start]}{as_printed(each.now)}{text[end:]}"
    return text
