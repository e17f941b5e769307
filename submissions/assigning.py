"""Which question a passage of a file answers: suggested by its marks, headings and numbers. Pure functions, no Django.

Passages are the paragraphs of a file. A place is the number of a question, from 1; ``MORE``, the additional
elements; or ``OUT``, left out. A person confirms each: what is suggested here need not be right, only never silent.
"""

import re
import unicodedata
from itertools import groupby, zip_longest
from typing import NamedTuple

from . import prose

MORE, OUT = "more", "out"
MOST = 500  # passages of a page; a form may have a thousand fields
HEADING = 160  # signs of a heading that has more than its number
QUOTED = 12  # signs of a question that are enough to know it by
# What the form for writing offline has before and behind its boxes, and as its own name. Never translated.
MARK = re.compile(r"\[(?P<end>/?)answer (?P<place>\d{1,2}|more)\]")
FORM = re.compile(r"\[form (?P<slug>[\w-]+) (?P<call>\d{1,4})\]")
MARKS = re.compile(rf"({re.sub(r'[?]P<[a-z]+>', '?:', MARK.pattern)}|{re.sub(r'[?]P<[a-z]+>', '?:', FORM.pattern)})")

FIGURE = r"\d{1,2}|[ivx]{1,4}|[一二三四五六七八九]"
BEFORE = r"(?:(?:answer|response|reply) to |r[ée]ponse [àa] la |respuesta a la |ответ на |الإجابة على |对)?"
WORD = r"(?:question|pregunta|вопрос|السؤال|سؤال|问题|問題|q)"
NUMBERED = re.compile(rf"\W*{BEFORE}{WORD}\s*(?:no\.?|n[°º]|№|#)?\s*[:.]?\s*\(?({FIGURE})\)?(?!\w)", re.IGNORECASE)
ORDINALS = [
    ("first", "première", "premiere", "primera", "первый", "الأول", "第一"),
    ("second", "deuxième", "deuxieme", "segunda", "второй", "الثاني", "第二"),
    ("third", "troisième", "troisieme", "tercera", "третий", "الثالث", "第三"),
    ("fourth", "quatrième", "quatrieme", "cuarta", "четвертый", "الرابع", "第四"),
    ("fifth", "cinquième", "cinquieme", "quinta", "пятый", "الخامس", "第五"),
]
ORDINAL = {word: number for number, words in enumerate(ORDINALS, start=1) for word in words}
WORDS = "|".join(ORDINAL)
NTH = re.compile(rf"\W*(?:the |la )?(?:({WORDS})\s*个?{WORD}|{WORD}\s+({WORDS}))(?!\w)", re.IGNORECASE)
ADDITIONAL = re.compile(
    r"\W*(?:additional|other|further) (?:elements|comments|remarks|points|considerations)|\W*(?:autres )?éléments "
    r"(?:supplémentaires|additionnels)|\W*elementos adicionales|\W*дополнительные элементы|\W*عناصر إضافية|"
    r"\W*其他(?:要素|内容)",
    re.IGNORECASE,
)
STYLES = [
    re.compile(r"(?P<own>\d{1,2})[.)](?:\s|$)"),
    re.compile(r"\((?P<own>\d{1,2})\)(?:\s|$)"),
    re.compile(r"(?P<own>[IVX]{1,4})[.)](?:\s|$)"),
    re.compile(r"\((?P<own>[ivx]{1,4})\)(?:\s|$)"),
    re.compile(r"(?P<own>[一二三四五六七八九])[、.]"),
]
ROMAN = {
    sign: number for number, sign in enumerate(("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"), start=1)
}
CHINESE = {sign: number for number, sign in enumerate("一二三四五六七八九", start=1)}
NUMBER = re.compile(r"(\d{1,3})[.)]\s+")


class Row(NamedTuple):
    """What a page shows as one: a passage, or several that lie beside each other, and where it belongs."""

    texts: list
    place: object


def passages_of(text):
    """The passages of a file's text; the marks of the form stand by themselves, whatever program has joined them."""
    parts = (part.strip() for block in text.split("\n\n") for part in MARKS.split(block))
    return [part for part in parts if part]


def form_of(text):
    """Of which call a text is the form: its consultation and its number; ``None`` where it is none."""
    found = FORM.search(text)
    return (found["slug"], int(found["call"])) if found else None


def suggest(passages, questions, *, form=False):
    """A place for each passage. ``questions`` are their texts in order; ``form`` trusts the marks of our own form."""
    if form and any(MARK.fullmatch(passage) for passage in passages):
        return list(_by_marks(passages, questions))
    openings = _openings(passages, questions) or _numbered(passages, questions)
    return list(_by_openings(passages, questions, openings)) if openings else [_alone(text) for text in passages]


def _alone(passage):
    return OUT if MARKS.fullmatch(passage) else MORE


def _by_marks(passages, questions):
    """What stands between the marks of a box; the question itself only where the mark behind a box was deleted."""
    place, closed = OUT, {found["place"] for text in passages if (found := MARK.fullmatch(text)) and found["end"]}
    for passage in passages:
        if found := MARK.fullmatch(passage):
            place = OUT if found["end"] else _place(found["place"], questions)
            yield OUT
        else:
            yield OUT if str(place) not in closed and _quotes(passage, questions) else place


def _place(told, questions):
    return int(told) if told != MORE and 0 < int(told) <= len(questions) else MORE


def _by_openings(passages, questions, openings):
    """From each opening to the next; what comes before the first, such as a salutation, is left out."""
    place = OUT
    for number, passage in enumerate(passages):
        place = openings.get(number, place)
        is_heading = number in openings and _is_heading(passage, questions)
        yield OUT if is_heading or MARKS.fullmatch(passage) else place


def _openings(passages, questions):
    """The passages that name a question or quote it, with its place."""
    found, additional = {}, {}
    for number, passage in enumerate(passages):
        place = _named(passage) or (_quotes(passage, questions) or [0])[0]
        if place:
            found[number] = place if place <= len(questions) else MORE
        elif len(passage) < HEADING and ADDITIONAL.match(passage):
            additional[number] = MORE
    return found | additional if found else {}


def _named(passage):
    """The number of the question that a passage begins with: "Question 2", "Third question"; 0 if it does not."""
    if found := NTH.match(passage):
        return ORDINAL[(found[1] or found[2]).lower()]
    found = NUMBERED.match(passage)
    return _figure(found[1]) if found else 0


def _figure(told):
    return int(told) if told.isdigit() else ROMAN.get(told.lower()) or CHINESE.get(told, 0)


def _quotes(passage, questions):
    """The number of the one question whose words stand in a passage, in a list; [] if none or several do."""
    said = _bare(passage)
    quoted = [
        n for n, question in enumerate(questions, start=1) if len(_bare(question)) >= QUOTED and _bare(question) in said
    ]
    return quoted if len(quoted) == 1 else []


def _bare(text):
    """Letters and figures only, so that another hand's signs and spaces do not matter."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", text).casefold() if sign.isalnum())


def _numbered(passages, questions):
    """Passages that bare numbers open, where they are as many as the questions, or one more, in order."""
    for style in STYLES:
        found = [(number, _figure(of["own"])) for number, text in enumerate(passages) if (of := style.match(text))]
        figures = [figure for _number, figure in found]
        if len(questions) > 1 and figures in (list(range(1, len(questions) + 1)), list(range(1, len(questions) + 2))):
            return {number: figure if figure <= len(questions) else MORE for number, figure in found}
    return {}


def _is_heading(passage, questions):
    """Whether an opening says no more than which question it is, so that it need not stand in the answer."""
    if quoted := _quotes(passage, questions):
        return len(_bare(passage)) < len(_bare(questions[quoted[0] - 1])) + 40
    named = NTH.match(passage) or NUMBERED.match(passage) or ADDITIONAL.match(passage)
    if named:
        return not _bare(passage[named.end() :]) or (len(passage) < HEADING and not passage.endswith((".", "。")))
    return any((style := each.match(passage)) and style.end() == len(passage) for each in STYLES)


def rows(passages, places):
    """The passages as rows of a page, at most ``MOST``: in a longer file those beside each other are put together."""
    if len(passages) <= MOST:
        return [Row([text], place) for text, place in zip(passages, places, strict=True)]
    size = 2
    while len(together := list(_together(passages, places, size))) > MOST:
        size *= 2
        if size > len(passages):  # alike ones do not lie together: then what is suggested gives way
            places = [MORE] * len(passages)
    return together


def _together(passages, places, size):
    """Rows of up to ``size`` passages that are suggested for the same place."""
    for place, group in groupby(zip(passages, places, strict=True), key=lambda each: each[1]):
        texts = [iter([text for text, _place in group])] * size
        for part in zip_longest(*texts):
            yield Row([text for text in part if text is not None], place)


def html_of(passages):
    """Passages as the HTML of an answer: items that follow each other are a list where their numbers allow it."""
    return prose.clean("".join(_html(kind, list(group)) for kind, group in groupby(passages, key=_kind)))


def _kind(passage):
    if "\n" in passage or not prose.ITEM.match(passage):
        return "text"
    return "number" if passage[0].isdigit() else "dash"


def _html(kind, passages):
    numbers = [int(found[1]) for passage in passages if (found := NUMBER.match(passage))]
    if kind == "dash" or (len(numbers) > 1 and numbers == list(range(1, len(passages) + 1))):
        return prose.list_of(passages)
    return "".join(prose.as_paragraph(passage).replace("\n", "<br>") for passage in passages)
