"""Two texts of paragraphs compared word by word: what stayed, what was taken out, what came in."""

import re
from itertools import groupby
from typing import NamedTuple

from submissions import wording
from submissions.wording import DEL, EQUAL, INS

from . import text as texts

BREAK = "break"
_ADVERBS = "also|further|également|aussi|en outre|también|además|asimismo"
# the first word, or the one right after it: "Also decides", "Decides also", "Decides further that"
_ALSO = re.compile(rf"^(\W*)(?:(?:{_ADVERBS}) (?=\w)|(\w+) (?:further(?= that| to)|(?!further)(?:{_ADVERBS}))\b)", re.I)
FIGURES = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


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
        found = wording.words_of(part)
        words += found
        emphasis += [emphasised] * len(found)
    return words, emphasis


def aligned(old, new):
    """The two lists of tokens, and the blocks (equal, from, to, from, to) of which they consist."""
    return old, new, wording.aligned(old[0], new[0])


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


def without_also(runs):
    """The words of ``runs`` without "also" or "further" at the first, and without capitals."""
    words = "".join(run.text for run in runs)
    return " ".join(_ALSO.sub(r"\1\2", words).casefold().split())
