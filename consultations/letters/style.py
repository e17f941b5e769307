"""The house style of letters in English: each rule knows a wrong form and says the right one.

All of it is advice: who signs decides. The patterns are bounded, so that no text makes them slow.
"""

import re
from functools import partial

from django.utils.translation import gettext as _

from .dates import MONTH
from .problem import WARNING, Problem

_CLOCK = r"(\d{1,2})(?:[:.](\d{2}))?[^\S\n]?([AaPp])\.?[mM](?:\.|\b)"
_HOUR = r"\d{1,2}(?:[:.]\d{2})?(?:[^\S\n]?[AaPp]\.?[mM]\.?)?"
_SPELLING = {
    "inter-governmental": "intergovernmental",
    "fulfill": "fulfil",
    "honor": "honour",
    "program": "programme",
    "organisation": "organization",
    "organise": "organize",
    "co-operation": "cooperation",
}


def style_problems(field, text):
    """The findings of every rule in ``text``; of two about the same passage the earlier rule's."""
    taken = bytearray(len(text))
    for code, pattern, right in _RULES:
        for match in pattern.finditer(text):
            start, end = match.span()
            wanted = right(match)
            if wanted is not None and wanted != match[0] and not any(taken[start:end]):
                taken[start:end] = b"\1" * (end - start)
                yield _finding(field, code, match[0], wanted)


def _finding(field, code, found, wanted):
    values = {"wanted": wanted, "found": " ".join(found.split())}
    return Problem(WARNING, field, code, _messages()[code] % values, values["found"])


def _messages():
    instead = _("Write “%(wanted)s” for “%(found)s”.")
    said = dict.fromkeys((code for code, *_rest in _RULES), instead)
    said["double_space"] = _("Write one space for several.")
    said["straight_quotes"] = _("Write the printer’s quotation mark “%(wanted)s” for “%(found)s”.")
    return said


def _time(match):
    """The hour as it should be written, or nothing if there is no such hour."""
    hour, minute, half = int(match[1]), int(match[2] or 0), match[3].lower()
    if not (1 <= hour <= 12 and minute <= 59):
        return None
    if hour == 12 and not minute:
        return "noon" if half == "p" else "midnight"
    return f"{hour}.{minute:02d} {half}.m." if minute else f"{hour} {half}.m."


def _time_of_24(match):
    hour, minute = int(match[1]), match[2]
    if minute == "00" and hour in {0, 12}:
        return "noon" if hour else "midnight"
    clock = f"{hour % 12 or 12}.{minute}" if minute != "00" else f"{hour % 12 or 12}"
    return f"{clock} {'a.m.' if hour < 12 else 'p.m.'}"


def _span(match):
    begin, end = (_written(part) for part in (match[1], match[2]))
    return f"from {begin} to {end}"


def _written(clock):
    known = re.fullmatch(_CLOCK, clock)
    return (known and _time(known)) or clock.replace(":", ".")


def _date(match):
    return f"{int(match['day'])} {match['month']}"


def _american(match):
    return f"{int(match['day'])} {match['month']} {match['year']}"


def _quote(match):
    """The mark that belongs there: closing after a letter or a point, else opening."""
    opening, closing = ("‘", "’") if match[0] == "'" else ("“", "”")
    before = match.string[max(match.start() - 1, 0) : match.start()]
    return opening if not before or before in " \n\t([“‘—–\u00a0" else closing


def _spelled(match):
    right = _SPELLING[match[0].lower()]
    return right.capitalize() if match[0][0].isupper() else right


def _fixed(template, match):
    return match.expand(template)


_RULES = (
    (
        "ordinal_date",
        re.compile(
            rf"\b(?P<day>\d{{1,2}})(?:<sup>)?(?:st|nd|rd|th)(?:</sup>)?[^\S\n]+(?:of[^\S\n]+)?(?P<month>{MONTH})\b"
        ),
        _date,
    ),
    ("leading_zero", re.compile(rf"\b(?P<day>0\d)[^\S\n]+(?P<month>{MONTH})\b"), _date),
    (
        "month_first",
        re.compile(rf"\b(?P<month>{MONTH})[^\S\n]+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?[^\S\n]+(?P<year>\d{{4}})\b"),
        _american,
    ),
    ("month_year", re.compile(rf"\b({MONTH})(?:[’'],?|,)[^\S\n]*(\d{{4}})\b"), partial(_fixed, r"\1 \2")),
    (
        "time_span",
        re.compile(rf"\b({_HOUR})[^\S\n]?[–—-][^\S\n]?(\d{{1,2}}(?:[:.]\d{{2}})?[^\S\n]?[AaPp]\.?[mM]\.?)"),
        _span,
    ),
    ("time", re.compile(rf"\b{_CLOCK}"), _time),
    (
        "time_24",
        re.compile(r"(?<![\d.:/])([01]?\d|2[0-3]):([0-5]\d)(?![\d:]|[^\S\n]?[AaPp]\.?[mM])"),
        _time_of_24,
    ),
    (
        "room",
        re.compile(
            r"\b[Cc]onf(?:erence|\.)[^\S\n]+[Rr]oom(?:[^\S\n]?-[^\S\n]?|[^\S\n]+(?:[Nn]o\.?[^\S\n]?|#)?)([0-9A-F]\w?)\b"
        ),
        partial(_fixed, r"Conference Room \1"),
    ),
    (
        "hyphen_number",
        re.compile(r"\b([Pp]aragraph|[Aa]rticle|[Rr]esolution|[Oo]bjective|[Rr]ule|[Ss]ection|[Cc]hapter)s?-(\d+)\b"),
        partial(_fixed, r"\1 \2"),
    ),
    ("possessive", re.compile(r"\bUnited Nation(?:['’]s|s['’]s)"), lambda match: "United Nations’"),
    (
        "spelling",
        re.compile(rf"\b(?:{'|'.join(sorted(_SPELLING, key=len, reverse=True))})\b", re.IGNORECASE),
        _spelled,
    ),
    ("double_space", re.compile(r"(?<=[^\s])[^\S\n]{2,}(?=[^\s])"), lambda match: " "),
    ("straight_quotes", re.compile(r"[\"']"), _quote),
)
