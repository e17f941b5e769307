"""What is asked: a call with its days and hours on the clock of the consultation, and its questions."""

from datetime import time, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms.common import day, line
from accounts.forms.directory import LANGUAGE_NAMES
from accounts.lines import refuse_hidden_signs_in_lines
from accounts.models import Delegation, DelegationKind

from .. import hours, times
from ..composition import STATES_AND_OBSERVERS
from ..models import CallKind
from ..models.call import ROMAN
from .changing import LARGEST, Changing
from .common import Tagless
from .meetings import HourInput

FACTS = ("kind", "subject", "text", "audience", "opens_at", "due_at")
MORE = 3  # empty rows below the questions that stand


def hour(label, **kwargs):
    return forms.TimeField(label=label, required=False, widget=HourInput(), **kwargs)


class Timed(forms.Form):
    """A form with days and hours in ``zone``; a day without an hour is meant from its beginning, or to its end."""

    def instant(self, name, *, end):
        """The instant that ``name_on`` and ``name_hour`` say, or ``None``; what is wrong with them stands beside."""
        chosen, clock = self.cleaned_data.get(f"{name}_on"), self.cleaned_data.get(f"{name}_hour")
        if chosen is None:
            if clock is not None and f"{name}_on" not in self.errors:
                self.add_error(f"{name}_on", _("Say on which day too."))
            return None
        if clock is None:
            return hours.midnight(chosen + timedelta(days=1) if end else chosen, self.zone)
        try:
            return hours.instant(chosen, clock, self.zone)
        except ValidationError as error:
            self.add_error(f"{name}_hour", error)
            return None


def as_day(instant, zone, *, end):
    """The day and the hour that ``instant`` is typed as; midnight is no hour."""
    if instant is None:
        return None, None
    local = instant.astimezone(zone)
    if local.time() == time():
        return local.date() - timedelta(days=1 if end else 0), None
    return local.date(), local.time()


class CallFacts(Timed):
    """What is said of a call, but for its questions."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=CallKind)
    subject = line(
        gettext_lazy("What is asked about"),
        200,
        required=False,
        help_text=gettext_lazy("Empty: the kind stands in its place."),
    )
    text = forms.CharField(
        label=gettext_lazy("On what mandate it is asked"),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        validators=[refuse_hidden_signs_in_lines],
        help_text=gettext_lazy("It stands above the questions where one writes. Empty: nothing is said."),
    )
    audience = forms.MultipleChoiceField(
        label=gettext_lazy("Who is asked"), choices=DelegationKind, widget=forms.CheckboxSelectMultiple
    )
    opens_on = day(gettext_lazy("Opens on"))
    opens_hour = hour(gettext_lazy("At"), help_text=gettext_lazy("Empty: with the beginning of the day."))
    due_on = day(
        gettext_lazy("Inputs are due on"),
        required=False,
        help_text=gettext_lazy("Empty: no date is set. What comes later is taken and marked late."),
    )
    due_hour = hour(gettext_lazy("At"), help_text=gettext_lazy("Empty: with the end of the day."))

    def clean_text(self):
        return self.cleaned_data["text"].replace("\r\n", "\n")

    def clean(self):
        cleaned = super().clean()
        opens, due = self.instant("opens", end=False), self.instant("due", end=True)
        if opens and due and due <= opens:
            self.add_error("due_on", _("Inputs are due after the call has opened. Correct one of the two dates."))
        return cleaned | {"opens_at": opens, "due_at": due}

    def facts(self):
        return {name: self.cleaned_data[name] for name in FACTS}


class NewCallForm(CallFacts):
    def __init__(self, *args, zone, **kwargs):
        super().__init__(*args, initial={"audience": STATES_AND_OBSERVERS}, **kwargs)
        self.helper, self.zone = Tagless(), zone

    def terms(self):
        return self.facts()


class ChangeCallForm(Changing, CallFacts):
    def __init__(self, *args, row, **kwargs):
        self.call, self.zone = row, row.consultation.zone
        super().__init__(*args, row=row, **kwargs)

    def initial_of(self, row):
        days = {}
        days["opens_on"], days["opens_hour"] = as_day(row.opens_at, self.zone, end=False)
        days["due_on"], days["due_hour"] = as_day(row.due_at, self.zone, end=True)
        return super().initial_of(row) | days

    def terms(self):
        return self.facts() | {"revision": self.cleaned_data["revision"]}


class QuestionsForm(Changing):
    """The questions of a call, each with its language and its place; one without text is taken away."""

    def __init__(self, *args, row, **kwargs):
        self.call = row
        super().__init__(*args, row=row, **kwargs)
        sent = [place for place in range(1, len(ROMAN) + 1) if f"text_{place}" in self.data]
        self.places = range(1, min(max([len(self.standing) + MORE, *sent]), len(ROMAN)) + 1)
        for place in self.places:
            self._offer(place)

    def initial_of(self, row):
        self.standing = list(row.questions.all())
        initial = super().initial_of(row)
        for question in self.standing:
            place = question.order
            initial |= {f"text_{place}": question.text, f"language_{place}": question.language, f"place_{place}": place}
        return initial

    def _offer(self, place):
        words = {"numeral": ROMAN[place - 1]}
        self.fields[f"text_{place}"] = forms.CharField(
            label=_("Question %(numeral)s") % words,
            required=False,
            max_length=2000,
            widget=forms.Textarea(attrs={"rows": 3}),
        )
        self.fields[f"language_{place}"] = forms.ChoiceField(
            label=_("Language of question %(numeral)s") % words, choices=LANGUAGE_NAMES.items(), initial="en"
        )
        self.fields[f"place_{place}"] = forms.IntegerField(
            label=_("Place of question %(numeral)s") % words,
            required=False,
            min_value=1,
            max_value=LARGEST,
            initial=place,
        )

    def rows(self):
        """The fields of each question, for the page."""
        return [[self[f"{name}_{place}"] for name in ("text", "language", "place")] for place in self.places]

    def terms(self):
        """In the order of the places that were typed; those that share one stay as they stand."""
        cleaned = self.cleaned_data
        asked = [place for place in self.places if cleaned[f"text_{place}"]]
        asked.sort(key=lambda place: cleaned[f"place_{place}"] or place)
        questions = [(cleaned[f"text_{place}"], cleaned[f"language_{place}"]) for place in asked]
        return {"revision": cleaned["revision"], "questions": questions}


class InstantForm(Timed):
    """A day and an hour of the consultation's clock, for ``extend_call`` and ``close_call``."""

    def __init__(self, *args, call, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper, self.call, self.zone = Tagless(), call, call.consultation.zone


class ExtendForm(InstantForm):
    due_on = day(gettext_lazy("Inputs are now due on"))
    due_hour = hour(gettext_lazy("At"), help_text=gettext_lazy("Empty: with the end of the day."))

    def clean(self):
        due = self.instant("due", end=True)
        if due and self.call.due_at and due <= self.call.due_at:
            words = {"due": times.moment(self.call.due_at, self.zone)}
            self.add_error("due_on", _("Inputs are due on %(due)s already. Choose a later date.") % words)
        return super().clean() | {"due_at": due}

    def terms(self):
        return {"due_at": self.cleaned_data["due_at"]}


class CloseForm(InstantForm):
    closed_on = day(gettext_lazy("Closes on"), required=False, help_text=gettext_lazy("Empty: now, with this button."))
    closed_hour = hour(gettext_lazy("At"), help_text=gettext_lazy("Empty: with the end of the day."))

    def clean(self):
        return super().clean() | {"closed_at": self.instant("closed", end=True)}

    def terms(self):
        return {"closed_at": self.cleaned_data["closed_at"]}


class MoreTimeForm(InstantForm):
    """For one delegation of those that are asked: until when, for ``give_time``."""

    delegation = forms.ModelChoiceField(
        label=gettext_lazy("Delegation"),
        queryset=Delegation.objects.none(),
        empty_label=gettext_lazy("Choose a delegation"),
    )
    until_on = day(gettext_lazy("It has time until"))
    until_hour = hour(gettext_lazy("At"), help_text=gettext_lazy("Empty: with the end of the day."))

    def __init__(self, *args, on, **kwargs):
        super().__init__(*args, **kwargs)
        asked = Delegation.objects.filter(kind__in=self.call.audience)
        self.fields["delegation"].queryset = asked.with_names().in_order(on)
        self.fields["delegation"].label_from_instance = lambda delegation: delegation.name_on(on)

    def clean(self):
        return super().clean() | {"until": self.instant("until", end=True)}

    def terms(self):
        return {"delegation": self.cleaned_data["delegation"], "until": self.cleaned_data["until"]}
