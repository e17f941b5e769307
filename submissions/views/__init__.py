"""Views only speak HTTP: access, form, action, answer."""

from .clearing import clear, receipt_again, return_to_draft, revise, submit, withdraw
from .coding import (
    change_theme,
    close_theme,
    code,
    move_theme,
    reopen_theme,
    theme,
    theme_csv,
    themes,
    themes_csv,
    uncode,
)
from .compiling import compilation, compilation_docx
from .feed import inputs_atom, inputs_csv
from .files import assign, change_file, files, form_docx, input_file, own_file, remove_file
from .history import history, restore
from .naming import associate, disown, name, new
from .paper import confirm_paper, enter_on_paper, paper_scan
from .previewing import compare_versions, preview
from .reading import inputs, inputs_json, submission, submission_json, submission_pdf
from .statements import add_statement, statement, statements_json, withdraw_statement
from .together import here, key
from .writing import autosave, edit

__all__ = [
    "add_statement",
    "assign",
    "associate",
    "autosave",
    "change_file",
    "change_theme",
    "clear",
    "close_theme",
    "code",
    "compare_versions",
    "compilation",
    "compilation_docx",
    "confirm_paper",
    "disown",
    "edit",
    "enter_on_paper",
    "files",
    "form_docx",
    "here",
    "history",
    "input_file",
    "inputs",
    "inputs_atom",
    "inputs_csv",
    "inputs_json",
    "key",
    "move_theme",
    "name",
    "new",
    "own_file",
    "paper_scan",
    "preview",
    "receipt_again",
    "remove_file",
    "reopen_theme",
    "restore",
    "return_to_draft",
    "revise",
    "statement",
    "statements_json",
    "submission",
    "submission_json",
    "submission_pdf",
    "submit",
    "theme",
    "theme_csv",
    "themes",
    "themes_csv",
    "uncode",
    "withdraw",
    "withdraw_statement",
]
