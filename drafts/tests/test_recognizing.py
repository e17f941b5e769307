"""What is recognized in a text: kinds, numbers, levels, footnotes; and that no word of it is lost."""

import re
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drafts.importing import pasted, recognizing, source

RESOLUTION = """United Nations\tA/73/L.0
Distr.: Limited
7 June 2019
General Assembly
Seventy-third session
Agenda items 14 and 119

Sample: format and organization of a forum

The General Assembly,

PP1 Recalling the sample resolution of 19 December 2018,[1] by which it adopted
the sample Compact,
PP1 bis [Noting that this is a sample [text],

Deeply concerned that nobody
has negotiated this sample,

OP1. Decides that the Forum of this sample meets:
(a) In New York;
(h) In other places;
(i) In the morning;
(ii) In the afternoon;
a. early;
(i) elsewhere;

OP2 alt Requests the Secretary-General to report;

II. Follow-up

3 bis. Also decides to remain seized of the sample.

Annex

1. First of the annex.

[1] A/RES/0/0.
"""


def rows_of(text):
    found = pasted.read(text)
    return recognizing.recognized(found["paragraphs"], found["left"])


def test_resolution_is_recognized():
    found = rows_of(RESOLUTION)

    assert [(row["kind"], row["level"], row["number"], row["text"]) for row in found["rows"]] == [
        ("title", 0, "", "Sample: format and organization of a forum"),
        ("organ", 0, "", "*The General Assembly*,"),
        (
            "preambular",
            0,
            "PP1",
            "*Recalling* the sample resolution of 19 December 2018,[^1] by which it adopted the sample Compact,",
        ),
        ("preambular", 0, "PP1 bis", "[*Noting* that this is a sample [text],"),
        ("preambular", 0, "", "*Deeply concerned* that nobody has negotiated this sample,"),
        ("operative", 0, "OP1.", "*Decides* that the Forum of this sample meets:"),
        ("subparagraph", 1, "(a)", "In New York;"),
        ("subparagraph", 1, "(h)", "In other places;"),
        ("subparagraph", 2, "(i)", "In the morning;"),
        ("subparagraph", 2, "(ii)", "In the afternoon;"),
        ("subparagraph", 3, "a.", "early;"),
        ("subparagraph", 1, "(i)", "elsewhere;"),
        ("operative", 0, "OP2 alt", "*Requests* the Secretary-General to report;"),
        ("heading", 0, "II.", "Follow-up"),
        ("operative", 0, "3 bis.", "*Also decides* to remain seized of the sample."),
        ("annex", 0, "", "Annex"),
        ("operative", 0, "1.", "First of the annex."),
    ]
    assert [row["footnotes"] for row in found["rows"] if row["footnotes"]] == [["A/RES/0/0."]]
    assert [row["notes"] for row in found["rows"] if row["notes"]] == [["brackets"]]
    assert [row["number"] for row in found["rows"] if row["alternative"]] == ["OP2 alt"]
    assert {each["reason"] for each in found["left"]} == {"masthead"}
    assert len(found["left"]) == 6


@pytest.mark.parametrize(
    ("text", "left", "words"),
    [
        (
            "> Recalling the sample\n> forum,\n> Noting it,",
            ["quoting"],
            ["*Recalling* the sample", "forum,", "*Noting* it,"],
        ),
        (
            "\n".join(f"{place} Recalling sample {word}," for place, word in enumerate("abcdef", 1)),
            ["line_number"],
            [f"*Recalling* sample {word}," for word in "abcdef"],
        ),
        ("Recalling a,\n\n- 2 -\n\nNoting b,", ["page_number"], ["*Recalling* a,", "*Noting* b,"]),
        (
            "\n\n".join(f"Sample of a head\n\nNoting sample {word}," for word in "abc"),
            ["repeated", "repeated"],
            ["Sample of a head", "*Noting* sample a,", "*Noting* sample b,", "*Noting* sample c,"],
        ),
        ("1. Decides a;¹\n\n2. Asks b;¹\n\n¹ Called twice.", [], ["*Decides* a;¹", "*Asks* b;¹", "¹ Called twice."]),
        ("1. Decides a;1/\n\n2. Asks b;\n\n1/ Once.\n\n2/ Never.", ["footnote"], ["*Decides* a;[^1]", "*Asks* b;"]),
    ],
)
def test_what_belongs_to_the_page_is_left_and_said(text, left, words):
    found = rows_of(text)

    assert [each["reason"] for each in found["left"]] == left
    assert [row["text"] for row in found["rows"]] == words


def test_wrapped_lines_are_joined_and_others_are_not():
    line = "Recalling that a forum of this sample meets every four years, and that it is"
    wrapped, lines = f"{line}\nopen to all who come,\nNoting it,", f"{line} {line} {line}\nNoting it,"

    assert [each["text"] for each in pasted.read(wrapped)["paragraphs"]] == [
        f"{line} open to all who come,",
        "Noting it,",
    ]
    assert len(pasted.read(lines)["paragraphs"]) == 2


def test_look_of_word_tells_what_words_do_not():
    paragraphs = [
        source("Sample of a title", bold=True),
        source("The General Assembly,"),
        source("Setting out from a sample", number="", bold=False),
        source("What the forum is for", bold=True),
        source("Meets each year;", number="1."),
        source("In spring:", number="(a)", ilvl=1),
        source("In other seasons", number="•", ilvl=2),
        source("*Taken as they are*", number="2."),
    ]

    found = recognizing.recognized(paragraphs)["rows"]

    assert [(row["kind"], row["level"], row["notes"]) for row in found] == [
        ("title", 0, []),
        ("organ", 0, []),
        ("heading", 0, ["doubt"]),
        ("heading", 0, []),
        ("operative", 0, []),
        ("subparagraph", 1, []),
        ("subparagraph", 3, []),
        ("operative", 0, []),
    ]


LINES = [
    *RESOLUTION.splitlines(),
    *("12", "- 3 -", "> quoted", "body*", "*x*", "19-08123 (E)", "[", "]]", "•", "OP7", "(a)", "3.", "I.", "المنتدى؛"),
    *("et alia 5/ and", "¹ a note", "[2]: two", "_____", "Annex II: sample", "TITLE IN CAPITALS", "\tA/73/L.1"),
]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(LINES), max_size=14), st.sampled_from(["\n", "\n\n", "\r\n"]))
def test_every_word_is_in_a_row_or_left(lines, end):
    text = end.join(lines)
    found = rows_of(text)

    shown = [each["text"] for each in found["left"]]
    for row in found["rows"]:
        shown += [row["number"], re.sub(r"\[\^\d+\]", "", row["text"]), *row["footnotes"]]

    lost, added = _words([text]) - _words(shown), _words(shown) - _words([text])
    assert added == Counter()
    assert all(word.isdecimal() for word in lost)  # the calls of footnotes, and their numbers
    assert sum(lost.values()) <= 2 * sum(len(row["footnotes"]) for row in found["rows"])


def _words(texts):
    return Counter(
        word for text in texts for word in re.findall(r"[^\W¹²³]+|[¹²³]", text.translate(str.maketrans("¹²³", "123")))
    )
