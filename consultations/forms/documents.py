"""What one says of a reference document, and its file."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms.common import day, line
from record import uploads

from ..models import DocumentKind
from .changing import Changing
from .common import Tagless
from .meetings import Address, Lines


class DocumentFacts(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=DocumentKind)
    title = line(gettext_lazy("Title"), 300)
    symbol = line(
        gettext_lazy("Symbol"), 60, required=False, help_text=gettext_lazy("As it is cited, such as A/RES/73/195.")
    )
    dated = day(gettext_lazy("Date of the document"))
    summary = Lines(label=gettext_lazy("Summary"), rows=4, max_length=5000)
    address = Address(
        label=gettext_lazy("Address on the web"), max_length=400, help_text=gettext_lazy("Where it was published.")
    )
    file = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("PDF or Word (.docx), up to 10 MB. Everybody can read it."),
        widget=forms.FileInput(attrs={"accept": ".pdf,.docx"}),
    )

    has_file = False  # whether one is kept already

    def clean_file(self):
        file = self.cleaned_data["file"]
        return uploads.take(file) if file else None

    def clean(self):
        cleaned = super().clean()
        found = [cleaned.get(name) for name in ("symbol", "address", "file")]
        if not any(found) and not self.has_file and not {"symbol", "address", "file"} & self.errors.keys():
            self.add_error(None, _("Say where it is found: by its symbol, its address, or a file."))
        return cleaned

    def terms(self):
        """What the action is given; the file only where one was sent."""
        file = self.cleaned_data["file"]
        said = {name: value for name, value in self.cleaned_data.items() if name != "file"}
        return said | ({"upload": file.fields()} if file else {})


class NewDocumentForm(DocumentFacts):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = Tagless()


class ChangeDocumentForm(Changing, DocumentFacts):
    def __init__(self, *args, row, **kwargs):
        super().__init__(*args, row=row, **kwargs)
        self.has_file = row.file_id is not None
        if self.has_file:
            self.fields["file"].label = _("Another file in its place")

    def initial_of(self, row):
        return super().initial_of(row) | {"file": None}

    def terms(self):
        return DocumentFacts.terms(self)
