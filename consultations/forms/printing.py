"""How a circular is printed for the post, and for whom."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .. import printing
from ..models import Paper, PrintPart
from .common import Tagless

MOST = max(sheet.labels for sheet in printing.SHEETS.values())
ALL, CHOSEN = "all", "chosen"
PARTS = [(PrintPart.LETTERS, _("Personal copies")), (PrintPart.LABELS, _("Labels for envelopes"))]


class PrintForm(forms.Form):
    """A print run as it is asked for. ``unprinted`` are the enclosures that are not printed with the letter."""

    part = forms.ChoiceField(label=_("What"), choices=PARTS, widget=forms.RadioSelect, initial=PrintPart.LETTERS)
    paper = forms.ChoiceField(label=_("Paper"), choices=Paper, widget=forms.RadioSelect)
    double_sided = forms.BooleanField(
        label=_("For double-sided printing"),
        required=False,
        help_text=_("Adds a blank page where it is needed, so that every copy begins on a fresh sheet."),
    )
    enclosures = forms.BooleanField(
        label=_("With enclosures"), required=False, help_text=_("They follow each copy of the letter.")
    )
    sheet = forms.ChoiceField(label=_("Sheet of labels"), required=False)
    first = forms.IntegerField(
        label=_("Begin at label"),
        min_value=1,
        max_value=MOST,
        initial=1,
        help_text=_("Counted along the rows, for a sheet that has been begun."),
    )
    whom = forms.ChoiceField(label=_("For whom"), widget=forms.RadioSelect, initial=ALL)
    delegations = forms.MultipleChoiceField(
        label=_("Delegations"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
        error_messages={"invalid_choice": _("This circular was not addressed to %(value)s. Choose again.")},
    )

    def __init__(self, *args, circular, addressees, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = Tagless()
        self.fields["paper"].initial = circular.consultation.paper
        self.fields["sheet"].choices = [("", _("The usual sheet of this paper"))] + [
            (key, sheet.name) for key, sheet in printing.SHEETS.items()
        ]
        all_of_them = _("All it was addressed to (%(count)s)") % {"count": len(addressees)}
        self.fields["whom"].choices = [(ALL, all_of_them), (CHOSEN, _("Only those chosen below"))]
        self.fields["delegations"].choices = [(one.delegation.code, one.name) for one in addressees]
        self._sort(circular.enclosures.select_related("file"))

    def _sort(self, enclosures):
        self.unprinted = [enclosure for enclosure in enclosures if not printing.is_printable(enclosure)]
        if len(self.unprinted) == len(enclosures):
            del self.fields["enclosures"]

    def ticked(self, which):
        """What was typed, as the beginning of another form, with all delegations ticked or none."""
        begun = {name: self.data.get(name) for name in self.fields if name in self.data}
        begun |= {name: name in self.data for name in ("double_sided", "enclosures")}
        codes = [code for code, _name in self.fields["delegations"].choices]
        return begun | {"whom": CHOSEN, "delegations": codes if which == "all" else []}

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("part") == PrintPart.LABELS and {"paper", "sheet", "first"} <= cleaned.keys():
            self._check_sheet(printing.sheet_for(cleaned["paper"], cleaned["sheet"]))
        if cleaned.get("whom") == CHOSEN and cleaned.get("delegations") == []:
            self.add_error("delegations", _("Choose at least one delegation, or print for all."))
        return cleaned

    def _check_sheet(self, sheet):
        if sheet.paper != self.cleaned_data["paper"]:
            self.add_error("sheet", _("This sheet of labels is of another paper. Choose its paper, or another sheet."))
        elif self.cleaned_data["first"] > sheet.labels:
            self.add_error(
                "first", _("A sheet has %(labels)s labels only. Begin at one of them.") % {"labels": sheet.labels}
            )

    def fields_of_run(self):
        """What ``ask_print_run`` takes."""
        chosen = self.cleaned_data
        letters = chosen["part"] == PrintPart.LETTERS
        choices = (
            printing.Choices(double_sided=chosen["double_sided"], enclosures=chosen.get("enclosures", False))
            if letters
            else printing.Choices(sheet=chosen["sheet"], first=chosen["first"])
        )
        codes = chosen["delegations"] if chosen["whom"] == CHOSEN else []
        return {"part": chosen["part"], "paper": chosen["paper"], "codes": codes, "choices": choices}
