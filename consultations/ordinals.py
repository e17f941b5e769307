"""Ordinals in words, as titles of meetings carry them."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as word

WORDS = [
    word("First"),
    word("Second"),
    word("Third"),
    word("Fourth"),
    word("Fifth"),
    word("Sixth"),
    word("Seventh"),
    word("Eighth"),
    word("Ninth"),
    word("Tenth"),
    word("Eleventh"),
    word("Twelfth"),
]


def ordinal(number):
    """ "Third" for 3; in figures from 13 on."""
    if 1 <= number <= len(WORDS):
        return _(WORDS[number - 1])
    ends = {1: "st", 2: "nd", 3: "rd"}
    return f"{number}{'th' if number % 100 in (11, 12, 13) else ends.get(number % 10, 'th')}"
