"""The parts of a Word document as trees, found by their relationships; names without their namespaces."""

from posixpath import join, normpath

from lxml import etree

from record.inspection import RefusedError

NO = {"0", "false", "off", "none"}


class Parts:
    """The document and the parts that it names, each parsed when it is asked for."""

    def __init__(self, package):
        self.package = package
        self.main = self._targets("_rels/.rels", "", "officedocument")[0]
        folder, _slash, name = self.main.rpartition("/")
        self.folder, self.rels = folder, f"{folder}/_rels/{name}.rels".lstrip("/")

    def document(self):
        return child(self._parse(self.main), "body")

    def tree(self, kind):
        """The one part of this kind; ``None`` if there is none."""
        return next(iter(self.trees(kind)), None)

    def trees(self, kind):
        if self.rels not in self.package.parts:
            return []
        targets = dict.fromkeys(self._targets(self.rels, self.folder, kind))
        return [self._parse(target) for target in targets if target in self.package.parts]

    @staticmethod
    def value(element, attribute):
        return value_of(element, attribute)

    def _targets(self, rels, folder, kind):
        """The names of the parts that a part is related to in this way."""
        found = []
        for each in self._parse(rels):
            target = each.get("Target", "").lower()
            if each.get("Type", "").lower().rpartition("/")[2] == kind and each.get("TargetMode") != "External":
                found.append(target.lstrip("/") if target.startswith("/") else normpath(join(folder, target)))
        return found

    def _parse(self, name):
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            for chunk in self.package.chunks(self.package.parts[name]):
                parser.feed(chunk)
            tree = parser.close()
        except (etree.XMLSyntaxError, KeyError, ValueError) as error:
            raise RefusedError("damaged") from error
        if tree.getroottree().docinfo.doctype:
            raise RefusedError("word_doctype")
        return tree


def name_of(element):
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def child(element, *path):
    """The first element at the end of a path of names; ``None`` if there is none."""
    for name in path:
        if element is None:
            return None
        element = next((each for each in element if name_of(each) == name), None)
    return element


def value_of(element, attribute="val", default=""):
    """An attribute of an element that may be ``None``, whatever its namespace."""
    if element is None:
        return default
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == attribute), default)


def number_of(element, attribute="val", default=None):
    """The same as an integer; ``default`` where it is none."""
    value = value_of(element, attribute)
    return int(value) if value.lstrip("-").isdecimal() and len(value) < 10 else default


def is_on(element):
    """What a switch such as ``<w:b/>`` says: on, off, or nothing (``None``)."""
    return None if element is None else value_of(element, "val", "true").lower() not in NO
