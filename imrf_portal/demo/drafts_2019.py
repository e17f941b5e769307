"""The sample texts of the demonstration: a zero draft and two revisions, and how they come to be.

The labels and the words are samples and say so; the story follows the known movement between zero draft and
resolution. No sentence is taken from the real texts.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from accounts.access import require
from drafts import actions, jobs
from drafts.models import DraftVersion
from record.models import Job

NEW_YORK = ZoneInfo("America/New_York")
STATUS = "Sample text of the demonstration, written for it: not the draft that was negotiated in 2019."
HEAD = {
    "organ": "General Assembly",
    "session": "Seventy-third session (sample)",
    "agenda_item": "Agenda items 14 and 119 (sample)",
    "status_statement": STATUS,
}


def _at(month, day, hour):
    return datetime(2019, month, day, hour, tzinfo=NEW_YORK)


def _pp(text, *footnotes):
    return {"kind": "preambular", "text": text, "footnotes": list(footnotes)}


def _op(text):
    return {"kind": "operative", "text": text}


def _sub(text):
    return {"kind": "subparagraph", "level": 1, "text": text}


ZERO_DRAFT = [
    {"kind": "title", "text": "Sample text: format and organization of the International Migration Review Forum"},
    {"kind": "organ", "text": "*The General Assembly*,"},
    _pp(
        "*Recalling* the Global Compact for Safe, Orderly and Regular Migration,[^1] which asks for a forum of review "
        "every four years,",
        "Sample footnote: resolution 73/195, annex.",
    ),
    _pp("*Noting* that this is a sample text, written for a demonstration and negotiated by nobody,"),
    _pp("*Mindful* that States, communities and migrants look at the same journey from several sides,"),
    _op(
        "*Decides* that the Forum of this sample meets for the first time in the first semester of 2022, for three "
        "days, under the auspices of the General Assembly;"
    ),
    _op(
        "*Also decides* that the Forum consists of a plenary and of several multi-stakeholder round tables held in "
        "parallel; and that the plenary hears an opening, a general debate and a closing;"
    ),
    _op("*Invites* the round tables of this sample to look at all objectives of the Compact:"),
    _sub("In the light of the regional reviews;"),
    _sub("In the light of what the Global Forum on Migration and Development reports;"),
    _op("*Encourages* all relevant stakeholders to take part in the Forum;"),
    _op("*Requests* the President of the General Assembly to chair the Forum;"),
    _op("*Decides* that each Forum of this sample ends with a progress declaration agreed among States."),
]


@dataclass(frozen=True)
class Step:
    """A version: when it is begun, who changes it how, when the co-facilitators release it."""

    label: str
    begun: datetime
    released: datetime


STEPS = (
    Step("Zero draft", _at(6, 5, 10), _at(6, 7, 12)),
    Step("Rev.1 (sample)", _at(6, 17, 10), _at(6, 20, 9)),
    Step("Rev.2 (sample)", _at(6, 24, 10), _at(6, 26, 9)),
)


def play(consultation, actor):
    """All deeds in order of time, as pairs of an instant and a function that takes it as ``at``.

    ``actor(role, at)`` gives the Actor for "staff", "first" or "second" (the co-facilitators, in their order).
    """
    changes = (None, revise_once, revise_twice)
    for step, change in zip(STEPS, changes, strict=True):
        yield step.begun, partial(_begin, consultation, actor, step)
        if change:
            yield step.begun.replace(hour=15), partial(_change, consultation, actor, change)
        evening = step.released.replace(day=step.released.day - 1, hour=17)
        yield evening, partial(_ask, consultation, actor)
        yield evening.replace(hour=18), partial(_approve, consultation, actor, "first")
        yield step.released, partial(_approve, consultation, actor, "second")


def revise_once(version, by):
    """Rev.1: changed, new, split and moved paragraphs."""
    text = Text(version, by)
    text.change("first semester of 2022, for three days", "first part of 2022, for four days")
    text.split("; and that the plenary", keep=1)
    text.change("and that the plenary hears", "*Further decides* that the plenary hears")
    text.move_before("*Requests* the President", "*Invites* the round tables")
    text.insert_after(
        "a progress declaration agreed among States.", _op("*Asks* that this sample be read as a sample.")
    )
    text.change("agreed among States.", "agreed among States;")
    text.insert_after("which asks for a forum", _pp("*Welcoming* the written inputs of this sample,"))


def revise_twice(version, by):
    """Rev.2: what it costs, who comes, and the round tables in fewer words."""
    text = Text(version, by)
    text.change("for four days, under", "within existing resources, for four days, under")
    text.change("several multi-stakeholder round tables held in parallel;", "four round tables, one after the other;")
    text.merge_with_next("In the light of the regional reviews;")
    text.change(
        "all relevant stakeholders to take part in the Forum;",
        "organizations in consultative status, and those accredited to the process of the Compact, to take part in the "
        "Forum of this sample;",
    )
    text.delete("*Mindful* that States")


class Text:
    """A working draft, changed by one person: paragraphs are found by words that stand in them."""

    def __init__(self, version, by):
        self.version, self.by = version, by

    def find(self, words):
        return self.version.paragraphs.get(text__contains=words)

    def change(self, words, others):
        found = self.find(words)
        text = found.text.replace(words, others)
        actions.edit_paragraph(found, by=self.by, revision=found.revision, text=text)

    def split(self, words, keep=0):
        """Before ``words``, or so many signs into them."""
        found = self.find(words)
        at = found.text.index(words) + keep
        actions.split_paragraph(found, by=self.by, at=at, revision=found.revision)

    def move_before(self, words, others):
        actions.move_paragraph(self.find(words), by=self.by, to=self.find(others).order)

    def insert_after(self, words, given):
        fields = {name: given[name] for name in ("kind", "text")}
        actions.insert_paragraph(self.version, by=self.by, after=self.find(words), **fields)

    def merge_with_next(self, words):
        found = self.find(words)
        actions.merge_with_next(found, by=self.by, revision=found.revision)

    def delete(self, words):
        actions.delete_paragraph(self.find(words), by=self.by)


def _latest(consultation):
    return DraftVersion.objects.filter(consultation=consultation).for_list().first()


def _begin(consultation, actor, step, *, at):
    by, latest = actor("staff", at), _latest(consultation)
    dated = step.released.date()
    if latest is None:
        require(by, "drafts.begin", consultation)
        actions.begin(consultation, by=by, label=step.label, dated=dated, paragraphs=ZERO_DRAFT, **HEAD)
    else:
        require(by, "drafts.begin_next", latest)
        status = {"status_statement": STATUS}
        actions.begin_next(latest, by=by, label=step.label, dated=dated, **status)


def _change(consultation, actor, change, *, at):
    by, version = actor("staff", at), _latest(consultation)
    require(by, "drafts.edit", version)
    change(version, by)


def _ask(consultation, actor, *, at):
    by, version = actor("staff", at), _latest(consultation)
    require(by, "drafts.ask_for_release", version)
    actions.ask_for_release(version, by=by)


def _approve(consultation, actor, role, *, at):
    """Approve what was asked for; once it is released, print it at once, as the worker would."""
    by, version = actor(role, at), _latest(consultation)
    require(by, "drafts.approve_release", version)
    version = actions.approve_release(version, by=by, seen=version.asked_sha256)
    if version.is_frozen():
        jobs.print_version(Job.objects.about(version).get().pk)
