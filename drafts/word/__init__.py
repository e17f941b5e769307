"""A version as a Word file: clean, or with its changes against another tracked. Pure functions of their contents.

Whoever accepts all changes has the new text, whoever rejects all has the base: numbers, footnotes and the facts at
the head included. The numbers are words, as they stand in the record.
"""

from datetime import datetime
from typing import NamedTuple

from django.utils import translation
from django.utils.translation import pgettext

from .. import captions
from ..wording import EQUAL
from . import tracking
from .marks import UNPRINTABLE, Marks, text
from .package import CONTENT_TYPE, packed
from .styles import MARGINS, NAMESPACES, PAPERS, RIGHT_TO_LEFT, settings, styles
from .tracking import TO

__all__ = ["CONTENT_TYPE", "Imprint", "clean", "tracked"]

KINDS = {
    "title": "DraftTitle",
    "organ": "DraftOrgan",
    "heading": "DraftHeading",
    "preambular": "DraftPreambular",
    "operative": "DraftOperative",
    "annex": "DraftAnnex",
    "head": "DraftOrganization",
    "facts": "DraftMasthead",
}
PAGE = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> {} </w:instrText></w:r>'
PAGE += (
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
)


class Imprint(NamedTuple):
    """Who stands for the text, since when, on which paper, and what its foot says of how to verify it."""

    author: str
    at: datetime
    paper: str
    verify: str


def clean(content, imprint):
    """The version as a draft resolution, without marks."""
    lines = _head(content, content) + tracking.plain(content["paragraphs"])
    return _document(content, imprint, lines, captions.said(content))


def tracked(content, base, lineage, imprint):
    """The version with what changed since ``base``, a content too; ``lineage`` are pairs (its key, the base's)."""
    lines = _head(base, content) + tracking.lines(base["paragraphs"], content["paragraphs"], lineage)
    return _document(content, imprint, lines, captions.against(content, base), tracks=True)


def _document(content, imprint, lines, head, *, tracks=False):
    language = content["language"]
    marks = Marks(imprint.author, imprint.at, turned=language in RIGHT_TO_LEFT)
    body = "".join(_paragraphs(lines, marks))
    size = PAPERS[imprint.paper]
    end = '<w:p><w:pPr><w:pStyle w:val="DraftEnd"/></w:pPr></w:p>'
    document = f"<w:document {NAMESPACES}><w:body>{body}{end}{_section(size, marks)}</w:body></w:document>"
    width = size[0] - MARGINS["left"] - MARGINS["right"]
    with translation.override(language):
        foot = _foot(imprint, marks)
    parts = {
        "styles": styles(language, width),
        "settings": settings(tracking=tracks),
        "footnotes": _footnotes(marks),
        "header": f"<w:hdr {NAMESPACES}>{_top(head, content, marks)}</w:hdr>",
        "footer": f"<w:ftr {NAMESPACES}>{foot}</w:ftr>",
    }
    title, author = head.translate(UNPRINTABLE), imprint.author.translate(UNPRINTABLE)
    return packed(document, parts, title=title, author=author, language=language, at=imprint.at)


# The body


def _paragraphs(lines, marks):
    moves = {}
    for line in lines:
        begin, end = "", ""
        if line.move:
            number = moves.setdefault(line.move, len(moves) + 1)
            begin, end = marks.range_of(line.mark, f"move{number}")
        yield f"{begin}{_paragraph(line, marks)}{end}"


def _paragraph(line, marks):
    within = line.mark if line.mark == TO else EQUAL
    layout = _layout(line.new or line.old, marks)
    mark = marks.of_paragraph(line.mark)
    change = ""
    if line.old and line.new and _style(line.old) != _style(line.new):
        change = f"<w:pPrChange {marks.said()}><w:pPr>{_layout(line.old, marks)}</w:pPr></w:pPrChange>"
    properties = f"<w:pPr>{layout}{f'<w:rPr>{mark}</w:rPr>' if mark else ''}{change}</w:pPr>"
    return f"<w:p>{properties}{marks.words(line.pieces, within=within)}</w:p>"


def _layout(paragraph, marks):
    return f'<w:pStyle w:val="{_style(paragraph)}"/>{"<w:bidi/>" if marks.turned else ""}'


def _style(paragraph):
    return KINDS.get(paragraph["kind"]) or f"DraftSub{paragraph['level']}"


def _head(base, content):
    """The facts at the head of the text: in each line one at the left and one at the right."""
    rows = zip(_facts(base), _facts(content), strict=True)
    return [
        _head_line(kind, *pair)
        for kind, pair in zip(("head", "facts", "facts"), rows, strict=True)
        if any(map(any, pair))
    ]


def _facts(content):
    return [
        (content["organ"], content["symbol"]),
        (content["session"], captions.dated(content)),
        (content["agenda_item"], captions.original(content)),
    ]


def _head_line(kind, old, new):
    left, right = (tracking.changed(*pair) for pair in zip(old, new, strict=True))
    facts = {"kind": kind}
    return tracking.Line(EQUAL, [*left, tracking.Piece(EQUAL, "\t"), *right], facts, facts)


# Around it


def _section(size, marks):
    margins = " ".join(f'w:{edge}="{measure}"' for edge, measure in MARGINS.items())
    return (
        '<w:sectPr><w:headerReference w:type="default" r:id="header"/>'
        '<w:footerReference w:type="default" r:id="footer"/>'
        f'<w:pgSz w:w="{size[0]}" w:h="{size[1]}"/><w:pgMar {margins}/>{"<w:bidi/>" if marks.turned else ""}</w:sectPr>'
    )


def _top(head, content, marks):
    lines = [head, content["status_statement"]]
    return "".join(_plain("Header", marks.words([tracking.Piece(EQUAL, line)]), marks) for line in lines if line)


def _foot(imprint, marks):
    # Translators: the number of the page and the number of all pages, which Word fills in.
    words = pgettext("foot of a page", "Page %(page)s of %(pages)s").split("%(page)s")
    before, (between, after) = words[0], words[1].split("%(pages)s")
    runs = [f"<w:r><w:tab/>{text(before)}</w:r>", PAGE.format("PAGE")]
    runs += [f"<w:r>{text(between)}</w:r>", PAGE.format("NUMPAGES"), f"<w:r>{text(after)}</w:r>"]
    verify = _plain("Footer", f"<w:r>{text(imprint.verify)}</w:r>", marks)
    return verify + _plain("Footer", "".join(runs), marks)


def _plain(style, runs, marks):
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{"<w:bidi/>" if marks.turned else ""}</w:pPr>{runs}</w:p>'


def _footnotes(marks):
    """``footnotes.xml``: the two lines above notes, and the notes."""
    rules = (("separator", -1), ("continuationSeparator", 0))
    found = [
        f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
        for kind, number in rules
    ]
    call = '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r>'
    call += '<w:r><w:t xml:space="preserve"> </w:t></w:r>'
    for number, words in marks.written_notes():
        found.append(f'<w:footnote w:id="{number}">{_plain("FootnoteText", call + words, marks)}</w:footnote>')
    return f"<w:footnotes {NAMESPACES}>{''.join(found)}</w:footnotes>"
