"""Three-way merge of a text that two people have changed at once: lists of words, no Django.

What only one of them changed is taken; what both changed alike is taken once; where their changes overlap, or no whole
word stands between them, nobody can say what was meant, and the two of them must.
"""

from typing import NamedTuple

from rapidfuzz.distance import Indel

from .wording import words_of

SAME, THEIRS, MINE, BOTH, CONFLICT = "same", "theirs", "mine", "both", "conflict"


class Piece(NamedTuple):
    """A stretch of the text: as it was, as they left it, as I left it, and whose words are taken (``kind``)."""

    kind: str
    base: str
    theirs: str
    mine: str

    @property
    def taken(self):
        """The words that stand in the merged text; of a conflict mine."""
        return self.theirs if self.kind == THEIRS else self.mine


class _Hunk(NamedTuple):
    """A change of one side: these words of the base became those."""

    start: int
    end: int
    words: list
    side: str


def merge(base, theirs, mine, words_of=words_of):
    """The pieces of the merged text, in order. ``words_of`` takes a text apart, without loss."""
    base = words_of(base)
    pieces, place = [], 0
    for start, end, hunks in _groups(
        base, [*_hunks(base, words_of(theirs), THEIRS), *_hunks(base, words_of(mine), MINE)]
    ):
        pieces.append(_kept(base[place:start]))
        pieces.append(_piece(base, start, end, hunks))
        place = end
    pieces.append(_kept(base[place:]))
    return [piece for piece in pieces if piece.base or piece.theirs or piece.mine]


def merged(pieces):
    """The merged text; ``None`` where there is a conflict."""
    if any(piece.kind == CONFLICT for piece in pieces):
        return None
    return "".join(piece.taken for piece in pieces)


def _hunks(base, text, side):
    found = []
    for tag, i1, i2, j1, j2 in Indel.opcodes(base, text):
        if tag == "equal":
            continue
        if found and found[-1].end == i1:  # a deletion and an insertion at one place are one change
            last = found.pop()
            found.append(_Hunk(last.start, i2, last.words + text[j1:j2], side))
        else:
            found.append(_Hunk(i1, i2, text[j1:j2], side))
    return found


def _groups(base, hunks):
    """The changes that belong together, each as (start, end, changes): those with no whole word between them."""
    group, start, end = [], 0, 0
    for hunk in sorted(hunks, key=lambda hunk: (hunk.start, hunk.end)):
        if group and _is_close(base, end, hunk):
            group, end = [*group, hunk], max(end, hunk.end)
            continue
        if group:
            yield start, end, group
        group, start, end = [hunk], hunk.start, hunk.end
    if group:
        yield start, end, group


def _is_close(base, end, hunk):
    """Whether no whole word stands between a change and those before it."""
    return not "".join(base[end : hunk.start]).strip()


def _piece(base, start, end, hunks):
    theirs, mine = (_side(base, start, end, hunks, side) for side in (THEIRS, MINE))
    was = "".join(base[start:end])
    sides = {hunk.side for hunk in hunks}
    kind = BOTH if theirs == mine else CONFLICT
    if len(sides) == 1:
        (kind,) = sides
    return Piece(kind, was, theirs, mine)


def _side(base, start, end, hunks, side):
    """The stretch of the base with the changes of one side."""
    words, place = [], start
    for hunk in hunks:
        if hunk.side == side:
            words += [*base[place : hunk.start], *hunk.words]
            place = hunk.end
    return "".join([*words, *base[place:end]])


def _kept(words):
    text = "".join(words)
    return Piece(SAME, text, text, text)
