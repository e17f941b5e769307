"""What one brings in, and what one chooses of how it was understood."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from consultations.forms import Tagless
from record import uploads

from .forms import FORMS
from .importing import files, pasted

MOST_SIGNS = 500_000
LEFT_OUT = "out"
CHOICES = [*FORMS, (LEFT_OUT, _("Leave it out"))]
KINDS = {value for value, _label in CHOICES}


class BringInForm(forms.Form):
    """A text: as a Word file, or pasted."""

    file = forms.FileField(
        label=_("Word file"),
        required=False,
        max_length=200,
        help_text=_("A .docx, up to 10 MB. Tracked changes are taken as accepted; comments are left out."),
        widget=forms.FileInput(attrs={"accept": ".docx"}),
    )
    text = forms.CharField(
        label=_("Or the text itself"),
        required=False,
        strip=False,
        max_length=MOST_SIGNS,
        help_text=_("Paste it here. Lines that an e-mail has wrapped are joined; an empty line parts paragraphs."),
        widget=forms.Textarea(attrs={"rows": 14}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = Tagless()

    def clean_file(self):
        file = self.cleaned_data["file"]
        if not file:
            return None
        if file.read(5) == b"%PDF-":
            raise ValidationError(
                _("A PDF does not say where its paragraphs are. Send the Word file, or paste the text."), code="pdf"
            )
        return uploads.take(file, kinds=(uploads.DOCX,))

    def clean(self):
        cleaned = super().clean()
        if self.errors:
            return cleaned
        given = [name for name in ("file", "text") if cleaned.get(name) and (name == "file" or cleaned["text"].strip())]
        if len(given) != 1:
            raise ValidationError(
                _("Choose one: the Word file or the text that you paste.")
                if given
                else _("There is nothing to bring in yet. Choose a Word file, or paste the text."),
                code="one",
            )
        cleaned["source"] = files.read(cleaned["file"].content) if cleaned["file"] else pasted.read(cleaned["text"])
        return cleaned

    def source(self):
        """What ``bring_in`` takes."""
        file = self.cleaned_data["file"]
        return self.cleaned_data["source"] | {"upload": file.fields() if file else None}


def corrections(data, found, keys):
    """What ``correct_import`` takes, of the rows that stood on the page; what makes no sense changes nothing."""
    rows = {}
    for place, row in enumerate(found.rows):
        form, match = data.get(f"kind-{place}"), data.get(f"match-{place}")
        if "kept" not in row and form in KINDS:
            kind, _dash, level = form.partition("-")
            key = None if match == "new" else match if match in keys else row["key"]
            rows[place] = {"kind": "" if form == LEFT_OUT else kind, "level": int(level or 0), "key": key}
    stays = {key: data[f"keep-{key}"] == "stays" for key in keys if f"keep-{key}" in data}
    return {"rows": rows, "gone": set(stays), "kept": {key for key, stay in stays.items() if stay}}
