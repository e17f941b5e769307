"""The sample text of the demonstration: a zero draft, and what two revisions change in it.

The words are samples and say so; the story follows the known movement between zero draft and resolution. No sentence
is taken from the real texts.
"""

from drafts import actions

HEAD = {
    "organ": "General Assembly",
    "agenda_item": "Agenda items 14 and 119 (sample)",
    "status_statement": "Sample text of the demonstration, written for it: not the draft that was negotiated in 2019.",
}


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


CHANGES = (None, revise_once, revise_twice)  # one for each version
