"""What is done to an input. Each verb is one function: hold, refuse, change, save, record, hand off."""

from .submitting import complete_receipt, retry_receipt, revise, submit, withdraw
from .writing import ask_for_clearance, begin, return_to_draft, save_answers, set_options

__all__ = [
    "ask_for_clearance",
    "begin",
    "complete_receipt",
    "retry_receipt",
    "return_to_draft",
    "revise",
    "save_answers",
    "set_options",
    "submit",
    "withdraw",
]
