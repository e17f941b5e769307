"""What leads from one text to the other, line by line: for a document in which each change can be taken or refused.

A paragraph is a dict of a version's content. A line is what ends with a mark of a paragraph; where a mark is inserted
or deleted the line joins the next once that is refused or taken. Taken all, the lines read as the new text, in its
order; refused all, as the base in its own. Joined or divided paragraphs are tracked inside their words where they
stand side by side; else one is deleted and the other inserted.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import groupby
from types import SimpleNamespace
from typing import NamedTuple

from .. import numbering, redline, wording
from ..text import NOTE
from ..wording import DEL, EQUAL, INS

FROM, TO = "from", "to"


class Token(NamedTuple):
    """A word or sign, the text of the footnote that it calls for, or the end of a paragraph among joined ones."""

    text: str
    emphasised: bool = False
    note: str | None = None
    ends: bool = False


class Piece(NamedTuple):
    """Words that stay, come or go. A piece with notes is a call for a footnote: its text as it was and as it is."""

    op: str
    text: str
    was_emphasised: bool = False
    emphasised: bool = False
    notes: tuple | None = None


@dataclass
class Line:
    """A paragraph, or the part of one up to a mark that comes or goes. ``old`` and ``new`` tell how it is set."""

    mark: str
    pieces: list
    old: dict | None = None
    new: dict | None = None
    move: str = ""


@dataclass
class Places:
    """The lines of what stands in the new text, by key, and of what is gone, by the key after which it stood."""

    standing: dict = field(default_factory=dict)
    gone: dict = field(default_factory=lambda: defaultdict(list))


def plain(paragraphs):
    """The lines of a text that is compared with nothing."""
    return [Line(EQUAL, whole(EQUAL, each), each, each) for each in paragraphs]


def lines(old, new, lineage=()):
    """The lines that lead from the paragraphs ``old`` to the paragraphs ``new``."""
    rows = redline.compare(
        [SimpleNamespace(**each) for each in old],
        [SimpleNamespace(**each) for each in new],
        [(str(key), str(base)) for key, base in lineage],
    )
    was, now = ({each["key"]: each for each in paragraphs} for paragraphs in (old, new))
    standing = {row.new.key: row for row in rows if row.new and row.state != redline.GONE}
    places = Places()
    units = _units(old, new, standing)
    for key, row in standing.items():
        if key not in units:
            places.standing[key] = [_line(was.get(key), now[key], moved=row.moved)]
    for keys, news, olds in set(units.values()):
        joined = _joined([was[key] for key in olds], [now[key] for key in news])
        places.standing |= {key: joined if key == news[0] else [] for key in keys if key in now}
    _place_gone(places, old, standing, units)
    return _in_order(places, new, units)


def _in_order(places, new, units):
    found = list(places.gone[None])
    for paragraph in new:
        key = paragraph["key"]
        found += places.standing[key]
        if key not in units:
            found += places.gone[key]
        elif key == units[key][1][-1]:  # what stood after a paragraph that is divided stands after its last part
            found += [line for each in units[key][1] for line in places.gone[each]]
    return found


def _place_gone(places, old, standing, units):
    """What is deleted or moved away stands after the paragraph before it that kept its place."""
    anchor = None
    for paragraph in old:
        key = paragraph["key"]
        row = standing.get(key)
        if row and not row.moved:
            anchor = key
        elif row:
            places.gone[anchor].append(Line(FROM, whole(FROM, paragraph), paragraph, None, key))
        elif key not in units:
            places.gone[anchor].append(Line(DEL, whole(DEL, paragraph), paragraph))


# Paragraphs that were divided or joined


def _units(old, new, standing):
    """For each key of a plain division or joining: (all keys, the new ones, the old ones), in their order."""
    ties = _ties(standing)
    found = {}
    for key, row in standing.items():
        parts = [each for each in standing if standing[each].split_from and standing[each].split_from.key == key]
        merged = [origin.key for origin in row.merged]
        if row.old is None or row.moved or bool(parts) == bool(merged):
            continue
        family = {key, *parts, *merged}
        if any(not ties[each] <= family for each in family) or any(each in standing for each in merged):
            continue
        news, olds = ([each["key"] for each in text if each["key"] in family] for text in (new, old))
        if _side_by_side(news, new) and _side_by_side(olds, old):
            found |= dict.fromkeys(family, (tuple(sorted(family)), tuple(news), tuple(olds)))
    return found


def _ties(standing):
    """With which other paragraphs, of either text, each shares its words."""
    ties = defaultdict(set)
    for key, row in standing.items():
        for origin in [row.split_from, *row.merged]:
            if origin:
                ties[key].add(origin.key)
                ties[origin.key].add(key)
    return ties


def _side_by_side(keys, paragraphs):
    places = [place for place, each in enumerate(paragraphs) if each["key"] in keys]
    return places[-1] - places[0] == len(places) - 1


def _joined(olds, news):
    """The lines of paragraphs whose words are compared as one text."""
    ops = _ops(_tokens_of_all(olds), _tokens_of_all(news))
    found, ops_of_line = [], []
    for op, before, after in ops:
        mark, space = _ending(op, before, after)
        ops_of_line += space if mark else [(op, before, after)]
        if mark:
            found.append((mark, _pieces(ops_of_line)))
            ops_of_line = []
    found.append((EQUAL, _pieces(ops_of_line)))
    numbers = _numbers(olds, news, [mark for mark, _words in found])
    sets = _settings(olds, news, [mark for mark, _words in found])
    return [Line(mark, number + words, *ends) for (mark, words), number, ends in zip(found, numbers, sets, strict=True)]


def _ending(op, before, after):
    """The mark with which a line ends here, if it does, and the space that comes or goes with it."""
    if not ((before and before.ends) or (after and after.ends)):
        return "", []
    if op != EQUAL:
        return op, []
    return (DEL, [(INS, None, Token(" "))]) if before.ends else (INS, [(DEL, Token(" "), None)])


def _numbers(olds, news, marks):
    """The numbers at the beginning of each line: the first has one of each text, the others one of either."""
    old, new = iter(olds), iter(news)
    found = [_number(next(old), next(new))]
    for mark in marks[:-1]:
        found.append(_number(next(old), None) if mark == DEL else _number(None, next(new)))
    return found


def _settings(olds, news, marks):
    """The paragraphs of both texts that each line's mark belongs to."""
    old, new = iter(olds), iter(news)
    return [(next(old), None) if mark == DEL else (None, next(new)) for mark in marks[:-1]] + [(olds[-1], news[-1])]


# One paragraph


def _line(old, new, *, moved):
    if old is None:
        return Line(INS, whole(INS, new), None, new)
    words = _pieces(_ops(_tokens(old), _tokens(new)))
    if not moved:
        return Line(EQUAL, _number(old, new) + words, old, new)
    same = _printed(old) == _printed(new)
    return Line(TO, (_number(old, new) if same else _number(None, new)) + words, None, new, new["key"])


def whole(op, paragraph):
    """A paragraph, its number first, of which all stays, comes or goes."""
    tokens = _tokens(paragraph)
    old, new = (None, paragraph) if op == INS else (paragraph, None)
    number = [piece._replace(op=op) for piece in _number(old, new)]
    return number + _pieces([(op, None if op == INS else token, None if op == DEL else token) for token in tokens])


def changed(old, new):
    """The pieces that lead from one string to the other, whole: for the facts at the head of a text."""
    if old == new:
        return [Piece(EQUAL, new)] if new else []
    return [Piece(op, text) for op, text in ((DEL, old), (INS, new)) if text]


def note_pieces(before, after):
    """The pieces of a footnote's text; ``None`` is one that is not there."""
    tokens = [[Token(*each) for each in zip(*wording.tokens_of(text or ""), strict=True)] for text in (before, after)]
    return _pieces(_ops(*tokens))


def _number(old, new):
    """The number as words, and the tab after it: where both have one only the number changes."""
    before, after = (_printed(each) if each else "" for each in (old, new))
    if before and after:
        return [*changed(before, after), Piece(EQUAL, "\t")]
    return changed(before and f"{before}\t", after and f"{after}\t")


def _printed(paragraph):
    return numbering.printed(paragraph["number"])


def _tokens(paragraph):
    notes = paragraph["footnotes"]
    found = []
    for word, emphasised in zip(*wording.tokens_of(paragraph["text"]), strict=True):
        called = NOTE.fullmatch(word)
        place = int(called[1]) if called else 0
        note = (notes[place - 1] if 0 < place <= len(notes) else "") if called else None
        found.append(Token(word, emphasised and not called, note))
    return found


def _tokens_of_all(paragraphs):
    found = _tokens(paragraphs[0])
    for paragraph in paragraphs[1:]:
        found += [Token(" ", ends=True), *_tokens(paragraph)]
    return found


def _ops(old, new):
    """(op, token as it was, token as it is) from one list of tokens to the other."""
    before, after = ([token.text for token in tokens] for tokens in (old, new))
    flags = [False] * len(before), [False] * len(after)
    _old, _new, blocks = wording.aligned((before, flags[0]), (after, flags[1]))
    found = []
    for equal, i1, i2, j1, j2 in blocks:
        if equal:
            found += [(EQUAL, *pair) for pair in zip(old[i1:i2], new[j1:j2], strict=True)]
        else:
            found += [(DEL, token, None) for token in old[i1:i2]] + [(INS, None, token) for token in new[j1:j2]]
    return found


def _pieces(ops):
    """The same in as few pieces as there are changes of kind or emphasis; each footnote is one of its own."""
    found = []
    for (op, was, now, called), group in groupby(ops, key=_kind):
        if called:
            found += [Piece(op, "", notes=(_note(before), _note(after))) for _op, before, after in group]
        else:
            found.append(Piece(op, "".join((after or before).text for _op, before, after in group), was, now))
    return found


def _note(token):
    return token and token.note


def _kind(op):
    name, before, after = op
    was, now = (bool(token and token.emphasised) for token in (before, after))
    return name, was if before else now, now if after else was, (after or before).note is not None
