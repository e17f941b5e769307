import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafts import text


@pytest.mark.parametrize(
    ("written", "runs"),
    [
        ("", []),
        ("plain", [("plain", False)]),
        ("*Recalling* its resolution", [("Recalling", True), (" its resolution", False)]),
        ("governing body* and council*", [("governing body* and council*", False)]),
        ("*unfinished", [("*unfinished", False)]),
        ("2 * 3 * 4", [("2 * 3 * 4", False)]),
        ("[*Decides*] [to meet", [("[", False), ("Decides", True), ("] [to meet", False)]),
        ("** and *", [("** and *", False)]),
    ],
)
def test_runs(written, runs):
    assert text.runs(written) == runs


def test_pieces_part_the_footnotes_from_the_words():
    assert text.pieces("*Recalling* it,[^1] too[^12]") == [
        ("Recalling", True, 0),
        (" it,", False, 0),
        ("", False, 1),
        (" too", False, 0),
        ("", False, 12),
    ]


def test_notes_and_the_text_without_them():
    assert text.notes("One[^1] and [two] and[^2].") == [1, 2]
    assert text.without_notes("One[^1] and [two] and[^2].") == "One and [two] and."


def test_clean_leaves_one_line_without_hidden_signs():
    assert text.clean("  One\r\n\ttwo\x00 \u202ethree  ") == "One two three"
    assert text.clean("10\u00a0h") == "10\u00a0h"


@given(st.text("*[] a^1,", max_size=30))
def test_nothing_is_lost_however_unbalanced(written):
    words = "".join(words for words, _ in text.runs(written))

    assert words.replace("*", "") == written.replace("*", "")
