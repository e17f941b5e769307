"""A circular for the post: a personal copy for each delegation, and the labels of their envelopes.

What is the same in all copies is laid out once, all addressees in one other layout, and both are joined page by page.
"""

from .addressing import lines_of
from .choices import Choices
from .copies import Letter, personal_copies
from .labels import labels
from .runs import STEPS, addressees_of, is_printable, pdf_of
from .sheets import SHEETS, sheet_for

__all__ = [
    "SHEETS",
    "STEPS",
    "Choices",
    "Letter",
    "addressees_of",
    "is_printable",
    "labels",
    "lines_of",
    "pdf_of",
    "personal_copies",
    "sheet_for",
]
