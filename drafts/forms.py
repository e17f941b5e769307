"""What one types about drafts. Forms validate; they never touch ``state``."""

from django import forms
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.translation import gettext_lazy as _

from accounts.lines import refuse_hidden_signs, refuse_hidden_signs_in_lines
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
        fields = [
            "label",
            "status_statement",
            "note",
            "dated",
            "organ",
            "session",
            "agenda_item",
            "symbol",
            "numbers_kept",
        ]
        help_texts = {
            "session": _("As it is printed, such as “Seventy-third session”. It may be left out."),
            "agenda_item": _("As it is printed, such as “Agenda item 14”. It may be left out."),
            "symbol": _("The symbol of the document, once it has one."),
            "note": _("What has changed since the version before, for those who read it. It may be left out."),
        }
        widgets = {
            "dated": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "status_statement": forms.Textarea(attrs={"rows": 2}),
            "note": forms.Textarea(attrs={"rows": 4}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = Tagless()
        self.fields["note"].validators += [refuse_hidden_signs_in_lines, ProhibitNullCharactersValidator()]
        for name in ("label", "status_statement", "organ", "session", "agenda_item", "symbol"):
            self.fields[name].validators += [refuse_hidden_signs, ProhibitNullCharactersValidator()]

    def _post_clean(self):
        """The row is made or changed by the action, under its lock, never by the form."""


class NextForm(VersionForm):
    """The head of the next version, and whose text it begins with."""

    restored = forms.ModelChoiceField(
        label=_("Begin with the text of"),
        queryset=DraftVersion.objects.none(),
        required=False,
        help_text=_("An earlier text is restored as a new version; none of those that were released is changed."),
    )

    def __init__(self, *args, base, **kwargs):
        super().__init__(*args, **kwargs)
        earlier = DraftVersion.objects.released().filter(consultation=base.consultation_id).exclude(pk=base.pk)
        self.fields["restored"].queryset = earlier.defer("content").order_by("-number")
        self.fields["restored"].empty_label = base.label
        if not earlier.exists():
            del self.fields["restored"]


class VersionEditForm(VersionForm):
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2_000_000_000)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("revision", self.instance.revision)


class ParagraphForm(forms.Form):
    """One paragraph as it is typed. What begins with ``base`` is what the editor began with, to join what others write.

    ``settled`` says that nobody is typing in it any more.
    """

    text = forms.CharField(max_length=20_000, required=False, strip=False)
    form = forms.ChoiceField(choices=FORMS)
    footnotes = forms.CharField(max_length=20_000, required=False)
    alternative = forms.BooleanField(required=False)
    revision = forms.IntegerField(min_value=1, max_value=2_000_000_000)
    base = forms.CharField(max_length=20_000, required=False)
    base_form = forms.ChoiceField(choices=FORMS, required=False)
    base_footnotes = forms.CharField(max_length=20_000, required=False)
    base_alternative = forms.BooleanField(required=False)
    settled = forms.BooleanField(required=False)
    at = forms.IntegerField(required=False, min_value=0, max_value=20_000)

    def fields_of_paragraph(self):
        """What ``edit_paragraph`` takes."""
        data = self.cleaned_data
        base = {"text": data["base"]}
        if data["base_form"]:
            base |= _parts(data["base_form"], data["base_footnotes"], data["base_alternative"])
        return {
            "text": data["text"],
            **_parts(data["form"], data["footnotes"], data["alternative"]),
            "revision": data["revision"],
            "settled": data["settled"],
            "base": base,
        }

    @staticmethod
    def of(paragraph):
        """The values of a paragraph as its form shows them."""
        shown = {
            "form": form_of(paragraph),
            "footnotes": "\n".join(paragraph.footnotes),
            "alternative": paragraph.alternative,
        }
        base = {f"base_{name}": value for name, value in shown.items()}
        return {"text": paragraph.text, "base": paragraph.text, "revision": paragraph.revision} | shown | base


def _parts(form, footnotes, alternative):
    kind, _dash, level = form.partition("-")
    return {
        "kind": kind,
        "level": int(level or 0),
        "footnotes": footnotes.splitlines(),
        "alternative": alternative,
    }
