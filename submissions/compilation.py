"""The compilation: what was submitted, question by question, as far as the reader may read it."""

from dataclasses import dataclass, field
from typing import Any

from consultations.models import Call

from . import composition
from .models import SubmittedVersion


@dataclass
class Section:
    """One question and the answers to it, each with the version it stands in."""

    numeral: str
    question: str
    entries: list = field(default_factory=list)


@dataclass
class Part:
    """One call and its sections."""

    call: Any
    sections: list


def gather(consultation, actor):
    """The parts of the compilation, in three queries however much was submitted."""
    calls = Call.objects.visible_to(actor).filter(consultation=consultation).prefetch_related("questions")
    versions = SubmittedVersion.objects.readable_by(actor).current().standing().for_list()
    of_call = {}
    for version in composition.in_order(versions.filter(submission__consultation=consultation)):
        of_call.setdefault(version.submission.call_id, []).append(version)
    return [Part(call, _sections(call, of_call.get(call.pk, []))) for call in calls]


def _sections(call, versions):
    sections = {question.numeral: Section(question.numeral, question.text) for question in call.questions.all()}
    sections[""] = Section("", composition.additional())
    for version in versions:
        for answer in version.content["answers"]:
            sections[answer["numeral"]].entries.append((version, answer))
    return list(sections.values())
