"""The list of the inputs as a reader is shown it, and by what it can be narrowed: one query for all of its rows.

Everything that the list counts, it counts in these rows: so no choice tells of an input that one may not read.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, Func, JSONField, OuterRef, Value
from django.db.models.functions import TruncDate
from django.utils.functional import cached_property
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from accounts.models import (
    DelegationGroup,
    DelegationKind,
    GroupKind,
    GroupMembership,
    PartyCapacity,
    PartyEntry,
    PartyEntryKind,
)
from accounts.models.periods import in_force
from accounts.names import sort_key
from consultations.models import Call

from .composition import LANGUAGES, RANK
from .models import Excerpt, SubmissionState, SubmittedVersion, Theme, Visibility

MORE = "more"  # what the additional elements are called in addresses
LABEL = 70  # signs of a question in a list
NAME = 3  # signs of a name that are enough to find it


@dataclass(slots=True)
class Row:
    """One input as it stands: what the list shows of it, and what it can be chosen by."""

    pk: int
    number: int
    visibility: str
    submitted_at: datetime
    late: bool
    said_by: dict
    wording: str
    language: str
    numerals: list
    own_groups: list
    named_groups: list
    themes: list
    call: int
    capacity: str
    state: str
    code: str
    year: int
    serial: int

    @property
    def reference(self):
        return f"{self.code}-{self.year}-{self.serial}"

    @property
    def name(self):
        return self.said_by["name"]

    @property
    def kind(self):
        return self.said_by["kind"]

    @property
    def is_withdrawn(self):
        return self.state == SubmissionState.WITHDRAWN

    @property
    def is_public(self):
        return self.visibility == Visibility.PUBLIC

    @property
    def is_on_behalf(self):
        return self.capacity == PartyCapacity.ON_BEHALF

    @property
    def readers(self):
        return Visibility(self.visibility).label

    @property
    def language_name(self):
        return LANGUAGES.get(self.language, self.language)

    @property
    def answered(self):
        """The questions it answers, as ``1.II``, in order; of a withdrawn input none is told."""
        return [] if self.is_withdrawn else [f"{self.call}.{numeral or MORE}" for numeral in self.numerals]

    @property
    def groups(self):
        """The groups its speaker belonged to on the day of submission, and those it speaks for."""
        return {*self.own_groups, *self.named_groups}

    def place(self):
        return RANK[self.kind], sort_key(self.name), self.code, self.year, self.serial

    def is_called(self, query):
        """Whether a search names it: by its reference, or by a good part of its delegation's name."""
        asked = query.strip().lower()
        called = len(asked) >= NAME and asked in self.name.lower()
        return called or asked in {self.reference.lower(), self.code.lower()}


class Part(NamedTuple):
    """One call and the rows of its inputs, stakeholders last."""

    call: Any
    rows: list

    @property
    def participants(self):
        return [row for row in self.rows if row.kind != DelegationKind.STAKEHOLDER]

    @property
    def stakeholders(self):
        return [row for row in self.rows if row.kind == DelegationKind.STAKEHOLDER]


class Choice(NamedTuple):
    """A value that inputs can be chosen by, what it is called, and how many inputs have it."""

    value: str
    label: str
    count: int


class Listing:
    """The inputs to a consultation that the actor may read, in order; and what they can be chosen by."""

    def __init__(self, consultation, actor):
        self.consultation, self.actor = consultation, actor
        self.coded = actor.may("submissions.read_themes", consultation)
        self.rows = sorted((Row(*values) for values in _rows(consultation, actor, self.coded)), key=Row.place)

    @cached_property
    def calls(self):
        """The calls that the actor may know of, each with its questions."""
        calls = Call.objects.visible_to(self.actor).filter(consultation=self.consultation)
        return list(calls.prefetch_related("questions"))

    def parts(self, rows):
        return [Part(call, [row for row in rows if row.call == call.number]) for call in self.calls]

    @cached_property
    def questions(self):
        """What each question is called in a list, by the number of its call and its numeral: ``1.II``."""
        found = {}
        for call in self.calls:
            asked = [(question.numeral, f"({question.numeral}) {question.text}") for question in call.questions.all()]
            for numeral, text in [*asked, (MORE, _("Additional elements"))]:
                named = Truncator(text).chars(LABEL)
                found[f"{call.number}.{numeral}"] = f"{call}: {named}" if len(self.calls) > 1 else named
        return found

    def question_at(self, row, place):
        """The question that stands at this place among the answers of an input; "" where there is a file."""
        return self.questions.get(row.answered[place], "") if place < len(row.answered) else ""

    @cached_property
    def choices(self):
        """By the name of a field: its choices, only those that some row has."""
        rows = self.rows
        found = {
            "call": _choices({call.number: call for call in self.calls}, (row.call for row in rows)),
            "question": _choices(self.questions, (of for row in rows for of in row.answered)),
            "group": _choices(_groups(rows), (group for row in rows for group in row.groups)),
            "kind": _choices({kind.value: kind.label for kind in DelegationKind}, (row.kind for row in rows)),
            "language": _choices(LANGUAGES, (row.language for row in rows)),
        }
        if self.coded:
            themes = Theme.objects.filter(consultation=self.consultation)
            called = {theme.pk: theme.name for theme in themes}
            found["theme"] = _choices(called, (theme for row in rows for theme in set(row.themes)))
        return found


def _rows(consultation, actor, coded):
    """The values of each row, in one query and without the texts."""
    versions = SubmittedVersion.objects.readable_by(actor).current().filter(submission__consultation=consultation)
    versions = versions.alias(day=TruncDate("submitted_at", tzinfo=consultation.zone))
    numerals = Func(
        F("content"),
        Value("$.answers[*].numeral"),
        function="jsonb_path_query_array",
        template="%(function)s(%(expressions)s)",
        output_field=JSONField(),
    )
    return versions.values_list(
        "pk",
        "number",
        "visibility",
        "submitted_at",
        "late",
        "content__delegation",
        "content__wording",
        "content__language",
        numerals,
        ArraySubquery(_memberships()),
        ArraySubquery(_groups_spoken_for()),
        ArraySubquery(_themes(actor, coded)),
        "submission__call__number",
        "submission__capacity",
        "submission__state",
        "submission__delegation__code",
        "submission__year",
        "submission__serial",
    )


def _memberships():
    """The groups of the speaker on the day of submission, at the place of the consultation."""
    speaker = OuterRef("submission__delegation")
    of_speaker = GroupMembership.objects.filter(in_force(OuterRef("day")), delegation=speaker)
    return of_speaker.order_by().values("group")


def _groups_spoken_for():
    return PartyEntry.objects.filter(party=OuterRef("submission__party"), kind=PartyEntryKind.GROUP).values("group")


def _themes(actor, coded):
    """The themes under which something of the input was put, in any version that the actor may read."""
    if not coded:
        return Excerpt.objects.none().values("theme")
    of_input = Excerpt.objects.visible_to(actor).filter(version__submission=OuterRef("submission"))
    return of_input.order_by().values("theme")


def _choices(called, values):
    """The choices that are had, in the order of ``called``, each with how often."""
    counted = Counter(values)
    return [Choice(str(value), str(label), counted[value]) for value, label in called.items() if counted[value]]


def _groups(rows):
    """What the groups that some row belongs to are called, the regional ones first."""
    keys = {group for row in rows for group in row.groups}
    found = DelegationGroup.objects.filter(pk__in=keys)
    return {group.pk: group.name for group in sorted(found, key=lambda one: (one.kind != GroupKind.REGIONAL, one.name))}
