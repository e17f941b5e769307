"""The opening words in italics, as resolutions print them."""

import time

import pytest

from drafts import openings

PREAMBULAR = [
    ("Recalling its resolution 73/195", "*Recalling* its resolution 73/195"),
    ("Also recalling its resolution", "*Also recalling* its resolution"),
    ("Deeply concerned about the samples", "*Deeply concerned* about the samples"),
    ("Noting with appreciation the work", "*Noting with appreciation* the work"),
    ("Noting with deep concern the work", "*Noting with deep concern* the work"),
    ("Noting the work", "*Noting* the work"),
    ("Bearing in mind that", "*Bearing in mind* that"),
    ("Taking note with appreciation of the report", "*Taking note with appreciation* of the report"),
    ("Having considered the report", "*Having considered* the report"),
    ("[Recalling also its resolution]", "[*Recalling also* its resolution]"),
    ("Rappelant également sa résolution", "*Rappelant également* sa résolution"),
    ("Ayant à l’esprit les textes", "*Ayant à l’esprit* les textes"),
    ("Recordando también su resolución", "*Recordando también* su resolución"),
    ("Teniendo presente el texto", "*Teniendo presente* el texto"),
]
OPERATIVE = [
    ("Decides that the forum", "*Decides* that the forum"),
    (
        "Also requests the Secretary-General, and also requests",
        "*Also requests* the Secretary-General, and also requests",
    ),
    ("Further decides to meet", "*Further decides* to meet"),
    ("Calls upon all States", "*Calls upon* all States"),
    ("Takes note with appreciation of it", "*Takes note with appreciation* of it"),
    ("Takes note of it", "*Takes note* of it"),
    ("Strongly urges all", "*Strongly urges* all"),
    ("Décide de se réunir", "*Décide* de se réunir"),
    ("Prend acte avec satisfaction du rapport", "*Prend acte avec satisfaction* du rapport"),
    ("Pide al Secretario General", "*Pide* al Secretario General"),
    ("Decide también reunirse", "*Decide también* reunirse"),
]


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        *[("preambular", *pair) for pair in PREAMBULAR],
        *[("operative", *pair) for pair in OPERATIVE],
        ("organ", "The General Assembly,", "*The General Assembly*,"),
        ("organ", "L’Assemblée générale,", "*L’Assemblée générale*,"),
    ],
)
def test_the_opening_words_are_emphasised_once(kind, text, expected):
    assert openings.emphasised(kind, text) == expected
    assert openings.emphasised(kind, expected) == expected


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("operative", "Recalling its resolution"),  # an opening of the other part
        ("preambular", "Decides to meet"),
        ("operative", "Decidedly another word"),
        ("operative", "Décider n’est pas une ouverture"),
        ("operative", "decides, in lower case, the middle of a sentence"),
        ("operative", "*Decides* that, and *also requests*"),
        ("operative", "Decides *to meet*"),
        ("title", "Recalling and deciding"),
        ("subparagraph", "Decides"),
        ("heading", "The General Assembly,"),
        ("operative", ""),
        ("organ", ""),
    ],
)
def test_what_is_no_opening_stays_as_it_is(kind, text):
    assert openings.emphasised(kind, text) == text


def test_a_long_text_without_an_opening_takes_no_time(never_endless):
    began = time.process_time()

    openings.emphasised("preambular", "Also further again " * 1000)

    assert time.process_time() - began < 5
