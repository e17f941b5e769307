"""What each role is answered where one sees whom a letter reached; the columns are those of ``access_table``.

The letter is the issued one of the rehearsal, one delivery of which is uncertain; PRT is one of those it went to. What
an action answers is 302, also where it is refused in words.
"""

from .access_table import BY_FORM

SECRETARIAT = "302 403 403 403 403 403 403 403 302 403"
SEEN = "302 403 403 403 403 403 403 200 200 403"  # the secretariat and the co-facilitators see the reach

ACCESS = {
    "GET consultations:acknowledge": BY_FORM,
    "POST consultations:acknowledge": "302 403 302 302 302 302 403 403 403 403",
    "GET consultations:call_list": SEEN,
    "POST consultations:call_list": BY_FORM,
    "GET consultations:stop_dispatch": BY_FORM,
    "POST consultations:stop_dispatch": SECRETARIAT,
    "GET consultations:resume_dispatch": BY_FORM,
    "POST consultations:resume_dispatch": SECRETARIAT,
    "GET consultations:send_again": BY_FORM,
    "POST consultations:send_again": SECRETARIAT,
    "GET consultations:reach_delegation": SEEN,
    "POST consultations:reach_delegation": "302 403 403 403 403 403 403 403 200 403",
    "GET consultations:mark_bounced": BY_FORM,
    "POST consultations:mark_bounced": SECRETARIAT,
}
