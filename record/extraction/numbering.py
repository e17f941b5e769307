"""What stands before the paragraphs of a Word document: the numbers of its lists, counted as Word counts them."""

import re

from record.inspection.wordxml import NO, WORD, Target

PLACE = re.compile(r"%([1-9])")
ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
HIGHEST = 300  # what is counted further is told in figures


class Numbering(Target):
    """``styles.xml`` and ``numbering.xml``: which list a paragraph belongs to, and how its levels count."""

    def __init__(self):
        self._styles, self._levels, self._lists, self._counts = {}, {}, {}, {}
        self._style = self._abstract = self._list = ""
        self._level = 0

    def start(self, tag, attributes):
        found = WORD.match(tag)
        if not found:
            return
        told = {key.rpartition("}")[2]: value for key, value in attributes.items()}
        handler = getattr(self, f"_start_{tag[found.end() :]}", None)
        if handler:
            handler(told)

    def end(self, tag):
        name = tag.rpartition("}")[2]
        if name == "style":
            self._style = ""
        elif name == "abstractNum":
            self._abstract = ""

    def _start_style(self, told):
        self._style = told.get("styleId", "")
        self._styles[self._style] = {}

    def _start_basedOn(self, told):  # noqa: N802 - the name of the element
        self._of_style("based", told)

    def _start_vanish(self, told):
        self._of_style("hidden", {"val": "" if told.get("val", "true").lower() in NO else "yes"})

    def _start_ilvl(self, told):
        self._of_style("level", told)

    def _of_style(self, what, told):
        if self._style:
            self._styles[self._style][what] = told.get("val", "")

    def _start_abstractNum(self, told):  # noqa: N802 - as above
        self._abstract = told.get("abstractNumId", "")
        self._levels[self._abstract] = {}

    def _start_num(self, told):
        self._list = told.get("numId", "")

    def _start_abstractNumId(self, told):  # noqa: N802 - as above
        self._lists[self._list] = told.get("val", "")

    def _start_numId(self, told):  # noqa: N802 - as above
        self._of_style("list", told)

    def _start_lvl(self, told):
        self._level = _number(told.get("ilvl"))
        if self._abstract:
            self._levels[self._abstract][self._level] = {"start": 1, "format": "decimal", "text": ""}

    def _start_start(self, told):
        self._of_level("start", _number(told.get("val"), 1))

    def _start_numFmt(self, told):  # noqa: N802 - as above
        self._of_level("format", told.get("val", ""))

    def _start_lvlText(self, told):  # noqa: N802 - as above
        self._of_level("text", told.get("val", ""))

    def _of_level(self, what, value):
        if self._abstract and self._level in self._levels[self._abstract]:
            self._levels[self._abstract][self._level][what] = value

    def hides(self, style):
        """Whether text in this style is not shown."""
        return self._in_style(style, "hidden") == "yes"

    def label(self, paragraph):
        """What stands before a paragraph, of which its ``style``, ``list`` and ``level`` are told; it is counted."""
        style = paragraph.get("style", "")
        key = paragraph.get("list") or self._in_style(style, "list")
        levels = self._levels.get(self._lists.get(key, ""), {})
        level = _number(paragraph.get("level") or self._in_style(style, "level"))
        if level not in levels:
            return ""
        counts = self._counts.setdefault(self._lists[key], {})
        counts[level] = counts.get(level, levels[level]["start"] - 1) + 1
        for deeper in [each for each in counts if each > level]:
            del counts[deeper]
        if levels[level]["format"] in {"bullet", "none"}:
            return "–" if levels[level]["format"] == "bullet" else ""
        return PLACE.sub(lambda place: _figure(levels, counts, int(place[1]) - 1), levels[level]["text"]).strip()

    def _in_style(self, style, what):
        """What a style says, or the one that it is based on; a circle of styles says nothing."""
        asked = set()
        while style in self._styles and style not in asked:
            asked.add(style)
            if what in self._styles[style]:
                return self._styles[style][what]
            style = self._styles[style].get("based", "")
        return ""


def _number(value, otherwise=0):
    return int(value) if value and value.isascii() and value.isdigit() and len(value) < 6 else otherwise


def _figure(levels, counts, level):
    told = levels.get(level, {"start": 1, "format": "decimal"})
    number = counts.get(level, told["start"])
    kind = told["format"]
    if not 0 < number < HIGHEST or kind not in {"lowerLetter", "upperLetter", "lowerRoman", "upperRoman"}:
        return str(number)
    sign = _roman(number) if kind.endswith("Roman") else chr(96 + (number - 1) % 26 + 1) * ((number - 1) // 26 + 1)
    return sign.upper() if kind.startswith("upper") else sign


def _roman(number):
    signs = ""
    for value, sign in ROMAN:
        while number >= value:
            signs, number = signs + sign, number - value
    return signs
