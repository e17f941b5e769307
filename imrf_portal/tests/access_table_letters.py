"""What each role is answered at the addresses of the register that came later; the columns are those of
``access_table``.
"""

from .access_table import OPEN, READ_ONLY

ACCESS = {
    "GET consultations:circulars_atom": OPEN,
    "POST consultations:circulars_atom": READ_ONLY,
}
