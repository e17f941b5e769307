"""What is done to a consultation. Each verb is one function: hold, refuse, change, save, record, hand off."""

from .inviting import ask_invitation, close_calendar, renew_calendar, stop_invitation
from .issuing import add_scan, complete_issue, issue, retry_issue, withdraw
from .meetings import cancel_meeting, change_meeting, postpone_meeting, report_meeting, schedule_meeting
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
    "ask_invitation",
    "cancel_meeting",
    "change_meeting",
    "close_calendar",
    "complete_issue",
    "create_circular",
    "discard",
    "edit_circular",
    "issue",
    "postpone_meeting",
    "remove_enclosure",
    "renew_calendar",
    "report_meeting",
    "request_approval",
    "retry_issue",
    "return_to_draft",
    "schedule_meeting",
    "stop_invitation",
    "withdraw",
]
