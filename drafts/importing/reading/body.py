"""The paragraphs of a document, each with its words as they read once all tracked changes are accepted."""

import re

from .. import source
from .marking import marked
from .parts import child, is_on, name_of, number_of, value_of

GOING = {"del", "moveFrom"}
SKIPPED = {"pPr", "rPr", "instrText", "delInstrText", "Fallback", "footnoteRef", "endnoteRef", "annotationRef"}
SIGNS = {"tab": "\t", "ptab": "\t", "br": " ", "cr": " ", "noBreakHyphen": "‑"}
NOTES = {"footnoteReference": "footnote", "endnoteReference": "endnote"}
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
SEPARATORS = {"separator", "continuationSeparator", "continuationNotice"}


class Body:
    """Fills ``paragraphs`` and ``left``. What one paragraph of the file ends may go on in the next."""

    def __init__(self, styles, numbers, notes):
        self.styles, self.numbers, self.notes = styles, numbers, notes
        self.paragraphs, self.left = [], []
        self._pieces, self._gone = [], ""

    def read(self, body):
        self._blocks(body, table=False)
        if self._pieces:
            self._add(None, table=False)

    def leave_part(self, tree, reason):
        """Leave the text of a part that is none of the document's own."""
        for each in tree.iter():
            if name_of(each) == "p":
                self._leave("".join(_plain(each)), reason)

    def _blocks(self, container, *, table):
        for each in container:
            name = name_of(each)
            if name == "p":
                self._paragraph(each, table=table)
            elif name in GOING:
                self._leave("".join(_plain(each)), "deleted")
            elif name not in {"sectPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "sdtEndPr"}:
                self._blocks(each, table=table or name == "tbl")

    def _paragraph(self, paragraph, *, table):
        properties = child(paragraph, "pPr")
        style = value_of(child(properties, "pStyle"), default=self.styles.default)
        self._run_on(paragraph, style)
        self._leave_gone()
        mark = child(properties, "rPr")
        if mark is not None and any(name_of(each) in GOING for each in mark):
            return  # its end is deleted: it goes on in the next
        self._add(properties, table=table, style=style)

    def _add(self, properties, *, table, style=""):
        """What has come together is a paragraph, if there are words in it."""
        pieces, self._pieces = self._pieces, []
        text, notes = marked(pieces)
        list_id, level = self._list(properties, style)
        number = self.numbers.next(list_id, level) if list_id else ""
        if not text.strip():
            return
        look = {"style": self.styles.name(style), "number": number, "ilvl": level if list_id else None, "table": table}
        outline = child(properties, "outlineLvl")
        look["outline"] = number_of(self.styles.first(style, "pPr", "outlineLvl") if outline is None else outline)
        place = child(properties, "jc")
        look["centred"] = value_of(self.styles.first(style, "pPr", "jc") if place is None else place) == "center"
        look["bold"] = all(piece["bold"] for piece in pieces if piece["text"].strip())
        self.paragraphs.append(source(text, footnotes=[self._note(key) for key in notes], **look))

    def _list(self, properties, style):
        """The list that a paragraph belongs to, and its level in it."""
        own = child(properties, "numPr")
        list_id, level = self.styles.numbering(style)
        list_id = number_of(child(own, "numId"), default=list_id)
        level = number_of(child(own, "ilvl"), default=level) or 0
        return list_id, min(max(level, 0), 8)

    def _note(self, key):
        """The text of a footnote, on one line."""
        if key not in self.notes:
            return ""
        within = Body(self.styles, self.numbers, {})
        for each in self.notes[key].iter():
            if name_of(each) == "p":
                within._run_on(each, value_of(child(each, "pPr", "pStyle")))
                within._pieces.append(_piece(" "))
        within._leave_gone()
        self.left += within.left
        return " ".join(marked(within._pieces)[0].split())

    # The words

    def _run_on(self, element, style):
        for each in element:
            name = name_of(each)
            if name in GOING:
                self._gone += "".join(_plain(each))
            elif name == "r":
                self._run(each, style)
            elif name not in SKIPPED:
                self._run_on(each, style)

    def _run(self, run, style):
        look = child(run, "rPr")
        if is_on(child(look, "vanish")):
            self._leave("".join(_plain(run)), "hidden")
            return
        own = value_of(child(look, "rStyle"))
        italic = _first(is_on(child(look, "i")), self.styles.switch(own, "i"))
        bold = _first(is_on(child(look, "b")), self.styles.switch(own, "b"), self.styles.switch(style, "b"))
        raised = value_of(child(look, "vertAlign")) == "superscript"
        for each in run:
            self._sign(each, {"italic": italic, "bold": bold}, raised=raised)

    def _sign(self, element, look, *, raised):
        name = name_of(element)
        if name == "t":
            words = element.text or ""
            is_figure = raised and re.fullmatch(r"\s*\d{1,3}\s*", words)
            self._pieces.append(_piece(words.translate(RAISED) if is_figure else words, **look))
        elif name in SIGNS:
            self._pieces.append(_piece(SIGNS[name], **look))
        elif name in NOTES:
            self._pieces.append(_piece("", note=(NOTES[name], value_of(element, "id"))))
        elif name == "sym":
            self._pieces.append(_piece(_symbol(element), **look))
        elif name not in SKIPPED:
            self._boxes(element)

    def _boxes(self, element):
        """The text of boxes that are drawn beside the text."""
        if name_of(element) == "txbxContent":
            for each in element.iter():
                if name_of(each) == "p":
                    self._leave("".join(_plain(each)), "text_box")
            return
        for each in element:
            if name_of(each) not in SKIPPED:
                self._boxes(each)

    def _leave_gone(self):
        """What was deleted in a paragraph is one text, however many pieces it was deleted in."""
        self._leave(self._gone, "deleted")
        self._gone = ""

    def _leave(self, text, reason):
        text = " ".join(text.split())
        if text:
            self.left.append({"text": text, "reason": reason})


def _piece(text, *, italic=False, bold=False, note=None):
    return {"text": text, "italic": bool(italic), "bold": bool(bold), "note": note}


def _first(*said):
    """The first of several that says yes or no."""
    return next((each for each in said if each is not None), False)


def _symbol(element):
    code = value_of(element, "char")
    sign = chr(int(code, 16)) if re.fullmatch(r"[0-9a-fA-F]{2,4}", code) else ""
    return sign if sign.isprintable() else ""


def _plain(element):
    """All words inside an element, deleted ones too."""
    for each in element.iter():
        name = name_of(each)
        if name in {"t", "delText"}:
            yield each.text or ""
        elif name in SIGNS:
            yield " "
