"""What each role is answered where one says in whose name an input is; the columns are those of ``access_table``.

The working copy is Portugal's, unsubmitted; the reference is of a public input of Spain in its national capacity.
"""

from .access_table import BY_FORM

ACCESS = {
    "GET submissions:name": "302 404 200 200 404 404 404 404 404 404",
    "POST submissions:name": "302 404 200 200 404 404 404 404 404 404",
    "GET submissions:associate": BY_FORM,
    "POST submissions:associate": "302 403 403 302 403 302 403 403 403 403",
    "GET submissions:disown": BY_FORM,
    "POST submissions:disown": "302 403 403 302 403 302 403 403 403 403",
}
