"""Text that stands on one line of a page, a letter or the subject of a mail."""

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
NOT_IN_A_LINE = {"Cc", "Cs", "Zl", "Zp"}
NO_SIGNS = frozenset("\ufffe\uffff")
NUL = "\0"  # every field of a form refuses it already, with a sentence of its own


def refuse_hidden_signs(value):
    """Refuse what breaks the line, or reads in another direction than it is written."""
    if any(_is_hidden(sign) for sign in value):
        raise ValidationError(
            _("This holds invisible characters that change the line or its direction. Type it anew, without them."),
            code="hidden",
        )


def refuse_hidden_signs_in_lines(value):
    """The same of a text of several lines, which may break where it was broken."""
    for line in value.splitlines():
        refuse_hidden_signs(line)


def _is_hidden(sign):
    if sign == NUL:
        return False
    return sign in OVERRIDES or sign in NO_SIGNS or unicodedata.category(sign) in NOT_IN_A_LINE
