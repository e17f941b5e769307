"""What is done to a draft. Each verb is one function: hold, refuse, change, save, record, hand off."""

from .files import REDLINE, ask_for_print, ask_for_redline, keep_files, task_for
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
    "REDLINE",
    "approve_release",
    "ask_for_print",
    "ask_for_redline",
    "ask_for_release",
    "begin",
    "begin_next",
    "complete_print",
    "delete_paragraph",
    "discard",
    "edit_paragraph",
    "edit_version",
    "insert_paragraph",
    "keep_files",
    "merge_with_next",
    "move_paragraph",
    "print_again",
    "split_paragraph",
    "task_for",
]
