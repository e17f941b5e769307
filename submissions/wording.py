"""Two texts compared word by word: which words stayed, and what stands where others stood. Pure functions."""

import re

from rapidfuzz.distance import Indel

EQUAL, INS, DEL = "equal", "ins", "del"
LITTLE = 0.3  # of the longer text: where less than this remains, the whole is replaced
_CJK = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_MARKS = "[\u0300-\u036f\u200d\ufe0e\ufe0f]*"  # they belong to the sign before them
_SIGNS = r".,;:!?()\[\]{}“”\"„«»…،؛؟、。，；：（）"
_WORD = rf"[^\s{_CJK}{_SIGNS}]+"
_WORDS = re.compile(
    rf"{_WORD}(?:(?<=\d)[.,](?=\d){_WORD})*|\s+|\[\^\d+\]|[{_CJK}]{_MARKS}|[{_SIGNS}]{_MARKS}", re.DOTALL
)


def words_of(text):
    """The words, signs and spaces of ``text``: joined, they are the text again."""
    return _WORDS.findall(text)


def aligned(before, after):
    """The blocks (equal, from, to, from, to) of which two lists of words consist, places in the one and the other.

    What stayed between two changes is no block of its own where it is too short to be read; where little remains, the
    whole is replaced.
    """
    blocks = []
    for tag, i1, i2, j1, j2 in Indel.opcodes(before, after):
        equal = tag == "equal" and not _is_confetti(before[i1:i2], i1, i2, len(before))
        if blocks and blocks[-1][0] == equal:
            blocks[-1] = (equal, blocks[-1][1], i2, blocks[-1][3], j2)
        else:
            blocks.append((equal, i1, i2, j1, j2))
    if _little_remains(blocks, before, after):
        return [(False, 0, len(before), 0, len(after))]
    return blocks


def compare(old, new):
    """The runs (what became of it, words) that lead from one plain text to the other, deletions before insertions."""
    before, after = words_of(old), words_of(new)
    runs = []
    for equal, i1, i2, j1, j2 in aligned(before, after):
        parts = [(EQUAL, after[j1:j2])] if equal else [(DEL, before[i1:i2]), (INS, after[j1:j2])]
        runs += [(op, "".join(words)) for op, words in parts if words]
    return runs


def _is_confetti(kept, start, end, length):
    """Whether what stayed between two changes is so short that it tears the sentence to pieces."""
    return start > 0 and end < length and len("".join(kept).strip()) < 3


def _little_remains(blocks, before, after):
    kept = sum(len("".join(before[i1:i2]).strip()) for equal, i1, i2, _, _ in blocks if equal)
    longest = max(len("".join(before)), len("".join(after)))
    return any(not block[0] for block in blocks) and kept < LITTLE * longest
