"""The parts of a Word document, read as they pass by: no tree is built, nothing is fetched, no entity is defined."""

import re

from lxml import etree

from . import RefusedError

WORD = re.compile(r"\{http://(?:schemas\.openxmlformats\.org|purl\.oclc\.org/ooxml)/wordprocessingml/(?:2006/)?main\}")
# Fields that start a program or bring in another file.
FETCHING = {"DDE", "DDEAUTO", "INCLUDETEXT", "INCLUDEPICTURE", "INCLUDE", "IMPORT", "LINK", "DATABASE", "RD"}
CHANGES = {
    "ins",
    "del",
    "moveFrom",
    "moveTo",
    "rPrChange",
    "pPrChange",
    "sectPrChange",
    "tblPrChange",
    "numberingChange",
}
NO = {"0", "false", "off", "none"}


def parse(chunks, target):
    """``target``, told what stands in the XML that comes in ``chunks``."""
    parser = etree.XMLParser(
        target=target, resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False
    )
    try:
        for chunk in chunks:
            if chunk:
                parser.feed(chunk)
        parser.close()
    except (etree.XMLSyntaxError, UnicodeError, ValueError) as error:
        raise RefusedError("damaged") from error
    return target


class Target:
    """Gets the events of a part. A document type is refused before anything that it declares is used."""

    def doctype(self, name, public, system):
        raise RefusedError("word_doctype")

    def start(self, tag, attributes):
        pass

    def end(self, tag):
        pass

    def data(self, text):
        pass

    def close(self):
        return self


class Types(Target):
    """``[Content_Types].xml``: what each part is, by its name or by its ending."""

    def __init__(self):
        self.by_name, self.by_ending = {}, {}

    def start(self, tag, attributes):
        kind = attributes.get("ContentType", "")
        if tag.endswith("}Override"):
            self.by_name[attributes.get("PartName", "").lower()] = kind
        elif tag.endswith("}Default"):
            self.by_ending[attributes.get("Extension", "").lower()] = kind

    def all(self):
        return [*self.by_name.values(), *self.by_ending.values()]

    def of(self, name):
        """The kind of the part with this name, which begins with a slash."""
        return self.by_name.get(name) or self.by_ending.get(name.rpartition(".")[2], "")

    def is_xml(self, name):
        return name.endswith((".xml", ".vml")) or self.of("/" + name).endswith(("+xml", "/xml"))


class Relations(Target):
    """A ``.rels`` part: kind, target and whether it leads out of the package, of each relationship."""

    def __init__(self):
        self.found = []

    def start(self, tag, attributes):
        if tag.endswith("}Relationship"):
            external = attributes.get("TargetMode", "").lower() == "external"
            self.found.append((attributes.get("Type", ""), attributes.get("Target", ""), external))


class Properties(Target):
    """``docProps``: the persons that it names."""

    def __init__(self):
        self.people, self._within = {}, ""

    def start(self, tag, attributes):
        name = tag.rpartition("}")[2]
        self._within = name if name in {"creator", "lastModifiedBy"} else ""

    def end(self, tag):
        self._within = ""

    def data(self, text):
        if self._within:
            self.people[self._within] = self.people.get(self._within, "") + text

    def notes(self):
        names = dict.fromkeys(" ".join(name.split()) for name in self.people.values())
        return {"author": ", ".join(name for name in names if name)[:200]}


class Body(Target):
    """Text and what belongs to it: who changed it, comments, what is hidden. Fields that fetch are refused."""

    def __init__(self):
        self.changes, self.comments, self.hidden = set(), 0, False
        self._fields, self._codes, self._reading = [], [], False

    def notes(self):
        return {"changes": len(self.changes), "comments": self.comments, "hidden": self.hidden}

    def start(self, tag, attributes):
        found = WORD.match(tag)
        if not found:
            return
        name, space = tag[found.end() :], found[0]
        if name in CHANGES:
            self.changes.add(attributes.get(space + "author", ""))
        elif name == "comment":
            self.comments += 1
        elif name == "vanish":
            self.hidden |= attributes.get(space + "val", "true").lower() not in NO
        elif name == "fldSimple":
            _refuse_fetching(attributes.get(space + "instr", ""))
        elif name == "fldChar":
            self._field(attributes.get(space + "fldCharType", ""))
        self._reading = name in {"instrText", "delInstrText"}

    def end(self, tag):
        self._reading = False

    def data(self, text):
        if self._reading and self._fields and self._fields[-1] is not None:
            self._fields[-1] += text
        elif self._reading:
            _refuse_fetching(text)

    def close(self):
        for instruction in self._fields:  # never ended: a part is looked at by itself
            _refuse_fetching(instruction or "")
        self._fields.clear()
        return self

    def _field(self, kind):
        """A field begins, its instruction ends, or it ends: instructions come in pieces, and fields in fields."""
        if kind == "begin":
            if self._fields and self._fields[-1] is not None and not self._fields[-1].strip():
                raise RefusedError("word_field", field="{…}")  # a field that tells the name of another
            self._fields.append("")
        elif self._fields and kind in {"separate", "end"}:
            _refuse_fetching(self._fields.pop() or "")
            if kind == "separate":
                self._fields.append(None)  # its result follows


def _refuse_fetching(instruction):
    words = instruction.split(None, 1)
    if words and words[0].strip('"\\').upper() in FETCHING:
        raise RefusedError("word_field", field=words[0].strip('"\\').upper())
