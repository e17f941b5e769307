"""Two people who have changed one paragraph at once: what each of them meant, joined where that is certain. Pure."""

from submissions.merging import CONFLICT, merge, merged

from . import text as texts

PARTS = [("kind", "level"), ("alternative",), ("footnotes",)]  # each changes as a whole


def joined(base, theirs, mine):
    """The fields of both, by name; ``None`` where both have changed the same, each in their way."""
    found = {}
    for names in PARTS:
        part = _taken(*({name: side[name] for name in names} for side in (base, theirs, mine)))
        if part is None:
            return None
        found |= part
    text = merged(merge(base["text"], theirs["text"], mine["text"]))
    return None if text is None else found | {"text": texts.clean(text)}


def _taken(base, theirs, mine):
    """What only one of the two has changed is that one's."""
    if mine in (base, theirs):
        return theirs
    return mine if theirs == base else None


def marked(base, theirs, mine):
    """The three texts as (words, whether the two cannot both stand), to be shown below one another."""
    pieces = merge(base, theirs, mine)
    return [
        [(getattr(piece, side), piece.kind == CONFLICT) for piece in pieces if getattr(piece, side)]
        for side in ("base", "theirs", "mine")
    ]
