"""What one types about a paragraph, for others to read. Forms validate; they touch no state."""

from django import forms
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.translation import gettext_lazy as _

from accounts.lines import refuse_hidden_signs_in_lines

from . import commenting


class CommentForm(forms.Form):
    """A comment, and who reads it where there is a choice."""

    text = forms.CharField(
        label=_("Comment"),
        max_length=5000,
        validators=[refuse_hidden_signs_in_lines, ProhibitNullCharactersValidator()],
        error_messages={
            "required": _("This comment is empty. Write it first."),
            "max_length": _("A comment can have 5,000 signs. Shorten it, or make two of it."),
        },
    )
    audience = forms.ChoiceField(
        label=_("Who reads it"), error_messages={"required": _("Choose who reads this comment.")}
    )

    def __init__(self, *args, actor, **kwargs):
        super().__init__(*args, **kwargs)
        audiences = commenting.audiences_of(actor)
        self.fields["audience"].choices = [(audience.value, audience.label) for audience in audiences]
        self.only = audiences[0] if len(audiences) == 1 else None
        self.fields["audience"].required = self.only is None

    def clean_audience(self):
        return self.cleaned_data["audience"] or self.only
