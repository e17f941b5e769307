"""What changed between two versions of a text: paragraphs matched by key, words compared inside each pair.

A paragraph is anything with ``key``, ``kind``, ``level``, ``text``, ``footnotes`` and ``number``. ``lineage`` names
split and merged ones, as pairs of a key of the new text and a key of the old. Numbers are shown and never compared:
that a paragraph is counted anew is no change, and that another refers to it by its new number is none of substance.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from . import references, wording
from .wording import BREAK, DEL, EQUAL, INS, Run

UNCHANGED, CHANGED, INSERTED, DELETED, GONE = "unchanged", "changed", "inserted", "deleted", "moved_away"


@dataclass
class Row:
    """One paragraph of the comparison: where it stands now or, deleted or moved away, where it stood."""

    state: str
    old: Any = None
    new: Any = None
    runs: list = field(default_factory=list)
    notes: list = field(default_factory=list)  # the runs of each footnote
    moved: bool = False
    follows: bool = False  # it reads as before, but for the new numbers of paragraphs that it refers to
    split_from: Any = None
    merged: list = field(default_factory=list)

    @property
    def paragraph(self):
        """The paragraph as it is now or, where it is gone, as it was."""
        return self.new or self.old

    @property
    def key(self):
        return self.paragraph.key

    @property
    def restyled(self):
        """Whether it is now of another kind or level."""
        return bool(self.old and self.new) and (self.old.kind, self.old.level) != (self.new.kind, self.new.level)

    @property
    def is_change(self):
        return self.state != UNCHANGED or self.moved or bool(self.split_from or self.merged)

    @property
    def shift(self):
        """What changes in a paragraph when others come, go or move, if nothing else has: "opening" if "also" or
        "further" came or went at its opening word, "numbers" if the paragraphs it refers to are counted anew.
        """
        if self.state != CHANGED or self.moved or self.restyled or self.split_from or self.merged:
            return ""
        if any(run.op != EQUAL for note in self.notes for run in note):
            return ""
        if wording.without_also(self.before) == wording.without_also(self.after):
            return "opening"
        return "numbers" if self.follows else ""

    @property
    def look(self):
        """The state as it is drawn: substance, or no more than a shift."""
        return self.shift or self.state

    @property
    def before(self):
        """The runs as they read in the old text."""
        return [run for run in self.runs if run.op in {EQUAL, DEL}]

    @property
    def after(self):
        """The runs as they read in the new text."""
        return [run for run in self.runs if run.op in {EQUAL, INS}]


def compare(old, new, lineage=(), called=None):
    """The rows of the comparison, in the order of the new text; what is gone stands where it stood.

    ``called`` are what the paragraphs of the two texts are called, as ``references.called`` tells; where only parts of
    the texts are given, it must be of the whole.
    """
    old, new = list(old), list(new)
    was = {paragraph.key: paragraph for paragraph in old}
    rows = {paragraph.key: _row(was.get(paragraph.key), paragraph) for paragraph in new}
    _join(rows, was, _families(old, new, lineage))
    _mark_moved(old, new, rows)
    _mark_following(old, new, rows, called or (references.called(old), references.called(new)))
    return _in_order(old, new, rows)


def counts(rows):
    """How many paragraphs were changed, inserted, deleted, moved, split and merged; those in which no more than the
    opening word or the numbers have shifted are counted apart.
    """
    found = Counter(row.look for row in rows if row.state in {CHANGED, INSERTED, DELETED})
    found["moved"] = sum(row.moved for row in rows)
    found["split"] = len({row.split_from.key for row in rows if row.split_from})
    found["merged"] = sum(bool(row.merged) for row in rows)
    return found


def _row(old, new):
    if old is None:
        return Row(
            INSERTED, None, new, wording.whole(INS, new.text), [wording.whole(INS, note) for note in new.footnotes]
        )
    if old.text == new.text:
        runs, same = wording.whole(EQUAL, new.text), True
    else:
        runs = wording.compare(old.text, new.text)
        same = all(run.op == EQUAL for run in runs)  # another emphasis is no other text
    row = Row(UNCHANGED, old, new, runs, _notes(old.footnotes, new.footnotes))
    if not same or row.restyled or list(old.footnotes) != list(new.footnotes):
        row.state = CHANGED
    return row


def _notes(old, new):
    longest = max(len(old), len(new))
    pairs = zip([*old, *[""] * (longest - len(old))], [*new, *[""] * (longest - len(new))], strict=True)
    return [wording.compare(before, after) for before, after in pairs]


# Splits and merges: the words of all that belongs together are compared as one text


def _families(old, new, lineage):
    """The old and new paragraphs that split or merge has made into one family: pairs of lists, in order."""
    edges, keys = defaultdict(set), {paragraph.key for paragraph in new}
    was = {paragraph.key for paragraph in old}
    for key, base in lineage:
        if key in keys and base in was and key != base:
            edges["new", key].add(("old", base))
            edges["old", base].add(("new", key))
    for family in _components(edges, keys & was):
        yield (
            [paragraph for paragraph in old if ("old", paragraph.key) in family],
            [paragraph for paragraph in new if ("new", paragraph.key) in family],
            edges,
        )


def _components(edges, same):
    seen = set()
    for start in list(edges):
        family, waiting = set(), [start]
        while waiting:
            node = waiting.pop()
            if node in seen:
                continue
            seen.add(node)
            family.add(node)
            waiting += edges.get(node, ())
            if node[1] in same:
                waiting.append(("old" if node[0] == "new" else "new", node[1]))
        if family:
            yield family


def _join(rows, was, families):
    for olds, news, edges in families:
        old_tokens, _ends = _joined(olds)
        new_tokens, ends = _joined(news)
        shares = _shared(wording.aligned(old_tokens, new_tokens), ends)
        for paragraph, runs in zip(news, shares, strict=True):
            row = rows[paragraph.key]
            row.runs = runs
            _name_origins(row, was, sorted(key for _old, key in edges.get(("new", paragraph.key), ())))
        for paragraph in olds:
            rows.setdefault(paragraph.key, None)  # it lives on in another, and is not deleted


def _name_origins(row, was, origins):
    if row.old is None and len(origins) == 1:
        row.split_from = was[origins[0]]
    else:
        row.merged = [was[key] for key in origins]
    noted = any(run.op != EQUAL for note in row.notes for run in note) and row.old is not None
    changed = row.restyled or noted or any(run.op in {INS, DEL} for run in row.runs)
    row.state = CHANGED if changed else UNCHANGED


def _joined(paragraphs):
    """The tokens of all, a space between two, and the places of those spaces."""
    words, emphasis, ends = [], [], set()
    for paragraph in paragraphs:
        if paragraph is not paragraphs[0]:
            ends.add(len(words))
            words, emphasis = [*words, " "], [*emphasis, False]
        more, emphasised = wording.tokens_of(paragraph.text)
        words, emphasis = words + more, emphasis + emphasised
    return (words, emphasis), ends


def _shared(aligned, ends):
    """The runs of each new paragraph of a family."""
    old, new, blocks = aligned
    shares, start = [[]], 0
    for equal, i1, i2, j1, j2 in blocks:
        if not equal:
            shares[-1] += wording.runs_of(DEL, old, i1, i2)
        start = j1
        for end in sorted(place for place in ends if j1 <= place < j2):
            shares[-1] += wording.runs_of(EQUAL if equal else INS, new, start, end) + (
                [Run(BREAK, " ")] if equal else []
            )
            shares.append([])
            start = end + 1
        shares[-1] += wording.runs_of(EQUAL if equal else INS, new, start, j2)
    return shares


# Order


def _mark_moved(old, new, rows):
    for key in moved([paragraph.key for paragraph in old], [paragraph.key for paragraph in new]):
        rows[key].moved = True


def _mark_following(old, new, rows, called):
    was, now = (dict(zip((each.key for each in text), references.annexes(text), strict=True)) for text in (old, new))
    for row in rows.values():
        if row and row.old and row.new and row.state == CHANGED:
            before = references.keyed(row.old, was[row.old.key], called[0])
            after = references.keyed(row.new, now[row.new.key], called[1])
            row.follows = _without_also(before) == _without_also(after)


def _without_also(text):
    return wording.without_also(wording.whole(EQUAL, text))


def moved(old, new):
    """The keys that have moved: those that break the longest line of paragraphs which kept their order."""
    places = {key: place for place, key in enumerate(old)}
    kept = [key for key in new if key in places]
    stayed = _longest_rising([places[key] for key in kept])
    return {key for key in kept if places[key] not in stayed}


def _longest_rising(values):
    """The members of a longest rising subsequence of distinct ``values``."""
    tails, places, before = [], [], {}
    for value in values:
        place = bisect_left(tails, value)
        before[value] = places[place - 1] if place else None
        tails[place:] = [value] if place == len(tails) else [value, *tails[place + 1 :]]
        places[place:] = [value] if place == len(places) else [value, *places[place + 1 :]]
    found, value = set(), places[-1] if places else None
    while value is not None:
        found.add(value)
        value = before[value]
    return found


def _in_order(old, new, rows):
    left, anchor = defaultdict(list), None
    for paragraph in old:
        row = rows.get(paragraph.key, MISSING)
        if row is MISSING:
            notes = [wording.whole(DEL, note) for note in paragraph.footnotes]
            left[anchor].append(Row(DELETED, paragraph, None, wording.whole(DEL, paragraph.text), notes))
        elif row is not None and row.moved:
            left[anchor].append(Row(GONE, paragraph, row.new))
        elif row is not None:
            anchor = paragraph.key
    ordered = left[None]
    for paragraph in new:
        row = rows[paragraph.key]
        ordered.append(row)
        if not row.moved:
            ordered += left.pop(paragraph.key, [])
    return ordered


MISSING = object()
