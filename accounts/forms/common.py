"""What the forms of the directory share: text of one line without hidden signs, days, and fields without a form tag."""

from datetime import date

from crispy_forms.helper import FormHelper
from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from ..lines import refuse_hidden_signs

FIRST_YEAR, LAST_YEAR = 1945, 2100


class Tagless(FormHelper):
    """Fields only: the page has the form element and its button."""

    form_tag = False
    disable_csrf = True


def line(label, length, **more):
    """A field for one line of text."""
    return forms.CharField(label=label, max_length=length, validators=[refuse_hidden_signs], **more)


def day(label, **more):
    """A field for a day, in the form that every browser sends."""
    error = _("Write a day as year, month and day, such as 2019-02-14.")
    bounds = [
        MinValueValidator(date(FIRST_YEAR, 1, 1), _("Write a year from 1945 on.")),
        MaxValueValidator(date(LAST_YEAR, 1, 1), _("Write a year before 2100.")),
    ]
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(
        label=label,
        input_formats=["%Y-%m-%d"],
        widget=widget,
        validators=bounds,
        error_messages={"invalid": error},
        **more,
    )
