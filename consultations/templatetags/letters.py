"""The printed words around a letter, and what keeps its lines together, for its template."""

import re

from django import template

from .. import letters

register = template.Library()
# "13 February", "3.30 p.m.", "Paragraph 49", "Room 3", "Mr. Santos": never at the end of a line
TOGETHER = re.compile(
    r"(?<=\d) (?=[ap]\.m\.|(?:January|February|March|April|May|June|July|August|September|October|November|December)\b)"
    r"|(?<=Room|raph|icle|tion) (?=\d)|(?<=\bMr\.|\bMs\.) "
)


@register.filter
def printed_words(content):
    """The words of the portal in the language of a letter's content, and its direction as ``dir``."""
    return letters.words(content["language"])


@register.filter
def kept_together(text):
    """``text`` with spaces that do not break inside a date, an hour or a numbered reference."""
    return TOGETHER.sub("\u00a0", text)
