"""Finding words whatever accents they are typed with."""

import pytest

from accounts.matching import fold, marked


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Côte d’Ivoire", "cote d'ivoire"),
        ("TÜRKİYE", "turkiye"),
        ("Straße", "strasse"),
        ("ألبانيا", "البانيا"),
        ("阿尔巴尼亚", "阿尔巴尼亚"),
    ],
)
def test_fold_leaves_accents_and_capitals_out(text, folded):
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "words", "html"),
    [
        ("Côte d'Ivoire", "cote", "<mark>Côte</mark> d&#x27;Ivoire"),
        ("Co\u0302te", "co", "<mark>Co\u0302</mark>te"),
        ("Co\u0302te", "cot", "<mark>Co\u0302t</mark>e"),
        ("Straße", "ss", "Stra<mark>ß</mark>e"),
        ("aßa", "s", "a<mark>ß</mark>a"),
        ("Mali, mali", "mali", "<mark>Mali</mark>, <mark>mali</mark>"),
        ("<b>Mali</b>", "mali", "&lt;b&gt;<mark>Mali</mark>&lt;/b&gt;"),
        ("Mali", "peru", "Mali"),
        ("<Mali>", "", "&lt;Mali&gt;"),
    ],
)
def test_marked_marks_each_hit_and_nothing_else(text, words, html):
    assert marked(text, words) == html
