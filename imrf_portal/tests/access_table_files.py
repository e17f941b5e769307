"""What each role is answered at the addresses of the files of an input; the columns are those of ``access_table``.

The working copy is Portugal's, unsubmitted, with one file; the submitted input is Spain's and public, and brings none.
"""

from .access_table import BY_FORM

OWN = "302 404 200 200 404 404 404 404 404 404"
DONE = "302 404 302 302 404 404 404 404 404 404"
NONE = "404 404 404 404 404 404 404 404 404 404"
ASKED = "302 403 200 200 403 200 403 403 403 403"  # of those whose kind the call is addressed to

ACCESS = {
    "GET submissions:files": OWN,
    "POST submissions:files": OWN,
    "GET submissions:own_file": OWN,
    "POST submissions:own_file": BY_FORM,
    "GET submissions:change_file": BY_FORM,
    "POST submissions:change_file": DONE,
    "GET submissions:assign": OWN,
    "POST submissions:assign": OWN,
    "GET submissions:remove_file": BY_FORM,
    "POST submissions:remove_file": DONE,
    "GET submissions:input_file": NONE,
    "POST submissions:input_file": "405 405 405 405 405 405 405 405 405 405",
    "GET submissions:form_docx": ASKED,
    "POST submissions:form_docx": BY_FORM,
}
