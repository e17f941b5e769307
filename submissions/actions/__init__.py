"""What is done to an input. Each verb is one function: hold, refuse, change, save, record, hand off."""

from .attaching import attach, change_attachment, remove_attachment, take_over
from .coding import add_theme, close_theme, code, move_theme, rename_theme, reopen_theme, uncode
from .naming import associate, change_alignments, change_party, disown
from .paper import confirm_paper, enter_on_paper
from .restoring import restore_answer
from .statements import add_statement, withdraw_statement
from .submitting import complete_receipt, retry_receipt, revise, submit, withdraw
from .writing import ask_for_clearance, begin, return_to_draft, save_answers, set_options

__all__ = [
    "add_statement",
    "add_theme",
    "ask_for_clearance",
    "associate",
    "attach",
    "begin",
    "change_alignments",
    "change_attachment",
    "change_party",
    "close_theme",
    "code",
    "complete_receipt",
    "confirm_paper",
    "disown",
    "enter_on_paper",
    "move_theme",
    "remove_attachment",
    "rename_theme",
    "reopen_theme",
    "restore_answer",
    "retry_receipt",
    "return_to_draft",
    "revise",
    "save_answers",
    "set_options",
    "submit",
    "take_over",
    "uncode",
    "withdraw",
    "withdraw_statement",
]
