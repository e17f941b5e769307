"""In whose name something is said: the phrase in each language."""

import pytest

from accounts.phrases import Group, aligned, in_a_sentence, of_many, on_behalf, spoken

G77 = Group("G77", "Group of 77 and China", "negotiating")
AFRICA = Group("AFR", "African Group", "regional")
ARABS = Group("ARAB", "Arab Group", "negotiating")
FRIENDS = Group("friends", "Friends of a sample", "")


@pytest.mark.parametrize(
    ("given", "phrase"),
    [
        ({"groups": [AFRICA]}, "on behalf of the African Group"),
        ({"groups": [AFRICA, G77]}, "on behalf of the Group of 77 and China and the African Group"),
        (
            {"groups": [FRIENDS, AFRICA, G77, ARABS]},
            "on behalf of the Arab Group, the Group of 77 and China, the African Group"
            " and the group “Friends of a sample”",
        ),
        (
            {"groups": [AFRICA, G77], "excepted": ["Zambia", "Chad"]},
            "on behalf of the Group of 77 and China and the African Group, with the exception of Chad and Zambia",
        ),
        (
            {"states": ["Bulgaria", "Belgium"], "own": "Portugal"},
            "on behalf of Belgium, Bulgaria and my own country, Portugal",
        ),
        ({"states": ["Spain"]}, "on behalf of Spain"),
        (
            {"groups": [AFRICA], "excepted": ["Mali"], "states": ["Spain"], "own": "Philippines"},
            "on behalf of the African Group, with the exception of Mali,"
            " and of Spain and my own country, the Philippines",
        ),
        (
            {"states": ["Netherlands", "Côte d'Ivoire", "Iran (Islamic Republic of)", "Gambia", "Congo"]},
            "on behalf of the Congo, Côte d'Ivoire, the Gambia, Iran (Islamic Republic of) and the Netherlands",
        ),
    ],
)
def test_english(given, phrase):
    assert on_behalf("en", **given) == phrase


@pytest.mark.parametrize(
    ("given", "phrase"),
    [
        ({"groups": [G77, AFRICA]}, "au nom du Groupe des 77 et de la Chine et du Groupe des États d’Afrique"),
        (
            {"groups": [AFRICA], "excepted": ["Mali"]},
            "au nom du Groupe des États d’Afrique, à l’exception du pays suivant : Mali",
        ),
        (
            {"states": ["Bulgarie", "Belgique"], "own": "Portugal"},
            "au nom des pays suivants : Belgique et Bulgarie et de mon propre pays (Portugal)",
        ),
        (
            {"groups": [FRIENDS], "states": ["Égypte"]},
            "au nom du groupe « Friends of a sample » et du pays suivant : Égypte",
        ),
        (
            {"groups": [AFRICA], "excepted": ["Mali", "Tchad"], "states": ["Espagne"]},
            "au nom du Groupe des États d’Afrique, à l’exception des pays suivants : Mali et Tchad,"
            " ainsi que du pays suivant : Espagne",
        ),
    ],
)
def test_french(given, phrase):
    assert on_behalf("fr", **given).replace("\xa0", " ") == phrase


@pytest.mark.parametrize(
    ("given", "phrase"),
    [
        ({"groups": [G77, AFRICA]}, "en nombre del Grupo de los 77 y China y del Grupo de los Estados de África"),
        ({"states": ["Italia", "España"]}, "en nombre de España e Italia"),
        (
            {"states": ["Bélgica"], "own": "Portugal"},
            "en nombre de Bélgica y de mi propio país, Portugal",
        ),
        (
            {"groups": [AFRICA], "excepted": ["Malí"], "own": "Portugal"},
            "en nombre del Grupo de los Estados de África, con excepción de Malí, y de mi propio país, Portugal",
        ),
    ],
)
def test_spanish(given, phrase):
    assert on_behalf("es", **given) == phrase


def test_other_languages_are_spoken_of_in_english():
    assert (spoken("ar"), spoken("fr")) == ("en", "fr")
    assert on_behalf("ar", groups=[AFRICA]) == "on behalf of the African Group"


@pytest.mark.parametrize(
    ("language", "phrase"),
    [
        ("en", "on behalf of a group of 120 States"),
        ("fr", "au nom d’un groupe de 120 États"),
        ("es", "en nombre de un grupo de 120 Estados"),
    ],
)
def test_too_many_to_name(language, phrase):
    assert of_many(language, 120) == phrase


@pytest.mark.parametrize(
    ("language", "phrase"),
    [
        ("en", "aligns itself with the African Group and input ESP-2019-1 (Spain)"),
        ("fr", "s’associe à la position du Groupe des États d’Afrique et à la contribution ESP-2019-1 (Spain)"),
        ("es", "se suma a la posición del Grupo de los Estados de África y a la contribución ESP-2019-1 (Spain)"),
        ("ru", "aligns itself with the African Group and input ESP-2019-1 (Spain)"),
    ],
)
def test_alignment(language, phrase):
    assert aligned(language, groups=[AFRICA], inputs=[("ESP-2019-1", "Spain")]) == phrase


def test_a_name_in_a_sentence():
    assert [in_a_sentence(name) for name in ("Philippines", "Mali")] == ["the Philippines", "Mali"]


def test_alignment_with_nobody_says_nothing():
    assert aligned("en") == ""
