"""What a document of Akoma Ntoso says of itself: its names, who wrote it, when it was released."""

from typing import NamedTuple
from xml.etree.ElementTree import Element, SubElement

CONTENT_TYPE = "application/akn+xml"
# ISO 639-2, as addresses of Akoma Ntoso name languages
LANGUAGES = {"en": "eng", "fr": "fra", "es": "spa", "ar": "ara", "zh": "zho", "ru": "rus"}
KEPT_OUT = dict.fromkeys([*range(32), 0xFFFE, 0xFFFF])


class Source(NamedTuple):
    """What a content does not say of itself: its permanent address, who wrote it, when it was released, its hash."""

    address: str
    authors: str
    portal: str
    released_on: str
    sha256: str


def meta_of(content, source, component=""):
    """The ``meta`` of the whole document or, named as a component, of an annex."""
    meta = Element("meta")
    identification = SubElement(meta, "identification", source="#portal")
    uris = _uris(content)
    for level, uri in zip(("FRBRWork", "FRBRExpression", "FRBRManifestation"), uris, strict=True):
        found = SubElement(identification, level)
        _value(found, "FRBRthis", f"{uri}/!{component or 'main'}")
        _value(found, "FRBRuri", uri)
        _value(found, "FRBRalias", source.address, name="permanent")
        SubElement(found, "FRBRdate", date=content["dated"], name="dated")
        SubElement(found, "FRBRauthor", href="#authors")
        _say_more(found, level, content)
    if component:
        return meta
    lifecycle = SubElement(meta, "lifecycle", source="#portal")
    SubElement(lifecycle, "eventRef", eId="event_1", date=source.released_on, source="#released", type="generation")
    _references(SubElement(meta, "references", source="#portal"), content, source)
    return meta


def _say_more(found, level, content):
    if level == "FRBRWork":
        _value(found, "FRBRcountry", "un")
        if content["symbol"]:
            _value(found, "FRBRnumber", content["symbol"])
        _value(found, "FRBRname", content["label"])
        _value(found, "FRBRprescriptive", "false")
        _value(found, "FRBRauthoritative", "true")
    elif level == "FRBRExpression":
        _value(found, "FRBRversionNumber", str(content["number"]))
        SubElement(found, "FRBRlanguage", language=_language(content))
    else:
        _value(found, "FRBRformat", CONTENT_TYPE)


def _uris(content):
    """The names of the work (this version of the text), of its expression in a language, and of this file."""
    work = f"/akn/un/statement/resolution/{content['dated']}/{content['consultation']}-draft-{content['number']}"
    expression = f"{work}/{_language(content)}@{content['dated']}"
    return work, expression, f"{expression}.xml"


def _language(content):
    return LANGUAGES.get(content["language"], content["language"])


def _references(references, content, source):
    SubElement(references, "original", eId="released", href=source.address, showAs=plain(content["label"]))
    organizations = {
        "portal": ("/ontology/organization/un/portal", source.portal),
        "authors": ("/ontology/organization/un/cofacilitators", source.authors),
        "organ": ("/ontology/organization/un/organ", content["organ"]),
    }
    for name, (href, shown) in organizations.items():
        SubElement(references, "TLCOrganization", eId=name, href=href, showAs=plain(shown))
    SubElement(references, "TLCConcept", eId="sha256", href=f"urn:sha256:{source.sha256}", showAs="SHA-256")


def _value(parent, element, value, **more):
    return SubElement(parent, element, value=plain(value), **more)


def plain(words):
    return words.translate(KEPT_OUT)
