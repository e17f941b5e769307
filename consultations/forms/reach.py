"""What one types on the board of whom a circular reached."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.lines import refuse_hidden_signs

from ..reach import STATES
from .common import Tagless

UNSEARCHABLE = _("This cannot be searched for. Type a name, a code or an address.")
OTHER = ""


class ReachFilter(forms.Form):
    """A GET form: words, and what became of the letters."""

    q = forms.CharField(
        label=_("Name, code or address"),
        required=False,
        max_length=100,
        error_messages={
            "max_length": _("Search for at most 100 signs."),
            "null_characters_not_allowed": UNSEARCHABLE,
        },
    )
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("all of them")), ("missed", _("not reached")), *STATES.items()],
        error_messages={"invalid_choice": _("Choose a state from the list.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["state"].widget.attrs["class"] = "form-select"


class SendAgainForm(forms.Form):
    """The letters chosen to be sent again, by their keys."""

    keys = forms.TypedMultipleChoiceField(coerce=int, error_messages={"required": _("Choose at least one address.")})

    def __init__(self, *args, keys, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["keys"].choices = [(key, key) for key in keys]
        self.fields["keys"].error_messages["invalid_choice"] = _("A choice is not on this board. Load the page again.")


class SendToAddressForm(forms.Form):
    """One more address: of those on file, or another that is typed."""

    chosen = forms.ChoiceField(
        label=_("To"),
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("This address is not in the directory any more. Choose another.")},
    )
    email = forms.EmailField(
        label=_("Another address"), required=False, max_length=254, validators=[refuse_hidden_signs]
    )
    keep = forms.BooleanField(label=_("Keep it in the directory: later circulars go there too"), required=False)

    def __init__(self, *args, on_file, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = Tagless()
        others = [(OTHER, _("another address, typed below"))] if on_file else []
        self.fields["chosen"].choices = [*((email, email) for email in on_file), *others]
        if not on_file:
            del self.fields["chosen"]
            self.fields["email"].required = True

    def clean(self):
        """``email`` is where it goes; what was typed counts only where nothing was chosen."""
        cleaned = super().clean()
        chosen = cleaned.get("chosen")
        if chosen and cleaned.get("email"):
            self.add_error("email", _("Choose an address of the list, or type another: not both."))
        elif chosen:
            cleaned["email"] = chosen
        elif not cleaned.get("email") and not self.errors:
            self.add_error("email", _("Choose an address of the list, or type another."))
        cleaned.pop("chosen", None)
        return cleaned


class BouncedForm(forms.Form):
    """What stood in the message that came back."""

    note = forms.CharField(
        label=_("What the answer says"), required=False, max_length=200, validators=[refuse_hidden_signs]
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = Tagless()
