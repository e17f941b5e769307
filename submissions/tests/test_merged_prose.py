"""Two texts of one answer put together as HTML: nothing that either typed is lost, or it is a conflict."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from submissions import prose, together
from submissions.together import compared, parts_of, put_together, visible

BASE = "<p>The Forum shall be held every four years.</p><p>It shall adopt a declaration.</p>"
WORDS = st.lists(st.sampled_from(["review", "the", "Forum", "States", "R&amp;D", ",", "移", "&lt;p&gt;"]), max_size=6)
RUNS = st.tuples(WORDS.map(" ".join), st.sampled_from(["{}", "<strong>{}</strong>", "<em>{}</em>"])).map(
    lambda run: run[1].format(run[0])
)
BLOCKS = st.tuples(
    st.lists(RUNS, max_size=3).map(" ".join), st.sampled_from(["<p>{}</p>", "<ul><li><p>{}</p></li></ul>"])
).map(lambda block: block[1].format(block[0]))
TEXTS = st.lists(BLOCKS, max_size=4).map("".join).map(prose.clean)


@pytest.mark.parametrize(
    ("theirs", "mine", "merged"),
    [
        (
            BASE.replace("four", "five"),
            BASE.replace("adopt", "agree on"),
            "<p>The Forum shall be held every five years.</p><p>It shall agree on a declaration.</p>",
        ),
        (
            BASE.replace("The Forum", "The <strong>Forum</strong>"),
            BASE.replace("a declaration", "an outcome"),
            "<p>The <strong>Forum</strong> shall be held every four years.</p><p>It shall adopt an outcome.</p>",
        ),
        (
            "<p>The Forum shall be held every four years.</p>",
            BASE.replace("four", "two"),
            "<p>The Forum shall be held every two years.</p>",
        ),
        (BASE, BASE.replace("four", "R&amp;D"), BASE.replace("four", "R&amp;D")),
    ],
    ids=["two-paragraphs", "bold", "paragraph-deleted", "entity"],
)
def test_changes_that_stand_apart_are_put_together(theirs, mine, merged):
    assert put_together(BASE, theirs, mine) == merged


@pytest.mark.parametrize(
    ("theirs", "mine"),
    [
        (BASE.replace("four", "five"), BASE.replace("four", "two")),
        (f"{BASE}<p>A.</p>", f"{BASE}<p>B.</p>"),
        ("", BASE.replace("four", "two")),
    ],
    ids=["same-word", "added-at-one-place", "deleted-and-changed"],
)
def test_changes_of_the_same_words_are_a_conflict(theirs, mine):
    assert put_together(BASE, theirs, mine) is None


def test_a_plain_form_that_knows_no_bold_is_no_change_of_it():
    base = "<p>A <strong>sample</strong></p><p>Last.</p>"

    assert put_together(base, "<p>A <strong>sample</strong> text</p><p>Last.</p>", "<p>A sample</p><p>First.</p>") == (
        "<p>A sample text</p><p>First.</p>"
    )


def test_what_cleaning_would_make_unreadable_is_a_conflict(monkeypatch):
    monkeypatch.setattr(prose, "clean", lambda html: html.replace("five", ""))

    assert put_together(BASE, BASE.replace("four", "five"), BASE.replace("adopt", "agree on")) is None


def test_texts_too_long_to_be_compared_are_left_to_a_person(monkeypatch):
    monkeypatch.setattr(together, "MOST", 4)

    assert put_together(BASE, BASE, BASE.replace("four", "two")) is None
    assert compared("<p>One two three</p>", "<p>Two</p>", "<p>Three</p>") == {
        "base": [("One two three", False)],
        "theirs": [("Two", False)],
        "mine": [("Three", False)],
    }


def test_compared_marks_what_both_have_changed():
    found = compared(BASE, BASE.replace("four", "five"), BASE.replace("four", "two").replace("adopt", "agree on"))

    assert found["theirs"] == [
        ("The Forum shall be held every ", False),
        ("five", True),
        (" years.\n\nIt shall adopt a declaration.", False),
    ]
    assert found["mine"][1:] == [("two", True), (" years.\n\nIt shall agree on a declaration.", False)]


@given(TEXTS)
def test_parts_joined_are_the_text_again(html):
    assert "".join(parts_of(html)) == html


@settings(max_examples=150)
@given(TEXTS, TEXTS, TEXTS)
def test_no_word_that_either_has_typed_is_lost(base, theirs, mine):
    merged = put_together(base, theirs, mine)

    if merged is None:
        return
    words = [Counter(visible(html)) for html in (merged, base, theirs, mine)]
    assert (words[2] - words[1]) - words[0] == Counter()
    assert (words[3] - words[1]) - words[0] == Counter()
    assert prose.clean(merged) == merged
