"""A Word document (.docx) of text and pictures, without macros, objects or anything fetched from elsewhere."""

import re

from . import RefusedError
from .package import Package
from .wordxml import Body, Properties, Relations, Types, parse

MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
# What says macro, object or control, whatever the part is called.
HARMFUL = re.compile(r"macroenabled|vbaproject|vbadata|activex", re.IGNORECASE)
NAMES = re.compile(r"(^|/)(vba\w*\.(bin|xml)|activex/.*|embeddings/.*)", re.IGNORECASE)
# A ZIP, an older Office file, a program: for Windows, for Linux.
BEGINNINGS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"MZ", b"\x7fELF")
# Relationships that bring something in, by the end of their type.
BRINGING = {
    "vbaproject": "word_macros",
    "wordvbadata": "word_macros",
    "control": "word_macros",
    "activexcontrolbinary": "word_macros",
    "oleobject": "word_embedded",
    "package": "word_embedded",
    "afchunk": "word_embedded",
    "attachedtemplate": "word_template",
    "subdocument": "word_linked",
    "frame": "word_linked",
}
# Where a link may lead: not to a file on somebody's computer, nor to a program.
LINK = re.compile(r"(https?|mailto|tel):|#", re.IGNORECASE)


def inspect(file):
    """What the sender should know of the document in the open ``file``; ``RefusedError`` if it holds more than one."""
    package = Package(file)
    for name in package.parts:
        if NAMES.search(name):
            raise RefusedError("word_embedded" if "embeddings/" in name else "word_macros")
    types = _types(package)
    body, properties, main = Body(), Properties(), []
    for name, part in package.parts.items():
        chunks = package.chunks(part)
        if name.endswith(".rels"):
            main += _relations(name, chunks)
        elif types.is_xml(name):
            parse(chunks, properties if name.startswith("docprops/") else body)
        else:
            _refuse_beginning(chunks)
    if [types.of("/" + target.lstrip("/").lower()) for target in main] != [MAIN]:
        raise RefusedError("kind")
    return properties.notes() | body.notes()


def _types(package):
    """The kinds that the package claims for its parts."""
    part = package.parts.get("[content_types].xml")
    if part is None:
        raise RefusedError("kind")
    types = parse(package.chunks(part), Types())
    for kind in types.all():
        if HARMFUL.search(kind):
            raise RefusedError("word_macros")
    return types


def _relations(name, chunks):
    """What the package names as its document, if this is the part that does; all relations are looked at."""
    found = parse(chunks, Relations()).found
    for kind, target, external in found:
        _refuse_relation(kind.rpartition("/")[2].lower(), target, external)
    return [target for kind, target, _out in found if name == "_rels/.rels" and kind.endswith("/officeDocument")]


def _refuse_relation(kind, target, external):
    if code := BRINGING.get(kind):
        raise RefusedError(code)
    if external and kind != "hyperlink":
        raise RefusedError("word_linked")
    if external and not LINK.match(target):
        raise RefusedError("word_link", target=target[:80])


def _refuse_beginning(chunks):
    """A part that is a file of its own, such as a ZIP in the ZIP; read to the end, so that all of it is counted."""
    first = b""
    for chunk in chunks:
        first = first or chunk[:8]
    if first.startswith(BEGINNINGS):
        raise RefusedError("word_embedded")
