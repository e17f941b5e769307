from dataclasses import dataclass, field

import pytest

from drafts import checking


@dataclass
class Para:
    key: str
    kind: str
    text: str
    level: int = 0
    number: str = ""
    alternative: bool = False
    footnotes: list = field(default_factory=list)


KINDS = {"P": ("preambular", 0), "D": ("operative", 0), "a": ("subparagraph", 1), "i": ("subparagraph", 2)}
KINDS |= {"T": ("title", 0), "X": ("annex", 0)}


def draft(*lines):
    """Paragraphs from lines such as ``D *Decides* to meet;``; the key is the place."""
    found = []
    for place, line in enumerate(lines, start=1):
        kind, level = KINDS[line[0]]
        found.append(Para(place, kind, line[2:], level, number=f"#{place}"))
    return found


def advice(*lines, kind="", language="en"):
    found = checking.findings(draft(*lines), language=language)
    return [(each.key, each.kind) for each in found if kind in {"", each.kind}]


GOOD = [
    "T A title",
    "P *Recalling* its resolution 73/195 and A/RES/71/1,[^1]",
    "P *Noting with appreciation*:",
    "a One matter;",
    "a Another,",
    "D *Decides* to meet;",
    "D *Also decides* to hold:",
    "a A debate:",
    "i In the morning; and",
    "i In the evening; and",
    "a Round tables;",
    "D *Further decides* to end.",
    "X Annex",
    "D Any words at all",
]


def test_a_good_draft_gets_no_advice_but_the_and_it_lacks():
    assert advice(*GOOD) == [(4, "punctuation")]
    assert advice(*[line.replace("matter;", "matter; and") for line in GOOD]) == []


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (["P Whereas it is so,"], [(1, "opening")]),
        (["D We decide to meet."], [(1, "opening")]),
        (["D [*Decides* to meet.]"], []),
        (["D *Decides* one;", "D *Decides* two."], [(2, "sequence")]),
        (["D *Decides* one;", "D *Also decides* two;", "D *Also decides* three."], [(3, "sequence")]),
        (["D *Also decides* one;", "D *Requests* two."], [(1, "sequence")]),
        (["D *Decides* one;", "D *Requests* two;", "D *Decides* three."], []),
        (["P *Recalling* one;"], [(1, "punctuation")]),
        (["D *Decides* one.", "D *Requests* two;"], [(1, "punctuation"), (2, "punctuation")]),
        (["D *Decides* one:", "a One.", "a Two."], [(2, "punctuation")]),
        (["D *Decides* on the the date."], [(1, "doubled")]),
        (["D *Decides* that that had had its day."], []),
        (["D *Requests* the Secretary-General to report."], [(1, "budget")]),
        (["D *Decides to establish* it within existing resources."], [(1, "budget"), (1, "budget")]),
        (["D *Recalls* A/Res/73-195 and a/res/71/1."], [(1, "symbol"), (1, "symbol")]),
        (["D *Recalls* A/RES/73/195, A/CONF.231/3, S/2019/1, A/73/L.99/Rev.1, ST/SGB/2019/3, A/RES/217(III)."], []),
        (["D *Recalls* resolution 73-195 and resolutions 71/1 and 1325 (2000)."], [(1, "symbol")]),
        (["D *Decides* [to meet."], [(1, "bracket")]),
        (["D *Decides* [to meet[^1]]."], []),
        (["D "], []),
    ],
)
def test_advice(lines, found):
    assert advice(*lines) == found


def test_the_last_paragraph_may_have_an_alternative_that_closes_the_text_too():
    text = draft("D *Decides* one.", "D *Decides* two.")
    text[1].alternative = True

    assert checking.findings(text) == []


def test_of_other_languages_only_what_has_none_is_looked_at():
    lines = ["P Considérant ce qui suit;", "D Décide de de se réunir [en 2022, A/Res/73"]

    assert advice(*lines, language="fr") == [(2, "doubled"), (2, "symbol"), (2, "bracket")]


def test_brackets_are_counted_and_listed():
    text = draft("D *Decides* [to [meet]", "D *Requests* it[^1].", "D [*Urges*]")

    assert [(each.key, *counts) for each, *counts in checking.brackets(text)] == [(1, 2, 1), (3, 1, 1)]


def test_sentences_say_what_and_where():
    found = checking.findings(draft("D *Decides* one;", "D *Decides* the the [end"))

    assert [each.sentence for each in found] == [
        "#2 is the second in a row that opens with “decides”: it should have “also”.",
        "It should close with “.”.",
        "“the the” has the same word twice.",
        "It has 1 opening and 0 closing brackets.",
    ]
    assert checking.summary(found) == [("also, further", 1), ("closing sign", 1), ("double word", 1), ("bracket", 1)]
