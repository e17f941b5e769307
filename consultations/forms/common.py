"""What all forms share: years that are meant, and fields without the form element around them."""

from crispy_forms.helper import FormHelper
from django import forms

# A mistyped year would stretch the timeline, or break it.
FIRST_YEAR, LAST_YEAR = 1945, 2100


class Tagless(FormHelper):
    """Fields only: the page has the form element, and its one primary button."""

    form_tag = False
    disable_csrf = True


class Confirm(forms.Form):
    """A form without a field, for a page that only asks whether one means it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = Tagless()
