"""Advice on how a draft is worded: what a drafter would look at again. Nothing in it stands in the way of anything.

Pure functions of paragraphs with their ``number``. The rules are those of texts in English; of other languages only
double words, symbols and brackets are looked at.
"""

import re
from collections import Counter
from itertools import groupby, takewhile
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import openings, text

KINDS = {
    "opening": gettext_lazy("opening word"),
    "sequence": gettext_lazy("also, further"),
    "punctuation": gettext_lazy("closing sign"),
    "doubled": gettext_lazy("double word"),
    "reference": gettext_lazy("cross-reference"),
    "budget": gettext_lazy("budget"),
    "symbol": gettext_lazy("symbol"),
    "bracket": gettext_lazy("bracket"),
}
RESOLUTION = {"preambular", "operative"}
_ADVERB = re.compile(r"\b(?:also|further) ?", re.IGNORECASE)
_CLOSING = re.compile(r"[\s\]”\"’)*]+$")
_DOUBLED = re.compile(r"\b([^\W\d_]+) \1\b(?<!\bthat that)(?<!\bhad had)", re.IGNORECASE)
_BUDGET = re.compile(
    r"requests the Secretary-General(?:,[^,;]{1,80},)? to\b|decides to (?:establish|convene|create)\b|"
    r"within (?:existing|available) resources|(?:additional|adequate|necessary|sufficient) (?:financial )?resources|"
    r"(?:regular|programme) budget|conference services|voluntary contributions",
    re.IGNORECASE,
)
_SYMBOL = re.compile(r"\b(?:(?:A|S|E|ST|TD)/|(?i:[ase]/(?:res|conf)/))[\w./-]*\w(?:\([IVXLS-]+\))?")
_SEGMENT = r"(?:[A-Z]{1,10}(?:\.\d+)?|(?:Add|Corr|Rev|Amend|Summary)(?:\.\d+)?|\d{1,4}(?:\([IVXLS-]+\))?)"
_GOOD_SYMBOL = re.compile(rf"(?:A|S|E|ST|TD)(?:/{_SEGMENT})+")
_NUMBERED = re.compile(r"\bresolutions? (\d[\w./-]*\w)")
_GOOD_NUMBER = re.compile(r"\d{1,4}(?:/\d{1,4}(?:[A-Z])?)?")


class Finding(NamedTuple):
    """A piece of advice on the paragraph of this key."""

    key: Any
    kind: str
    sentence: str

    def get_kind_display(self):
        return KINDS[self.kind]


def findings(paragraphs, references=(), language="en"):
    """All the advice there is, in the order of the text."""
    found = [Finding(each.key, *advice) for each in paragraphs for look in ANYWHERE for advice in look(each)]
    if language == "en":
        body = list(takewhile(lambda each: each.kind != "annex", paragraphs))
        found += [Finding(each.key, *advice) for each in body for advice in _opening(each)]
        found += [Finding(each.key, *advice) for each in paragraphs for advice in _budget(each)]
        found += [*_sequence(body), *_punctuation(body), *_led_astray(references)]
    places = {paragraph.key: place for place, paragraph in enumerate(paragraphs)}
    order = list(KINDS)
    return sorted(found, key=lambda each: (places[each.key], order.index(each.kind)))


def brackets(paragraphs):
    """How many square brackets open and close in each paragraph that has some: (paragraph, opening, closing)."""
    counted = ((each, *_counted(each)) for each in paragraphs)
    return [each for each in counted if any(each[1:])]


def _counted(paragraph):
    plain = text.without_notes(paragraph.text)
    return plain.count("["), plain.count("]")


def words_of(paragraph):
    """The text without the marks of emphasis and of footnotes."""
    return text.without_notes("".join(words for words, _emphasised in text.runs(paragraph.text)))


def _opening_of(paragraph):
    """The opening words, if they are such as resolutions use; else ""."""
    marked = openings.emphasised(str(paragraph.kind), words_of(paragraph).replace("*", ""))
    return marked.partition("*")[2].partition("*")[0]


# Paragraph by paragraph


def _opening(paragraph):
    words = words_of(paragraph)
    if paragraph.kind not in RESOLUTION or not words or _opening_of(paragraph):
        return
    place = {"number": paragraph.number, "word": " ".join(words.split()[:2])}
    if paragraph.kind == "preambular":
        yield "opening", _("%(number)s opens with “%(word)s”, not with a participle that resolutions use.") % place
    else:
        yield "opening", _("%(number)s opens with “%(word)s”, not with a verb that resolutions use.") % place


def _doubled(paragraph):
    for match in _DOUBLED.finditer(words_of(paragraph)):
        yield "doubled", _("“%(words)s” has the same word twice.") % {"words": match[0]}


def _budget(paragraph):
    for words in dict.fromkeys(match[0] for match in _BUDGET.finditer(words_of(paragraph))):
        yield (
            "budget",
            _(
                "“%(words)s” may have consequences for the budget. Ask the Secretariat for an estimate before the text "
                "is put to action (rule 153 of the rules of procedure of the General Assembly)."
            )
            % {"words": words},
        )


def _symbols(paragraph):
    words = words_of(paragraph)
    wrong = [match[0] for match in _SYMBOL.finditer(words) if not _GOOD_SYMBOL.fullmatch(match[0])]
    wrong += [match[1] for match in _NUMBERED.finditer(words) if not _GOOD_NUMBER.fullmatch(match[1])]
    for symbol in wrong:
        yield (
            "symbol",
            _("“%(symbol)s” is not how a symbol is written. Such are A/RES/73/195 and resolution 73/195.")
            % {"symbol": symbol},
        )


def _brackets(paragraph):
    opening, closing = _counted(paragraph)
    if opening != closing:
        yield (
            "bracket",
            _("It has %(opening)s opening and %(closing)s closing brackets.")
            % {"opening": opening, "closing": closing},
        )


ANYWHERE = (_doubled, _symbols, _brackets)

# One after the other


def _sequence(paragraphs):
    """First without, then "also", then "further": of paragraphs in a row that open with the same verb."""
    row = [each for each in paragraphs if each.kind != "subparagraph" and not each.alternative]
    opened = [(each, _opening_of(each)) for each in row]
    for (kind, stem), group in groupby(opened, key=lambda each: (each[0].kind, _ADVERB.sub("", each[1]).lower())):
        if kind not in RESOLUTION or not stem:
            continue
        for place, (paragraph, opening) in enumerate(group):
            has = "".join(_ADVERB.findall(opening)).strip().lower()
            if place < 3 and has != ("", "also", "further")[place]:
                words = {"number": paragraph.number, "opening": opening, "verb": stem}
                yield Finding(paragraph.key, "sequence", _sequence_sentence(place) % words)


def _sequence_sentence(place):
    return (
        _("%(number)s opens with “%(opening)s”, but the paragraph before it does not open with “%(verb)s”."),
        _("%(number)s is the second in a row that opens with “%(verb)s”: it should have “also”."),
        _("%(number)s is the third in a row that opens with “%(verb)s”: it should have “further”."),
    )[place]


def _punctuation(paragraphs):
    counted = [each for each in paragraphs if each.kind in {*RESOLUTION, "subparagraph"}]
    operative = [each.key for each in counted if each.kind == "operative" and not each.alternative]
    last = operative[-1] if operative else None
    above = None  # the paragraph of the resolution to which sub-paragraphs belong
    for place, paragraph in enumerate(counted):
        after = counted[place + 1] if place + 1 < len(counted) else None
        if paragraph.kind in RESOLUTION:
            above = paragraph
        words = _CLOSING.sub("", words_of(paragraph))
        wanted = _wanted(paragraph, after, above, is_last=_is_last(above, operative, last, counted))
        if words and not words.endswith(wanted):
            sign = {"sign": wanted[0]}
            yield Finding(paragraph.key, "punctuation", _("It should close with “%(sign)s”.") % sign)
        elif words and _is_last_but_one(counted, place) and not re.search(r"(?:;|,) (?:and|or)$", words):
            yield Finding(paragraph.key, "punctuation", _("It is the last but one of its row: “and” should close it."))


def _is_last(above, operative, last, counted):
    """Whether the text closes with this paragraph, or with an alternative to that which does."""
    if above is None or above.kind != "operative":
        return False
    keys = [each.key for each in counted]
    return bool(operative) and keys.index(above.key) >= keys.index(last)


def _wanted(paragraph, after, above, *, is_last):
    """The signs with which it may close, the usual one first."""
    level = _level(paragraph)
    if after is not None and _level(after) > level:
        return (":", ",", ";")
    if level and after is not None and _level(after) >= level:
        return (";", "; and", "; or", ", and")
    if above is not None and above.kind == "preambular":
        return (",",)
    if is_last and (after is None or not _level(after)):
        return (".",)
    return (";", "; and", "; or")


def _level(paragraph):
    return paragraph.level if paragraph.kind == "subparagraph" else 0


def _is_last_but_one(counted, place):
    """Whether one more sub-paragraph of this row follows, and no other."""
    level = _level(counted[place])
    rest = []
    for each in counted[place + 1 :]:
        if _level(each) < level:
            break
        rest.append(_level(each))
    return bool(level) and bool(rest) and rest[0] == level and rest.count(level) == 1


def _led_astray(references):
    for each in references:
        words = {"reference": each.reference.printed, "now": " ".join(each.now or ())}
        if each.now is None:
            sentence = _("“paragraph %(reference)s” leads nowhere: no paragraph of this text is meant by it.")
        elif each.is_right:
            continue
        else:
            sentence = _("“paragraph %(reference)s” means what will be %(now)s once this text is released.")
        yield Finding(each.reference.within, "reference", sentence % words)


def summary(found):
    """How many pieces of advice there are of each kind, in the order of the kinds: (name, count)."""
    counts = Counter(each.kind for each in found)
    return [(KINDS[kind], counts[kind]) for kind in KINDS if counts[kind]]
