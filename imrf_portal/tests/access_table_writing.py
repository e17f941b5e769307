"""What each role is answered at the addresses that the page where one writes asks by itself; columns as elsewhere.

The working copy is Portugal's, unsubmitted: it exists for nobody else, and so does the key of what is kept of it.
"""

from .access_table import BY_FORM

ACCESS = {
    "GET submissions:here": BY_FORM,
    "POST submissions:here": "302 404 200 200 404 404 404 404 404 404",
    "GET submissions:key": "302 404 200 200 404 404 404 404 404 404",
    "POST submissions:key": BY_FORM,
}
