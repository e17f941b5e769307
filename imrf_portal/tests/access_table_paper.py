"""What each role is answered about calls, more time for one delegation and what came on paper; as in ``access_table``.

Nothing of the input of Spain came on paper; the released version is the one that stands.
"""

from .access_table import BY_FORM
from .access_table_setup import KEEPERS, OPENERS

NOTHING = "302 404 404 404 404 404 404 404 404 404"

CALLS = {
    "GET consultations:calls": OPENERS,
    "POST consultations:calls": BY_FORM,
    "GET consultations:give_time": KEEPERS,
    "POST consultations:give_time": KEEPERS,
    "GET consultations:end_time": BY_FORM,
    "POST consultations:end_time": "302 403 403 403 403 403 403 403 404 403",  # Portugal has no more time
}
ACCESS = {
    "GET submissions:enter_on_paper": KEEPERS,
    "POST submissions:enter_on_paper": KEEPERS,
    "GET submissions:paper_scan": NOTHING,
    "POST submissions:paper_scan": BY_FORM,
    "GET submissions:confirm_paper": BY_FORM,
    "POST submissions:confirm_paper": NOTHING,
    "GET drafts:call_by_paragraph": OPENERS,
    "POST drafts:call_by_paragraph": OPENERS,
}
