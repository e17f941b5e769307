"""The rows of a comparison as they are stored, so that its page is the same whatever becomes of the comparing."""

import json
from typing import NamedTuple

from record.hashing import canonical

from .models import ParagraphKind
from .redline import Row
from .wording import Run


class Shown(NamedTuple):
    """What a page shows of a paragraph besides its words."""

    key: str
    kind: str
    level: int
    number: str

    def get_kind_display(self):
        return ParagraphKind(self.kind).label


def kept(rows, new, base):
    """The bytes that are kept of the comparison of two released versions: their numbers and hashes, and the rows."""
    versions = {"number": new.number, "sha256": new.content_sha256}
    versions |= {"base": base.number, "base_sha256": base.content_sha256}
    return canonical(versions | {"rows": [_row(row) for row in rows]})


def read(content):
    """The rows that were kept."""
    return [_read_row(row) for row in json.loads(content)["rows"]]


def compared(content):
    """The hashes of the two versions whose comparison was kept: the new text's and the base's."""
    found = json.loads(content)
    return found["sha256"], found["base_sha256"]


def _row(row):
    return {
        "state": row.state,
        "moved": row.moved,
        "follows": row.follows,
        "old": _paragraph(row.old),
        "new": _paragraph(row.new),
        "split_from": _paragraph(row.split_from),
        "merged": [_paragraph(part) for part in row.merged],
        "runs": [list(run) for run in row.runs],
        "notes": [[list(run) for run in note] for note in row.notes],
    }


def _paragraph(paragraph):
    if paragraph is None:
        return None
    return [str(paragraph.key), str(paragraph.kind), paragraph.level, paragraph.number]


def _read_row(found):
    old, new, split_from = (found[name] and Shown(*found[name]) for name in ("old", "new", "split_from"))
    return Row(
        found["state"],
        old,
        new,
        runs=[Run(*run) for run in found["runs"]],
        notes=[[Run(*run) for run in note] for note in found["notes"]],
        moved=found["moved"],
        follows=found.get("follows", False),  # redlines that were stored before say nothing of it
        split_from=split_from,
        merged=[Shown(*part) for part in found["merged"]],
    )
