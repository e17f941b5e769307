"""Views only speak HTTP: access, form, action, answer."""

from .clearing import clear, receipt_again, return_to_draft, revise, submit, withdraw
from .compiling import compilation, compilation_docx
from .reading import inputs, inputs_json, submission, submission_json, submission_pdf
from .writing import autosave, edit, new

__all__ = [
    "autosave",
    "clear",
    "compilation",
    "compilation_docx",
    "edit",
    "inputs",
    "inputs_json",
    "new",
    "receipt_again",
    "return_to_draft",
    "revise",
    "submission",
    "submission_json",
    "submission_pdf",
    "submit",
    "withdraw",
]
