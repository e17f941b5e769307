"""What each role is answered at the addresses of paragraphs, their journey and the check of a draft; the columns are
those of ``access_table``. The paragraph is one that the working draft and the released one have.
"""

from .access_table import BY_FORM, READ_ONLY

LED = "302 302 302 302 302 302 302 302 302 302"  # to its place in the text
OPEN = "200 200 200 200 200 200 200 200 200 200"

ACCESS = {
    "GET drafts:paragraph released": LED,
    "GET drafts:paragraph working": "404 404 404 404 404 404 302 302 302 404",
    "POST drafts:paragraph released": READ_ONLY,
    "POST drafts:paragraph working": READ_ONLY,
    "GET drafts:paragraph_journey released": OPEN,
    "GET drafts:paragraph_journey working": "404 404 404 404 404 404 200 200 200 404",
    "POST drafts:paragraph_journey released": READ_ONLY,
    "POST drafts:paragraph_journey working": READ_ONLY,
    "GET drafts:check released": "302 403 403 403 403 403 302 302 403 403",
    "GET drafts:check working": "302 404 404 404 404 404 200 200 403 404",
    "POST drafts:check released": BY_FORM,
    "POST drafts:check working": BY_FORM,
    "GET drafts:follow_references released": BY_FORM,
    "GET drafts:follow_references working": BY_FORM,
    "POST drafts:follow_references released": "302 403 403 403 403 403 302 302 403 403",
    "POST drafts:follow_references working": "302 404 404 404 404 404 302 302 403 404",
}
