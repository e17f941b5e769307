"""In whose name an input is: nothing typed says who, rows are chosen; what is typed is how it shall be printed."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.lines import refuse_hidden_signs
from accounts.models import Delegation, DelegationGroup, GroupKind, PartyCapacity, PartyEntryKind
from consultations.forms import Tagless
from consultations.forms.common import FIRST_YEAR

from . import composition, naming

ALIGNED = "aligned"  # in national capacity, and with others


class Boxes(forms.CheckboxSelectMultiple):
    """Boxes that the page writes itself: two lists of all States take a moment as widgets, and none as rows."""

    def rows(self, chosen):
        """What is chosen first, so that a long list shows it; otherwise in the order of the list."""
        chosen = {str(value) for value in chosen}
        rows = [{"value": value, "label": label, "checked": str(value) in chosen} for value, label in self.choices]
        return sorted(rows, key=lambda row: not row["checked"])


class LineField(forms.CharField):
    """One line, in whatever box it was written."""

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", " ").replace("\n", " ")


class NamingForm(forms.Form):
    """In its own name, on behalf of others, or in its own and aligned with others."""

    capacity = forms.ChoiceField(
        label=_("In whose name?"),
        choices=[
            (PartyCapacity.NATIONAL, _("In the name of my own delegation")),
            (PartyCapacity.ON_BEHALF, _("On behalf of others: groups, or States named one by one")),
            (ALIGNED, _("In the name of my own delegation, aligned with what others have said")),
        ],
        initial=PartyCapacity.NATIONAL,
        widget=forms.RadioSelect,
    )
    groups = forms.ModelMultipleChoiceField(
        label=_("Groups"), queryset=DelegationGroup.objects.none(), required=False, widget=Boxes
    )
    as_of = forms.DateField(
        label=_("Their members as of"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Who belonged to a group on that day is listed."),
    )
    excepted = forms.ModelMultipleChoiceField(
        label=_("With the exception of"), queryset=Delegation.objects.none(), required=False, widget=Boxes
    )
    delegations = forms.ModelMultipleChoiceField(
        label=_("States named one by one"), queryset=Delegation.objects.none(), required=False, widget=Boxes
    )
    own = forms.BooleanField(label=_("And my own country"), required=False)
    align_groups = forms.ModelMultipleChoiceField(
        label=_("Groups"), queryset=DelegationGroup.objects.none(), required=False, widget=Boxes
    )
    align_inputs = forms.ModelMultipleChoiceField(
        label=_("Inputs that you can read"), queryset=None, required=False, widget=Boxes
    )
    wording = LineField(
        label=_("As it shall be printed"),
        max_length=naming.LONGEST,
        required=False,
        validators=[refuse_hidden_signs],
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Leave it empty, and it is composed from what you choose. What you write stays as you wrote it."),
    )
    composed = forms.CharField(required=False, strip=True, widget=forms.HiddenInput)  # what the page has proposed

    def __init__(self, *args, consultation, actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = Tagless()
        self.consultation, self.actor = consultation, actor
        self.day = consultation.day(actor.at)
        self.fields["as_of"].initial = self.day
        self._offer_groups()
        self._offer_states()
        versions = naming.alignable(consultation, actor).for_list()
        self.fields["align_inputs"].queryset = versions.order_by(*(f"submission__{n}" for n in INPUT_ORDER))
        self.fields["align_inputs"].label_from_instance = _called

    def _offer_groups(self):
        groups = DelegationGroup.objects.visible_to(self.actor)
        self.fields["groups"].queryset = groups
        self.fields["align_groups"].queryset = groups.exclude(kind=GroupKind.AD_HOC)

    def _offer_states(self):
        """The same rows for both lists, asked for once; the own State is named by its own box."""
        own, states = self.actor.delegation, Delegation.objects.states()
        called = [(each.pk, each.name_on(self.day)) for each in states.with_names().in_order(self.day)]
        self.fields["excepted"].queryset = self.fields["delegations"].queryset = states
        self.fields["excepted"].widget.choices = called
        self.fields["delegations"].widget.choices = [choice for choice in called if choice[0] != own.pk]
        self.fields["own"].label = _("And my own country, %(name)s") % {"name": own.name_on(self.day)}

    def rows(self):
        """By the name of a list: its boxes, as they are chosen."""
        return {
            name: field.widget.rows(self._chosen(name))
            for name, field in self.fields.items()
            if isinstance(field.widget, Boxes)
        }

    def _chosen(self, name):
        value = self[name].value() or ()
        return [getattr(each, "pk", each) for each in value]

    def clean_as_of(self):
        day = self.cleaned_data["as_of"] or self.day
        if not date(FIRST_YEAR, 1, 1) <= day <= self.day:
            raise forms.ValidationError(_("Give a day from 1945 to today: nobody knows who will belong to a group."))
        return day

    def clean(self):
        cleaned = super().clean()
        if self.errors:
            return cleaned
        chosen, capacity = self.chosen(), cleaned["capacity"]
        if capacity != PartyCapacity.ON_BEHALF and self._typed():
            self.add_error("capacity", _("You have named others below. Choose “On behalf of others”, or name nobody."))
        elif capacity == PartyCapacity.NATIONAL and chosen.alignments:
            self.add_error("capacity", _("You have aligned yourself with others below. Choose that, or name nobody."))
        elif capacity == ALIGNED and not chosen.alignments:
            self.add_error("align_groups", _("Say with whom you align yourself: choose a group or an input."))
        elif reason := chosen.why_not(self.consultation, self.actor):
            self.add_error("groups" if chosen.capacity == PartyCapacity.ON_BEHALF else "capacity", reason)
        return cleaned

    def _typed(self):
        """The wording, if it is another than the page has proposed."""
        wording = self.cleaned_data["wording"]
        return "" if wording == self.cleaned_data["composed"] else wording

    def chosen(self):
        """What ``begin`` and ``change_party`` take."""
        national = self.cleaned_data["capacity"] != PartyCapacity.ON_BEHALF
        return naming.Chosen(
            capacity=PartyCapacity.NATIONAL if national else PartyCapacity.ON_BEHALF,
            as_of=self.cleaned_data["as_of"],
            entries=self._entries(),
            alignments=self._alignments(),
            wording="" if national else self._typed(),
        )

    def _entries(self):
        named = [*self.cleaned_data["delegations"], *([self.actor.delegation] if self.cleaned_data["own"] else [])]
        return (
            *({"kind": PartyEntryKind.GROUP, "group": group} for group in self.cleaned_data["groups"]),
            *({"kind": PartyEntryKind.DELEGATION, "delegation": delegation} for delegation in named),
            *({"kind": PartyEntryKind.EXCEPTED, "delegation": each} for each in self.cleaned_data["excepted"]),
        )

    def _alignments(self):
        return (
            *({"group": group} for group in self.cleaned_data["align_groups"]),
            *({"version": version} for version in self.cleaned_data["align_inputs"]),
        )

    def propose(self, phrase):
        """Put the phrase into the box for it, unless somebody has worded it."""
        typed = self._typed()
        self.data = self.data.copy()
        self.data["wording"], self.data["composed"] = typed or phrase, phrase


INPUT_ORDER = ("delegation__code", "year", "serial")


def _called(version):
    said = version.content["delegation"]["name"]
    wording = version.content["wording"]
    return f"{version.reference} {said}, {wording}" if wording else f"{version.reference} {said}"


class NewInputForm(NamingForm):
    """The first choices of an input: to which call, in which language, and in whose name."""

    call = forms.ModelChoiceField(label=_("What do you answer?"), queryset=None, empty_label=None)
    language = forms.ChoiceField(label=_("Language"), choices=composition.LANGUAGES.items(), initial="en")

    def __init__(self, *args, calls, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["call"].queryset = calls


class ChangePartyForm(NamingForm):
    """The name of a working copy, as it is and as it shall be; with what it was based on."""

    was = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args, submission, **kwargs):
        super().__init__(*args, consultation=submission.consultation, **kwargs)
        self.submission = submission
        self.initial = {"was": naming.fingerprint(submission), **self._standing()}

    def _standing(self):
        party, rows = self.submission.party, list(self.submission.alignments.select_related("version"))
        entries = list(party.entries.select_related("group"))
        keys = {kind: [e.delegation_id for e in naming.of_kind(entries, kind)] for kind in PartyEntryKind}
        named = keys[PartyEntryKind.DELEGATION]
        aligned = {row.version.submission_id for row in rows if row.version}
        inputs = self.fields["align_inputs"].queryset.filter(submission__in=aligned) if aligned else []
        composed = party.wording and naming.phrase(party.speaker, entries, party.as_of, self.submission.language)
        return {
            "capacity": ALIGNED if rows else self.submission.capacity,
            "groups": [e.group_id for e in naming.of_kind(entries, PartyEntryKind.GROUP)],
            "as_of": party.as_of,
            "delegations": named,
            "own": party.speaker_id in named,
            "excepted": keys[PartyEntryKind.EXCEPTED],
            "align_groups": [row.group_id for row in rows if row.group_id],
            "align_inputs": [version.pk for version in inputs],  # as they stand now
            "wording": party.wording,
            "composed": composed,
        }


class AlignForm(ChangePartyForm):
    """With whom the next version aligns itself: its name stays, since it was submitted in it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in set(self.fields) - {"align_groups", "align_inputs", "was"}:
            del self.fields[name]

    def clean(self):
        cleaned = forms.Form.clean(self)
        if not self.errors:
            chosen = naming.Chosen(self.submission.capacity, self.submission.party.as_of, (), self._alignments(), "")
            if reason := chosen.why_not(self.consultation, self.actor):
                self.add_error("align_groups", reason)
        return cleaned

    def alignments(self):
        """What ``change_alignments`` takes."""
        return self._alignments()
