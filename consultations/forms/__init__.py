"""What one types about a consultation. Forms validate; they never touch ``state`` or ``status``."""

from .circulars import (
    CircularEditForm,
    EnclosureForm,
    NewCircularForm,
    ReasonForm,
    RegisterSearch,
    ScanForm,
)
from .common import FIRST_YEAR, LAST_YEAR, Tagless
from .meetings import CallOffForm, ChangeMeetingForm, MeetingForm, ReportForm

__all__ = [
    "FIRST_YEAR",
    "LAST_YEAR",
    "CallOffForm",
    "ChangeMeetingForm",
    "CircularEditForm",
    "EnclosureForm",
    "MeetingForm",
    "NewCircularForm",
    "ReasonForm",
    "RegisterSearch",
    "ReportForm",
    "ScanForm",
    "Tagless",
]
