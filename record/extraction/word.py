"""The paragraphs of a Word document as they print: with their numbers, with footnotes, without what was deleted."""

import re

from record.inspection import RefusedError
from record.inspection.package import Package
from record.inspection.wordxml import NO, WORD, Relations, Target, parse

from . import bounded
from .numbering import Numbering

# Within these stands what the document no longer says, or says a second time.
LEFT_OUT = {"del", "moveFrom", "pPrChange", "rPrChange"}
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
SIGNS = {"tab": " ", "ptab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011"}
SPACES = re.compile(r"[ \t\u00a0]+")


def extract(file):
    """The passages of the document in the open ``file``."""
    package = Package(file)
    main = _main(package)
    folder = main.rpartition("/")[0]
    numbering = Numbering()
    for part in ("styles", "numbering"):
        _read(package, f"{folder}/{part}.xml", numbering)
    body = _read(package, main, Text(numbering))
    notes = _read(package, f"{folder}/footnotes.xml", Text(numbering, notes=True))
    ends = _read(package, f"{folder}/endnotes.xml", Text(numbering, notes=True))
    passages, cut = bounded([*body.passages, *_noted(body.noted, {"f": notes.notes, "e": ends.notes})])
    return {"passages": passages, "cut": cut, "hidden": body.hidden or notes.hidden or ends.hidden}


def _main(package):
    """The name of the part that is the document."""
    for kind, target, _out in _read(package, "_rels/.rels", Relations()).found:
        if kind.endswith("/officeDocument"):
            return target.lstrip("/").lower()
    raise RefusedError("kind")


def _read(package, name, target):
    part = package.parts.get(name)
    return target if part is None else parse(package.chunks(part), target)


def _noted(noted, notes):
    """The notes in the order in which they are called, each behind its number."""
    for number, (kind, key) in enumerate(noted, start=1):
        text = " ".join(notes[kind].get(key, []))
        if text:
            yield f"[{number}] {text}"


class Text(Target):
    """Paragraphs as they end; one within another, as in a text box, comes before what surrounds it."""

    def __init__(self, numbering, *, notes=False):
        self.passages, self.noted, self.notes, self.hidden = [], [], {}, False
        self._numbering, self._of_notes = numbering, notes
        self._open, self._properties = [], []  # the paragraphs that stand open, with what is told of each
        self._without, self._note, self._run_hidden, self._reading = 0, "", False, False
        self._placeholder = []

    def start(self, tag, attributes):
        found = WORD.match(tag)
        name = tag[found.end() :] if found else tag
        if name in LEFT_OUT or name == FALLBACK:
            self._without += 1
        if found and not self._without:
            told = {key.rpartition("}")[2]: value for key, value in attributes.items()}
            getattr(self, f"_start_{name}", self._start_other)(name, told)

    def end(self, tag):
        found = WORD.match(tag)
        name = tag[found.end() :] if found else tag
        if name in LEFT_OUT or name == FALLBACK:
            self._without -= 1
        elif found and not self._without:
            getattr(self, f"_end_{name}", self._end_other)()

    def data(self, text):
        if self._reading and not self._without:
            self._add(text)

    def _add(self, text):
        if self._run_hidden:
            self.hidden |= bool(text.strip())
        elif self._open and not any(self._placeholder):
            self._open[-1].append(text)

    def _start_other(self, name, told):
        if name in SIGNS:
            self._add(SIGNS[name])
        elif name in {"footnoteReference", "endnoteReference"} and "id" in told:
            self.noted.append((name[0], told["id"]))
            self._add(f" [{len(self.noted)}]")

    def _end_other(self):
        self._reading = False

    def _start_p(self, _name, _told):
        self._open.append([])
        self._properties.append({})

    def _end_p(self):
        told, text = self._properties.pop(), _tidy("".join(self._open.pop()))
        if not text:
            return
        label = self._numbering.label(told)
        text = f"{label} {text}" if label else text
        if self._of_notes:
            self.notes.setdefault(self._note, []).append(text)
        else:
            self.passages.append(text)

    def _start_footnote(self, _name, told):
        self._note = told.get("id", "")

    _start_endnote = _start_footnote

    def _start_t(self, _name, _told):
        self._reading = True

    def _start_r(self, _name, _told):
        style = self._properties[-1].get("style", "") if self._properties else ""
        self._run_hidden = self._numbering.hides(style)

    def _end_r(self):
        self._run_hidden = False

    def _start_rStyle(self, _name, told):  # noqa: N802 - the name of the element
        self._run_hidden |= self._numbering.hides(told.get("val", ""))

    def _start_vanish(self, _name, told):
        self._run_hidden = told.get("val", "true").lower() not in NO

    def _start_pStyle(self, _name, told):  # noqa: N802 - as above
        self._tell("style", told)

    def _start_numId(self, _name, told):  # noqa: N802 - as above
        self._tell("list", told)

    def _start_ilvl(self, _name, told):
        self._tell("level", told)

    def _tell(self, what, told):
        if self._properties:
            self._properties[-1][what] = told.get("val", "")

    def _end_pPr(self):  # noqa: N802 - as above
        self._run_hidden = False  # that the sign at the end of the paragraph is hidden says nothing of its words

    def _start_sdt(self, _name, _told):
        self._placeholder.append(False)

    def _start_showingPlcHdr(self, _name, told):  # noqa: N802 - as above
        if self._placeholder:  # nothing has been written in this box: what it shows is its invitation
            self._placeholder[-1] = told.get("val", "true").lower() not in NO

    def _end_sdt(self):
        self._placeholder.pop()


def _tidy(text):
    lines = (SPACES.sub(" ", line).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)
