"""What is done to a consultation. Each verb is one function: hold, refuse, change, save, record, hand off."""

from .issuing import add_scan, complete_issue, issue, retry_issue, withdraw
from .preparing import (
    add_enclosure,
    approve,
    create_circular,
    discard,
    edit_circular,
    remove_enclosure,
    request_approval,
    return_to_draft,
)

__all__ = [
    "add_enclosure",
    "add_scan",
    "approve",
    "complete_issue",
    "create_circular",
    "discard",
    "edit_circular",
    "issue",
    "remove_enclosure",
    "request_approval",
    "retry_issue",
    "return_to_draft",
    "withdraw",
]
