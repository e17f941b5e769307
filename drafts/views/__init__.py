"""Views only speak HTTP: access, form, action, answer."""

from .calling import call_by_paragraph
from .checking import check, follow_references
from .commenting import comment, comments, withdraw_comment
from .comparing import compare, paragraph_journey
from .editing import edit, edit_paragraph, edit_version
from .files import compare_docx, compare_pdf, print_version, version_docx, version_pdf, version_xml
from .importing import bring_in, correct_import, read_import, take_over
from .reading import paragraph, version, version_json, versions, versions_json
from .releasing import approve_release, ask_for_release, begin, begin_next, discard, print_again
from .together import lease, paragraph_now, presence
from .tools import (
    delete_paragraph,
    indent_paragraph,
    insert_before,
    insert_first,
    insert_paragraph,
    merge_with_next,
    move_down,
    move_paragraph,
    move_up,
    outdent_paragraph,
    split_paragraph,
)
from .tracing import change_trace, trace, traces, untrace
from .undoing import deleted_paragraphs, paragraph_history, restore_edition, restore_paragraph, undo

__all__ = [
    "approve_release",
    "ask_for_release",
    "begin",
    "begin_next",
    "bring_in",
    "call_by_paragraph",
    "change_trace",
    "check",
    "comment",
    "comments",
    "compare",
    "compare_docx",
    "compare_pdf",
    "correct_import",
    "delete_paragraph",
    "deleted_paragraphs",
    "discard",
    "edit",
    "edit_paragraph",
    "edit_version",
    "follow_references",
    "indent_paragraph",
    "insert_before",
    "insert_first",
    "insert_paragraph",
    "lease",
    "merge_with_next",
    "move_down",
    "move_paragraph",
    "move_up",
    "outdent_paragraph",
    "paragraph",
    "paragraph_history",
    "paragraph_journey",
    "paragraph_now",
    "presence",
    "print_again",
    "print_version",
    "read_import",
    "restore_edition",
    "restore_paragraph",
    "split_paragraph",
    "take_over",
    "trace",
    "traces",
    "undo",
    "untrace",
    "version",
    "version_docx",
    "version_json",
    "version_pdf",
    "version_xml",
    "versions",
    "versions_json",
    "withdraw_comment",
]
