"""What one types about meetings: days and hours as the clocks at their place show them."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.lines import refuse_hidden_signs

from .. import hours, times
from ..models import Meeting, MeetingKind
from .common import FIRST_YEAR, LAST_YEAR, Tagless

# The duty stations of the United Nations, and the seat of its second office first after Headquarters.
ZONES = [
    "America/New_York",
    "Europe/Zurich",
    "Europe/Vienna",
    "Africa/Nairobi",
    "Africa/Addis_Ababa",
    "Asia/Bangkok",
    "Asia/Beirut",
    "America/Santiago",
]
ROOMS = [
    *(f"Conference Room {number}" for number in range(1, 13)),
    "Trusteeship Council Chamber",
    "Economic and Social Council Chamber",
    "General Assembly Hall",
    "Room XVII",
    "Room XIX",
]
PLACES = ["United Nations Headquarters, New York", "Palais des Nations, Geneva"]
PLAIN = ["kind", "subject", "room", "place", "time_zone", "closed", "languages", "link", "agenda", "webcast"]
PLAIN += ["seating", "accessibility", "published"]


class DayInput(forms.DateInput):
    def __init__(self):
        super().__init__(attrs={"type": "date"}, format="%Y-%m-%d")


class HourInput(forms.TimeInput):
    def __init__(self):
        super().__init__(attrs={"type": "time"}, format="%H:%M")


class Lines(forms.CharField):
    """Text in lines, as every system ends them."""

    def __init__(self, *, rows, **kwargs):
        super().__init__(required=False, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)

    def to_python(self, value):
        return "\n".join(super().to_python(value).splitlines())


class Address(forms.URLField):
    """An address on the web, and nothing else that a link can hold."""

    default_validators = [URLValidator(schemes=["https", "http"])]

    def __init__(self, *, max_length=200, **kwargs):
        super().__init__(required=False, max_length=max_length, assume_scheme="https", **kwargs)


def one_line(label, **kwargs):
    return forms.CharField(label=label, required=False, validators=[refuse_hidden_signs], **kwargs)


class MeetingForm(forms.Form):
    """A meeting as it is entered. ``doubts`` are sentences about it that stand in nobody's way."""

    kind = forms.ChoiceField(label=_("Kind"), choices=MeetingKind)
    subject = one_line(
        _("Subject"), max_length=200, help_text=_("Needed where the kind does not say it, such as for a briefing.")
    )
    day = forms.DateField(label=_("Day"), widget=DayInput())
    starts = forms.TimeField(
        label=_("Begins"), required=False, widget=HourInput(), help_text=_("Empty where only the day is known.")
    )
    ends = forms.TimeField(label=_("Ends"), required=False, widget=HourInput())
    ends_on = forms.DateField(
        label=_("Ends on another day"), required=False, widget=DayInput(), help_text=_("Only if it does.")
    )
    time_zone = forms.ChoiceField(
        label=_("On the clocks of"), help_text=_("All hours are typed as the clocks at the place show them.")
    )
    room = one_line(
        _("Room"), max_length=120, widget=forms.TextInput(attrs={"list": "rooms"}), help_text=_("Choose one, or type.")
    )
    place = forms.CharField(
        label=_("Place"),
        max_length=120,
        validators=[refuse_hidden_signs],
        widget=forms.TextInput(attrs={"list": "places"}),
    )
    agenda = Lines(label=_("Agenda"), rows=5, max_length=10_000, help_text=_("One item a line; the page numbers them."))
    documents = forms.ModelMultipleChoiceField(
        label=_("Documents"), queryset=None, required=False, widget=forms.CheckboxSelectMultiple
    )
    closed = forms.BooleanField(label=_("Closed meeting"), required=False)
    languages = one_line(_("Languages"), max_length=120, help_text=_("Such as: interpretation in all six languages."))
    seating = one_line(_("Seating"), max_length=200, help_text=_("Such as: one seat behind the nameplate, one behind."))
    accessibility = Lines(label=_("Accessibility"), rows=2, max_length=2000)
    webcast = Address(label=_("Webcast"), help_text=_("Where everybody can watch it."))
    link = Address(label=_("Link to join"), help_text=_("Shown only to those who take part."))
    published = forms.BooleanField(
        label=_("Published"),
        required=False,
        initial=True,
        help_text=_("Until then only those who work for the consultation know of it."),
    )

    def __init__(self, *args, consultation, meeting=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = Tagless()
        self.consultation, self.meeting = consultation, meeting
        self.fields["documents"].queryset = self._documents()
        self.fields["time_zone"].choices = [(key, times.zone_name(key)) for key in self._zones()]
        if meeting is None:
            self.initial.setdefault("time_zone", consultation.time_zone)
            self.initial.setdefault("place", PLACES[0])

    def _documents(self):
        """Those to choose from: of the ones that were taken out only what the meeting names already."""
        named = self.meeting.documents.values("pk") if self.meeting else []
        return self.consultation.documents.filter(Q(removed_at=None) | Q(pk__in=named))

    def _zones(self):
        more = [self.consultation.time_zone, *([self.meeting.time_zone] if self.meeting else [])]
        return list(dict.fromkeys([*ZONES, *more]))

    @property
    def rooms(self):
        """Rooms to choose from: those that its secretariat has named, those in which it has met, the usual ones."""
        used = Meeting.objects.filter(consultation=self.consultation).exclude(room="").order_by("-starts_at")
        return list(dict.fromkeys([*self.consultation.rooms, *used.values_list("room", flat=True), *ROOMS]))

    @property
    def places(self):
        used = Meeting.objects.filter(consultation=self.consultation).order_by("-starts_at")
        return list(dict.fromkeys([*used.values_list("place", flat=True), *PLACES]))

    def clean_day(self):
        return a_likely_day(self.cleaned_data["day"])

    def clean_ends_on(self):
        return self.cleaned_data["ends_on"] and a_likely_day(self.cleaned_data["ends_on"])

    def clean(self):
        cleaned = super().clean()
        if {"day", "starts", "ends", "ends_on", "time_zone"} <= cleaned.keys():
            self._read_hours(times.zone_of(cleaned["time_zone"]), **cleaned)
        return cleaned

    def _read_hours(self, zone, *, day, starts, ends, ends_on, **_others):
        """The instants that were meant, or what is wrong with them beside the field that it concerns."""
        cleaned = self.cleaned_data
        cleaned |= {"hour_known": starts is not None, "starts_at": hours.midnight(day, zone), "ends_at": None}
        if starts is None:
            if ends is not None or ends_on is not None:
                self.add_error("starts", _("Say when it begins too, or leave all hours empty."))
            return
        cleaned["starts_at"] = self._instant("starts", day, starts, zone)
        if ends is not None:
            cleaned["ends_at"] = self._instant("ends", ends_on or day, ends, zone)
        elif ends_on is not None:
            self.add_error("ends", _("Say at what hour it ends on that day."))
        if cleaned["starts_at"] and cleaned["ends_at"] and cleaned["ends_at"] <= cleaned["starts_at"]:
            self.add_error("ends", _("A meeting ends after it has begun: correct one of the two times."))

    def _instant(self, field, day, clock, zone):
        try:
            return hours.instant(day, clock, zone)
        except ValidationError as error:
            self.add_error(field, error)
            return None

    def fields_of_meeting(self):
        """What ``schedule_meeting`` and ``change_meeting`` take."""
        chosen = self.cleaned_data
        instants = {name: chosen[name] for name in ("starts_at", "ends_at", "hour_known")}
        return {name: chosen[name] for name in PLAIN} | instants | {"documents": list(chosen["documents"])}


class ChangeMeetingForm(MeetingForm):
    """A meeting as it is changed. ``revision`` is the one that was read."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2_000_000_000)
    announce = forms.BooleanField(
        label=_("Draft the letter that announces it"),
        required=False,
        initial=True,
        help_text=_("Only where date, time, room or place change: the letter then says the old and the new."),
    )

    def __init__(self, *args, meeting, **kwargs):
        initial = initial_of(meeting)
        super().__init__(*args, consultation=meeting.consultation, meeting=meeting, initial=initial, **kwargs)

    @property
    def doubts(self):
        """What is unusual about the meeting as it stands."""
        meeting = self.meeting
        return hours.doubts(meeting.starts_at, meeting.ends_at, meeting.zone, meeting.hour_known)

    def theirs(self, meeting):
        """What someone else saved meanwhile: (label, text) of each field that now says other than this form."""
        stands = type(self)(meeting=meeting)
        names = [name for name in self.fields if name not in {"revision", "announce"}]
        return [
            (self[name].label, shown(stands[name])) for name in names if as_typed(stands[name]) != as_typed(self[name])
        ]


class CallOffForm(forms.Form):
    reason = Lines(
        label=_("Reason"), rows=3, max_length=1000, help_text=_("Shown on the page and printed in the letter.")
    )
    announce = forms.BooleanField(label=_("Draft the letter that announces it"), required=False, initial=True)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = Tagless()


class ReportForm(forms.Form):
    summary = Lines(
        label=_("Summary of the co-facilitators"),
        rows=14,
        max_length=20_000,
        help_text=_("Blank lines part paragraphs. Everybody can read it once it is saved."),
    )
    recording = Address(label=_("Recording"), help_text=_("Where the meeting can be watched."))
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2_000_000_000)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = Tagless()


def a_likely_day(day):
    """A day on which a consultation can meet: a mistyped year would stretch the timeline, or break it."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise forms.ValidationError(_("No meeting of a consultation is held in this year. Correct it."))
    return day


def initial_of(meeting):
    """The fields of a meeting, its hours on the clock of its place."""
    start = meeting.starts_at.astimezone(meeting.zone)
    end = meeting.ends_at.astimezone(meeting.zone) if meeting.ends_at and meeting.hour_known else None
    return {name: getattr(meeting, name) for name in PLAIN} | {
        "day": start.date(),
        "starts": start.time() if meeting.hour_known else None,
        "ends": end and end.time(),
        "ends_on": end.date() if end and end.date() != start.date() else None,
        "documents": [document.pk for document in meeting.documents.all()],
        "revision": meeting.revision,
        "announce": True,
    }


def as_typed(bound):
    """What stands in a field, in the form in which a browser sends it, so that two can be compared."""
    value = bound.value()
    if isinstance(value, list):
        return {str(one) for one in value}
    if isinstance(value, str):
        return value.replace("\r\n", "\n").strip()
    if isinstance(value, bool) or value is None:
        return value or ""
    written = bound.field.widget.format_value(value) or ""
    return str(*written) if isinstance(written, list) else str(written)  # a menu gives a list


def shown(bound):
    """What stands in a field, in words."""
    value = bound.value()
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    choices = {str(key): str(label) for key, label in getattr(bound.field, "choices", ())}
    if isinstance(value, list):
        return "\n".join(choices[str(key)] for key in value if str(key) in choices)
    if isinstance(value, date):
        return times.short_date(value)
    return choices.get(str(value)) or str(bound.field.widget.format_value(value) or "")
