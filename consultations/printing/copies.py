"""Personal copies of an issued letter: what was frozen, with one addressee each in the place of all."""

import io
from datetime import datetime
from typing import NamedTuple

import pikepdf
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from .. import documents
from .joining import MM, Joined, Placed, sheets_for
from .stamps import BOX, ROOM, paper_css, places_in, stamps_of

WIDTHS = {"a4": 210 - 44, "letter": 215.9 - 44}  # mm of text between the margins of letter.css
MOST_PAGES = 20_000


class Letter(NamedTuple):
    """An issued letter as it was frozen, with what its foot says, and the paper it is printed on now."""

    content: dict
    content_sha256: str
    reference: str
    verify_url: str
    issued_at: datetime
    paper: str

    def page(self, addressee):
        """The page to be laid out, with room for ``addressee``, which is not drawn."""
        content = self.content | {"addressee": addressee}
        facts = self._asdict() | {"content": content, "issued": True, "on_paper": True}
        facts["issued_at"] = self.issued_at.isoformat(timespec="seconds")
        return render_to_string("consultations/pdf/circular.html", facts)


class Body(NamedTuple):
    """The letter without an addressee, page by page, and where on the first page the addressee goes."""

    pieces: list
    left: float
    top: float


def personal_copies(letter, blocks, *, enclosures=(), double_sided=False, step=lambda done: None):
    """The PDF with a copy of ``letter`` for each of ``blocks`` (lines of an addressee), in their order.

    ``enclosures``, pairs of title and PDF, follow each copy. Every part begins on a fresh sheet where it is printed
    on both sides. The letter is laid out once, and once more only for addressees that need more lines than the
    one it was issued with: those take the room from the text, as in a letter that was written to them.
    """
    joined = Joined(letter.paper)
    general = letter.content["addressee"]
    stamps = stamps_of(
        [general, *blocks],
        language=letter.content["language"],
        width=WIDTHS[letter.paper],
        classes=f"letter letter-{letter.content['form']} paper-{letter.paper}",
    )
    step(1)
    bodies = _bodies(joined, letter, stamps, [general, *blocks])
    step(2)
    annexes = [_annex(joined, title, content) for title, content in enclosures]
    _refuse_too_many(bodies, annexes, double_sided)
    for body, stamp in zip(bodies, joined.slips(stamps.pdf, len(stamps.heights))[1:], strict=True):
        _add_copy(joined, body, stamp, annexes, double_sided)
    step(3)
    return joined.bytes(title=_title(letter), language=letter.content["language"], double_sided=double_sided)


def _title(letter):
    return f"{letter.reference}: {letter.content['subject']}"


def _bodies(joined, letter, stamps, blocks):
    """The body for each block but the first: that with the room of the first, or with as much as it needs."""
    least, laid, found = stamps.heights[0], {}, []
    for block, height in zip(blocks[1:], stamps.heights[1:], strict=True):
        room = 0 if height < least + 1 else round(height)
        if room not in laid:
            laid[room] = _body(joined, letter, block if room else blocks[0])
        found.append(laid[room])
    return found


def _body(joined, letter, addressee):
    pdf = documents.print_page(letter.page(addressee), paper_css(f'.letter-addressee {{ -weasy-anchor: "{BOX}"; }}'))
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        _page, left, top = places_in(opened)[BOX]
    return Body(joined.pieces(pdf), left, top)


def _annex(joined, title, content):
    try:
        return joined.pieces(content)
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError, AttributeError, KeyError) as error:
        # pikepdf passes on what its parser throws
        raise documents.RenderError(
            _("The enclosure “%(title)s” cannot be printed with the letter. Print the copies without enclosures.")
            % {"title": title}
        ) from error


def _refuse_too_many(bodies, annexes, double_sided):
    each = sum(sheets_for(len(annex), double_sided=double_sided) for annex in annexes)
    pages = sum(sheets_for(len(body.pieces), double_sided=double_sided) + each for body in bodies)
    if pages > MOST_PAGES:
        raise documents.RenderError(
            _(
                "The copies would have %(pages)s pages together. Print the enclosures apart, or choose fewer "
                "delegations."
            )
            % {"pages": pages}
        )


def _add_copy(joined, body, stamp, annexes, double_sided):
    begin = len(joined.pdf.pages)
    joined.add(Placed(body.pieces[0]), Placed(stamp, body.left, body.top - ROOM * MM))
    for piece in body.pieces[1:]:
        joined.add(Placed(piece))
    for annex in annexes:
        _even(joined, begin, double_sided)
        for piece in annex:
            joined.add_fitted(piece)
    _even(joined, begin, double_sided)


def _even(joined, begin, double_sided):
    if double_sided:
        joined.even(begin)
