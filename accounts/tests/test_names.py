import pytest

from accounts.names import LONGEST, sort_key


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("en", ["Costa Rica", "Côte d'Ivoire", "Croatia", "Guinea", "Guinea-Bissau", "Guyana"]),
        ("en", ["Gabon", "Gambia (Republic of The)", "The Gambia and others", "Georgia"]),
        ("en", ["Thailand", "The former Yugoslav Republic of Macedonia", "Timor-Leste"]),
        ("en", ["Holy See", "the Holy See of before", "Iran (Islamic Republic of)"]),
        ("en", ["Tunisia", "Türkiye", "Turkmenistan", "Tuvalu"]),
        ("en", ["Nepal", "Netherlands (Kingdom of the)", "New Zealand"]),
        ("fr", ["Danemark", "Djibouti", "Égypte", "El Salvador", "Émirats arabes unis", "Équateur", "Érythrée"]),
        ("fr", ["Finlande", "la France", "Gabon", "l’Inde", "Indonésie"]),
        ("fr", ["Hongrie", "Îles Marshall", "Îles Salomon", "Inde"]),
        ("es", ["Ecuador", "El Salvador", "Eslovenia", "España", "Estonia"]),
        ("es", ["Pakistán", "Panamá", "los Papúes", "Paraguay"]),
        ("es", ["nada", "nube", "ñame", "oso"]),
        ("ru", ["Испания", "Италия", "Йемен", "Кабо-Верде"]),
        ("ru", ["Едоки", "ёлка", "Еще"]),
        ("ar", ["إثيوبيا", "أرمينيا", "ألبانيا", "ألمانيا", "الإمارات العربية المتحدة", "باكستان", "البرازيل"]),
        ("ar", ["جامايكا", "الجزائر", "جزر البهاما", "السلفادور", "سنغافورة"]),
        (
            "zh",
            [
                "阿尔巴尼亚",
                "德国",
                "东帝汶",
                "多哥",
                "法国",
                "斐济",
                "芬兰",
                "纳米比亚",
                "南非",
                "瑙鲁",
                "尼泊尔",
                "中国",
            ],
        ),
    ],
)
def test_sort_key_orders_as_the_language_does(language, names):
    backwards = names[::-1]

    assert sorted(backwards, key=lambda name: sort_key(name, language)) == names


@pytest.mark.parametrize(
    ("name", "language", "key"),
    [
        ("  The   Gambia ", "en", "gambia"),
        ("The", "en", "the"),
        ("Theland", "en", "theland"),
        ("l’Inde", "fr-CH", "inde"),
        ("الـ", "ar", "الـ"),
        ("Łódź", "pl", "łodz"),
    ],
)
def test_sort_key_takes_off_what_does_not_count(name, language, key):
    assert sort_key(name, language) == key


@pytest.mark.parametrize("language", ["en", "zh"])
def test_sort_key_fits_its_column_whatever_the_name(language):
    assert len(sort_key("ﷺ" * LONGEST, language)) == LONGEST


def test_sort_key_stands_half_a_character():
    assert sort_key("\ud800", "zh") == "3f"
