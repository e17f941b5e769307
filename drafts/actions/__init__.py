"""What is done to a draft. Each verb is one function: hold, refuse, change, save, record, hand off."""

from .calling import call_by_paragraph
from .commenting import comment, withdraw_comment
from .dividing import merge_with_next, split_paragraph
from .files import REDLINE, ask_for_print, ask_for_redline, keep_files, task_for
from .importing import bring_in, correct_import, take_over
from .paragraphs import (
    delete_paragraph,
    edit_paragraph,
    indent_paragraph,
    insert_paragraph,
    move_paragraph,
    outdent_paragraph,
)
from .references import follow_references
from .releasing import approve_release, ask_for_release, complete_print, print_again
from .tracing import change_trace, trace, untrace
from .undoing import restore_edition, restore_paragraph, undo
from .versions import begin, begin_next, discard, edit_version

__all__ = [
    "REDLINE",
    "approve_release",
    "ask_for_print",
    "ask_for_redline",
    "ask_for_release",
    "begin",
    "begin_next",
    "bring_in",
    "call_by_paragraph",
    "change_trace",
    "comment",
    "complete_print",
    "correct_import",
    "delete_paragraph",
    "discard",
    "edit_paragraph",
    "edit_version",
    "follow_references",
    "indent_paragraph",
    "insert_paragraph",
    "keep_files",
    "merge_with_next",
    "move_paragraph",
    "outdent_paragraph",
    "print_again",
    "restore_edition",
    "restore_paragraph",
    "split_paragraph",
    "take_over",
    "task_for",
    "trace",
    "undo",
    "untrace",
    "withdraw_comment",
]
