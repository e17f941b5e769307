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
from .history import history, restore
from .naming import associate, disown, name, new
from .reading import inputs, inputs_json, submission, submission_json, submission_pdf
from .statements import add_statement, statement, statements_json, withdraw_statement
from .writing import autosave, edit

__all__ = [
    "add_statement",
    "associate",
    "autosave",
    "change_theme",
    "clear",
    "close_theme",
    "code",
    "compilation",
    "compilation_docx",
    "disown",
    "edit",
    "history",
    "inputs",
    "inputs_atom",
    "inputs_csv",
    "inputs_json",
    "move_theme",
    "name",
    "new",
    "receipt_again",
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
