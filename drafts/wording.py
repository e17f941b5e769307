"""Two texts compared word by word: what stayed, what was taken out, what came in."""

import re
from itertools import groupby
from typing import NamedTuple

from rapidfuzz.distance import Indel

from . import text as texts

EQUAL, INS, DEL, BREAK = "equal", "ins", "del", "break"
FIGURES = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
LITTLE = 0.3  # of the longer text: where less than this remains, the whole is replaced
_CJK = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_MARKS = "[\u0300-\u036f\u200d\ufe0e\ufe0f]*"  # they belong to the sign before them
_SIGNS = r".,;:!?()\[\]{}“”\"„«»…،؛؟、。，；：（）"
_WORD = rf"[^\s{_CJK}{_SIGNS}]+"
_WORDS = re.compile(
    rf"{_WORD}(?:(?<=\d)[.,](?=\d){_WORD})*|\s+|\[\^\d+\]|[{_CJK}]{_MARKS}|[{_SIGNS}]{_MARKS}", re.DOTALL
)


class Run(NamedTuple):
    """Words that are equal, inserted or deleted. A break is the space that stood where the paragraph now ends."""

    op: str
    text: str
    emphasised: bool = False

    @property
    def shown(self):
        """The words as a reader sees them: marks of footnotes as small figures."""
        return texts.NOTE.sub(lambda mark: mark[1].translate(FIGURES), self.text)


def whole(op, text):
    return [Run(op, part, emphasised) for part, emphasised in texts.runs(text)]


def compare(old, new):
    """The runs that lead from one text to the other, deletions before insertions."""
    return _trimmed(*aligned(tokens_of(old), tokens_of(new)))


def tokens_of(text):
    """The words and signs of a text, and of each whether it is emphasised."""
    words, emphasis = [], []
    for part, emphasised in texts.runs(text):
        found = _WORDS.findall(part)
        words += found
        emphasis += [emphasised] * len(found)
    return words, emphasis


def aligned(old, new):
    """The two lists of tokens, and the blocks (equal, from, to, from, to) of which they consist."""
    (before, _), (after, _), blocks = old, new, []
    for tag, i1, i2, j1, j2 in Indel.opcodes(before, after):
        equal = tag == "equal" and not _is_confetti(before[i1:i2], i1, i2, len(before))
        if blocks and blocks[-1][0] == equal:
            blocks[-1] = (equal, blocks[-1][1], i2, blocks[-1][3], j2)
        else:
            blocks.append((equal, i1, i2, j1, j2))
    if _little_remains(blocks, before, after):
        blocks = [(False, 0, len(before), 0, len(after))]
    return old, new, blocks


def _is_confetti(kept, start, end, length):
    """Whether what stayed between two changes is so short that it tears the sentence to pieces."""
    return start > 0 and end < length and len("".join(kept).strip()) < 3


def _little_remains(blocks, before, after):
    kept = sum(len("".join(before[i1:i2]).strip()) for equal, i1, i2, _, _ in blocks if equal)
    longest = max(len("".join(before)), len("".join(after)))
    return any(not block[0] for block in blocks) and kept < LITTLE * longest


def _trimmed(old, new, blocks):
    runs = []
    for equal, i1, i2, j1, j2 in blocks:
        if equal:
            runs += runs_of(EQUAL, new, j1, j2)
        else:
            runs += runs_of(DEL, old, i1, i2) + runs_of(INS, new, j1, j2)
    return runs


def runs_of(op, tokens, start, end):
    words, emphasis = tokens
    if start == end:
        return []
    if not any(emphasis[start:end]):
        return [Run(op, "".join(words[start:end]))]
    grouped = groupby(range(start, end), key=emphasis.__getitem__)
    return [Run(op, "".join(words[place] for place in places), emphasised) for emphasised, places in grouped]
