"""What is done to a consultation. Each verb is one function: hold, refuse, change, save, record, hand off."""

from .calls import add_call, change_call, change_questions, close_call, extend_call, reopen_call
from .copies import ask_copies, stop_copies
from .documents import add_document, change_document, remove_document, restore_document
from .extensions import end_time, give_time
from .founding import change_consultation, found, publish
from .inviting import ask_invitation, close_calendar, renew_calendar, stop_invitation
from .issuing import add_scan, complete_issue, issue, retry_issue, withdraw
from .meetings import cancel_meeting, change_meeting, postpone_meeting, report_meeting, schedule_meeting
from .people import add_cofacilitator, change_cofacilitator, end_cofacilitator, end_role, give_role
from .preparing import (
    add_enclosure,
    approve,
    create_circular,
    discard,
    edit_circular,
    enclose,
    remove_enclosure,
    request_approval,
    return_to_draft,
)
from .printing import ask_print_run, complete_print_run, note_progress, retry_print_run
from .reaching import acknowledge, mark_bounced, resume_dispatch, send_again, send_to_address, stop_dispatch
from .reminders import (
    add_deadline,
    change_deadline,
    change_reminder,
    create_reminder,
    end_deadline,
    remind,
    resume_reminder,
    stop_reminder,
)

__all__ = [
    "acknowledge",
    "add_call",
    "add_cofacilitator",
    "add_deadline",
    "add_document",
    "add_enclosure",
    "add_scan",
    "approve",
    "ask_copies",
    "ask_invitation",
    "ask_print_run",
    "cancel_meeting",
    "change_call",
    "change_cofacilitator",
    "change_consultation",
    "change_deadline",
    "change_document",
    "change_meeting",
    "change_questions",
    "change_reminder",
    "close_calendar",
    "close_call",
    "complete_issue",
    "complete_print_run",
    "create_circular",
    "create_reminder",
    "discard",
    "edit_circular",
    "enclose",
    "end_cofacilitator",
    "end_deadline",
    "end_role",
    "end_time",
    "extend_call",
    "found",
    "give_role",
    "give_time",
    "issue",
    "mark_bounced",
    "note_progress",
    "postpone_meeting",
    "publish",
    "remind",
    "remove_document",
    "remove_enclosure",
    "renew_calendar",
    "reopen_call",
    "report_meeting",
    "request_approval",
    "restore_document",
    "resume_dispatch",
    "resume_reminder",
    "retry_issue",
    "retry_print_run",
    "return_to_draft",
    "schedule_meeting",
    "send_again",
    "send_to_address",
    "stop_copies",
    "stop_dispatch",
    "stop_invitation",
    "stop_reminder",
    "withdraw",
]
