"""Every e-mail leaves from here: claimed before it is sent, sent once, and what became of it written down."""

from .deciding import acknowledge, hold_back, let_go, send_again, settle, wake
from .sending import BATCH_SECONDS, LAST_DOT, LEASE, PACE, claim, deliver_due, doubt_what_was_left, is_more_due
from .writing import DamagedError, attachment_of, message

__all__ = [
    "BATCH_SECONDS",
    "LAST_DOT",
    "LEASE",
    "PACE",
    "DamagedError",
    "acknowledge",
    "attachment_of",
    "claim",
    "deliver_due",
    "doubt_what_was_left",
    "hold_back",
    "is_more_due",
    "let_go",
    "message",
    "send_again",
    "settle",
    "wake",
]
