"""What each role is answered at the addresses of files of drafts; the columns are those of ``access_table``.

What has been released is public in every form, and whoever reads it may have it printed. A pair is the released
version and itself, which is no pair; or the working draft and the released one, for those who work on the text.
"""

from .access_table import ABSENT, OPEN, READ_ONLY

WORKING = "404 404 404 404 404 404 200 200 200 404"
REDIRECTED = "302 302 302 302 302 302 302 302 302 302"

ACCESS = {
    "GET drafts:version_docx released": OPEN,
    "GET drafts:version_docx working": WORKING,
    "POST drafts:version_docx released": READ_ONLY,
    "POST drafts:version_docx working": READ_ONLY,
    "GET drafts:version_xml released": OPEN,
    "GET drafts:version_xml working": ABSENT,
    "POST drafts:version_xml released": READ_ONLY,
    "POST drafts:version_xml working": READ_ONLY,
    "GET drafts:print_version released": OPEN,
    "GET drafts:print_version working": ABSENT,
    "POST drafts:print_version released": REDIRECTED,
    "POST drafts:print_version working": ABSENT,
    "GET drafts:compare_docx released": ABSENT,
    "GET drafts:compare_docx working": WORKING,
    "POST drafts:compare_docx released": READ_ONLY,
    "POST drafts:compare_docx working": READ_ONLY,
    "GET drafts:compare_pdf released": ABSENT,
    "GET drafts:compare_pdf working": ABSENT,
    "POST drafts:compare_pdf released": ABSENT,
    "POST drafts:compare_pdf working": ABSENT,
}
