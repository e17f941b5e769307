"""What one says of a consultation: when it is set up, afterwards, and of the one that it is a copy of."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms.common import day, line
from accounts.lines import refuse_hidden_signs
from record.actor import Capacity

from .. import times
from ..actions.copying import Part, days_between
from ..models import Consultation, Paper
from ..models.consultation import validate_slug_is_free
from .changing import Changing
from .common import Tagless
from .meetings import ZONES, Lines
from .people import Account

MOST_ROOMS, ROOM_LENGTH = 60, 120


def text(label, *, rows, **kwargs):
    """A field for text in lines that is not empty."""
    return forms.CharField(label=label, max_length=5000, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


class ConsultationFacts(forms.Form):
    """What every consultation says of itself."""

    title = line(gettext_lazy("Title"), 300, help_text=gettext_lazy("In full, as letters name it."))
    short_title = line(gettext_lazy("Short title"), 80, help_text=gettext_lazy("For the bar and for lists."))
    mandate = text(
        gettext_lazy("Mandate"), rows=3, help_text=gettext_lazy("The resolution or decision that it rests on.")
    )
    place = line(gettext_lazy("Place"), 80, help_text=gettext_lazy("Where its letters are dated, such as New York."))
    time_zone = forms.ChoiceField(
        label=gettext_lazy("On the clocks of"), help_text=gettext_lazy("All dates and hours are shown on them.")
    )
    opens_on = day(gettext_lazy("Opens on"))
    expected_end = day(gettext_lazy("Expected end"))
    contact = forms.EmailField(
        label=gettext_lazy("Address of the secretariat"),
        max_length=254,
        help_text=gettext_lazy("Shown at the foot of every page."),
    )

    def zones(self, now=""):
        """The zones to choose from, with the one that stands."""
        keys = dict.fromkeys([*ZONES, *([now] if now else [])])
        self.fields["time_zone"].choices = [(key, times.zone_name(key)) for key in keys]

    def clean(self):
        cleaned = super().clean()
        opens, ends = cleaned.get("opens_on"), cleaned.get("expected_end")
        if opens and ends and ends < opens:
            self.add_error("expected_end", _("A consultation ends after it has opened: correct one of the two days."))
        return cleaned


class NewConsultationForm(ConsultationFacts):
    """A consultation as it is set up: from nothing, or as a copy of ``source``."""

    field_order = ["secretariat", "title", "short_title", "slug", "opens_on", "expected_end", "parts"]

    secretariat = Account(
        label=gettext_lazy("E-mail address of its secretariat"),
        help_text=gettext_lazy("Of a person who has an account. They set up the rest."),
    )
    slug = forms.SlugField(
        label=gettext_lazy("Word in its address"),
        max_length=80,
        help_text=gettext_lazy(
            "Small letters, figures and hyphens, such as imrf-2026. It stands in every link and in the record, and "
            "cannot be changed later."
        ),
    )
    parts = forms.MultipleChoiceField(
        label=gettext_lazy("Take over"),
        choices=Part,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Letters, inputs and drafts are never taken over."),
    )

    def __init__(self, *args, actor, source=None, **kwargs):
        super().__init__(*args, initial=initial_of(source) if source else {"time_zone": ZONES[0]}, **kwargs)
        self.helper, self.source = Tagless(), source
        self.zones(source.time_zone if source else "")
        if actor.capacity != Capacity.ADMINISTRATOR:
            del self.fields["secretariat"]
        if source:
            self._move_days(source)
        else:
            del self.fields["parts"]

    def _move_days(self, source):
        """Ask for the new opening day only; and which day of the week would keep the meetings on theirs."""
        words = {"title": source.short_title, "date": times.long_date(source.opens_on)}
        self.fields["opens_on"].help_text = (
            _("%(title)s opened on %(date)s: on the same day of the week all meetings keep theirs.") % words
        )
        self.fields["expected_end"].required = False
        self.fields["expected_end"].help_text = _("Empty: as long after the opening as in the one it is taken from.")

    def clean_slug(self):
        slug = self.cleaned_data["slug"].lower()
        validate_slug_is_free(slug)
        if Consultation.objects.filter(slug__iexact=slug).exists():
            raise forms.ValidationError(_("There is a consultation at this address already. Choose another word."))
        return slug

    def clean(self):
        cleaned = super().clean()
        if self.source and cleaned.get("opens_on") and not cleaned.get("expected_end") and not self.errors:
            days = days_between(self.source, cleaned["opens_on"])
            cleaned["expected_end"] = self.source.expected_end + timedelta(days=days)
        return cleaned


class FactsForm(Changing, ConsultationFacts):
    """The facts as they are changed; the slug stands."""

    notice = text(
        gettext_lazy("Notice"),
        rows=2,
        required=False,
        help_text=gettext_lazy("Shown above every page, if there is any."),
    )
    paper = forms.ChoiceField(label=gettext_lazy("Paper of its letters"), choices=Paper)
    president_letterhead = line(
        gettext_lazy("Letterhead of the President"),
        200,
        required=False,
        help_text=gettext_lazy("For letters by which the President transmits another."),
    )
    president_name = line(gettext_lazy("Name of the President as it is printed"), 150, required=False)
    president_function = line(gettext_lazy("Function of the President as it is printed"), 200, required=False)

    def __init__(self, *args, row, **kwargs):
        super().__init__(*args, row=row, **kwargs)
        self.zones(row.time_zone)


class RoomsForm(Changing):
    """The rooms that are offered when a meeting is entered, the likeliest first."""

    rooms = Lines(label=gettext_lazy("Rooms"), rows=8, max_length=8000, help_text=gettext_lazy("One a line."))

    def initial_of(self, row):
        return super().initial_of(row) | {"rooms": "\n".join(row.rooms)}

    def clean_rooms(self):
        rooms = list(dict.fromkeys(line.strip() for line in self.cleaned_data["rooms"].split("\n") if line.strip()))
        for room in rooms:
            refuse_hidden_signs(room)
            if len(room) > ROOM_LENGTH:
                words = {"room": f"{room[:40]}…", "most": ROOM_LENGTH}
                raise forms.ValidationError(_("“%(room)s” is longer than %(most)s signs. Shorten it.") % words)
        if len(rooms) > MOST_ROOMS:
            raise forms.ValidationError(
                _("These are more than %(most)s rooms. Keep the likeliest.") % {"most": MOST_ROOMS}
            )
        return rooms


def initial_of(source):
    """What a copy begins with: the words of the other one, for its founder to correct."""
    names = ["title", "short_title", "mandate", "place", "time_zone", "contact"]
    return {name: getattr(source, name) for name in names} | {"parts": [Part.TEXTS, Part.ROOMS]}
