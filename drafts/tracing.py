"""What became of the answers of inputs, from both ends: by paragraph, by answer, by input. Always as the reader may."""

from collections import defaultdict
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from record.hashing import content_hash
from submissions import composition as inputs
from submissions.models import SubmittedVersion

from . import places
from .models import Disposition, DraftVersion, Trace, VersionState

SHOWN = [VersionState.RELEASED, VersionState.WORKING]  # of an input: what stands, and what is being written
TAKEN_UP = (Disposition.REFLECTED, Disposition.IN_PART)


class Said(NamedTuple):
    """What is noted of an answer in one version: how far, why, in which paragraph, and its address if it is there."""

    trace: Any
    draft: Any
    place: str
    address: str

    @property
    def fingerprint(self):
        return fingerprint(self.trace)

    @property
    def is_lost(self):
        """Whether the paragraph that it names is no longer in the text."""
        return self.trace.key is not None and not self.address


class Answer(NamedTuple):
    """An answer of a submitted version, and what is noted of it."""

    version: Any
    place: int
    answer: dict
    said: list
    is_replaced: bool

    @property
    def name(self):
        """By which forms and anchors know it."""
        return f"{self.version.reference}-v{self.version.number}-{self.place}"

    @property
    def address(self):
        return address_of(self.version, self.place)


class Names:
    """What the paragraphs of versions are called, each version read once."""

    def __init__(self):
        self.found = {}

    def said(self, trace, draft):
        """``draft`` is the version that it is noted in, with its content."""
        if draft.pk not in self.found:
            self.found[draft.pk] = {places.key_of(block): block for block in places.laid_out(draft)}
        block = self.found[draft.pk].get(trace.key)
        address = f"{draft.get_absolute_url()}#p-{trace.key}" if block else ""
        return Said(trace, draft, places.called(block) if block else "", address)


def fingerprint(trace):
    """What a form was based on."""
    return content_hash([trace.disposition, trace.reason])[:16]


def address_of(version, place):
    """The permanent address of an answer, in that version of its input."""
    return f"{version.get_absolute_url()}?version={version.number}#answer-{place + 1}"


def why_not_answer(draft, version, place):
    """What stands in the way of noting what became of this answer, as a sentence; "" if nothing."""
    if version.submission.consultation_id != draft.consultation_id:
        return _("This input belongs to another consultation.")
    if version not in SubmittedVersion.objects.standing().filter(pk=version.pk):
        return _("This input was withdrawn. Nothing more is noted of it.")
    if not 0 <= place < len(version.content["answers"]):
        return _("This input has no such answer. Load the page again.")
    return ""


def rests_on(draft, actor):
    """By the key of the paragraph, how many inputs it rests on that the actor may read. One query."""
    found = defaultdict(set)
    rows = Trace.objects.visible_to(actor).filter(draft=draft).exclude(key=None)
    for key, submission in rows.order_by().values_list("key", "version__submission"):
        found[key].add(submission)
    return {key: len(submissions) for key, submissions in found.items()}


def by_paragraph(draft, actor):
    """The paragraphs of the text that rest on something, each with its ``answers``; and what is reflected in none."""
    under = defaultdict(list)
    for version, answers in _noted(draft, actor):
        for place, traces in answers.items():
            for trace in traces:
                row = {"trace": trace, "version": version, "answer": version.content["answers"][place]}
                under[trace.key].append(row | {"address": address_of(version, place)})
    blocks = places.laid_out(draft)
    rows = [
        block | {"called": places.called(block), "answers": under.pop(places.key_of(block))}
        for block in blocks
        if places.key_of(block) in under
    ]
    none = under.pop(None, [])
    return rows, none, [each for lost in under.values() for each in lost]


def _noted(draft, actor):
    """The submitted versions of which something is noted, in the order of lists; and what, by the place of answers."""
    traces = _by_version(Trace.objects.visible_to(actor).filter(draft=draft))
    versions = SubmittedVersion.objects.filter(pk__in=traces).for_list()
    return [(version, traces[version.pk]) for version in inputs.in_order(versions)]


def answers(draft, actor):
    """All the answers that the actor may read and say something of, by what was asked, in the order of lists.

    Of an input those of its last version, and of earlier ones those of which something is noted.
    """
    noted = _by_version(Trace.objects.visible_to(actor).filter(draft=draft))
    readable = SubmittedVersion.objects.readable_by(actor).standing()
    here = readable.filter(submission__consultation=draft.consultation_id)
    current = set(here.current().order_by().values_list("pk", flat=True))
    names, found = Names(), defaultdict(list)
    for version in inputs.in_order(here.filter(pk__in=current | set(noted)).for_list()):
        said = noted.get(version.pk, {})
        for place, answer in enumerate(version.content["answers"]):
            if version.pk in current or place in said:
                rows = [names.said(trace, draft) for trace in said.get(place, [])]
                asked = (version.submission.call.number, answer["numeral"], answer["question"])
                found[asked].append(Answer(version, place, answer, rows, version.pk not in current))
    return found


def _by_version(traces):
    """By the key of the submitted version and the place of the answer. One query."""
    found = defaultdict(lambda: defaultdict(list))
    for trace in traces:
        found[trace.version_id][trace.place].append(trace)
    return found


def of_input(version, actor):
    """By the place of the answer, what the reader of an input may know of what became of it: in the text that stands
    and, for those who write it, in the one they are writing. Three queries.
    """
    traces = list(Trace.objects.visible_to(actor).filter(version=version, draft__state__in=SHOWN))
    drafts = DraftVersion.objects.filter(pk__in={trace.draft_id for trace in traces})
    drafts = drafts.select_related("consultation", "base").in_bulk()
    names, found = Names(), defaultdict(list)
    for trace in sorted(traces, key=lambda each: (drafts[each.draft_id].number, each.place, each.pk)):
        found[trace.place].append(names.said(trace, drafts[trace.draft_id]))
    return found


def by_input(draft):
    """The inputs of which something is noted in a version, each with its answers in order: whoever may read them."""
    traces, names = _by_version(Trace.objects.filter(draft=draft)), Names()
    versions = SubmittedVersion.objects.standing().filter(pk__in=traces).for_list()
    return [
        (
            version,
            [
                Answer(version, place, answer, [names.said(trace, draft) for trace in traces[version.pk][place]], False)
                for place, answer in enumerate(version.content["answers"])
            ],
        )
        for version in inputs.in_order(versions)
    ]


def outcomes(consultation, actor):
    """Of the inputs of the actor's own delegation, how many answers are reflected in the text that stands, of how many:
    (version of the input, the text, reflected, all). Of each input the last version that was looked at. One query.
    """
    own = Trace.objects.visible_to(actor).filter(
        draft__consultation=consultation,
        draft__state=VersionState.RELEASED,
        version__submission__delegation=actor.delegation_id,
    )
    found = {}
    related = ("draft__consultation", "version__submission__delegation", "version__submission__consultation")
    traces = own.select_related(*related).defer("draft__content")
    for trace in traces.order_by("version__submission", "version__number", "place", "pk"):
        last = found.get(trace.version.submission_id)
        if last is None or last[0] != trace.version:
            last = found[trace.version.submission_id] = (trace.version, trace.draft, set())
        if trace.disposition in TAKEN_UP:
            last[2].add(trace.place)
    return [(version, draft, len(taken), len(version.content["answers"])) for version, draft, taken in found.values()]
