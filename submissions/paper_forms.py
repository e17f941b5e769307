"""What the secretariat types of an input that came on paper. Forms validate; they touch no state."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.forms.common import day
from accounts.models import Delegation
from consultations.forms import Tagless
from record import uploads
from record.uploads import PDF

from . import composition, prose
from .actions.paper import READABLE
from .forms import FAR_TOO_LONG, InputForm, ProseField
from .models import PaperWay, Visibility


class PaperForm(forms.Form):
    """Who sent it, how and when it came, its scan, and its words in one plain box for each question of ``call``."""

    delegation = forms.ModelChoiceField(
        label=_("Delegation"), queryset=Delegation.objects.none(), empty_label=_("Choose a delegation")
    )
    way = forms.ChoiceField(label=_("It came"), choices=PaperWay)
    received_on = day(_("Received on"))
    scan = forms.FileField(
        label=_("Scan of the paper, or the e-mail"),
        max_length=200,
        help_text=_("PDF, up to 10 MB. The delegation reads it, and who works for the consultation; nobody else."),
        widget=forms.FileInput(attrs={"accept": ".pdf"}),
    )
    language = forms.ChoiceField(label=_("Language"), choices=composition.LANGUAGES.items(), initial="en")
    visibility = forms.ChoiceField(
        label=_("Who may read it"),
        choices=[(choice.value, choice.label) for choice in Visibility if choice in READABLE],
        help_text=_(
            "As the paper says. One that is for the co-facilitators only cannot be entered here: the secretariat may "
            "not read it, and the delegation files it itself."
        ),
    )

    def __init__(self, *args, call, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper, self.call, self.on = Tagless(), call, on
        asked = Delegation.objects.filter(kind__in=call.audience)
        self.fields["delegation"].queryset = asked.with_names().in_order(on)
        self.fields["delegation"].label_from_instance = lambda delegation: delegation.name_on(on)
        self.places = {InputForm.name_of(question): question for question in composition.places(call)}
        for name in self.places:
            self.fields[name] = ProseField()

    def clean_received_on(self):
        if self.cleaned_data["received_on"] > self.on:
            raise ValidationError(_("This day is still to come. Enter the day on which it was received."))
        return self.cleaned_data["received_on"]

    def clean_scan(self):
        return uploads.take(self.cleaned_data["scan"], kinds=(PDF,))

    def facts(self):
        """The fields above the answers, for the page."""
        return [self[name] for name in self.fields if name not in self.places]

    def boxes(self):
        """Each question with what was typed."""
        for name, question in self.places.items():
            yield {"name": name, "question": question, "text": self[name].value() or ""}

    def paper(self):
        """What ``enter_on_paper`` takes."""
        chosen = {
            name: self.cleaned_data[name] for name in ("delegation", "way", "received_on", "language", "visibility")
        }
        answers = {question and question.pk: _read(self.cleaned_data[name]) for name, question in self.places.items()}
        return {**chosen, "scan": self.cleaned_data["scan"].fields(), "answers": answers}


def _read(typed):
    """HTML of what was typed; what is far too long is refused as it is, without being read."""
    return prose.as_paragraph(typed) if len(typed) > FAR_TOO_LONG else prose.from_typed(typed)
