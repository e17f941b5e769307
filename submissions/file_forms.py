"""What one types about the files of an input, and where their passages belong. Forms validate; they touch no state."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.lines import refuse_hidden_signs
from consultations.forms import Tagless
from record import extracting, uploads

from . import assigning, composition

APPEND, REPLACE = "append", "replace"


class DescriptionForm(forms.Form):
    """What a file is called, and in which language it is."""

    title = forms.CharField(
        label=_("Title"),
        max_length=200,
        required=False,
        validators=[refuse_hidden_signs],
        help_text=_("In the language of the file. Without one, its name is shown."),
    )
    language = forms.ChoiceField(label=_("Language"), choices=composition.LANGUAGES.items())
    is_original = forms.BooleanField(
        label=_("This is the original language"),
        required=False,
        help_text=_("One file can be the original; the others are then its translations."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = Tagless()

    def description(self):
        """What the actions take."""
        return {name: self.cleaned_data[name] for name in ("title", "language", "is_original")}


class AttachmentForm(DescriptionForm):
    """A file for the input."""

    file = forms.FileField(
        label=_("File"),
        max_length=200,
        help_text=_("PDF or Word (.docx), up to 10 MB; 5 files and 25 MB together at most."),
        widget=forms.FileInput(attrs={"accept": ".pdf,.docx"}),
    )
    field_order = ["file", "title", "language", "is_original"]

    def clean_file(self):
        return uploads.take(self.cleaned_data["file"])

    def attachment(self):
        """What ``attach`` takes, with the words of the file; its notes are added to those of the file."""
        file = self.cleaned_data["file"]
        words = extracting.read(file.content, file.content_type)
        file.notes.extend(words.notes)
        return {**file.fields(), "text": words.text, **self.description()}


class AssignForm(forms.Form):
    """A choice for each row of a file's passages, and what becomes of the answers that stand."""

    revision = forms.IntegerField(min_value=1, max_value=2_000_000_000, widget=forms.HiddenInput)
    how = forms.ChoiceField(
        label=_("Answers that have text already"),
        choices=[
            (APPEND, _("keep it, and put the passages behind it")),
            (REPLACE, _("put the passages in its place; what stood there stays in the history")),
        ],
        initial=APPEND,
        widget=forms.RadioSelect,
    )
    keep = forms.BooleanField(
        label=_("Keep this form among the files that are submitted"),
        required=False,
        help_text=_("Otherwise it is removed, now that its answers stand where they belong."),
    )

    def __init__(self, *args, attachment, submission, form=False, **kwargs):
        super().__init__(*args, initial={"revision": submission.revision, "how": APPEND}, **kwargs)
        self.questions = list(submission.call.questions.all())
        passages = assigning.passages_of(attachment.text)
        suggested = assigning.suggest(passages, [question.text for question in self.questions], form=form)
        self.rows = assigning.rows(passages, suggested)
        self.choices = [(str(n), question) for n, question in enumerate(self.questions, start=1)]
        known = [(value, value) for value, _question in self.choices] + [(assigning.MORE,) * 2, (assigning.OUT,) * 2]
        for number, row in enumerate(self.rows):
            self.fields[f"row_{number}"] = forms.ChoiceField(choices=known, initial=str(row.place), required=False)

    def chosen(self, number):
        """The place of a row, as it was sent; else as it is suggested."""
        if self.is_bound:
            return self.data.get(f"row_{number}", assigning.OUT)
        return str(self.rows[number].place)

    def shown(self):
        """Each row with the name of its field, and what is chosen for it."""
        return [{"name": f"row_{n}", "texts": row.texts, "chosen": self.chosen(n)} for n, row in enumerate(self.rows)]

    def left_out(self):
        """How many passages would not be taken over."""
        return sum(len(row["texts"]) for row in self.shown() if row["chosen"] == assigning.OUT)

    def answers(self):
        """What ``take_over`` takes: HTML by the key of the question, of the places that get any passage."""
        texts = {}
        for number, row in enumerate(self.rows):
            place = self.cleaned_data[f"row_{number}"] or assigning.OUT
            texts.setdefault(place, []).extend(row.texts)
        keys = {str(n): question.pk for n, question in enumerate(self.questions, start=1)} | {assigning.MORE: None}
        html = {keys[place]: assigning.html_of(texts[place]) for place in keys if place in texts}
        return {key: answer for key, answer in html.items() if answer}
