"""What each role is answered where an issued circular is printed for the post; the columns are those of
``access_table``.

The circular is the issued one of the rehearsal, and the run is one whose file is there.
"""

from .access_table import BY_FORM

PRINTERS = "302 403 403 403 403 403 403 403 200 403"  # the secretariat posts letters
DONE = "302 403 403 403 403 403 403 403 302 403"

ACCESS = {
    "GET consultations:print_runs": PRINTERS,
    "POST consultations:print_runs": PRINTERS,
    "GET consultations:print_run": PRINTERS,
    "POST consultations:print_run": BY_FORM,
    "GET consultations:print_run_file": PRINTERS,
    "POST consultations:print_run_file": BY_FORM,
    "GET consultations:retry_print_run": BY_FORM,
    "POST consultations:retry_print_run": DONE,
}
