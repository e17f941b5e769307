"""What each paragraph of a source is in a resolution: rows, and what is left with the reason.

A row is a dict: ``kind``, ``level``, ``text``, ``footnotes``, the ``number`` that stood before it, whether it is an
``alternative``, ``plain`` if the source had no emphasis, and ``notes``, codes of what its reader should look at.
"""

import re

from .. import openings
from .. import text as texts
from . import notes as typed
from .masthead import is_masthead
from .numbered import Levels, Number, parted, series_of

STYLES = {
    "draft title": "title",
    "draft organ": "organ",
    "draft heading": "heading",
    "draft preambular": "preambular",
    "draft operative": "operative",
    "draft annex": "annex",
    **{f"draft sub-paragraph {level}": "subparagraph" for level in (1, 2, 3)},
}
NUMBERED = {"operative", "subparagraph"}
LONGEST_HEADING = 120
ENDS = (".", ";", ",", ":", "،", "؛", "。", "；", "，")
_ORGAN = re.compile(
    r"(?:The .{3,70}(?:Assembly|Council|Conference|Committee|Commission|Forum|Parties)|L[’']Assemblée générale|"
    r"Le Conseil [\w ]{3,50}|La Asamblea General|El Consejo [\w ]{3,50}|Генеральная Ассамблея|大会|"
    r"(?:إن )?الجمعية العامة)"
    r"\s?[,،，]"
)
_ANNEX = re.compile(
    r"(?:annex|annexe|anexo|appendix|приложение|附件|المرفق)\b(?:\s+(?:[IVX]{1,5}|\d{1,2}|[A-Z]))?", re.I
)


def recognized(paragraphs, left=()):
    """The rows of a source, and all that is left of it: each word of the source is in one of them."""
    plain = not any(emphasised for each in paragraphs for _words, emphasised in texts.runs(each["text"]))
    paragraphs, unclear = typed.attached(paragraphs)
    work = _Recognizing(paragraphs, plain=plain)
    return {"rows": work.rows(), "left": [*work.left, *left, *unclear]}


class _Recognizing:
    """One source, gone through from its beginning."""

    def __init__(self, paragraphs, *, plain):
        self.plain, self.left = plain, []
        start = _start(paragraphs)
        self.found = []
        for place, each in enumerate(paragraphs):
            if each["style"] not in STYLES and is_masthead(each, before_text=place < start):
                self.left.append({"text": " ".join(each["text"].split()), "reason": "masthead"})
            else:
                self.found.append((each, place < start))
        self.parted = [_parted(each) for each, _before in self.found]
        self.levels, self.operative = Levels(), False

    def rows(self):
        heads = [place for place, (_each, before) in enumerate(self.found) if before]
        title = _title([self.found[place][0] for place in heads])
        found = []
        for place, (each, before) in enumerate(self.found):
            number, text = self.parted[place]
            bare = text.replace("*", "").strip()
            if not bare:
                self.left.append({"text": number.text, "reason": "number"})
                continue
            kind, doubt = self._kind(each, number, bare, before=before, is_title=before and place == title)
            found.append(self._row(place, kind, text, doubt=doubt))
        return found

    def _row(self, place, kind, text, *, doubt):
        (each, _before), (number, _text) = self.found[place], self.parted[place]
        level = self._level(place, kind, each, number)
        self.operative |= kind in NUMBERED
        text = texts.clean(text)
        if self.plain or each["style"] not in STYLES:  # a file of the portal has the emphasis that was meant
            text = openings.emphasised(kind, text)
        row = {
            "kind": kind,
            "level": level,
            "text": text,
            "footnotes": [texts.clean(note) for note in each["footnotes"]],
        }
        row |= {"number": number.text, "alternative": number.is_alternative, "plain": self.plain}
        return row | {"notes": [*(["doubt"] if doubt else []), *_faults(row, each)]}

    def _level(self, place, kind, each, number):
        if kind != "subparagraph":
            self.levels.close()
            return 0
        following = next((after.letters for after, _text in self.parted[place + 1 :] if after.letters), "")
        level = self.levels.of(number, ilvl=each["ilvl"], following=following)
        styled = each["style"].removeprefix("draft sub-paragraph ")
        return int(styled) if styled in {"1", "2", "3"} else level

    def _kind(self, each, number, bare, *, before, is_title):
        """The kind, and whether that is in doubt."""
        styled = STYLES.get(each["style"])
        if number.shape == "series":
            return ("preambular" if number.text.startswith("PP") else "operative"), False
        if styled and not (styled == "operative" and number.shape in {"letters", "dotted"}):
            return styled, False
        named = "title" if is_title else "organ" if _ORGAN.fullmatch(bare) else "annex" if _is_annex(bare) else ""
        if named:
            return named, False
        if number.text and number.shape != "alternative":
            return self._kind_of_numbered(each, number, bare)
        return self._kind_of_plain(each, bare, before=before)

    def _kind_of_numbered(self, each, number, bare):
        if number.shape == "capital":
            short = len(bare) <= LONGEST_HEADING and not bare.endswith(ENDS) and not _opens("operative", bare)
            return ("heading" if short else "operative"), not short
        if number.shape == "figure":
            if not self.operative and _opens("preambular", bare) and not _opens("operative", bare):
                return "preambular", False
            return ("heading" if _is_heading(each, bare) else "operative"), False
        return "subparagraph", False

    def _kind_of_plain(self, each, bare, *, before):
        if _is_heading(each, bare):
            return "heading", False
        kinds = ["operative", "preambular"] if self.operative else ["preambular", "operative"]
        opened = next((kind for kind in kinds if _opens(kind, bare)), "")
        if opened:
            return opened, False
        if _is_short(bare):
            return "heading", not self.operative or before
        if self.operative:
            return "operative", True
        return "preambular", not bare.endswith((",", "،", "，"))


def _parted(each):
    """The number of a paragraph and its words, as its style or its beginning tells."""
    text = each["text"].strip(" ")
    kind = STYLES.get(each["style"])
    if kind and not each["number"]:
        head, tab, rest = text.partition("\t")
        number = parted(f"{head}\t")[0]
        if tab and len(head) <= 40 and (number.shape if kind in NUMBERED else number.shape == "alternative"):
            return Number(head, number.shape), rest
        return parted(text) if kind in NUMBERED else series_of(text)
    return parted(text.strip(), each["number"])


def _start(paragraphs):
    """The place of the paragraph with which the text itself begins: what stands before is its title and masthead."""
    for place, each in enumerate(paragraphs):
        number, text = _parted(each)
        bare = text.replace("*", "").strip()
        if _ORGAN.fullmatch(bare) or STYLES.get(each["style"]) in {"organ", "preambular", "operative", "heading"}:
            return place
        if number.shape in {"series", "figure"} or _opens("preambular", bare) or _opens("operative", bare):
            return place
    return 1 if paragraphs and _is_short(paragraphs[0]["text"].strip()) else 0


def _title(heads):
    """The place of the title among what stands before the text, -1 if nothing does: by its style, or the last."""
    named = [place for place, each in enumerate(heads) if each["style"] in {"draft title", "title"}]
    return named[0] if named else len(heads) - 1


def _is_heading(each, bare):
    if len(bare) > LONGEST_HEADING or bare.endswith((";", ",", ".")):
        return False
    return each["style"].startswith(("heading", "title")) or each["bold"] or each["centred"]


def _is_short(bare):
    return len(bare) <= 80 and not bare.endswith(ENDS) and bare[:1].isupper()


def _is_annex(bare):
    found = _ANNEX.match(bare)
    return bool(found) and (found.end() == len(bare) or (len(bare) <= LONGEST_HEADING and bare[found.end()] in ":.–—-"))


def _opens(kind, bare):
    """Whether a paragraph opens with the words of this kind."""
    return openings.emphasised(kind, bare) != bare


def _faults(row, each):
    """Codes of what a reader of the row should look at."""
    words = texts.without_notes(row["text"])
    if words.count("[") != words.count("]"):
        yield "brackets"
    if texts.notes(row["text"]) != list(range(1, len(row["footnotes"]) + 1)):
        yield "footnotes"
    if each["table"]:
        yield "table"
