from .call import Call, CallKind, Question
from .circular import (
    CLOSED,
    EDITABLE,
    PUBLIC_STATES,
    REPLACING,
    Circular,
    CircularForm,
    CircularKind,
    CircularState,
    Correction,
    Enclosure,
)
from .consultation import CoFacilitator, Consultation, Role, RoleKind
from .document import DocumentKind, ReferenceDocument
from .meeting import Meeting, MeetingKind, MeetingStatus
from .subscription import CalendarToken, MeetingSubscription

__all__ = [
    "CLOSED",
    "EDITABLE",
    "PUBLIC_STATES",
    "REPLACING",
    "CalendarToken",
    "Call",
    "CallKind",
    "Circular",
    "CircularForm",
    "CircularKind",
    "CircularState",
    "CoFacilitator",
    "Consultation",
    "Correction",
    "DocumentKind",
    "Enclosure",
    "Meeting",
    "MeetingKind",
    "MeetingStatus",
    "MeetingSubscription",
    "Question",
    "ReferenceDocument",
    "Role",
    "RoleKind",
]
