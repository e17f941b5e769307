"""What is done to a draft. Each verb is one function: hold, refuse, change, save, record, hand off."""

from .paragraphs import (
    delete_paragraph,
    edit_paragraph,
    insert_paragraph,
    merge_with_next,
    move_paragraph,
    split_paragraph,
)
from .releasing import approve_release, ask_for_release, complete_print, print_again
from .versions import begin, begin_next, discard, edit_version

__all__ = [
    "approve_release",
    "ask_for_release",
    "begin",
    "begin_next",
    "complete_print",
    "delete_paragraph",
    "discard",
    "edit_paragraph",
    "edit_version",
    "insert_paragraph",
    "merge_with_next",
    "move_paragraph",
    "print_again",
    "split_paragraph",
]
