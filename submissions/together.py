"""One answer that two people have changed at once: their texts put together where nobody's words are touched.

Pure functions, no Django. What is put together is HTML, tags and words alike; where the two changed the same stretch,
or where the result would not be read as it was put together, it is a conflict and a person decides.
"""

import re
from html import unescape

from . import merging, prose
from .wording import words_of

MOST = 200_000_000  # words of the one text times words of the other: beyond it comparing takes too much memory
_TAG = r'<(?:[^<>"]|"[^"]*")*>'
_PARTS = re.compile(rf"({_TAG}|&#?\w+;)")
_INLINE = re.compile(r"</?(?:strong|em|a)\b[^>]*>")


def parts_of(html):
    """The tags, words, signs and spaces of HTML: joined, they are the HTML again."""
    found = []
    for place, part in enumerate(_PARTS.split(html)):
        found += ([part] if part else []) if place % 2 else words_of(part)
    return found


def put_together(base, theirs, mine):
    """Clean HTML that holds what either has changed in ``base``; ``None`` where only they can say what was meant."""
    html = _merged(base, theirs, mine)
    if html is None and mine == _flat(mine) and base != _flat(base):
        html = _merged(_flat(base), _flat(theirs), mine)  # the plain form has no bold and no links: no change of mine
    return html


def _merged(base, theirs, mine):
    size = len(parts_of(base))
    if size * max(len(parts_of(theirs)), len(parts_of(mine))) > MOST:
        return None
    html = merging.merged(merging.merge(base, theirs, mine, parts_of))
    if html is None:
        return None
    cleaned = prose.clean(html)
    return cleaned if visible(cleaned) == visible(html) else None


def _flat(html):
    return prose.from_typed(prose.to_text(html))


def visible(html):
    """The words that a reader of this HTML sees."""
    return unescape(re.sub(_TAG, " ", _INLINE.sub("", html))).split()


def compared(base, theirs, mine):
    """The plain texts of the three, each as a list of (words, whether both have changed them)."""
    texts = [prose.to_text(html) for html in (base, theirs, mine)]
    if len(words_of(texts[0])) * max(len(words_of(text)) for text in texts[1:]) > MOST:
        return {name: [(text, False)] for name, text in zip(("base", "theirs", "mine"), texts, strict=True)}
    pieces = merging.merge(*texts)
    return {name: list(_runs(pieces, name)) for name in ("base", "theirs", "mine")}


def _runs(pieces, side):
    """Neighbours of the same sort are one run."""
    words, marked = "", False
    for piece in pieces:
        is_conflict = piece.kind == merging.CONFLICT
        if words and is_conflict != marked:
            yield words, marked
            words = ""
        words, marked = words + getattr(piece, side), is_conflict
    if words:
        yield words, marked
