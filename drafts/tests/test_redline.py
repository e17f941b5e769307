from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drafts import redline, text, wording
from drafts.redline import BREAK, CHANGED, DEL, DELETED, EQUAL, GONE, INS, INSERTED, UNCHANGED, compare


@dataclass
class Para:
    """A paragraph of a text, for these tests."""

    key: str
    text: str
    kind: str = "operative"
    level: int = 0
    footnotes: list = field(default_factory=list)
    number: str = ""


def paragraphs(**texts):
    return [Para(key, words) for key, words in texts.items()]


def summary(rows):
    return [(row.key, row.state, row.moved) for row in rows]


def plain(runs):
    return [(run.op, run.text) for run in runs]


def test_equal_texts_have_no_change():
    rows = compare(paragraphs(a="One two.", b="Three."), paragraphs(a="One two.", b="Three."))

    assert summary(rows) == [("a", UNCHANGED, False), ("b", UNCHANGED, False)]
    assert not any(row.is_change for row in rows)


def test_another_number_is_no_change():
    before, after = paragraphs(a="One.")[0], paragraphs(a="One.")[0]
    before.number, after.number = "OP1", "OP2"

    assert summary(compare([before], [after])) == [("a", UNCHANGED, False)]


def test_another_emphasis_is_no_change():
    assert summary(compare(paragraphs(a="*Also decides* that."), paragraphs(a="Also decides that."))) == [
        ("a", UNCHANGED, False)
    ]


def test_another_kind_is_a_change():
    before, after = Para("a", "One."), Para("a", "One.", kind="preambular")
    row = compare([before], [after])[0]

    assert (row.state, row.restyled, plain(row.runs)) == (CHANGED, True, [(EQUAL, "One.")])


@pytest.mark.parametrize(
    ("old", "new", "runs"),
    [
        (
            "Decides to meet in June 2022;",
            "Decides to meet in May 2022;",
            [(EQUAL, "Decides to meet in "), (DEL, "June"), (INS, "May"), (EQUAL, " 2022;")],
        ),
        (
            "Decides to meet;",
            "Decides to meet, in New York;",
            [(EQUAL, "Decides to meet"), (INS, ", in New York"), (EQUAL, ";")],
        ),
        (
            "It shall last three days in all;",
            "It shall last four full days in all;",
            [(EQUAL, "It shall last "), (DEL, "three"), (INS, "four full"), (EQUAL, " days in all;")],
        ),
        (
            "Requests a report on the first question of it;",
            "Requests an account of the second point of it;",
            [
                (EQUAL, "Requests "),
                (DEL, "a report on"),
                (INS, "an account of"),
                (EQUAL, " the "),
                (DEL, "first question"),
                (INS, "second point"),
                (EQUAL, " of it;"),
            ],
        ),
        (
            "Welcomes the work of all of them and so on;",
            "Encourages each State to take part;",
            [(DEL, "Welcomes the work of all of them and so on;"), (INS, "Encourages each State to take part;")],
        ),
        ("我们决定开会", "我们决定明天开会", [(EQUAL, "我们决定"), (INS, "明天"), (EQUAL, "开会")]),
        ("See 73/195[^1] here.", "See 73/195 here.", [(EQUAL, "See 73/195"), (DEL, "[^1]"), (EQUAL, " here.")]),
        ("It costs 1,000 dollars.", "It costs 1,500 dollars.", None),
        ("", "All new.", [(INS, "All new.")]),
        ("All gone.", "", [(DEL, "All gone.")]),
    ],
)
def test_words_are_marked_whole(old, new, runs):
    expected = runs or [(EQUAL, "It costs "), (DEL, "1,000"), (INS, "1,500"), (EQUAL, " dollars.")]

    assert plain(wording.compare(old, new)) == expected


def test_emphasis_is_kept_in_the_runs():
    assert wording.compare("*Decides* to meet;", "*Decides* to convene;") == [
        (EQUAL, "Decides", True),
        (EQUAL, " to ", False),
        (DEL, "meet", False),
        (INS, "convene", False),
        (EQUAL, ";", False),
    ]


def test_inserted_and_deleted_paragraphs_stand_where_they_are_and_were():
    rows = compare(paragraphs(a="One.", b="Two.", c="Three."), paragraphs(a="One.", x="New.", c="Three."))

    assert summary(rows) == [
        ("a", UNCHANGED, False),
        ("b", DELETED, False),
        ("x", INSERTED, False),
        ("c", UNCHANGED, False),
    ]
    assert plain(rows[1].runs) == [(DEL, "Two.")]
    assert plain(rows[2].runs) == [(INS, "New.")]


def test_what_was_first_and_is_gone_stands_first():
    assert summary(compare(paragraphs(a="One.", b="Two."), paragraphs(b="Two."))) == [
        ("a", DELETED, False),
        ("b", UNCHANGED, False),
    ]


def test_moved_paragraph_is_shown_at_both_places():
    old = paragraphs(a="One.", b="Two.", c="Three.", d="Four.")
    rows = compare(old, [old[1], old[2], old[0], old[3]])

    assert summary(rows) == [
        ("a", GONE, False),
        ("b", UNCHANGED, False),
        ("c", UNCHANGED, False),
        ("a", UNCHANGED, True),
        ("d", UNCHANGED, False),
    ]
    assert redline.counts(rows) == {"moved": 1, "split": 0, "merged": 0}


def test_moved_and_changed_paragraph_is_both():
    old = paragraphs(a="One thing to do.", b="Two.", c="Three.")
    rows = compare(old, [old[1], old[2], Para("a", "One thing to finish.")])

    assert (rows[-1].state, rows[-1].moved) == (CHANGED, True)
    assert plain(rows[-1].runs) == [(EQUAL, "One thing to "), (DEL, "do"), (INS, "finish"), (EQUAL, ".")]


def test_split_paragraph_marks_only_what_changed():
    old = paragraphs(a="Decides to meet for three days; and to hold four round tables;")
    new = [Para("a", "Decides to meet for four days;"), Para("b", "and to hold four round tables;")]
    rows = compare(old, new, [("b", "a")])

    assert summary(rows) == [("a", CHANGED, False), ("b", UNCHANGED, False)]
    assert rows[1].split_from is old[0]
    assert plain(rows[0].runs) == [
        (EQUAL, "Decides to meet for "),
        (DEL, "three"),
        (INS, "four"),
        (EQUAL, " days;"),
        (BREAK, " "),
    ]
    assert plain(rows[1].runs) == [(EQUAL, "and to hold four round tables;")]
    assert redline.counts(rows) == {"changed": 1, "moved": 0, "split": 1, "merged": 0}


def test_merged_paragraphs_are_not_shown_as_deleted():
    old = paragraphs(a="Meets in May;", b="Meets in New York;", c="Ends.")
    rows = compare(old, [Para("a", "Meets in May; Meets in New York;"), old[2]], [("a", "b")])

    assert summary(rows) == [("a", UNCHANGED, False), ("c", UNCHANGED, False)]
    assert rows[0].merged == [old[1]]
    assert rows[0].is_change
    assert plain(rows[0].runs) == [(EQUAL, "Meets in May; Meets in New York;")]


def test_new_paragraph_can_be_made_of_two():
    old = paragraphs(a="Meets in May;", b="Meets in New York;")
    rows = compare(old, [Para("x", "Meets in May; Meets in New York;")], [("x", "a"), ("x", "b")])

    assert [(row.key, row.state, row.merged) for row in rows] == [("x", UNCHANGED, old)]


def test_lineage_of_what_is_not_there_is_passed_over():
    old = paragraphs(a="One.")

    assert summary(compare(old, old, [("z", "a"), ("a", "z"), ("a", "a")])) == [("a", UNCHANGED, False)]


def test_changed_footnote_is_a_change_with_its_own_runs():
    before, after = Para("a", "See.[^1]", footnotes=["Old note."]), Para("a", "See.[^1]", footnotes=["New note."])
    row = compare([before], [after])[0]

    assert row.state == CHANGED
    assert [plain(note) for note in row.notes] == [[(DEL, "Old"), (INS, "New"), (EQUAL, " note.")]]


KEYS = "abcdefgh"
WORD = st.sampled_from(
    ["Decides", "*also*", "to", "convene", "the", "[Forum", "]", "*", "in", "2022", ",", "[^1]", "é"]
)
TEXT = st.lists(WORD, max_size=12).map(" ".join).map(text.clean)
SIDE = st.lists(st.sampled_from(KEYS), unique=True).flatmap(
    lambda keys: st.tuples(*[TEXT.map(lambda words, key=key: Para(key, words)) for key in keys]).map(list)
)
LINEAGE = st.lists(st.tuples(st.sampled_from(KEYS), st.sampled_from(KEYS)), max_size=4)


def shown(runs, ops):
    return "".join(run.text for run in runs if run.op in ops)


def bare(paragraph):
    return "".join(words for words, _emphasised in text.runs(paragraph.text))


@given(SIDE, SIDE, LINEAGE)
@settings(deadline=None)
def test_redline_applied_to_the_old_gives_the_new(old, new, lineage):
    rows = [row for row in compare(old, new, lineage) if row.new and row.state != GONE]

    assert [row.key for row in rows] == [paragraph.key for paragraph in new]
    assert [shown(row.runs, {EQUAL, INS}) for row in rows] == [bare(paragraph) for paragraph in new]


@given(SIDE, SIDE)
@settings(deadline=None)
def test_redline_without_insertions_gives_the_old(old, new):
    rows = {row.key: row for row in compare(old, new) if row.old and row.state != GONE}

    assert rows.keys() == {paragraph.key for paragraph in old}
    for paragraph in old:
        assert shown(rows[paragraph.key].runs, {EQUAL, DEL}) == bare(paragraph)


@given(st.lists(TEXT, min_size=1, max_size=3), st.lists(TEXT, min_size=1, max_size=3))
@settings(deadline=None)
def test_redline_of_a_family_without_insertions_gives_the_old_paragraphs_joined(before, after):
    old = [Para(f"o{place}", words) for place, words in enumerate(before)]
    new = [Para(f"n{place}", words) for place, words in enumerate(after)]
    rows = compare(old, new, [(n.key, o.key) for n in new for o in old])

    assert [row.key for row in rows] == [paragraph.key for paragraph in new]
    assert "".join(shown(row.runs, {EQUAL, DEL, BREAK}) for row in rows) == " ".join(bare(o) for o in old)


# What follows when others come, go or move


def numbered(*texts):
    """A text whose paragraphs are called OP1, OP2 and so on: (key, words)."""
    return [Para(key, words, number=f"OP{place}") for place, (key, words) in enumerate(texts, start=1)]


BEFORE = numbered(("a", "Decides to meet;"), ("b", "Recalls paragraph 1 above and paragraph 9 of resolution 71/1;"))


@pytest.mark.parametrize(
    ("texts", "look"),
    [
        # a new paragraph comes before: what was the first is the second
        ([("n", "Notes;"), ("a", "Decides to meet;"), ("b", "Recalls paragraph 2 above and {9}")], "numbers"),
        ([("n", "Notes;"), ("a", "Decides to meet;"), ("b", "Also recalls paragraph 2 above and {9}")], "numbers"),
        # the number is another because another paragraph is meant
        ([("n", "Notes;"), ("a", "Decides to meet;"), ("b", "Recalls paragraph 3 above and {9}")], "changed"),
        ([("n", "Notes;"), ("a", "Decides to meet;"), ("b", "Recalls paragraph 2 above, and {9}")], "changed"),
        # the number is the same, and another paragraph is meant: shown where the number is read
        ([("n", "Notes;"), ("a", "Decides to meet;"), ("b", "Recalls paragraph 1 above and {9}")], "unchanged"),
        # what is meant is gone
        ([("n", "Notes;"), ("b", "Recalls paragraph 2 above and {9}")], "changed"),
        # of another document the number says what it says
        (
            [
                ("n", "Notes;"),
                ("a", "Decides to meet;"),
                ("b", "Recalls paragraph 2 above and paragraph 8 of resolution 71/1;"),
            ],
            "changed",
        ),
    ],
)
def test_a_number_that_follows_its_paragraph_is_no_change_of_substance(texts, look):
    after = [(key, words.replace("{9}", "paragraph 9 of resolution 71/1;")) for key, words in texts]

    rows = {row.key: row for row in compare(BEFORE, numbered(*after))}

    assert rows["b"].look == look
    assert redline.counts(rows.values())[look] == (0 if look == "unchanged" else 1)


@pytest.mark.parametrize("between", [" to ", "–", "-", " and "])
def test_a_span_that_takes_in_a_new_paragraph_is_a_change(between):
    texts = [("a", "Decides to meet;"), ("b", "Notes it;"), ("r", f"Recalls paragraphs 1{between}2 above;")]
    behind = [("r", f"Recalls paragraphs 2{between}3 above;")]
    among = [("r", f"Recalls paragraphs 1{between}3 above;")]

    before = compare(numbered(*texts), numbered(("n", "New;"), *texts[:2], *behind))[-1]
    within = compare(numbered(*texts), numbered(texts[0], ("n", "New;"), texts[1], *among))[-1]

    assert (before.look, within.look) == ("numbers", "numbers" if between == " and " else "changed")


def test_numbers_of_points_follow_too():
    points = [Para("x", "Shall be met;", "subparagraph", 1, number="(a)"), Para("y", "So be it;", number="OP2")]
    before = [Para("a", "Decides:", number="OP1"), *points, Para("r", "Recalls paragraph 1 (a) above;", number="OP3")]
    new = Para("n", "Shall be new;", "subparagraph", 1, number="(a)")
    points = [new, Para("x", "Shall be met;", "subparagraph", 1, number="(b)"), Para("y", "So be it;", number="OP2")]
    after = [Para("a", "Decides:", number="OP1"), *points, Para("r", "Recalls paragraph 1 (b) above;", number="OP3")]

    assert {row.key: row.look for row in compare(before, after)}["r"] == "numbers"
