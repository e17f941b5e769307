"""What a reader of the record looks for. A filter that cannot be meant is answered in a sentence, and finds nothing."""

from datetime import datetime, time, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Delegation
from record import wording
from record.actor import Capacity
from record.models import Verb
from record.models.generic import type_of
from record.models.reading import about

GROUPS = {
    "written": (_("begun and changed"), (Verb.CREATED, Verb.CHANGED, Verb.REVISED, Verb.DISCARDED)),
    "asked": (
        _("cleared and approved"),
        (Verb.SENT_FOR_CLEARANCE, Verb.SENT_FOR_APPROVAL, Verb.RETURNED, Verb.APPROVED),
    ),
    "issued": (
        _("issued, released, submitted, scheduled"),
        (Verb.ISSUING, Verb.ISSUED, Verb.RELEASED, Verb.SUBMITTED, Verb.SCHEDULED),
    ),
    "ended": (_("superseded and withdrawn"), (Verb.SUPERSEDED, Verb.WITHDRAWN)),
    "sent": (_("messages decided on"), (Verb.RESENT, Verb.ASSUMED_SENT)),
    "people": (_("people and directory"), (Verb.INVITED, Verb.INVITATION_WITHDRAWN, Verb.JOINED)),
}
GROUPED = {verb for _label, verbs in GROUPS.values() for verb in verbs}
FIRST_YEAR, LAST_YEAR = 1945, 2100
HASH_BEGINS = 6  # figures of a hash from which one can be told by


def verbs_of(group):
    """The verbs of a group; what is in none of the others is about people."""
    _label, verbs = GROUPS[group]
    return [*verbs, *(verb for verb in Verb if verb not in GROUPED)] if group == "people" else list(verbs)


def _day(label):
    error = _("Write a date between 1945 and 2100 as year, month and day, such as 2019-02-13.")
    return forms.DateField(
        label=label,
        required=False,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(attrs={"type": "date", "class": "form-control"}, format="%Y-%m-%d"),
        error_messages={"invalid": error},
        validators=[
            MinValueValidator(datetime(FIRST_YEAR, 1, 1).date(), error),  # noqa: DTZ001 - a day
            MaxValueValidator(datetime(LAST_YEAR, 1, 1).date(), error),  # noqa: DTZ001 - a day
        ],
    )


def _choice(label, everything, choices, error):
    return forms.ChoiceField(
        label=label,
        required=False,
        choices=[("", everything), *choices],
        widget=forms.Select(attrs={"class": "form-select"}),
        error_messages={"invalid_choice": error},
    )


class RecordFilter(forms.Form):
    """A GET form: what was done, to which kind of object, by whom, when; words; and the place where a page begins."""

    q = forms.CharField(
        label=_("Words, reference or hash"),
        required=False,
        max_length=100,
        error_messages={
            "max_length": _("Search for at most 100 signs."),
            "null_characters_not_allowed": _("This cannot be searched for. Type a reference or a few words."),
        },
    )
    done = _choice(
        _("What was done"),
        _("anything"),
        [(name, label) for name, (label, _verbs) in GROUPS.items()],
        _("This is not among the things that are done. Choose one from the list."),
    )
    capacity = _choice(
        _("In which capacity"),
        _("any"),
        Capacity.choices,
        _("Nobody acts in this capacity. Choose one from the list."),
    )
    delegation = forms.CharField(
        label=_("Delegation"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"class": "form-control"}),
        error_messages={
            "max_length": _("Write the code of a delegation, such as PRT, or its name."),
            "null_characters_not_allowed": _("Write the code of a delegation, such as PRT, or its name."),
        },
    )
    since = _day(_("From"))
    until = _day(_("Until"))
    event = forms.RegexField(
        "^[0-9a-f]{64}$",
        required=False,
        error_messages={
            name: _("There is no such event in the record. Begin at its newest.")
            for name in ("invalid", "null_characters_not_allowed")
        },
    )

    def __init__(self, *args, zone, kinds, **kwargs):
        super().__init__(*args, **kwargs)
        self.zone = zone
        self.fields["kind"] = _choice(
            _("To what"),
            _("everything"),
            [(kind.slug, kind.label) for kind in kinds],
            _("The record holds no such kind of thing here. Choose one from the list."),
        )
        self.order_fields(["q", "done", "kind", "capacity", "delegation", "since", "until"])

    def clean_delegation(self):
        """The codes of the delegations that are called so."""
        typed = self.cleaned_data["delegation"].strip()
        if not typed:
            return []
        called = Q(code__iexact=typed) | Q(names__name__iexact=typed)
        codes = sorted(set(Delegation.objects.filter(called).values_list("code", flat=True)))
        if not codes:
            raise ValidationError(
                _("No delegation is called “%(name)s”. Write its code, such as PRT, or its name."),
                params={"name": typed},
            )
        return codes

    def clean(self):
        cleaned = super().clean()
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            raise ValidationError(_("The last day lies before the first. Exchange the two dates."))
        return cleaned

    def narrow(self, events):
        """Those of ``events`` that are looked for; none where the form is not valid."""
        if not self.is_valid():
            return events.none()
        wanted = self.cleaned_data
        if wanted["done"]:
            events = events.filter(verb__in=verbs_of(wanted["done"]))
        if wanted["kind"]:
            events = events.filter(target_type=type_of(kind_called(wanted["kind"]).model))
        if wanted["capacity"]:
            events = events.filter(capacity=wanted["capacity"])
        if wanted["delegation"]:
            codes = wanted["delegation"]
            events = events.filter(Q(delegation__in=codes) | Q(known=True, facts__delegation__in=codes))
        if wanted["since"]:
            events = events.filter(at__gte=self._midnight(wanted["since"]))
        if wanted["until"]:
            events = events.filter(at__lt=self._midnight(wanted["until"] + timedelta(days=1)))
        return events.filter(found(wanted["q"])) if wanted["q"] else events

    def _midnight(self, day):
        return datetime.combine(day, time(), tzinfo=self.zone)

    def sentences(self):
        """What is wrong with it, each in one sentence."""
        return list(dict.fromkeys(message for messages in self.errors.values() for message in messages))


def kind_called(slug):
    """How the record speaks of this kind of object; ``None`` if there is none."""
    return next((kind for kind in wording.KINDS.values() if kind.slug == slug), None)


def found(words):
    """The condition that an event shows ``words``: in kind or name of its object, its verb, its hash or its person."""
    condition = Q(verb__in=[verb for verb in Verb if words.lower() in str(verb.label).lower()])
    condition |= Q(known=True, user__name__icontains=words)
    if len(words) >= HASH_BEGINS and set(words.lower()) <= set("0123456789abcdef"):
        condition |= Q(sha256__startswith=words.lower())
    for kind in wording.KINDS.values():
        called = words.lower() in str(kind.label).lower()
        condition |= about(kind.model) if called else about(kind.model) & Q(target_id__in=kind.search(words))
    return condition
