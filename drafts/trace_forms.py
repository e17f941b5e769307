"""What one notes of an answer. Forms validate; they touch no state."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.lines import refuse_hidden_signs, refuse_hidden_signs_in_lines

from . import layout, places
from .models import Disposition

MOST = 20


class DispositionForm(forms.Form):
    """How far, and why."""

    disposition = forms.ChoiceField(
        choices=Disposition, error_messages={"required": gettext_lazy("Choose what became of this answer.")}
    )
    reason = forms.CharField(
        max_length=2000,
        required=False,
        validators=[refuse_hidden_signs_in_lines, ProhibitNullCharactersValidator()],
        error_messages={"max_length": gettext_lazy("A reason can have 2,000 signs. Shorten it.")},
    )


class ChangeTraceForm(DispositionForm):
    was = forms.CharField(max_length=16)


class TraceForm(DispositionForm):
    """What became of one answer, with the paragraphs as they are cited: "OP4, PP2"."""

    input = forms.IntegerField(min_value=1, max_value=2_000_000_000)
    place = forms.IntegerField(min_value=0, max_value=1_000)
    paragraphs = forms.CharField(max_length=400, required=False, validators=[refuse_hidden_signs])

    def __init__(self, *args, blocks, **kwargs):
        super().__init__(*args, **kwargs)
        self.keys = {block["address"]: places.key_of(block) for block in blocks if block["address"]}

    def clean_paragraphs(self):
        """The keys of the paragraphs."""
        named = [name for name in re.split(r"[,;]", self.cleaned_data["paragraphs"]) if name.strip()]
        unknown = [name.strip() for name in named if layout.as_cited(name) not in self.keys]
        if unknown:
            raise ValidationError(
                _("“%(name)s” is no paragraph of this text. Name paragraphs as they are cited, with commas: OP4, PP2."),
                params={"name": unknown[0]},
            )
        if len(named) > MOST:
            raise ValidationError(_("Twenty paragraphs can be named at once. Name fewer, then the others."))
        return [self.keys[layout.as_cited(name)] for name in named]

    def clean(self):
        data = super().clean()
        if data.get("disposition") == Disposition.NOT_REFLECTED and data.get("paragraphs"):
            self.add_error(
                "paragraphs",
                _("What is not reflected is in no paragraph. Leave the paragraphs out, or choose otherwise."),
            )
        return data

    def terms(self):
        """What ``trace`` takes beside the input."""
        sent = self.cleaned_data
        return {name: sent[name] for name in ("place", "disposition", "reason")} | {"keys": sent["paragraphs"]}
