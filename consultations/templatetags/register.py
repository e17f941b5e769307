"""What the register of circulars shows of a search: the words that were found, and where they stand in the text."""

import re

from django import template
from django.utils.html import conditional_escape, format_html, format_html_join

register = template.Library()
AROUND = 90  # signs shown before and after a hit


def _pattern(query):
    words = sorted(query.split()[:10], key=len, reverse=True) if query else []
    return re.compile("(" + "|".join(map(re.escape, words)) + ")", re.IGNORECASE) if words else None


@register.filter
def mark(text, query):
    """``text``, escaped, with every word of ``query`` in a ``<mark>``."""
    pattern = _pattern(query)
    if pattern is None:
        return conditional_escape(text)
    parts = enumerate(pattern.split(text))  # hits are the odd parts
    return format_html_join("", "{}", ((format_html("<mark>{}</mark>", part) if n % 2 else part,) for n, part in parts))


@register.filter
def passage(text, query):
    """The passage of ``text`` around the first word of ``query``, marked; "" where none of them stands in it."""
    pattern = _pattern(query)
    line = " ".join(text.split())
    hit = pattern.search(line) if pattern else None
    if hit is None:
        return ""
    start, end = max(0, hit.start() - AROUND), min(len(line), hit.end() + AROUND)
    cut = f"{'… ' if start else ''}{line[start:end]}{' …' if end < len(line) else ''}"
    return mark(cut, query)
