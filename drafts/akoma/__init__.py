"""A released version as Akoma Ntoso 3.0 after AKN4UN, as bytes of XML: for programs that read laws and resolutions.

The text is a ``statement``: its title is the preface, the organ and the preambular paragraphs are the preamble
(formula and recitals), the operative paragraphs the body; an annex is an attachment. Every paragraph carries the key
that it has through all versions as its ``GUID``, and the number that it has in this one as its ``num``.
"""

from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from .laying import lay_out
from .meta import CONTENT_TYPE, Source, meta_of

__all__ = ["CONTENT_TYPE", "NAMESPACE", "Source", "xml"]

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"


def xml(content, source):
    """The bytes of the document, the same for the same version."""
    root = Element("akomaNtoso", xmlns=NAMESPACE)
    statement = SubElement(root, "statement", name="resolution", contains="singleVersion")
    statement.append(meta_of(content, source))
    lay_out(statement, content, source)
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"
