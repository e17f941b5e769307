"""What each role is answered at the addresses of the calendar; the columns are those of ``access_table``.

The meeting is the first of the rehearsal, published and still to come; the document has no file, and the secret of a
calendar of one's own opens none.
"""

from .access_table import ABSENT, BY_FORM, OPEN, READ_ONLY, SIGNED_IN

KEEPERS = "302 403 403 403 403 403 403 403 200 403"  # the secretariat keeps the calendar
REDIRECTED = "302 302 302 302 302 302 302 302 302 302"

ACCESS = {
    "GET consultations:calendar_month": OPEN,
    "POST consultations:calendar_month": READ_ONLY,
    "GET consultations:own_calendar": SIGNED_IN,
    "POST consultations:own_calendar": BY_FORM,
    "GET consultations:renew_calendar": BY_FORM,
    "POST consultations:renew_calendar": SIGNED_IN,
    "GET consultations:close_calendar": BY_FORM,
    "POST consultations:close_calendar": REDIRECTED,
    "GET consultations:private_ics": ABSENT,
    "POST consultations:private_ics": READ_ONLY,
    "GET consultations:documents": OPEN,
    "POST consultations:documents": READ_ONLY,
    "GET consultations:documents_json": OPEN,
    "POST consultations:documents_json": READ_ONLY,
    "GET consultations:document": OPEN,
    "POST consultations:document": READ_ONLY,
    "GET consultations:document_file": ABSENT,
    "POST consultations:document_file": READ_ONLY,
    "GET consultations:meeting_documents": OPEN,
    "POST consultations:meeting_documents": READ_ONLY,
    "GET consultations:new_meeting": KEEPERS,
    "POST consultations:new_meeting": KEEPERS,
    "GET consultations:change_meeting": KEEPERS,
    "POST consultations:change_meeting": KEEPERS,
    "GET consultations:postpone_meeting": KEEPERS,
    "POST consultations:postpone_meeting": "302 403 403 403 403 403 403 403 302 403",
    "GET consultations:cancel_meeting": KEEPERS,
    "POST consultations:cancel_meeting": "302 403 403 403 403 403 403 403 302 403",
    "GET consultations:report_meeting": "302 403 403 403 403 403 403 403 302 403",
    "POST consultations:report_meeting": "302 403 403 403 403 403 403 403 302 403",
    "GET consultations:ask_invitation": BY_FORM,
    "POST consultations:ask_invitation": REDIRECTED,
    "GET consultations:stop_invitation": BY_FORM,
    "POST consultations:stop_invitation": REDIRECTED,
}
