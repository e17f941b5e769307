"""What one types about reminders, and about dates that are neither a meeting's nor a call's."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.lines import refuse_hidden_signs
from accounts.models import DelegationKind

from .. import audiences, hours, reminder_text, reminding, times
from ..models import Deadline, ReminderAudience
from .common import Tagless
from .meetings import DayInput, HourInput, a_likely_day

UNITS = {"minutes": _("minutes"), "hours": _("hours"), "days": _("days")}
SIDES = {"before": _("before"), "after": _("after")}
FIRST, LAST = -60 * 24 * 60, 366 * 24 * 60  # as the database has it
USUAL = {"number": 1, "unit": "days", "side": "before", "audience": ReminderAudience.ALL}


class Compared(forms.Form):
    """A form that can say what someone else saved while it was typed in."""

    def theirs(self, stands):
        """(label, text) of each field of which ``stands``, how the form would begin now, says another thing than it."""
        names = [name for name in self.fields if name != "revision"]
        return [
            (self[name].label, in_words(self.fields[name], stands[name]))
            for name in names
            if _typed(self.fields[name], stands[name]) != _typed(self.fields[name], self[name].value())
        ]


class DeadlineChoice(forms.ModelChoiceField):
    """One of the dates of the consultation, with when it is."""

    def __init__(self, **kwargs):
        super().__init__(queryset=Deadline.objects.none(), empty_label=None, **kwargs)

    def label_from_instance(self, deadline):
        when = reminder_text.when_of(deadline, self.consultation) or _("no date now")
        return f"{reminder_text.what_of(deadline)}: {when}"


class ReminderForm(Compared):
    """A reminder: when, to whom, and what it says."""

    deadline = DeadlineChoice(label=_("Of what"))
    number = forms.IntegerField(label=_("How long"), min_value=0, max_value=100_000)
    unit = forms.ChoiceField(label=_("Unit"), choices=list(UNITS.items()))
    side = forms.ChoiceField(label=_("Before or after"), choices=list(SIDES.items()))
    audience = forms.ChoiceField(label=_("Who is reminded"), choices=ReminderAudience, widget=forms.RadioSelect)
    kinds = forms.MultipleChoiceField(
        label=_("Of these kinds"), choices=DelegationKind, widget=forms.CheckboxSelectMultiple
    )
    subject = forms.CharField(label=_("Subject"), max_length=200, validators=[refuse_hidden_signs])
    body = forms.CharField(
        label=_("Text"), max_length=5000, widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "true"})
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=2_000_000_000)

    def __init__(self, *args, consultation, deadlines, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = Tagless()
        self.consultation = consultation
        field = self.fields["deadline"]
        field.consultation, field.queryset = consultation, deadlines
        self.fields["subject"].help_text = _("The name of the consultation is put before it.")

    def clean_body(self):
        lines = [line.rstrip() for line in self.cleaned_data["body"].splitlines()]
        for line in lines:
            refuse_hidden_signs(line.replace("\t", " "))
        return "\n".join(lines)

    def clean(self):
        cleaned = super().clean()
        if {"number", "unit", "side"} <= cleaned.keys():
            cleaned["offset"] = self._offset(**{name: cleaned[name] for name in ("number", "unit", "side")})
        if {"deadline", "audience"} <= cleaned.keys() and cleaned["audience"] not in audiences.offered(
            cleaned["deadline"]
        ):
            self.add_error("audience", _("Inputs are sent to calls only: choose all, or the due date of a call."))
        if cleaned.get("deadline") and cleaned.get("offset") is not None:
            self._check_words(cleaned)
        return cleaned

    def _offset(self, number, unit, side):
        offset = number * reminding.MINUTES[unit] * (1 if side == "before" else -1)
        if FIRST <= offset <= LAST:
            return offset
        self.add_error("number", _("A reminder goes a year before its date at the earliest, 60 days after it at last."))
        return None

    def _check_words(self, cleaned):
        for name in ("subject", "body"):
            if reason := reminder_text.why_not_say(cleaned.get(name, ""), cleaned["deadline"], cleaned["offset"]):
                self.add_error(name, reason)

    def chosen_deadline(self):
        """The date that is chosen now, or that the form begins with."""
        chosen = getattr(self, "cleaned_data", {}).get("deadline")
        return chosen or self.fields["deadline"].queryset.get(pk=self.initial["deadline"])

    def fields_of_reminder(self):
        """What the actions take."""
        names = ("deadline", "offset", "audience", "kinds", "subject", "body")
        return {name: self.cleaned_data[name] for name in names}

    def start_over(self):
        """Put the usual text for what is chosen into the form, in the place of what stands there."""
        chosen = self.cleaned_data
        if {"deadline", "audience"} <= chosen.keys() and chosen.get("offset") is not None:
            text = reminder_text.starting_text(chosen["deadline"].purpose, chosen["audience"], chosen["offset"])
            self.data = self.data.copy()
            self.data["subject"], self.data["body"] = text
            for name in ("subject", "body"):
                self._errors.pop(name, None)


def initial_of(reminder):
    """The fields of a reminder as one types them."""
    number, unit, side = reminding.parts(reminder.offset)
    plain = {name: getattr(reminder, name) for name in ("audience", "kinds", "subject", "body", "revision")}
    return {"deadline": reminder.deadline_id, "number": number, "unit": unit, "side": side, **plain}


def starting_with(deadline):
    """The fields of a new reminder of ``deadline``: a day before it, to all whom it concerns."""
    subject, body = reminder_text.starting_text(deadline.purpose, USUAL["audience"], reminding.MINUTES["days"])
    kinds = audiences.default_kinds(deadline)
    return {**USUAL, "deadline": deadline.pk, "kinds": kinds, "subject": subject, "body": body}


class DeadlineForm(Compared):
    """A date by hand, on the clock of the consultation."""

    title = forms.CharField(label=_("What is due"), max_length=200, validators=[refuse_hidden_signs])
    day = forms.DateField(label=_("Day"), widget=DayInput)
    hour = forms.TimeField(label=_("Hour"), widget=HourInput)
    revision = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args, consultation, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = Tagless()
        self.consultation = consultation
        self.fields["hour"].help_text = _("On the clock of %(city)s.") % {"city": times.zone_name(consultation.zone)}

    def clean_day(self):
        return a_likely_day(self.cleaned_data["day"])

    def clean(self):
        cleaned = super().clean()
        if {"day", "hour"} <= cleaned.keys():
            try:
                cleaned["at"] = hours.instant(cleaned["day"], cleaned["hour"], self.consultation.zone)
            except ValidationError as error:
                self.add_error("hour", error)
        return cleaned


def initial_of_deadline(deadline, consultation):
    local = deadline.at.astimezone(consultation.zone) if deadline.at else None
    return {
        "title": deadline.title,
        "day": local and local.date(),
        "hour": local and local.time(),
        "revision": deadline.revision(),
    }


def in_words(field, value):
    """What stands in a field, in words."""
    choices = {str(key): str(label) for key, label in getattr(field, "choices", ())}
    if isinstance(value, list):
        return "\n".join(choices[str(key)] for key in value if str(key) in choices)
    return choices.get(str(value)) or _typed(field, value)


def _typed(field, value):
    """A value in the form in which a browser sends it, so that two can be compared."""
    if isinstance(value, list):
        return sorted(str(one) for one in value)
    shown = value if isinstance(value, (str, int)) or value is None else field.widget.format_value(value)
    return str("" if shown is None else shown).replace("\r\n", "\n").strip()
