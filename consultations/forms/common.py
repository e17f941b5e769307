"""What all forms share: years that are meant, and fields without the form element around them."""

from crispy_forms.helper import FormHelper

# A mistyped year would stretch the timeline, or break it.
FIRST_YEAR, LAST_YEAR = 1945, 2100


class Tagless(FormHelper):
    """Fields only: the page has the form element, and its one primary button."""

    form_tag = False
    disable_csrf = True
