"""What each role is answered at the addresses of statements, of what was sent, and of copies; the columns are those of
``access_table``.

The meeting is the first of the rehearsal, still to come and without statements; the delegation is Portugal. An action
answers 302, also where it refuses in words.
"""

from .access_table import ABSENT, BY_FORM, OPEN, READ_ONLY, SIGNED_IN

SPEAKERS = "302 403 302 302 302 302 403 403 302 403"  # led back to the meeting, which has not begun
OVERSEERS = "302 403 403 403 403 403 403 403 200 403"  # the secretariat sees what was sent to others

ACCESS = {
    "GET submissions:statements_json": OPEN,
    "POST submissions:statements_json": READ_ONLY,
    "GET submissions:add_statement": SPEAKERS,
    "POST submissions:add_statement": SPEAKERS,
    "GET submissions:statement": ABSENT,
    "POST submissions:statement": READ_ONLY,
    "GET submissions:withdraw_statement": BY_FORM,
    "POST submissions:withdraw_statement": "302 404 404 404 404 404 404 404 404 404",
    "GET consultations:sent": SIGNED_IN,
    "POST consultations:sent": BY_FORM,
    "GET consultations:sent_to": OVERSEERS,
    "POST consultations:sent_to": BY_FORM,
    "GET consultations:ask_copies": BY_FORM,
    "POST consultations:ask_copies": "302 403 302 302 302 302 302 302 302 403",
    "GET consultations:stop_copies": BY_FORM,
    "POST consultations:stop_copies": "302 302 302 302 302 302 302 302 302 302",
}
