"""Addressees laid out apart from what they are laid over: one below another on one page, as a page costs the most."""

import io
from typing import NamedTuple

import pikepdf
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from .. import documents, letters
from .joining import MM

ROOM = 90  # mm of the page for each, which no addressee of 200 letters a line fills
BOX = "addressee"  # where the addressee stands in a letter, as a place that its PDF names


class Stamps(NamedTuple):
    """The PDF with all addressees on one page, ``ROOM`` for each, and how much of it each takes, in points."""

    pdf: bytes
    heights: list


def stamps_of(blocks, *, language, width, classes, size=""):
    """The ``blocks`` of lines in a column of ``width`` mm, set as ``classes`` say, in ``size`` points if given."""
    context = {"blocks": blocks, "language": language, "dir": letters.words(language)["dir"], "classes": classes}
    html = render_to_string("consultations/pdf/addressees.html", context)
    rules = [f"@page stamp {{ size: {width:.2f}mm {ROOM * len(blocks)}mm; margin: 0; }} .stamp {{ height: {ROOM}mm; }}"]
    if size:
        rules.append(f".stamp .letter-addressee {{ font-size: {size}pt; }}")
    pdf = documents.print_page(html, paper_css(*rules))
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        places = places_in(opened)
    heights = [places[f"begin-{number}"][2] - places[f"end-{number}"][2] for number in range(len(blocks))]
    if max(heights) > ROOM * MM or any(page for page, _left, _top in places.values()):
        raise documents.RenderError(
            _("An addressee is too long for a letter. Shorten the name that the directory has for letters.")
        )
    return Stamps(pdf, heights)


def places_in(pdf):
    """The places that an open PDF names: of each the page, and left and top in points."""
    pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
    found = pikepdf.NameTree(pdf.Root.Names.Dests).items()
    return {name: (pages[to[0].objgen], float(to[2]), float(to[3])) for name, to in found}


def paper_css(*rules):
    """The style sheet of the letter, that of the print run, and what is computed."""
    own = (settings.BASE_DIR / "static" / "css" / "print_run.css").read_text()
    return "\n".join([documents.letter_css(), own, *rules])
