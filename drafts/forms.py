"""What one types about drafts. Forms validate; they never touch ``state``."""

from django import forms
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.translation import gettext_lazy as _

from accounts.lines import refuse_hidden_signs
from consultations.forms import Tagless

from .models import DraftVersion, ParagraphKind

# Kind and level in one choice, as one sees them in the text.
FORMS = [
    ("title", _("Title")),
    ("organ", _("Name of the organ")),
    ("preambular", _("Preambular paragraph")),
    ("operative", _("Operative paragraph")),
    ("subparagraph-1", _("Sub-paragraph (a)")),
    ("subparagraph-2", _("Sub-paragraph (i)")),
    ("subparagraph-3", _("Sub-paragraph a.")),
    ("heading", _("Heading")),
    ("annex", _("Heading of an annex")),
]
STARTING = [
    {"kind": ParagraphKind.TITLE, "text": ""},
    {"kind": ParagraphKind.ORGAN, "text": "*The General Assembly*,"},
    {"kind": ParagraphKind.PREAMBULAR, "text": ""},
    {"kind": ParagraphKind.OPERATIVE, "text": ""},
]


def form_of(paragraph):
    """The choice that stands for the kind and level of a paragraph."""
    return f"{paragraph.kind}-{paragraph.level}" if paragraph.level else str(paragraph.kind)


class VersionForm(forms.ModelForm):
    """What stands at the head of a version."""

    class Meta:
        model = DraftVersion
        fields = ["label", "status_statement", "dated", "organ", "session", "agenda_item", "symbol"]
        help_texts = {
            "session": _("As it is printed, such as “Seventy-third session”. It may be left out."),
            "agenda_item": _("As it is printed, such as “Agenda item 14”. It may be left out."),
            "symbol": _("The symbol of the document, once it has one."),
        }
        widgets = {
            "dated": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "status_statement": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = Tagless()
        for name in ("label", "status_statement", "organ", "session", "agenda_item", "symbol"):
            self.fields[name].validators += [refuse_hidden_signs, ProhibitNullCharactersValidator()]

    def _post_clean(self):
        """The row is made or changed by the action, under its lock, never by the form."""


class VersionEditForm(VersionForm):
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2_000_000_000)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("revision", self.instance.revision)


class ParagraphForm(forms.Form):
    """One paragraph as it is typed. ``base`` is the text that the editor began with, for the case of a conflict."""

    text = forms.CharField(max_length=20_000, required=False, strip=False)
    form = forms.ChoiceField(choices=FORMS)
    footnotes = forms.CharField(max_length=20_000, required=False)
    revision = forms.IntegerField(min_value=1, max_value=2_000_000_000)
    base = forms.CharField(max_length=20_000, required=False)
    at = forms.IntegerField(required=False, min_value=0, max_value=20_000)

    def fields_of_paragraph(self):
        """What ``edit_paragraph`` takes."""
        kind, _dash, level = self.cleaned_data["form"].partition("-")
        return {
            "text": self.cleaned_data["text"],
            "footnotes": self.cleaned_data["footnotes"].splitlines(),
            "kind": kind,
            "level": int(level or 0),
            "revision": self.cleaned_data["revision"],
        }

    @staticmethod
    def of(paragraph):
        """The values of a paragraph as its form shows them."""
        return {
            "text": paragraph.text,
            "form": form_of(paragraph),
            "footnotes": "\n".join(paragraph.footnotes),
            "revision": paragraph.revision,
            "base": paragraph.text,
        }
