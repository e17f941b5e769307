"""Labels for envelopes: as many sheets as it takes, from any label of the first on."""

from django.utils.translation import gettext as _

from ..documents import RenderError
from .addressing import narrow
from .joining import MM, Joined, Placed
from .stamps import ROOM, stamps_of

SIZES = (11, 10, 9, 8, 7, 6)  # points, tried in this order until a label holds its addressee
ASIDE, ABOVE = 5, 2.5  # mm kept free within a label: most printers reach no nearer to the edge of the paper


def labels(blocks, *, sheet, language, title, first=1, step=lambda done: None):
    """The PDF of sheets with a label for each of ``blocks``, the first on label ``first``, from the top left on.

    What does not fit is set smaller; an addressee is never cut: RenderError names one that no size makes fit.
    """
    joined = Joined(sheet.paper)
    rows = {}
    for place, laid in enumerate(_fitted(joined, blocks, sheet, language), start=first - 1):
        rows.setdefault(place // sheet.labels, []).append(_on(sheet, place % sheet.labels, *laid, joined))
    step(1)
    for placed in rows.values():
        joined.add(*placed)
    step(2)
    return joined.bytes(title=title, language=language)


def _fitted(joined, blocks, sheet, language):
    """For each addressee the piece that is laid on its label and its height, in the largest size that fits."""
    blocks = [narrow(block) for block in blocks]
    room = (sheet.height - 2 * ABOVE) * MM
    found, waiting = {}, list(range(len(blocks)))
    for size in SIZES:
        stamps = stamps_of(
            [blocks[number] for number in waiting],
            language=language,
            width=sheet.width - 2 * ASIDE,
            classes="label",
            size=size,
        )
        pieces = joined.slips(stamps.pdf, len(waiting))
        laid = dict(zip(waiting, zip(pieces, stamps.heights, strict=True), strict=True))
        found |= {number: (piece, height) for number, (piece, height) in laid.items() if height <= room}
        waiting = [number for number in waiting if number not in found]
        if not waiting:
            return [found[number] for number in range(len(blocks))]
    raise RenderError(
        _("“%(name)s” fits on no label of this sheet. Choose a sheet with larger labels.")
        % {"name": blocks[waiting[0]][0]}
    )


def _on(sheet, place, piece, height, joined):
    """The piece in the middle of the height of its label."""
    left, top = sheet.edges(place)
    down = top * MM + (sheet.height * MM - height) / 2
    return Placed(piece, (left + ASIDE) * MM, joined.paper[1] - down - ROOM * MM)
