"""What the register shows of a search."""

import pytest

from consultations.templatetags.register import mark, passage


@pytest.mark.parametrize(
    ("text", "query", "shown"),
    [
        ("Room of the meeting", "", "Room of the meeting"),
        ("Room of the meeting", None, "Room of the meeting"),
        ("Room of the meeting", "MEETING room", "<mark>Room</mark> of the <mark>meeting</mark>"),
        ("in informal", "in informal", "<mark>in</mark> <mark>informal</mark>"),
        ("3.5 hours", ".", "3<mark>.</mark>5 hours"),
        ("<b>bold</b> & more", "b", "&lt;<mark>b</mark>&gt;<mark>b</mark>old&lt;/<mark>b</mark>&gt; &amp; more"),
        ("a <script> here", "<script>", "a <mark>&lt;script&gt;</mark> here"),
        ("nothing <here>", "absent", "nothing &lt;here&gt;"),
    ],
)
def test_marks_every_word_and_escapes_the_rest(text, query, shown):
    assert mark(text, query) == shown


def test_passage_stands_around_the_first_word_that_is_found():
    text = "x" * 200 + "\n\nthe <silence> ends\n" + "y" * 200
    assert passage(text, "silence") == ("… " + "x" * 84 + " the &lt;<mark>silence</mark>&gt; ends " + "y" * 83 + " …")
    assert passage("short: silence", "silence") == "short: <mark>silence</mark>"


@pytest.mark.parametrize("query", ["", None, "absent"])
def test_passage_is_empty_without_a_hit(query):
    assert passage("the silence ends", query) == ""
