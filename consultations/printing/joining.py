"""Pages put together from pages of other PDFs, each of which is held once however often it appears."""

import io
import math
import re
from typing import NamedTuple

import pikepdf
from pikepdf import Dictionary, Name

MM = 72 / 25.4
PAPERS = {"a4": (210 * MM, 297 * MM), "letter": (612.0, 792.0)}
BLEED = 12  # points around a piece in which letters may hang over its edge
NEARLY = 3  # points by which two papers may differ and be the same
PIXEL = 0.75  # points of the unit in which WeasyPrint places text, from the top of the page down
SUBSET = re.compile(r"/([A-Z]{6})\+")
TAGS = {"BDC", "EMC"}


class Piece(NamedTuple):
    """A page of another PDF, to be drawn anywhere, with the size it had."""

    form: pikepdf.Object
    width: float
    height: float


class Placed(NamedTuple):
    """A piece with the left and lower edge at which it is drawn, and how much smaller."""

    piece: Piece
    left: float = 0
    bottom: float = 0
    scale: float = 1


class Joined:
    """A PDF that grows by sheets of paper. It is for printers: it has no tags."""

    def __init__(self, paper):
        self.pdf = pikepdf.new()
        self.paper = PAPERS[paper]
        self._sources, self._contents = [], {}

    def pieces(self, content):
        """The pages of the PDF ``content``, with what was filled into them or written on them."""
        source = self._opened(content)
        if source.Root.get("/AcroForm") is not None:
            source.generate_appearance_streams()
        source.flatten_annotations("print")
        return [self._piece(page) for page in source.pages]

    def _opened(self, content):
        """The PDF ``content``, open until this one is saved, with names for its fonts that no other has."""
        source = pikepdf.open(io.BytesIO(content))
        self._sources.append(source)
        for thing in source.objects:
            if isinstance(thing, pikepdf.Dictionary):
                for key in {"/BaseFont", "/FontName"} & set(thing.keys()):
                    thing[key] = Name(_renamed(str(thing[key]), len(self._sources)))
        return source

    def _piece(self, page):
        form = self.pdf.copy_foreign(page.as_form_xobject())
        left, bottom, right, top = (float(edge) for edge in form.BBox)
        a, b, c, d, e, f = (float(number) for number in form.get("/Matrix", [1, 0, 0, 1, 0, 0]))
        corners = [(a * x + c * y + e, b * x + d * y + f) for x in (left, right) for y in (bottom, top)]
        form.Matrix = [a, b, c, d, e - min(x for x, _ in corners), f - min(y for _, y in corners)]
        size = [max(values) - min(values) for values in zip(*corners, strict=True)]
        return Piece(form, *size)

    def slips(self, content, count):
        """The page of the PDF ``content`` cut across into ``count`` pieces of one height, each with its own text only.

        Letters may hang over the edge of a piece.
        """
        source = self._opened(content)
        page = source.pages[0]
        width, height = (float(side) for side in page.mediabox[2:])
        resources = self.pdf.copy_foreign(source.make_indirect(page.Resources))
        return [
            self._slip(instructions, resources, width, height / count, count - 1 - above)
            for above, instructions in enumerate(_cut(page, count, height / count))
        ]

    def _slip(self, instructions, resources, width, height, below):
        drawn = f"1 0 0 1 0 {-below * height:.4f} cm\n".encode() + pikepdf.unparse_content_stream(instructions)
        form = self.pdf.make_stream(
            drawn,
            Type=Name.XObject,
            Subtype=Name.Form,
            BBox=[-BLEED, -BLEED, width + BLEED, height + BLEED],
            Resources=resources,
        )
        return Piece(form, width, height)

    def add(self, *placed, landscape=False):
        """A sheet with ``placed`` drawn on it in their order; without any it is blank."""
        width, height = self.paper if not landscape else reversed(self.paper)
        forms = Dictionary({f"/P{number}": one.piece.form for number, one in enumerate(placed)})
        sheet = Dictionary(
            Type=Name.Page,
            MediaBox=[0, 0, width, height],
            Resources=Dictionary(XObject=forms),
            Contents=self._drawing(placed),
        )
        self.pdf.pages.append(pikepdf.Page(self.pdf.make_indirect(sheet)))

    def _drawing(self, placed):
        """The instructions that draw pieces where they are placed, once for all sheets on which they stand so."""
        lines = [
            f"q {one.scale:.5f} 0 0 {one.scale:.5f} {one.left:.3f} {one.bottom:.3f} cm /P{number} Do Q"
            for number, one in enumerate(placed)
        ]
        text = "\n".join(lines).encode()
        if text not in self._contents:
            self._contents[text] = self.pdf.make_stream(text)
        return self._contents[text]

    def add_fitted(self, piece):
        """A sheet with the whole of ``piece`` in its middle: smaller where it is larger than the paper."""
        landscape = piece.width > piece.height
        width, height = reversed(self.paper) if landscape else self.paper
        scale = min(1, width / piece.width, height / piece.height)
        if piece.width <= width + NEARLY and piece.height <= height + NEARLY:
            scale = 1
        left, bottom = (width - piece.width * scale) / 2, (height - piece.height * scale) / 2
        self.add(Placed(piece, left, bottom, scale), landscape=landscape)

    def even(self, since):
        """A blank sheet where an odd number of pages has been added since there were ``since``."""
        if (len(self.pdf.pages) - since) % 2:
            self.add()

    def bytes(self, *, title, language, double_sided=False):
        """The file; the same bytes for the same pieces. Printers are asked to print it in its true size."""
        self.pdf.docinfo["/Title"] = title
        self.pdf.Root.Lang = pikepdf.String(language)
        wishes = {"/PrintScaling": Name("/None"), "/DisplayDocTitle": True}
        wishes["/Duplex"] = Name("/DuplexFlipLongEdge") if double_sided else Name("/Simplex")
        self.pdf.Root.ViewerPreferences = Dictionary(wishes)
        stored = io.BytesIO()
        self.pdf.save(stored, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return stored.getvalue()


def _renamed(font, number):
    """The name of a font of which only a part is there, with another tag: printers know a font by its name."""
    tag = SUBSET.match(font)
    if not tag:
        return font
    shifted = "".join(chr((ord(letter) - ord("A") + number) % 26 + ord("A")) for letter in tag[1])
    return f"/{shifted}+{font[tag.end() :]}"


def _cut(page, count, height):
    """The instructions of each part of a page: all that set no text, and the text whose line lies in it."""
    parts, text, place = [[] for _ in range(count)], [], 0
    for instruction in pikepdf.parse_content_stream(page):
        name = str(instruction.operator)
        if name == "BT" or text:
            text.append(instruction)
            if name == "Tm":
                place = int(float(instruction.operands[5]) * PIXEL // height)
            if name == "ET":
                parts[place] += text
                text = []
        elif name not in TAGS:
            for part in parts:
                part.append(instruction)
    return parts


def sheets_for(pages, *, double_sided):
    """How many pages ``pages`` take where each begins a fresh sheet."""
    return math.ceil(pages / 2) * 2 if double_sided else pages
