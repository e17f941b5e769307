"""The paragraphs of a version laid into a document of Akoma Ntoso."""

from collections import Counter
from dataclasses import dataclass, field
from itertools import takewhile
from xml.etree.ElementTree import SubElement

from .. import numbering, text
from .meta import meta_of, plain


@dataclass
class Node:
    """A paragraph and the sub-paragraphs below it."""

    paragraph: dict
    below: list = field(default_factory=list)

    @property
    def kind(self):
        return self.paragraph["kind"]


def nodes(paragraphs):
    """The paragraphs with their sub-paragraphs below them; one that stands below none is a paragraph by itself."""
    found, above = [], []
    for paragraph in paragraphs:
        node = Node(paragraph)
        above = [each for each in above if each.paragraph["level"] < paragraph["level"] and each.kind in CARRIERS]
        (above[-1].below if above else found).append(node)
        above.append(node)
    return found


CARRIERS = {"preambular", "operative", "subparagraph"}


def lay_out(statement, content, source):
    """Titles, preamble, body and annexes, whatever the order of the paragraphs: none is left out."""
    first, *annexes = _cut_at_annexes(content["paragraphs"])
    titles = list(takewhile(lambda paragraph: paragraph["kind"] == "title", first))
    preamble, body = _cut_before_body(nodes(first[len(titles) :]))
    names = Names()
    _lay_preface(SubElement(statement, "preface"), content, titles, names)
    if preamble:
        _lay_preamble(SubElement(statement, "preamble"), preamble, names)
    _lay_body(SubElement(statement, "mainBody"), body, names, "body")
    if annexes:
        attachments = SubElement(statement, "attachments")
        for place, paragraphs in enumerate(annexes, 1):
            _lay_annex(attachments, paragraphs, names, meta_of(content, source, f"annex_{place}"))


def _cut_at_annexes(paragraphs):
    found = [[]]
    for paragraph in paragraphs:
        if paragraph["kind"] == "annex":
            found.append([])
        found[-1].append(paragraph)
    return found


def _cut_before_body(found):
    """What comes before the first operative paragraph and the headings right above it, and the rest."""
    cut = next((place for place, node in enumerate(found) if node.kind == "operative"), len(found))
    while cut and found[cut - 1].kind == "heading":
        cut -= 1
    return found[:cut], found[cut:]


class Names:
    """The names of elements, each of which a document has once, and the numbers of its footnotes."""

    def __init__(self):
        self.given, self.counts, self.notes = set(), Counter(), 0

    def name(self, kind, within="", number=""):
        """``para_3``, ``para_3__list_1__point_a``: by the number that is printed, else counted."""
        stem = f"{within}__{kind}" if within else kind
        name = number and f"{stem}_{number}"
        while not name or name in self.given:
            self.counts[stem] += 1
            name = f"{stem}_{number and f'{number}-'}{self.counts[stem]}"
        self.given.add(name)
        return name

    def of(self, kind, paragraph, within=""):
        """The attributes of the element that holds a paragraph."""
        number = "".join(sign for sign in numbering.printed(paragraph["number"]) if sign.isalnum())
        return {"eId": self.name(kind, within, number), "GUID": paragraph["key"]}


def _lay_preface(preface, content, titles, names):
    line = SubElement(preface, "p", eId=names.name("p"), **{"class": "masthead"})
    _inline(line, "docProponent", content["organ"], refersTo="#organ")
    _inline(line, "docNumber", content["symbol"])
    _inline(line, "session", content["session"], value=plain(content["session"]))
    _inline(line, "docStage", content["label"])
    _inline(line, "docDate", content["dated"], date=content["dated"])
    for name, words in (("agendaItem", content["agenda_item"]), ("status", content["status_statement"])):
        if words:
            line = SubElement(preface, "p", eId=names.name("p"), **{"class": name})
            _inline(line, "docStatus" if name == "status" else "span", words)
    for paragraph in titles:
        line = SubElement(preface, "p", **names.of("p", paragraph))
        _say(SubElement(line, "docTitle"), paragraph, names)


def _inline(line, element, words, **more):
    if words:
        found = SubElement(line, element, **more)
        found.text, found.tail = plain(words), " "


def _lay_preamble(preamble, found, names):
    recitals = None
    for place, node in enumerate(found):
        paragraph, follows = node.paragraph, place + 1 < len(found) and found[place + 1].kind == "preambular"
        if node.kind == "organ":
            formula = SubElement(preamble, "formula", name="organ", **names.of("formula", paragraph))
            _say(SubElement(formula, "p"), paragraph, names)
            recitals = None
        elif node.kind == "heading" and follows:
            recitals = SubElement(preamble, "recitals", **names.of("recs", paragraph))
            _say(SubElement(recitals, "heading"), paragraph, names)
        elif node.kind == "preambular":
            if recitals is None:
                recitals = SubElement(preamble, "recitals", eId=names.name("recs"))
            _lay_recital(SubElement(recitals, "recital", **names.of("rec", paragraph)), node, names)
        else:
            _lay_strays(preamble, node, names)
            recitals = None


def _lay_strays(preamble, node, names):
    """What has no place of its own in a preamble, such as a sub-paragraph of nothing, with all below it."""
    line = SubElement(preamble, "p", **names.of("p", node.paragraph), **{"class": node.kind})
    _say(line, node.paragraph, names, numbered=True)
    for each in node.below:
        _lay_strays(preamble, each, names)


def _lay_recital(element, node, names):
    """The words of a recital or of an item of one, and a list of what stands below it."""
    if not node.below:
        _say(SubElement(element, "p"), node.paragraph, names, numbered=node.kind == "preambular")
        return
    within = element.get("eId")
    items = SubElement(element, "blockList", eId=names.name("list", within))
    _say(SubElement(items, "listIntroduction"), node.paragraph, names)
    for each in node.below:
        item = SubElement(items, "item", **names.of("item", each.paragraph, items.get("eId")))
        SubElement(item, "num").text = numbering.printed(each.paragraph["number"])
        _lay_recital(item, each, names)


def _lay_body(trunk, found, names, within):
    """The paragraphs of a body; a heading opens a section, which goes on to the next."""
    place = trunk
    prefix = "" if within == "body" else within
    for node in found:
        if node.kind == "heading":
            place = SubElement(trunk, "section", **names.of("sec", node.paragraph, prefix))
            _say(SubElement(place, "heading"), node.paragraph, names)
        else:
            _lay_paragraph(place, "paragraph", node, names, prefix)
    if len(trunk) == 0:
        SubElement(trunk, "p", eId=names.name("p", within))


SHORT = {"paragraph": "para", "point": "point"}  # in the names of elements


def _lay_paragraph(place, element, node, names, within):
    paragraph = node.paragraph
    look = {} if paragraph["number"] else {"class": node.kind}
    holder = SubElement(place, element, **names.of(SHORT[element], paragraph, within), **look)
    name = holder.get("eId")
    if printed := numbering.printed(paragraph["number"]):
        SubElement(holder, "num").text = printed
    if not node.below:
        content = SubElement(holder, "content", eId=names.name("content", name))
        _say(SubElement(content, "p"), paragraph, names)
        return
    items = SubElement(holder, "list", eId=names.name("list", name))
    intro = SubElement(items, "intro", eId=names.name("intro", items.get("eId")))
    _say(SubElement(intro, "p"), paragraph, names)
    for each in node.below:
        _lay_paragraph(items, "point", each, names, items.get("eId"))


def _lay_annex(attachments, paragraphs, names, meta):
    heading, *rest = paragraphs
    attachment = SubElement(attachments, "attachment", **names.of("att", heading))
    _say(SubElement(attachment, "heading"), heading, names)
    document = SubElement(attachment, "doc", name="annex", contains="singleVersion")
    document.append(meta)
    _lay_body(SubElement(document, "mainBody"), nodes(rest), names, attachment.get("eId"))


# Words


def _say(element, paragraph, names, *, numbered=False):
    """The words of a paragraph, with emphasis and footnotes, at the end of ``element``."""
    if numbered and numbering.printed(paragraph["number"]):
        _add_words(element, f"{numbering.printed(paragraph['number'])} ")
    for words, emphasised, called in text.pieces(paragraph["text"]):
        if called:
            names.notes += 1
            note = SubElement(
                element, "authorialNote", marker=str(names.notes), placement="bottom", eId=names.name("authorialNote")
            )
            notes = paragraph["footnotes"]
            _say_plain(SubElement(note, "p"), notes[called - 1] if called <= len(notes) else "")
        else:
            _add_words(element, words, emphasised=emphasised)


def _say_plain(element, words):
    for part, emphasised in text.runs(words):
        _add_words(element, part, emphasised=emphasised)


def _add_words(element, words, *, emphasised=False):
    if emphasised:
        SubElement(element, "i").text = plain(words)
    elif len(element):
        element[-1].tail = (element[-1].tail or "") + plain(words)
    else:
        element.text = (element.text or "") + plain(words)
