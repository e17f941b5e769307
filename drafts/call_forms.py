"""What one types to ask for comments paragraph by paragraph. Forms validate; they touch no state."""

from django import forms
from django.utils.translation import gettext_lazy as _

from consultations.forms import NewCallForm
from consultations.models import CallKind

from . import calling, text


class ParagraphCallForm(NewCallForm):
    """A call for comments, as any call; its questions are the paragraphs that are chosen."""

    paragraphs = forms.MultipleChoiceField(
        label=_("Paragraphs"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("No paragraph was chosen. Choose at least one that can be commented on.")},
    )

    def __init__(self, *args, version, on, **kwargs):
        super().__init__(*args, zone=version.consultation.zone, **kwargs)
        del self.fields["kind"]
        self.askable = calling.askable(version)
        self.fields["paragraphs"].choices = [(each["key"], each["number"]) for each in self.askable]
        self.initial |= {"opens_on": on, "subject": version.label, "paragraphs": [each["key"] for each in self.askable]}

    def clean(self):
        return super().clean() | {"kind": CallKind.COMMENTS}

    def rows(self):
        """Each paragraph that can be chosen, with its text, and whether it is."""
        chosen = set(self["paragraphs"].value() or [])
        return [{**each, "text": text.plain(each["text"]), "checked": each["key"] in chosen} for each in self.askable]

    def others(self):
        """The fields beside the paragraphs, for the page."""
        return [field for field in self.visible_fields() if field.name != "paragraphs"]

    def terms(self):
        return {**self.facts(), "paragraphs": self.cleaned_data["paragraphs"]}
