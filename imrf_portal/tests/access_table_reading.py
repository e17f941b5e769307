"""What each role is answered at the addresses of search, themes and tables; the columns are those of ``access_table``.

The rehearsal has no theme of that key and nothing under one; the input is Spain's and public.
"""

from .access_table import BY_FORM, OPEN, READ_ONLY

WORK_HERE = "302 403 403 403 403 403 200 200 200 403"
ASKED = "302 403 403 403 403 403 200 200 403 403"  # of those who code: the secretariat reads
NOT_THERE = "302 404 404 404 404 404 404 404 404 404"
FORBIDDEN_FIRST = "302 403 403 403 403 403 404 404 404 403"

ACCESS = {
    "GET submissions:inputs_atom": OPEN,
    "POST submissions:inputs_atom": READ_ONLY,
    "GET submissions:inputs_csv": WORK_HERE,
    "POST submissions:inputs_csv": BY_FORM,
    "GET submissions:themes": WORK_HERE,
    "POST submissions:themes": ASKED,
    "GET submissions:themes_csv": WORK_HERE,
    "POST submissions:themes_csv": BY_FORM,
    "GET submissions:theme": NOT_THERE,
    "POST submissions:theme": BY_FORM,
    "GET submissions:theme_csv": NOT_THERE,
    "POST submissions:theme_csv": BY_FORM,
    "GET submissions:change_theme": NOT_THERE,
    "POST submissions:change_theme": NOT_THERE,
    "GET submissions:move_theme": BY_FORM,
    "POST submissions:move_theme": NOT_THERE,
    "GET submissions:close_theme": BY_FORM,
    "POST submissions:close_theme": NOT_THERE,
    "GET submissions:reopen_theme": BY_FORM,
    "POST submissions:reopen_theme": NOT_THERE,
    "GET submissions:uncode": BY_FORM,
    "POST submissions:uncode": FORBIDDEN_FIRST,
    "GET submissions:code": BY_FORM,
    "POST submissions:code": "302 403 403 403 403 403 302 302 403 403",
}
