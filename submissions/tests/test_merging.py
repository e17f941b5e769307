import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from submissions.merging import BOTH, CONFLICT, MINE, SAME, THEIRS, merge, merged

BASE = "The Forum shall be held every four years in New York."
WORDS = st.lists(st.sampled_from(["review", "the", "Forum", "Member", "States", ",", "移", "*", "[", "]"]), max_size=14)
TEXTS = WORDS.map(" ".join)


def test_changes_that_stand_apart_are_both_taken():
    theirs = "The Forum should be held every four years in New York."
    mine = "The Forum shall be held every two years in New York."

    assert merged(merge(BASE, theirs, mine)) == "The Forum should be held every two years in New York."


@pytest.mark.parametrize(
    ("theirs", "mine"),
    [
        (
            "The Forum shall be held every five years in New York.",
            "The Forum shall be held every two years in New York.",
        ),
        ("The Forum shall be held every four years.", "The Forum shall be held every four years in Geneva."),
        ("The Forum shall be convened every four years in New York.", "The Forum shall take place every four years."),
        (
            "The Forum shall be held every four years in New York. A.",
            "The Forum shall be held every four years in New York. B.",
        ),
    ],
    ids=["one-word", "deleted-and-changed", "overlapping", "added-at-one-place"],
)
def test_changes_of_the_same_words_are_a_conflict(theirs, mine):
    pieces = merge(BASE, theirs, mine)

    assert merged(pieces) is None
    assert CONFLICT in {piece.kind for piece in pieces}


def test_words_side_by_side_are_a_conflict_though_neither_was_changed_by_both():
    pieces = merge("shall review", "should review", "shall assess")

    assert [(piece.kind, piece.theirs, piece.mine) for piece in pieces] == [(CONFLICT, "should review", "shall assess")]


def test_pieces_say_whose_words_they_are():
    pieces = merge("One two three four five.", "Uno two three four five.", "One two three four cinque.")

    assert [(piece.kind, piece.taken) for piece in pieces] == [
        (THEIRS, "Uno"),
        (SAME, " two three four "),
        (MINE, "cinque"),
        (SAME, "."),
    ]


def test_what_both_changed_alike_is_taken_once():
    pieces = merge("every four years", "every two years", "every two years")

    assert [(piece.kind, piece.taken) for piece in pieces] == [(SAME, "every "), (BOTH, "two"), (SAME, " years")]


def test_what_a_text_is_taken_apart_into_is_for_the_caller_to_say():
    tags = re.compile(r"<[^>]*>|\w+|\W").findall

    html = merged(merge("<p>One two three</p>", "<p><strong>One</strong> two three</p>", "<p>One two four</p>", tags))

    assert html == "<p><strong>One</strong> two four</p>"


@given(TEXTS, TEXTS)
def test_what_one_alone_has_changed_is_taken_as_it_is(base, changed):
    assert merged(merge(base, changed, base)) == changed
    assert merged(merge(base, base, changed)) == changed
    assert merged(merge(base, changed, changed)) == changed


@given(TEXTS, TEXTS, TEXTS)
def test_no_word_of_the_base_or_of_a_side_is_lost_in_the_pieces(base, theirs, mine):
    pieces = merge(base, theirs, mine)

    assert "".join(piece.base for piece in pieces) == base
    assert "".join(piece.theirs for piece in pieces) == theirs
    assert "".join(piece.mine for piece in pieces) == mine


@given(TEXTS, TEXTS, TEXTS)
def test_it_is_the_same_whoever_saved_first(base, one, other):
    assert merged(merge(base, one, other)) == merged(merge(base, other, one))
