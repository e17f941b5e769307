"""What changed between two states of an input, each as its content has it: word by word in the answers, and around."""

from typing import NamedTuple

from django.utils.translation import gettext as _

from . import wording
from .models import Visibility

SAME, CHANGED, NEW, GONE = "same", "changed", "new", "gone"


class Answer(NamedTuple):
    """One answer of the later state, or of the earlier where it is gone; ``runs`` are those of ``wording.compare``."""

    numeral: str
    question: str
    state: str
    runs: list


class Changes(NamedTuple):
    """The answers in their order, and ``facts``: what, as it was, as it is now."""

    answers: list
    facts: list

    def count(self):
        """How many answers differ."""
        return sum(answer.state != SAME for answer in self.answers)

    def __bool__(self):
        return bool(self.facts) or self.count() > 0


def between(before, after):
    """What leads from one content to the other. Answers belong together by their question."""
    was = {_key(answer): answer for answer in before["answers"]}
    now = {_key(answer): answer for answer in after["answers"]}
    answers = [_answer(was.get(key), answer) for key, answer in now.items()]
    answers += [_answer(answer, None) for key, answer in was.items() if key not in now]
    return Changes(answers, [fact for fact in _facts(before, after) if fact[1] != fact[2]])


def _key(answer):
    return answer["numeral"], answer["question"]


def _answer(before, after):
    shown = after or before
    runs = wording.compare(before["text"] if before else "", after["text"] if after else "")
    return Answer(shown["numeral"], shown["question"], _state(before, after), runs)


def _state(before, after):
    if before is None:
        return NEW
    if after is None:
        return GONE
    return SAME if before["html"] == after["html"] else CHANGED


def _facts(before, after):
    for label, fact in (
        (_("In whose name"), _name),
        (_("Aligned with"), lambda content: content.get("aligned", "")),
        (_("Who may read it"), lambda content: str(Visibility(content["visibility"]).label)),
        (_("Language"), lambda content: content["language"]),
        (_("Files"), _files),
    ):
        yield label, fact(before), fact(after)


def _name(content):
    return content["wording"] or content["delegation"]["name"]


def _files(content):
    return ", ".join(f"{file['name']} ({file['sha256'][:8]})" for file in content.get("files", []))
