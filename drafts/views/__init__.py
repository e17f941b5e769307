"""Views only speak HTTP: access, form, action, answer."""

from .editing import (
    delete_paragraph,
    edit,
    edit_paragraph,
    edit_version,
    insert_first,
    insert_paragraph,
    merge_with_next,
    move_down,
    move_up,
    split_paragraph,
)
from .files import compare_docx, compare_pdf, print_version, version_docx, version_pdf, version_xml
from .reading import compare, version, version_json, versions, versions_json
from .releasing import approve_release, ask_for_release, begin, begin_next, discard, print_again

__all__ = [
    "approve_release",
    "ask_for_release",
    "begin",
    "begin_next",
    "compare",
    "compare_docx",
    "compare_pdf",
    "delete_paragraph",
    "discard",
    "edit",
    "edit_paragraph",
    "edit_version",
    "insert_first",
    "insert_paragraph",
    "merge_with_next",
    "move_down",
    "move_up",
    "print_again",
    "print_version",
    "split_paragraph",
    "version",
    "version_docx",
    "version_json",
    "version_pdf",
    "version_xml",
    "versions",
    "versions_json",
]
