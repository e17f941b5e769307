"""Symbols of United Nations documents: how they are built, and whether the consultation knows of them."""

import re

from django.utils.translation import gettext as _

from .problem import WARNING, Problem

_BODIES = "A|E|S|T|ST|DP|CEDAW|CCPR|CAT|CRC|CERD|CMW|CRPD"
_LETTERS = r"(?:[A-Za-z0-9./_-]|\([A-Za-z0-9-]{1,8}\))"
_CANDIDATE = re.compile(
    rf"(?<![\w/.:-])(?:A/(?:RES|DEC)[ -]\d{{1,3}}[/-]\d{{1,3}}|(?:{_BODIES})/[A-Za-z0-9]{_LETTERS}{{0,60}})",
    re.IGNORECASE,
)
_SERIES = r"(?:Rev|Add|Corr|Sub|Amend|[A-Z]{1,6})\.\d{1,5}"
_SESSION = r"(?:ES|S)-(?:\d{1,2}|[IVXL]{1,6})"
_PART = rf"(?:{_SERIES}|[A-Z]{{1,8}}|\d{{1,5}}(?:\((?:\d{{4}}|[SIVXL-]{{1,8}})\))?|{_SESSION})"
_WHOLE = re.compile(rf"(?:{_BODIES})(?:/{_PART})+")
_UNNUMBERED = re.compile(rf"A/(?:RES|DEC)/(?!(?:\d+|{_SESSION})/\d|\d+\([SIVXL-]+\))")
_SERIES_LOOSE = re.compile(r"([A-Za-z]{1,6})[-_. ]?(\d{1,5})")
_NAMED = {"rev": "Rev", "add": "Add", "corr": "Corr", "sub": "Sub", "amend": "Amend"}


def symbols_in(text):
    """The passages that are, or are meant to be, symbols of documents, each once."""
    found = (match[0].rstrip(".-_/") for match in _CANDIDATE.finditer(text))
    return list(dict.fromkeys(symbol for symbol in found if any(sign.isdigit() for sign in symbol)))


def is_well_formed(symbol):
    """Whether ``symbol`` is built as symbols are: body, then series, session and number between strokes."""
    parts = symbol.split("/")
    if not _WHOLE.fullmatch(symbol) or _UNNUMBERED.match(symbol):
        return False
    return len(parts) > 2 or "." in parts[1] or (parts[1].isdigit() and len(parts[1]) > 2)


def mended(symbol):
    """``symbol`` as it was most likely meant; "" where nobody can tell."""
    first, *parts = re.split(r"[/ ]|(?<=RES)-|(?<=DEC)-|(?<=\d)-(?=\d)", symbol, flags=re.IGNORECASE)
    meant = "/".join([first.upper(), *map(_mended_part, parts)])
    return meant if meant != symbol and is_well_formed(meant) else ""


def symbol_problems(field, text, known=()):
    """Symbols that are built wrongly and, where ``known`` are the consultation's, those it does not know."""
    known = set(known)
    for symbol in symbols_in(text):
        if symbol in known:
            continue
        if not is_well_formed(symbol):
            yield Problem(WARNING, field, "symbol", _wrong(symbol), symbol)
        elif known:
            message = _("%(symbol)s is not among the documents of the consultation. Check it, or add the document.")
            yield Problem(WARNING, field, "unknown_symbol", message % {"symbol": symbol}, symbol)


def _wrong(symbol):
    if wanted := mended(symbol):
        return _("Write “%(wanted)s” for “%(found)s”.") % {"wanted": wanted, "found": symbol}
    return _("“%(found)s” is not the symbol of a document. Write it as it stands on its first page, as A/73/L.99.") % {
        "found": symbol
    }


def _mended_part(part):
    loose = _SERIES_LOOSE.fullmatch(part)
    if not loose or re.fullmatch(_SESSION, part.upper()):
        return part.upper()
    return f"{_NAMED.get(loose[1].lower(), loose[1].upper())}.{loose[2]}"
