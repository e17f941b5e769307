"""What the draft becomes when the rows are taken over, as ``undoing`` reads the state of a text. Pure functions.

Among the rows stand, last, those that only say which paragraph of the draft is kept though the text lacks it: they
have no kind, and its key in ``kept``.
"""

import uuid

from record.hashing import content_hash

from .. import redline
from . import matching


def kept_of(rows):
    """The keys of the paragraphs that stay though the text lacks them."""
    return {row["kept"] for row in rows if "kept" in row}


def with_kept(rows, keys):
    """The rows, with these paragraphs kept and no others."""
    return [row for row in rows if "kept" not in row] + [{"kind": "", "kept": key} for key in sorted(keys)]


def seen(revision, rows):
    """The hash of what somebody looks at before it is taken over."""
    return content_hash([revision, rows])


def rows_over(found, version, paragraphs):
    """The rows of what was brought in, matched anew with the ``paragraphs`` where the draft has changed since."""
    return found.rows if found.revision == version.revision else matching.matched(found.rows, paragraphs)


def taken_over(now, rows, paragraphs):
    """The state of the text with the rows in it. What is gone goes with its lineage, unless it is kept."""
    standing = {str(paragraph.key): paragraph for paragraph in paragraphs}
    found, order = {}, []
    for each in matching.proposed(rows, paragraphs):
        row, key = rows[each.place], each.key if each.key in standing else str(uuid.uuid4())
        order.append(key)
        found[key] = {"kind": each.kind, "level": each.level, "text": each.text, "footnotes": each.footnotes}
        found[key]["alternative"] = _is_alternative(row, standing.get(key))
    kept = [key for key in standing if key in kept_of(rows) and key not in found]
    found |= {key: now["paragraphs"][key] for key in kept}
    order = _with_kept_in_place(order, kept, list(standing))
    lineage = [pair for pair in now["lineage"] if pair[0] in found]
    return now | {"order": order, "paragraphs": found, "lineage": lineage}


def _is_alternative(row, paragraph):
    """A number says it; where the text has none, what the draft says counts."""
    return row["alternative"] or (not row["number"] and bool(paragraph and paragraph.alternative))


def _with_kept_in_place(order, kept, before):
    """The order of the rows, with each kept paragraph after the nearest one that stood before it."""
    order = list(order)
    for key in kept:
        earlier = [each for each in before[: before.index(key)] if each in order]
        order.insert(order.index(earlier[-1]) + 1 if earlier else 0, key)
    return order


def counts(now, wanted):
    """How many paragraphs are changed, new, moved and gone between two states."""
    was, will = now["paragraphs"], wanted["paragraphs"]
    both = was.keys() & will.keys()
    return {
        "changed": sum(was[key] != will[key] for key in both),
        "new": len(will) - len(both),
        "moved": len(redline.moved(now["order"], wanted["order"])),
        "deleted": sum(bool(fields["text"]) for key, fields in was.items() if key not in will),
    }
