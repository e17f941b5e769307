"""What each role is answered where an input is compared or looked at as others will; columns as in ``access_table``.

The working copy is Portugal's, unsubmitted; the reference is of a public input of Spain, of one version.
"""

from .access_table import BY_FORM, READ_ONLY

ACCESS = {
    "GET submissions:preview": "302 404 200 200 404 404 404 404 404 404",
    "POST submissions:preview": BY_FORM,
    "GET submissions:compare_versions": "404 404 404 404 404 404 404 404 404 404",
    "POST submissions:compare_versions": READ_ONLY,
}
