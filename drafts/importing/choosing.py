"""What the page shows of each row, and between which paragraphs its reader can choose."""

from collections import Counter

from rapidfuzz import process
from rapidfuzz.distance import Indel

from ..models import ParagraphKind
from . import planning, words

MOST_OFFERED = 12
SHOWN = 80


def items(rows, compared):
    """The rows in their order, and what is gone at the place where it stood: one dict for each."""
    kept, found, last = planning.kept_of(rows), [], -1
    for row in compared:
        if row.new is None:
            state = "kept" if row.key in kept else "deleted"
            found.append({"state": state, "key": row.key, "old": row.old, "runs": row.runs, **_called(row.old)})
            continue
        found += [_left_out(rows, place) for place in range(last + 1, row.new.place)]
        found.append(_item(rows[row.new.place], row))
        last = row.new.place
    recognized = sum("kept" not in row for row in rows)
    return found + [_left_out(rows, place) for place in range(last + 1, recognized)]


def _item(row, compared):
    return {
        "state": compared.state,
        "moved": compared.moved,
        "place": compared.new.place,
        "row": row,
        "form": f"{row['kind']}-{row['level']}" if row["level"] else row["kind"],
        "old": compared.old,
        **_called(compared.old),
        "runs": compared.runs,
        "notes": compared.notes,
        "said": [words.NOTES[note] for note in row["notes"]],
    }


def _left_out(rows, place):
    return {"state": "out", "place": place, "row": rows[place], "form": "out", "old": None, "said": []}


def counts(shown):
    """How many rows are of each state, and how many have moved."""
    found = Counter(item["state"] for item in shown)
    found["moved"] = sum(bool(item.get("moved")) for item in shown)
    return found


def offer(shown, compared):
    """Give each row on the page the paragraphs that it can be taken for besides its own: those that no row is."""
    free = [row.old for row in compared if row.new is None]
    for item in shown:
        if "row" in item:
            near = free if len(free) <= MOST_OFFERED else _nearest(item["row"]["text"], free)
            item["offered"] = [{"key": str(each.key), **_called(each)} for each in near]


def _nearest(text, free):
    texts = [each.text for each in free]
    best = process.extract(text, texts, scorer=Indel.normalized_similarity, limit=MOST_OFFERED)
    return [free[place] for place in sorted(place for _text, _score, place in best)]


def _called(paragraph):
    """What a paragraph of the draft is called, and how it begins."""
    if paragraph is None:
        return {}
    text = paragraph.text.replace("*", "")
    short = text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
    return {"name": paragraph.number or ParagraphKind(paragraph.kind).label, "short": short}
