"""What one types to find inputs, and to put passages under themes. Forms validate, and narrow what is shown."""

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from accounts.lines import refuse_hidden_signs
from consultations.forms import Tagless

from .models import Theme

LABEL = 60  # signs of a choice
MOST_SIGNS = 400_000  # more than an answer can hold


class InputFilter(forms.Form):
    """Words, and what the inputs in which they stand are chosen by. Each choice is one that some input has."""

    q = forms.CharField(label=_("Search the inputs"), max_length=200, required=False)
    late = forms.BooleanField(label=_("late"), required=False)
    revised = forms.BooleanField(label=_("revised"), required=False)
    behalf = forms.BooleanField(label=_("on behalf of others"), required=False)
    page = forms.CharField(required=False, widget=forms.HiddenInput)

    LABELS = {
        "call": (_("In answer to"), _("any call")),
        "question": (_("Answers the question"), _("any question")),
        "group": (_("From the group"), _("any group")),
        "kind": (_("Who submits"), _("everyone")),
        "language": (_("Language"), _("any language")),
        "theme": (_("Under the theme"), _("any theme")),
    }
    TESTS = {
        "call": lambda row, value: str(row.call) == value,
        "question": lambda row, value: value in row.answered,
        "group": lambda row, value: int(value) in row.groups,
        "kind": lambda row, value: row.kind == value,
        "language": lambda row, value: row.language == value,
        "theme": lambda row, value: int(value) in row.themes,
        "late": lambda row, _value: row.late,
        "revised": lambda row, _value: row.number > 1,
        "behalf": lambda row, _value: row.is_on_behalf,
    }

    def __init__(self, *args, listing, **kwargs):
        super().__init__(*args, auto_id="id_%s", **kwargs)
        self.listing = listing
        for name, choices in listing.choices.items():
            label, anything = self.LABELS[name]
            told = [(choice.value, _told(choice)) for choice in choices]
            self.fields[name] = forms.ChoiceField(label=label, choices=[("", anything), *told], required=False)
            self.fields[name].widget.attrs["class"] = "form-select"

    def rows(self):
        """The rows that are left; none where a choice is not one of those offered."""
        if not self.is_valid():
            return []
        tests = [(self.TESTS[name], self.cleaned_data[name]) for name in self.asked()]
        return [row for row in self.listing.rows if all(test(row, value) for test, value in tests)]

    def asked(self):
        """The names of the fields, other than the words, that choose something."""
        return [name for name in self.TESTS if getattr(self, "cleaned_data", {}).get(name)]

    def chosen(self):
        """The fields that were sent with something in them, also where it is no choice: the page shows them."""
        return [name for name in self.TESTS if self.data.get(name)]

    @property
    def query(self):
        return self.cleaned_data.get("q", "") if self.is_valid() else ""

    def selects(self):
        """The fields to choose from, where there is something to choose."""
        return [self[name] for name in self.LABELS if name in self.fields and len(self.fields[name].choices) > 1]

    def boxes(self):
        """The fields to tick that some input answers to, or that are ticked."""
        had = {name for name in ("late", "revised", "behalf") if any(self.TESTS[name](r, 1) for r in self.listing.rows)}
        return [self[name] for name in ("late", "revised", "behalf") if name in had or self.data.get(name)]

    def sentences(self):
        """What is wrong with what was asked, whole sentences."""
        found = []
        if "q" in self.errors:
            found.append(_("This cannot be searched for. Type a few words, up to 200 signs."))
        if set(self.errors) - {"q"}:
            found.append(_("One of these choices is not offered here. Choose again, or show all inputs."))
        return found


def _told(choice):
    """A choice and how many inputs have it."""
    return f"{Truncator(choice.label).chars(LABEL)} ({choice.count})"


class ThemeForm(forms.Form):
    """A theme by its name."""

    name = forms.CharField(label=_("Name of the theme"), max_length=120, validators=[refuse_hidden_signs])

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = Tagless()


class RenameThemeForm(ThemeForm):
    revision = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args, theme, **kwargs):
        super().__init__(*args, initial={"name": theme.name, "revision": theme.revision()}, **kwargs)


class MoveForm(forms.Form):
    way = forms.ChoiceField(choices=[("up", "up"), ("down", "down")])


class CodeForm(forms.Form):
    """Which answer, or what was selected of it, is put under which theme."""

    theme = forms.ModelChoiceField(label=_("Theme"), queryset=Theme.objects.none(), empty_label=None)
    version = forms.IntegerField(min_value=1, max_value=32_767)
    place = forms.IntegerField(min_value=0, max_value=1_000)
    first = forms.IntegerField(min_value=0, max_value=MOST_SIGNS, required=False)
    count = forms.IntegerField(min_value=0, max_value=MOST_SIGNS, required=False)

    def __init__(self, *args, themes, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["theme"].queryset = themes

    def passage(self):
        """What ``code`` takes."""
        sent = self.cleaned_data
        return {
            "theme": sent["theme"],
            "place": sent["place"],
            "first": sent["first"] or 0,
            "count": sent["count"] or 0,
        }
