"""What one types about circulars. Forms validate; they never touch ``state``."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.lines import refuse_hidden_signs
from accounts.models import DelegationKind
from record import uploads

from .. import letters
from ..composition import default_addressee, default_audience
from ..models import Call, Circular, CircularForm, CircularKind, Correction, Meeting
from .common import FIRST_YEAR, LAST_YEAR, Tagless


class NewCircularForm(forms.Form):
    """The first choices of a circular; its text then starts from the template of kind and form."""

    kind = forms.ChoiceField(label=_("What is it for?"), choices=CircularKind)
    form = forms.ChoiceField(label=_("Who writes it, and how?"), choices=CircularForm)
    meeting = forms.ModelChoiceField(
        label=_("Meeting"),
        queryset=Meeting.objects.none(),
        required=False,
        help_text=_("Its date, time and room are printed from the calendar and follow it until the letter is issued."),
    )
    call = forms.ModelChoiceField(
        label=_("Questions"),
        queryset=Call.objects.none(),
        required=False,
        help_text=_("The call whose numbered questions are printed."),
    )
    corrects = forms.ModelChoiceField(
        label=_("Earlier circular that it corrects or adds to"),
        queryset=Circular.objects.none(),
        required=False,
        help_text=_("Only for a corrigendum, a revision or an addendum."),
    )
    correction = forms.ChoiceField(label=_("How"), choices=[("", "—"), *Correction.choices], required=False)

    def __init__(self, *args, consultation, actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = Tagless()
        offer_facts(self, consultation, actor)

    def clean(self):
        cleaned = super().clean()
        check_correction(self, cleaned)
        return cleaned

    def fields_of_circular(self, consultation, at):
        """What ``create_circular`` takes: the choices, and the text that the template begins with."""
        chosen = self.cleaned_data
        subject, body = letters.starting_text(chosen["kind"], chosen["form"], chosen["correction"])
        return {
            **chosen,
            "subject": subject,
            "body": body,
            "dated": consultation.day(at),
            "audience": default_audience(chosen["form"]),
            "addressee": default_addressee(chosen["form"]),
        }


class CircularEditForm(forms.ModelForm):
    """The letter, in its own order."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2_000_000_000)
    audience = forms.MultipleChoiceField(
        label=_("Sent to the addresses of"), choices=DelegationKind, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Circular
        fields = [
            "kind",
            "form",
            "dated",
            "meeting",
            "call",
            "corrects",
            "correction",
            "subject",
            "body",
            "addressee",
            "audience",
        ]
        widgets = {
            "dated": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "body": forms.Textarea(attrs={"rows": 18, "spellcheck": "true"}),
            "addressee": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args, actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = Tagless()
        offer_facts(self, self.instance.consultation, actor, but=self.instance)
        self.initial.setdefault("revision", self.instance.revision)
        self.fields["subject"].validators.append(refuse_hidden_signs)
        self.fields["body"].help_text = _(
            "Blank lines part paragraphs; *asterisks* emphasise. {meeting}, {questions}, {due} and {replaced} are "
            "printed from the calendar, the call and the register."
        )
        self.order_fields([*self.Meta.fields, "revision"])

    def clean_dated(self):
        """A day that a letter can bear: a mistyped year would stretch the timeline, or break it."""
        dated = self.cleaned_data["dated"]
        if not FIRST_YEAR <= dated.year <= LAST_YEAR:
            raise forms.ValidationError(_("No letter of a consultation is dated in this year. Correct it."))
        return dated

    def clean(self):
        cleaned = super().clean()
        check_correction(self, cleaned)
        return cleaned

    def _post_clean(self):
        """The row is changed by the action, under its lock, never by the form."""


class RegisterSearch(forms.Form):
    """Search in the register: in reference, subject and text. What cannot be searched for finds nothing."""

    q = forms.CharField(label=_("Search the register"), max_length=200, required=False)

    def narrow(self, circulars):
        """Those of ``circulars`` in which every word stands."""
        if not self.is_valid():
            return circulars.none()
        for word in self.cleaned_data["q"].split()[:10]:
            year, _dash, serial = word.partition("-")
            found = Q(subject__icontains=word) | Q(body__icontains=word)
            if year.isascii() and year.isdigit() and serial.isascii() and serial.isdigit() and len(word) <= 10:
                found |= Q(year=int(year), serial=int(serial))
            circulars = circulars.filter(found)
        return circulars


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args, required=True, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = Tagless()
        self.fields["reason"].required = required


class EnclosureForm(forms.Form):
    title = forms.CharField(label=_("Title of the enclosure"), max_length=200, validators=[refuse_hidden_signs])
    file = forms.FileField(
        label=_("File"),
        max_length=200,
        help_text=_("PDF or Word (.docx), up to 10 MB."),
        widget=forms.FileInput(attrs={"accept": ".pdf,.docx"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = Tagless()

    def clean_file(self):
        return uploads.take(self.cleaned_data["file"])


class ScanForm(forms.Form):
    file = forms.FileField(
        label=_("Scan of the signed letter"),
        max_length=200,
        help_text=_("PDF, up to 10 MB."),
        widget=forms.FileInput(attrs={"accept": ".pdf"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = Tagless()

    def clean_file(self):
        return uploads.take(self.cleaned_data["file"], kinds=(uploads.PDF,))


def offer_facts(form, consultation, actor, but=None):
    """Offer the meetings, calls and issued circulars of this consultation, and no others."""
    meetings = Meeting.objects.visible_to(actor).filter(consultation=consultation).for_list()
    form.fields["meeting"].queryset = meetings
    form.fields["meeting"].label_from_instance = lambda meeting: (
        _("%(title)s, %(date)s")
        % {
            "title": meeting.title,
            "date": letters.letter_date(meeting.starts_at.astimezone(meeting.zone).date()),
        }
    )
    form.fields["call"].queryset = Call.objects.visible_to(actor).filter(consultation=consultation)
    issued = Circular.objects.filter(consultation=consultation).issued().for_list()
    form.fields["corrects"].queryset = issued.exclude(pk=but.pk) if but else issued


def check_correction(form, cleaned):
    """A correction names its circular and its kind, or neither."""
    if bool(cleaned.get("corrects")) != bool(cleaned.get("correction")) and not form.errors.get("corrects"):
        form.add_error("correction", _("Say which circular it corrects and how, or neither."))
