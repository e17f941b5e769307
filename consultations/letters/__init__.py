"""The letter as text: from what one types and the facts it names to the content that is approved and printed.

Pure functions: no database, no settings. What is printed follows the language of the letter, never that of the
reader, so that the same letter has the same hash for everyone.
"""

from .changes import change_text
from .composing import body_text, compose, plain_text
from .lint import problems
from .phrases import day_phrase, due_phrase, letter_date, meeting_phrase, time_phrase
from .problem import Known, Problem
from .starting import TEMPLATES, starting_text, transmitting_text
from .symbols import symbols_in
from .text import TOKENS, parse
from .wording import words

__all__ = [
    "TEMPLATES",
    "TOKENS",
    "Known",
    "Problem",
    "body_text",
    "change_text",
    "compose",
    "day_phrase",
    "due_phrase",
    "letter_date",
    "meeting_phrase",
    "parse",
    "plain_text",
    "problems",
    "starting_text",
    "symbols_in",
    "time_phrase",
    "transmitting_text",
    "words",
]
