"""What each role is answered where a text is brought into a draft; the columns are those of ``access_table``.

The text that was brought in is the working draft's: under the number of another version it is not there.
"""

from .access_table import BY_FORM

EDITING = "302 404 404 404 404 404 200 200 403 404"
DOING = "302 404 404 404 404 404 302 302 403 404"
STALE = "302 403 403 403 403 403 302 302 403 403"
ELSEWHERE = "302 403 403 403 403 403 404 404 403 403"

ACCESS = {
    "GET drafts:bring_in released": STALE,
    "GET drafts:bring_in working": EDITING,
    "POST drafts:bring_in released": STALE,
    "POST drafts:bring_in working": EDITING,
    "GET drafts:read_import released": ELSEWHERE,
    "GET drafts:read_import working": EDITING,
    "POST drafts:read_import": BY_FORM,
    "GET drafts:correct_import": BY_FORM,
    "POST drafts:correct_import released": ELSEWHERE,
    "POST drafts:correct_import working": DOING,
    "GET drafts:take_over": BY_FORM,
    "POST drafts:take_over released": ELSEWHERE,
    "POST drafts:take_over working": DOING,
}
