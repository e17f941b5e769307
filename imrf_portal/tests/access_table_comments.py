"""What each role is answered where paragraphs are commented on and it is noted what became of the inputs.

Comments are for those who speak for a delegation and those who work for the consultation: which of them each reads,
the page decides. What a released text rests on is told to everybody, as far as they may read the inputs. The comments
that are taken back are Portugal's and the staff's own, on the released text; what is noted stands in the working draft.
"""

from .access_table import BY_FORM, OPEN, READ_ONLY

READ = "302 403 200 200 200 200 200 200 200 403"
READ_WORKING = "302 404 404 404 404 404 200 200 200 404"
SAID = "302 403 200 200 200 200 200 200 403 403"  # with nothing typed: the page, which says so
SAID_WORKING = "302 404 404 404 404 404 200 200 403 404"
TAKEN_BACK = "302 404 302 302 404 404 302 404 404 404"
NOTED = "302 403 403 403 403 403 200 200 403 403"
NOTED_WORKING = "302 404 404 404 404 404 200 200 403 404"
ABSENT_RELEASED = "302 403 403 403 403 403 404 404 403 403"  # what is noted there stands in another version
LED_BACK = "302 404 404 404 404 404 302 302 403 404"

ACCESS = {
    "GET drafts:comments released": READ,
    "GET drafts:comments working": READ_WORKING,
    "POST drafts:comments released": BY_FORM,
    "POST drafts:comments working": BY_FORM,
    "GET drafts:comment released": BY_FORM,
    "GET drafts:comment working": BY_FORM,
    "POST drafts:comment released": SAID,
    "POST drafts:comment working": SAID_WORKING,
    "GET drafts:withdraw_comment released": BY_FORM,
    "GET drafts:withdraw_comment working": BY_FORM,
    "POST drafts:withdraw_comment released": TAKEN_BACK,
    "POST drafts:withdraw_comment working": "302 404 404 404 404 404 404 404 404 404",
    "GET drafts:traces released": OPEN,
    "GET drafts:traces working": "404 404 404 404 404 404 200 200 200 404",
    "POST drafts:traces released": READ_ONLY,
    "POST drafts:traces working": READ_ONLY,
    "GET drafts:trace released": NOTED,
    "GET drafts:trace working": NOTED_WORKING,
    "POST drafts:trace released": NOTED,
    "POST drafts:trace working": NOTED_WORKING,
    "GET drafts:change_trace released": BY_FORM,
    "GET drafts:change_trace working": BY_FORM,
    "POST drafts:change_trace released": ABSENT_RELEASED,
    "POST drafts:change_trace working": NOTED_WORKING,
    "GET drafts:untrace released": BY_FORM,
    "GET drafts:untrace working": BY_FORM,
    "POST drafts:untrace released": ABSENT_RELEASED,
    "POST drafts:untrace working": LED_BACK,
}
