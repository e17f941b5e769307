from .call import Call, CallExtension, CallKind, Question
from .circular import (
    CLOSED,
    EDITABLE,
    OF_THE_SECRETARIAT,
    PUBLIC_STATES,
    REPLACING,
    AddresseeRule,
    Circular,
    CircularForm,
    CircularKind,
    CircularState,
    Correction,
    Enclosure,
)
from .consultation import CoFacilitator, Consultation, Paper, Role, RoleKind
from .document import DocumentKind, ReferenceDocument
from .meeting import Meeting, MeetingKind, MeetingStatus
from .reaching import Acknowledgement, CopyRequest, PrintPart, PrintRun, Visit
from .reminder import Deadline, DeadlinePurpose, Reminder, ReminderAudience, ReminderOutcome, ReminderRun
from .subscription import CalendarToken, MeetingSubscription

__all__ = [
    "CLOSED",
    "EDITABLE",
    "OF_THE_SECRETARIAT",
    "PUBLIC_STATES",
    "REPLACING",
    "Acknowledgement",
    "AddresseeRule",
    "CalendarToken",
    "Call",
    "CallExtension",
    "CallKind",
    "Circular",
    "CircularForm",
    "CircularKind",
    "CircularState",
    "CoFacilitator",
    "Consultation",
    "CopyRequest",
    "Correction",
    "Deadline",
    "DeadlinePurpose",
    "DocumentKind",
    "Enclosure",
    "Meeting",
    "MeetingKind",
    "MeetingStatus",
    "MeetingSubscription",
    "Paper",
    "PrintPart",
    "PrintRun",
    "Question",
    "ReferenceDocument",
    "Reminder",
    "ReminderAudience",
    "ReminderOutcome",
    "ReminderRun",
    "Role",
    "RoleKind",
    "Visit",
]
