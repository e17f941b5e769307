"""Which paragraph of the draft each row is: equal ones first, then those that are alike, in order where they can be.

A paragraph has ``key``, ``kind``, ``level``, ``text``, ``footnotes``. The result depends on nothing but the two texts
and the choices of whoever corrects: a row that is ``chosen`` keeps the key that it was given, or has none.
"""

from bisect import bisect_left
from types import SimpleNamespace

from rapidfuzz import process
from rapidfuzz.distance import Indel

from submissions.wording import words_of

from .. import redline
from .. import text as texts

ALIKE = 0.5  # of the words: below this two paragraphs are two
IN_PLACE = 0.1  # for standing between the same neighbours
SAME_KIND = 0.05
FEW_WORDS = 4
ALIKE_SHORT = 0.65
CANDIDATES = 12  # of paragraphs, for each row
ONLY_ONE = ("title", "organ")


def matched(rows, paragraphs):
    """The rows, each with the ``key`` of the paragraph that it is taken for, ``None`` for a new one."""
    written = [paragraph for paragraph in paragraphs if paragraph.text]
    keys = {str(paragraph.key): place for place, paragraph in enumerate(written)}
    work = _Matching(rows, written, {place: keys.get(row.get("key")) for place, row in enumerate(rows) if fixed(row)})
    return [
        row | {"key": None if place is None else str(written[place].key)}
        for row, place in zip(rows, work.places(), strict=True)
    ]


def fixed(row):
    """Whether nothing is to be looked for: somebody has chosen, or leaves the row out."""
    return bool(row.get("chosen")) or not row["kind"]


def proposed(rows, paragraphs):
    """The paragraphs of the draft as they would be, for a comparison: new ones have numbers of rows as keys."""
    standing = {str(paragraph.key): paragraph for paragraph in paragraphs}
    return [_proposed(place, row, standing.get(row.get("key"))) for place, row in enumerate(rows) if row["kind"]]


def _proposed(place, row, paragraph):
    fields = {name: row[name] for name in ("kind", "level", "text", "footnotes")}
    if paragraph is not None and row["plain"] and _says_the_same(row, paragraph):
        fields |= {"text": paragraph.text, "footnotes": list(paragraph.footnotes)}
    return SimpleNamespace(
        key=str(paragraph.key) if paragraph is not None else f"row-{place}", place=place, number="", **fields
    )


def _says_the_same(row, paragraph):
    """Whether a pasted row has the words of the paragraph, whose emphasis and footnotes are lost in pasting."""
    own = paragraph.text if row["footnotes"] else texts.without_notes(paragraph.text)
    return texts.clean(row["text"].replace("*", "")) == texts.clean(own.replace("*", ""))


def compared(rows, paragraphs):
    """The rows of the comparison that shows what taking over would do."""
    old = [
        SimpleNamespace(
            **{name: getattr(each, name) for name in ("kind", "level", "text", "footnotes", "number")},
            key=str(each.key),
        )
        for each in paragraphs
        if each.text
    ]
    return [row for row in redline.compare(old, proposed(rows, paragraphs)) if row.state != redline.GONE]


class _Matching:
    """Rows and paragraphs by their places; ``pairs`` leads from the one to the other."""

    def __init__(self, rows, paragraphs, chosen):
        self.rows, self.paragraphs = rows, paragraphs
        self.pairs = {row: place for row, place in chosen.items() if place is not None}
        self.closed = set(chosen)
        letters = {}
        self.new = [_letters(row["text"] if row["kind"] else "", letters) for row in rows]
        self.old = [_letters(paragraph.text, letters) for paragraph in paragraphs]

    def places(self):
        """The place of the paragraph that each row is, or ``None``."""
        self._pair_equal()
        self._pair_alike()
        self._pair_only_ones()
        return [self.pairs.get(row) for row in range(len(self.rows))]

    def _open(self):
        """The rows and the places of paragraphs that are not taken yet."""
        taken = set(self.pairs.values())
        rows = [row for row in range(len(self.rows)) if row not in self.pairs and row not in self.closed]
        return rows, [place for place in range(len(self.paragraphs)) if place not in taken]

    def _pair_equal(self):
        """Equal texts in the same order, then those that have moved."""
        rows, places = self._open()
        for block in Indel.opcodes([self.new[row] for row in rows], [self.old[place] for place in places]):
            if block.tag == "equal":
                ours = range(block.src_start, block.src_end)
                theirs = range(block.dest_start, block.dest_end)
                self.pairs |= {rows[row]: places[place] for row, place in zip(ours, theirs, strict=True)}
        rows, places = self._open()
        waiting = {}
        for place in places:
            waiting.setdefault(self.old[place], []).append(place)
        for row in rows:
            if waiting.get(self.new[row]):
                self.pairs[row] = waiting[self.new[row]].pop(0)

    def _pair_alike(self):
        """The most alike first; what stands between the same neighbours before what does not."""
        rows, places = self._open()
        between = self._neighbours(rows)
        olds = [self.old[place] for place in places]
        found = []
        for row in rows:
            low, high = between[row]
            for score, place in self._alike(row, olds, places):
                in_place = IN_PLACE * (low < place < high)
                same_kind = SAME_KIND * (self.rows[row]["kind"] == self.paragraphs[place].kind)
                found.append((-(score + in_place + same_kind), row, place))
        taken = set()
        for _score, row, place in sorted(found):
            if row not in self.pairs and place not in taken:
                self.pairs[row] = place
                taken.add(place)

    def _alike(self, row, olds, places):
        """The likeness and place of those paragraphs that are most like the row."""
        new = self.new[row]
        best = process.extract(new, olds, scorer=Indel.normalized_similarity, score_cutoff=ALIKE, limit=CANDIDATES)
        for old, score, place in best:
            if score >= ALIKE_SHORT or min(len(new), len(old)) >= FEW_WORDS:
                yield score, places[place]

    def _neighbours(self, rows):
        """Between which places each row stands, by the nearest rows that are paired and in order."""
        standing = [(row, self.pairs[row]) for row in sorted(self.pairs)]
        kept = rising([place for _row, place in standing])
        anchors = [standing[each] for each in kept]
        found = {}
        for row in rows:
            after = bisect_left(anchors, (row, -1))
            low = anchors[after - 1][1] if after else -1
            found[row] = (low, anchors[after][1] if after < len(anchors) else len(self.paragraphs))
        return found

    def _pair_only_ones(self):
        """There is one title and one name of the organ, whatever it says now."""
        rows, places = self._open()
        for kind in ONLY_ONE:
            ours = [row for row in rows if self.rows[row]["kind"] == kind]
            theirs = [place for place in places if self.paragraphs[place].kind == kind]
            if len(ours) == len(theirs) == 1:
                self.pairs[ours[0]] = theirs[0]


def rising(numbers):
    """The places of the longest rising series in ``numbers``."""
    tails, ends, before = [], [], []
    for place, number in enumerate(numbers):
        at = bisect_left(tails, number)
        before.append(ends[at - 1] if at else None)
        tails[at : at + 1], ends[at : at + 1] = [number], [place]
    found, place = [], ends[-1] if ends else None
    while place is not None:
        found.append(place)
        place = before[place]
    return found[::-1]


def _letters(text, letters):
    """The words of a text, each as one sign, so that they are quickly compared."""
    words = words_of(texts.without_notes(text).replace("*", ""))
    return "".join(letters.setdefault(word, chr(0x10000 + len(letters))) for word in words if not word.isspace())
