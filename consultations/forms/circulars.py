"""What one types about circulars. Forms validate; they never touch ``state``."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.lines import refuse_hidden_signs
from accounts.models import Delegation, DelegationGroup, DelegationKind
from record import uploads

from .. import letters
from ..composition import default_addressee, default_audience, why_no_president
from ..models import AddresseeRule, Call, Circular, CircularForm, CircularKind, Correction, Meeting
from .common import FIRST_YEAR, LAST_YEAR, Tagless
from .meetings import as_typed, shown

NARROWING = ("groups", "rule", "also")


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
        self.consultation = consultation
        offer_facts(self, consultation, actor)

    def clean(self):
        cleaned = super().clean()
        check_correction(self, cleaned)
        if cleaned.get("form") == CircularForm.PRESIDENT_LETTER and (why := why_no_president(self.consultation)):
            self.add_error("form", why)
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
        label=_("Sent to the addresses of"),
        choices=DelegationKind,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    groups = forms.MultipleChoiceField(
        label=_("Of these, only members of"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("As the groups stand on the day of issue. Without any, all of the kinds above."),
    )
    rule = forms.TypedChoiceField(
        label=_("And of these"),
        choices=AddresseeRule,
        required=False,
        empty_value=AddresseeRule.ALL,
        help_text=_(
            "Asked of the call above, when the letter is issued. An input counts that the secretariat may read, filed "
            "by the delegation in its own name or on behalf of others: one for the co-facilitators only does not count."
        ),
    )
    also = forms.MultipleChoiceField(
        label=_("And in any case to"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Named one by one, whatever their kind and group."),
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
            "groups",
            "rule",
            "also",
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
        offer_addressees(self, self.instance)
        self.initial.setdefault("revision", self.instance.revision)
        self.fields["subject"].validators.append(refuse_hidden_signs)
        self.fields["body"].help_text = _(
            "Blank lines part paragraphs; *asterisks* emphasise. {meeting}, {questions}, {due}, {replaced} and, in a "
            "letter of the President, {cofacilitators} are printed from the calendar, the call, the register and the "
            "consultation."
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
        if cleaned.get("rule", AddresseeRule.ALL) != AddresseeRule.ALL and not cleaned.get("call"):
            self.add_error("rule", _("Choose the call whose inputs decide, or send it to all of them."))
        if "audience" in cleaned and not (cleaned["audience"] or cleaned.get("also")):
            self.add_error("audience", _("Choose to whom it goes: at least one kind, or delegations by name."))
        return cleaned

    def theirs(self, circular, actor):
        """What someone else saved meanwhile: (label, text) of each field that now says other than this form."""
        stands = type(self)(instance=circular, actor=actor)
        names = [name for name in self.fields if name != "revision"]
        return [
            (self[name].label, shown(stands[name])) for name in names if as_typed(stands[name]) != as_typed(self[name])
        ]

    def of_the_letter(self):
        """The fields in the order of the letter, to the kinds it goes to."""
        return [field for field in self.visible_fields() if field.name not in NARROWING]

    def of_the_addressees(self):
        """The fields by which it goes to fewer or to others."""
        return [self[name] for name in NARROWING]

    @property
    def narrows(self):
        """Whether the circular goes to others than all of a kind, so that the page shows it at once."""
        chosen = [
            self["groups"].value(),
            self["also"].value(),
            self["rule"].value() not in {"", None, AddresseeRule.ALL},
        ]
        return any(chosen) or any(self[name].errors for name in NARROWING)

    def _post_clean(self):
        """The row is changed by the action, under its lock, never by the form."""


class RegisterSearch(forms.Form):
    """Search in the register: by kind, in reference, subject and text. What cannot be searched for finds nothing."""

    q = forms.CharField(label=_("Search the register"), max_length=200, required=False)
    kind = forms.ChoiceField(
        label=_("What it is for"), choices=[("", _("All kinds")), *CircularKind.choices], required=False
    )

    def narrow(self, circulars):
        """Those of ``circulars`` of the kind in which every word stands."""
        if not self.is_valid():
            return circulars.none()
        if kind := self.cleaned_data["kind"]:
            circulars = circulars.filter(kind=kind)
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


def offer_addressees(form, circular):
    """Offer the groups and, by the names of its day, every delegation."""
    form.fields["groups"].choices = list(DelegationGroup.objects.values_list("code", "name"))
    delegations = Delegation.objects.in_order(circular.dated, circular.language).with_names(circular.language)
    form.fields["also"].choices = [
        (delegation.code, delegation.name_on(circular.dated, circular.language)) for delegation in delegations
    ]


def check_correction(form, cleaned):
    """A correction names its circular and its kind, or neither."""
    if bool(cleaned.get("corrects")) != bool(cleaned.get("correction")) and not form.errors.get("corrects"):
        form.add_error("correction", _("Say which circular it corrects and how, or neither."))
