"""Whatever two texts there are: all changes taken give the new one, all refused the base, paragraph by paragraph."""

from datetime import UTC, datetime
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafts import numbering, word
from drafts.text import NOTE, runs

from .word import W, accepted, parts, rejected, text_of

IMPRINT = word.Imprint("Co-facilitators of a forum", datetime(2019, 6, 20, 14, tzinfo=UTC), "a4", "Verify at …")
FACTS = {"label": "Zero draft", "status_statement": "A sample.", "language": "en", "organ": "General Assembly"}
FACTS |= {"session": "", "agenda_item": "", "symbol": "", "dated": "2019-06-07"}
NAMES = {"organ": "Organ", "title": "Title", "heading": "Heading", "annex": "Annex"}
WORDS = [
    "the",
    "Forum",
    "*Decides*",
    "[States]",
    "[[",
    "]",
    "(a)",
    "3.5,",
    "&",
    "<b>",
    "المنتدى",
    "الدول؛",
    "审查论坛",
    "1",
    ";",
]
WORDS += ["of *the whole*", "body*", "[^1]", "[^2]", "e\u0301", "\u0301", "a–b"]
KINDS = ["title", "organ", "heading", "preambular", "operative", "operative", "subparagraph", "annex"]


def text_from(draw, most=12):
    return " ".join(draw(st.lists(st.sampled_from(WORDS), max_size=most)))


def paragraph(draw, key):
    kind = draw(st.sampled_from(KINDS))
    level = draw(st.integers(1, 3)) if kind == "subparagraph" else 0
    notes = draw(st.lists(st.sampled_from(["A note.", "Another *note*, annex.", ""]), max_size=2))
    return {"key": key, "kind": kind, "level": level, "text": text_from(draw), "footnotes": notes}


def numbered(paragraphs):
    """The paragraphs as a content has them."""
    numbers = numbering.plain([Counted(each["key"], each["kind"], each["level"]) for each in paragraphs])
    return [each | {"number": number} for each, number in zip(paragraphs, numbers, strict=True)]


class Counted:
    def __init__(self, key, kind, level):
        self.key, self.kind, self.level = key, kind, level


def expected(paragraphs):
    """What a reader of the file should find."""
    return [(style(each), printed(each) + words(each["text"], each["footnotes"])) for each in paragraphs]


def style(each):
    return f"DraftSub{each['level']}" if each["kind"] == "subparagraph" else f"Draft{each['kind'].capitalize()}"


def printed(each):
    number = numbering.printed(each["number"])
    return number and f"{number}\t"


def words(text, notes=None):
    found = ""
    for part, emphasised in runs(text):
        for place, piece in enumerate(NOTE.split(part) if notes is not None else [part]):
            if place % 2:
                note = notes[int(piece) - 1] if int(piece) <= len(notes) else ""
                found += f"[^{words(note).strip()}]"
            elif piece:
                found += f"*{piece}*" if emphasised else piece
    return found.replace("**", "")


def both(new, old, lineage=()):
    new, old = numbered(new), numbered(old)
    docx = word.tracked(FACTS | {"paragraphs": new}, FACTS | {"paragraphs": old}, lineage, IMPRINT)
    assert text_of(accepted(docx)) == expected(new)
    assert text_of(rejected(docx)) == expected(old)
    return docx


@st.composite
def revisions(draw):
    """A text, and what became of it by the deeds of an editor, with the lineage that they leave."""
    keys = (f"k{number}" for number in count())
    old = [paragraph(draw, next(keys)) for _ in range(draw(st.integers(0, 7)))]
    new, lineage = [dict(each) for each in old], set()
    for _ in range(draw(st.integers(0, 6))):
        deed = draw(st.sampled_from([change, insert, delete, move, split, merge, restyle]))
        if new or deed is insert:
            deed(draw, new, lineage, keys)
    standing, known = {each["key"] for each in new}, {each["key"] for each in old}
    return new, old, sorted((key, base) for key, base in lineage if key in standing and base in known)


def place_in(draw, new):
    return draw(st.integers(0, len(new) - 1))


def change(draw, new, lineage, keys):
    each = new[place_in(draw, new)]
    kept = each["text"].split(" ")
    at = draw(st.integers(0, len(kept)))
    each["text"] = " ".join([*kept[:at], *text_from(draw, 3).split(" "), *kept[at + draw(st.integers(0, 2)) :]]).strip()
    each["footnotes"] = draw(st.sampled_from([each["footnotes"], ["A changed note."], []]))


def insert(draw, new, lineage, keys):
    new.insert(draw(st.integers(0, len(new))), paragraph(draw, next(keys)))


def delete(draw, new, lineage, keys):
    del new[place_in(draw, new)]


def move(draw, new, lineage, keys):
    taken = new.pop(place_in(draw, new))
    new.insert(draw(st.integers(0, len(new))), taken)


def split(draw, new, lineage, keys):
    place = place_in(draw, new)
    each = new[place]
    kept = each["text"].split(" ")
    at = draw(st.integers(0, len(kept)))
    part = each | {"key": next(keys), "text": " ".join(kept[at:])}
    each["text"] = " ".join(kept[:at])
    new.insert(place + 1, part)
    lineage |= {(part["key"], base) for base in origins(each["key"], lineage)}


def merge(draw, new, lineage, keys):
    place = place_in(draw, new)
    if place + 1 == len(new):
        return
    each, taken = new[place], new.pop(place + 1)
    each["text"] = f"{each['text']} {taken['text']}".strip()
    lineage |= {(each["key"], base) for base in origins(taken["key"], lineage) if base != each["key"]}


def origins(key, lineage):
    return {key, *(base for each, base in lineage if each == key)}


def restyle(draw, new, lineage, keys):
    new[place_in(draw, new)] |= {name: paragraph(draw, "")[name] for name in ("kind",)} | {"level": 0}
    for each in new:
        each["level"] = max(each["level"], 1) if each["kind"] == "subparagraph" else 0


@given(revisions())
def test_a_revision_is_taken_or_refused_whole(revision):
    both(*revision)


@st.composite
def any_two(draw):
    """Two texts that share keys in any order, with any lineage."""
    some = [f"k{number}" for number in range(6)]
    new, old = ([paragraph(draw, key) for key in draw(st.lists(st.sampled_from(some), unique=True))] for _text in "no")
    pairs = st.tuples(st.sampled_from(some), st.sampled_from(some)).filter(lambda pair: pair[0] != pair[1])
    return new, old, draw(st.lists(pairs, max_size=4, unique=True))


@given(any_two())
def test_any_two_texts_are_told_apart(two):
    both(*two)


# One of each kind, by hand


def op(key, text, *notes, kind="operative", level=0):
    return {"key": key, "kind": kind, "level": level, "text": text, "footnotes": list(notes)}


A = op("a", "*Decides* to meet in 2022; and to hold four round tables;")
B = op("b", "*Requests* a report.")


def document_of(docx):
    return parts(docx)["word/document.xml"]


def marked(docx, element):
    return document_of(docx).findall(f".//{W}{element}")


def said(found):
    return ["".join(each.itertext()) for each in found]


def test_a_split_is_the_mark_of_a_paragraph_that_came_in():
    halves = [A | {"text": "*Decides* to meet in 2022;"}, op("n", "and to hold four round tables;")]

    docx = both([*halves, B], [A, B], [("n", "a")])

    assert said(marked(docx, "ins")) == ["", "2.", "3."]
    assert said(marked(docx, "del")) == [" ", "2."]


def test_a_merger_is_the_mark_of_a_paragraph_that_went():
    halves = [A | {"text": "*Decides* to meet in 2022;"}, op("n", "and to hold four round tables;")]

    docx = both([A, B], [*halves, B], [("a", "n")])

    assert said(marked(docx, "del")) == ["", "2.", "3."]
    assert said(marked(docx, "ins")) == [" ", "2."]


def test_a_merger_into_a_paragraph_of_its_own_is_deleted_and_inserted():
    docx = both([op("m", "One and the other")], [op("x", "One"), op("y", "and the other")], [("m", "x"), ("m", "y")])

    assert said(marked(docx, "del")) == ["", "1.", "One", "", "2.", "and the other"]


def test_a_move_has_two_ranges_of_one_name():
    docx = both([B, A], [A, B])
    ranges = [each for each in document_of(docx).iter() if each.tag.endswith("RangeStart")]

    assert {each.tag.removeprefix(W): each.get(f"{W}name") for each in ranges} == {
        "moveFromRangeStart": "move1",
        "moveToRangeStart": "move1",
    }
    assert said(marked(docx, "moveFrom")) == ["", "2.", "Requests", " a report."]
    assert said(marked(docx, "moveTo")) == ["", "Requests", " a report."]


def test_what_was_moved_and_changed_shows_both():
    docx = both([B | {"text": "*Requests* a brief report."}, A], [A, B | {"text": "*Requests* a long report."}])

    assert said(document_of(docx).findall(f".//{W}moveTo/{W}del")) == ["long"]
    assert "brief" in said(marked(docx, "ins"))


def test_another_emphasis_is_a_change_of_look_alone():
    docx = both([B | {"text": "Requests *a report*."}], [B])

    assert (marked(docx, "ins"), marked(docx, "del")) == ([], [])
    assert len(marked(docx, "rPrChange")) == 2


def test_another_kind_is_a_change_of_style_alone():
    docx = both([op("p", "Noting,", kind="organ")], [op("p", "Noting,", kind="heading")])

    assert [each.get(f"{W}val") for each in marked(docx, f"pPrChange/{W}pPr/{W}pStyle")] == ["DraftHeading"]


def test_a_footnote_is_tracked_in_its_text():
    old, new = B | {"text": "A report.[^1]"}, B | {"text": "A report.[^1]"}

    docx = both([new | {"footnotes": ["Of 2022, annex."]}], [old | {"footnotes": ["Of 2019, annex."]}])

    notes = parts(docx)["word/footnotes.xml"]
    assert [said(notes.findall(f".//{W}{name}")) for name in ("del", "ins")] == [["2019"], ["2022"]]


def test_every_mark_says_who_and_when_and_has_a_number_of_its_own():
    new = [B, A | {"text": "*Decides* to meet[^1] in 2023;", "footnotes": ["A note."]}, op("n", "New")]
    docx = both(new, [A, op("d", "Deleted[^1]", "A note."), B])

    marks = [each for part in parts(docx).values() for each in part.iter() if each.get(f"{W}author") is not None]
    begun = [each.get(f"{W}id") for each in marks]
    assert {(each.get(f"{W}author"), each.get(f"{W}date")) for each in marks} == {
        ("Co-facilitators of a forum", "2019-06-20T14:00:00Z")
    }
    assert len(set(begun)) == len(begun)


@pytest.mark.parametrize("change", [{"organ": "Council"}, {"symbol": "A/73/L.1"}, {"session": "Seventy-third session"}])
def test_the_facts_at_the_head_are_tracked_too(change):
    docx = word.tracked(FACTS | change | {"paragraphs": []}, FACTS | {"paragraphs": []}, [], IMPRINT)

    clean = [word.clean(FACTS | facts | {"paragraphs": []}, IMPRINT) for facts in (change, {})]
    assert [accepted(docx), rejected(docx)] == [accepted(each) for each in clean]
