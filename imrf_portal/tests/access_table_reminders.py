"""What each role is answered at the addresses of dates and reminders; the columns are those of ``access_table``.

The reminder is the first of the rehearsal, whose moment is still to come; the date is its meeting's, which is moved in
the calendar and nowhere else.
"""

from .access_table import BY_FORM

READERS = "302 403 403 403 403 403 200 200 200 403"  # who works for the consultation
READ_ONLY = "302 405 405 405 405 405 405 405 405 405"
THEIRS = "302 404 404 404 404 404 200 200 200 404"  # a reminder itself is known to no one else
KEEPERS = "302 403 403 403 403 403 403 403 200 403"
KEEPERS_OF_ONE = "302 404 404 404 404 404 403 403 200 404"
TURNED = "302 404 404 404 404 404 403 403 302 404"
TO_THE_CALENDAR = "302 403 403 403 403 403 403 403 302 403"

ACCESS = {
    "GET consultations:reminders": READERS,
    "POST consultations:reminders": READ_ONLY,
    "GET consultations:new_reminder": KEEPERS,
    "POST consultations:new_reminder": KEEPERS,
    "GET consultations:reminder": THEIRS,
    "POST consultations:reminder": READ_ONLY,
    "GET consultations:change_reminder": KEEPERS_OF_ONE,
    "POST consultations:change_reminder": KEEPERS_OF_ONE,
    "GET consultations:stop_reminder": BY_FORM,
    "POST consultations:stop_reminder": TURNED,
    "GET consultations:resume_reminder": BY_FORM,
    "POST consultations:resume_reminder": TURNED,
    "GET consultations:new_deadline": KEEPERS,
    "POST consultations:new_deadline": KEEPERS,
    "GET consultations:change_deadline": TO_THE_CALENDAR,
    "POST consultations:change_deadline": TO_THE_CALENDAR,
    "GET consultations:end_deadline": BY_FORM,
    "POST consultations:end_deadline": TO_THE_CALENDAR,
}
