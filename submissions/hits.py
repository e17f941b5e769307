"""What a search shows of the texts it has found: a few words around each hit, the hits in ``<mark>``. Pure functions.

Where a hit begins and ends is told by two signs of Unicode's private use, which no text keeps: so the words themselves
are always escaped, and only our own tags are not.
"""

import re

from django.utils.html import format_html, format_html_join

BEGINS, ENDS = "\ue000", "\ue001"
MARKED = re.compile(f"{BEGINS}([^{BEGINS}{ENDS}]*){ENDS}")
PART = re.compile(r'"([^"]+)"|([^\s"]+)')
MOST_PARTS = 10
SHORTEST = 3  # signs of a part that is looked for within words; of a script without spaces, one is a word
AROUND = 80  # signs before and after a hit


def marked(text):
    """``text`` as HTML: what stands between the two signs is in ``<mark>``, everything is escaped."""
    pieces = MARKED.split(text)  # outside and inside, in turn
    rows = ((format_html("<mark>{}</mark>", piece) if n % 2 else _plain(piece),) for n, piece in enumerate(pieces))
    return format_html_join("", "{}", rows)


def _plain(text):
    return text.replace(BEGINS, "").replace(ENDS, "")


def parts(query):
    """The parts of a text that a query looks for, where words are not written apart: without what it excludes."""
    found = [phrase or word for phrase, word in PART.findall(query)]
    found = [part.strip() for part in found if not part.startswith("-") and part.lower() != "or"]
    return [part for part in found if len(part) >= (SHORTEST if part.isascii() else 1)][:MOST_PARTS]


def around(text, wanted):
    """The words around the first place where one of ``wanted`` stands in ``text``, as ``marked`` reads them; "" if
    none does.
    """
    pattern = re.compile("|".join(re.escape(part) for part in wanted), re.IGNORECASE)
    first = pattern.search(text) if wanted else None
    if first is None:
        return ""
    begin, end = max(0, first.start() - AROUND), min(len(text), first.end() + AROUND)
    shown = pattern.sub(lambda hit: f"{BEGINS}{hit[0]}{ENDS}", _plain(text[begin:end]))
    return f"{'… ' if begin else ''}{shown}{' …' if end < len(text) else ''}"
