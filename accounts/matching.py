"""Finding words whatever accents and capitals they are typed with, and marking them where they stand."""

import unicodedata

from django.utils.html import format_html, format_html_join


def fold(text):
    """``text`` without accents, capitals or kinds of apostrophe: what is the same to somebody who searches."""
    return "".join(_folded(sign) for sign in text)


def marked(text, wanted):
    """``text`` as HTML with every place where ``wanted`` (folded already) stands in ``<mark>``."""
    folded = [_folded(sign) for sign in text]
    origin = [place for place, part in enumerate(folded) for _letter in part]
    whole, parts, done = "".join(folded), [], 0
    found = whole.find(wanted) if wanted else -1
    while found >= 0:
        begin, end = origin[found], origin[found + len(wanted) - 1] + 1
        while end < len(text) and not folded[end]:  # an accent that is a sign of its own belongs to its letter
            end += 1
        if begin >= done:
            parts.append((format_html("{}<mark>{}</mark>", text[done:begin], text[begin:end]),))
            done = end
        found = whole.find(wanted, found + len(wanted))
    return format_html("{}{}", format_html_join("", "{}", parts), text[done:])


def _folded(sign):
    parts = unicodedata.normalize("NFKD", "'" if sign == "’" else sign)
    return "".join(part for part in parts if not unicodedata.combining(part)).casefold()
