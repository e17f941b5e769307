"""Names of files: shown and sent to browsers, never used as a path."""

import re
import unicodedata
from pathlib import PurePosixPath

from django.utils.translation import gettext as _

LONGEST = 120
UNSAFE = frozenset('<>:"/\\|?*')
# An ending begins with a letter: the "2" of "Draft v1.2" is none.
ENDING = re.compile(r"\.([a-z][a-z0-9]{0,9})$", re.IGNORECASE)
# Names that Windows takes for devices, whatever ending stands behind them.
RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)


def clean(name):
    """The last part of ``name``, printable, on one line and short; safe in a header and on any system's disk."""
    name = PurePosixPath(unicodedata.normalize("NFC", name).replace("\\", "/")).name
    name = "".join(sign for sign in name if sign.isprintable() and sign not in UNSAFE)
    stem, end = split(name.strip(" ."))
    stem = stem[:LONGEST].strip(" .") or _("file")
    return f"{'_' if RESERVED.fullmatch(stem) else ''}{stem}{end}"


def split(name):
    """The name without its ending, and the ending in small letters; "" if it has none."""
    found = ENDING.search(name)
    return (name[: found.start()], f".{found[1].lower()}") if found else (name, "")
