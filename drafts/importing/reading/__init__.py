"""A Word document read as paragraphs, in a process that may not do much.

``python -m drafts.importing.reading word`` reads a file that ``record.uploads`` has taken from its standard input and
answers in JSON: ``{"paragraphs": …, "left": …}``, or ``{"refused": code}``. Nothing here imports Django.
Tracked changes are taken as if accepted; what was deleted, comments, headers and text boxes are left, and said.
"""

from record.inspection import RefusedError
from record.inspection.package import Package

from .body import Body
from .numbers import Numbers
from .parts import Parts, name_of
from .styles import Styles

MOST_SIGNS = 3_000_000


def read(file):
    """The paragraphs of the document in the open ``file``, and what is none: (text, reason) as dicts."""
    parts = Parts(Package(file))
    styles = Styles(parts.tree("styles"))
    body = Body(styles, Numbers(parts.tree("numbering"), styles), _notes(parts))
    body.read(parts.document())
    for reason, kind in (("header", "header"), ("header", "footer"), ("comment", "comments")):
        for tree in parts.trees(kind):
            body.leave_part(tree, reason)
    found = {"paragraphs": body.paragraphs, "left": body.left}
    if sum(len(each["text"]) for each in [*body.paragraphs, *body.left]) > MOST_SIGNS:
        raise RefusedError("too_much")
    return found


def _notes(parts):
    """The footnotes and endnotes by kind and number, without the lines that Word draws above them."""
    found = {}
    for kind in ("footnote", "endnote"):
        for tree in parts.trees(f"{kind}s"):
            for note in tree:
                if name_of(note) == kind:
                    found[kind, parts.value(note, "id")] = note
    return found
