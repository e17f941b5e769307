"""What all forms share: signs that nobody types, and fields without the form element around them."""

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

BIDI_OVERRIDES = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"

# A mistyped year would stretch the timeline, or break it.
FIRST_YEAR, LAST_YEAR = 1945, 2100


def refuse_hidden_signs(value):
    """Names and subjects hold no direction overrides: they make a line read as another than it is."""
    if any(sign in BIDI_OVERRIDES for sign in value):
        raise forms.ValidationError(_("Remove the invisible characters that change the direction of writing."))


class Tagless(FormHelper):
    """Fields only: the page has the form element, and its one primary button."""

    form_tag = False
    disable_csrf = True
