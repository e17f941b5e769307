"""Where a passage that somebody has selected on a page stands in the plain text of an answer. Pure functions.

A page shows an answer as HTML, with spaces and signs of lists that differ from its plain text. What both have in the
same order are the signs one can see: so a selection is told by how many of them come before it, and how many it has.
"""

from . import prose

# What JavaScript calls a space: its count and ours must agree.
SPACES = frozenset(
    "\t\n\v\f\r \u00a0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff" + "".join(map(chr, range(0x2000, 0x200B)))
)


def visible(html, text):
    """For each sign of an answer that is no space, where it stands in its plain ``text``; without signs of lists."""
    places, begin = [], 0
    for block in prose.blocks(html):
        shown = block.text.strip()
        rest = text[begin:]
        begin += len(rest) - len(rest.lstrip()) + (len(block.label) + 1 if block.label else 0)
        places += [begin + n for n, sign in enumerate(shown) if sign not in SPACES]
        begin += len(shown)
    return places


def cut(html, text, first, count):
    """Where ``count`` visible signs from the ``first`` on begin and end in ``text``; ``None`` where there are none."""
    places = visible(html, text)
    if count < 1 or first < 0 or first + count > len(places):
        return None
    return places[first], places[first + count - 1] + 1


def quoted(text, start, end):
    """The passage of ``text``; the whole of it where ``end`` is 0."""
    return text[start:end] if end else text
