"""Numbers beside the lines of a printed text: stamped on the finished PDF, one form on each page.

A line is where words of the text stand, by the place and size that the PDF gives them: notes, head and foot are
smaller and are not counted. Each page begins with 1. The figures are drawn, not written, so that they are no words of
the document: nobody copies or hears them.
"""

import io
from functools import cache
from importlib.resources import files

import pikepdf
from pikepdf import Array, Dictionary, Matrix, Name, Operator

LEAST = 10.0  # points: what is smaller is a note, a call for one, the head or the foot
NEAR = 4.0  # points within which words stand in one line, raised and lowered ones too
SIZE = 7.5
GAP = 14  # points between the figures and the edge of the text
FONT = ("fontpkg_source_sans_3", "files/SourceSans3[wght].ttf")


def numbered(pdf):
    """The same PDF with the number of each line of its text in the margin."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for place, page in enumerate(opened.pages, 1):
            if words := words_of(page):
                form = _form(opened, page, min(left for left, _base in words), _lines(words))
                _stamp(opened, page, Name(f"/LineNumbers{place}"), form)  # pages share their resources
        stream = io.BytesIO()
        opened.save(stream, deterministic_id=True)
    return stream.getvalue()


def words_of(page):
    """Where words of the text begin: (left, base line) in points from the lower left corner."""
    found, matrix, above, size, place = [], Matrix(), [], 0.0, Matrix()
    for operands, operator in pikepdf.parse_content_stream(page, "q Q cm Tf Tm Tj TJ"):
        name = str(operator)
        if name == "q":
            above.append(matrix)
        elif name == "Q":
            matrix = above.pop()
        elif name == "cm":
            matrix = Matrix(*map(float, operands)) @ matrix
        elif name == "Tf":
            size = float(operands[1])
        elif name == "Tm":
            place = Matrix(*map(float, operands))
        elif size * abs(place.a * matrix.a) >= LEAST:
            found.append(matrix.transform((place.e, place.f)))
    return found


def _lines(words):
    """The base line of each line, from the top of the page down."""
    found = []
    for base in sorted({round(base, 1) for _left, base in words}, reverse=True):
        if not found or found[-1] - base > NEAR:
            found.append(base)
    return found


def _form(pdf, page, left, lines):
    """The numbers of ``lines``, drawn left of the text."""
    drawn = [_drawn(place, left - GAP, base) for place, base in enumerate(lines, 1)]
    form = pdf.make_stream("\n".join(drawn).encode())
    form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array(page.mediabox)
    return form


def _stamp(pdf, page, name, form):
    """Draw a form on a page, marked as no content of the document."""
    if "/XObject" not in page.Resources:
        page.Resources.XObject = Dictionary()
    page.Resources.XObject[name] = form
    drawing = [
        ([], Operator("q")),
        ([Name.Artifact, Dictionary(Type=Name.Pagination)], Operator("BDC")),
        ([name], Operator("Do")),
        ([], Operator("EMC")),
        ([], Operator("Q")),
    ]
    page.contents_add(pdf.make_stream(pikepdf.unparse_content_stream(drawing)), prepend=True)


def _drawn(number, right, base):
    """A number that ends at ``right``, standing on ``base``."""
    figures, height, width = _figures()
    scale = SIZE / height
    left = right - len(str(number)) * width * scale
    drawn = [
        f"q {scale:.5f} 0 0 {scale:.5f} {left + place * width * scale:.2f} {base:.2f} cm {figures[figure]} Q"
        for place, figure in enumerate(str(number))
    ]
    return f"0.3 0.35 0.4 rg {' '.join(drawn)}"


@cache
def _figures():
    """The outlines of the ten figures, the height of their face and how wide each of them is."""
    # fontTools takes its time to import, and only whoever prints line numbers needs it.
    from fontTools.pens.basePen import BasePen
    from fontTools.ttLib import TTFont

    class Outline(BasePen):
        """The outline of a glyph in the words of PDF."""

        def __init__(self, glyphs):
            super().__init__(glyphs)
            self.said = []

        def _say(self, *points, by):
            self.said.append(" ".join([*(f"{x:.0f} {y:.0f}" for x, y in points), by]))

        def _moveTo(self, point):  # noqa: N802 - as fontTools calls it
            self._say(point, by="m")

        def _lineTo(self, point):  # noqa: N802 - as fontTools calls it
            self._say(point, by="l")

        def _curveToOne(self, *points):  # noqa: N802 - as fontTools calls it
            self._say(*points, by="c")

        def _closePath(self):  # noqa: N802 - as fontTools calls it
            self._say(by="h")

    package, name = FONT
    with TTFont(files(package) / name) as font:
        glyphs, names = font.getGlyphSet(location={"wght": 400}), font.getBestCmap()
        found = {}
        for figure in "0123456789":
            pen = Outline(glyphs)
            glyphs[names[ord(figure)]].draw(pen)
            found[figure] = " ".join([*pen.said, "f"])
        return found, font["head"].unitsPerEm, glyphs[names[ord("0")]].width
