"""What one types about a consultation. Forms validate; they never touch ``state`` or ``status``."""

from .calls import ChangeCallForm, CloseForm, ExtendForm, MoreTimeForm, NewCallForm, QuestionsForm
from .circulars import (
    CircularEditForm,
    EnclosureForm,
    NewCircularForm,
    ReasonForm,
    RegisterSearch,
    ScanForm,
)
from .common import FIRST_YEAR, LAST_YEAR, Tagless
from .documents import ChangeDocumentForm, NewDocumentForm
from .founding import FactsForm, NewConsultationForm, RoomsForm
from .meetings import CallOffForm, ChangeMeetingForm, MeetingForm, ReportForm
from .people import ChangeCoFacilitatorForm, CoFacilitatorForm, EndCoFacilitatorForm, RoleForm
from .printing import PrintForm
from .reach import BouncedForm, ReachFilter, SendAgainForm, SendToAddressForm
from .reminders import DeadlineForm, ReminderForm
from .sent import SentFilter, WhoseForm

__all__ = [
    "FIRST_YEAR",
    "LAST_YEAR",
    "BouncedForm",
    "CallOffForm",
    "ChangeCallForm",
    "ChangeCoFacilitatorForm",
    "ChangeDocumentForm",
    "ChangeMeetingForm",
    "CircularEditForm",
    "CloseForm",
    "CoFacilitatorForm",
    "DeadlineForm",
    "EnclosureForm",
    "EndCoFacilitatorForm",
    "ExtendForm",
    "FactsForm",
    "MeetingForm",
    "MoreTimeForm",
    "NewCallForm",
    "NewCircularForm",
    "NewConsultationForm",
    "NewDocumentForm",
    "PrintForm",
    "QuestionsForm",
    "ReachFilter",
    "ReasonForm",
    "RegisterSearch",
    "ReminderForm",
    "ReportForm",
    "RoleForm",
    "RoomsForm",
    "ScanForm",
    "SendAgainForm",
    "SendToAddressForm",
    "SentFilter",
    "Tagless",
    "WhoseForm",
]
