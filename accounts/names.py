"""Alphabetical order of names, computed when they are saved: the database need not know languages.

The order of the key by code point is the order of the name in its language.
"""

import re
import unicodedata

LONGEST = 200  # as many letters as the column takes; signs that decompose into many make a key longer than its name

# An article before a word in lower case is part of the name: United Nations lists had "The former Yugoslav Republic
# of Macedonia" under T. Hamza tells the Arabic article from the first letters of "ألبانيا".
ARTICLES = {
    "en": re.compile(r"\A[Tt]he\s+(?=[^\sa-z])"),
    "fr": re.compile(r"\A(?:[Ll][ea]s?\s+|[Ll]['’]\s*)(?=\S)"),
    "es": re.compile(r"\A(?:el|l[ao]s?)\s+(?=\S)"),  # in capitals it belongs to the name: El Salvador
    "ar": re.compile(r"\Aال(?=\S\S)"),
}
LETTERS = {
    "es": str.maketrans({"ñ": "n{", "Ñ": "n{"}),  # a letter of its own, after n
    "ru": str.maketrans({"ё": "е", "Ё": "е"}),
}
WHOLE = {"ru": "й"}  # letters that must not fall apart into another letter and an accent
# Simplified Chinese is ordered by sound in the first level of GB 2312. Of the second level, ordered by shape, these
# begin or tell apart names of States; each stands where a sign of the first level with its sound stands.
SOUNDS = str.maketrans({"斐": "匪", "瑙": "恼", "汶": "问"})


def sort_key(name, language="en"):
    """A text whose order by code point is the alphabetical order of ``name``: no case, accents or leading article.

    "The Gambia" and "Gambia (Republic of The)" stand under G, "Côte d'Ivoire" under C.
    """
    base = language.split("-")[0]
    bare = unicodedata.normalize("NFC", " ".join(name.split()))
    if base in ARTICLES:
        bare = ARTICLES[base].sub("", bare)
    if base == "zh":
        return bare.translate(SOUNDS).encode("gb18030", "replace").hex()[:LONGEST]
    bare = bare.translate(LETTERS.get(base, {})).casefold().replace("’", "'")
    return "".join(_without_accents(sign, WHOLE.get(base, "")) for sign in bare)[:LONGEST]


def _without_accents(sign, whole):
    if sign in whole:
        return sign
    return "".join(part for part in unicodedata.normalize("NFKD", sign) if not unicodedata.combining(part))
