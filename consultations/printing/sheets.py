"""Sheets of labels as they are sold: where each label lies."""

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _


class LabelSheet(NamedTuple):
    """A sheet of labels, in millimetres: how many, their size, the edges of the first, the gap between columns."""

    name: str
    paper: str
    across: int
    down: int
    width: float
    height: float
    left: float
    top: float
    gap: float = 0

    @property
    def labels(self):
        return self.across * self.down

    def edges(self, place):
        """Left and top edge of the label in ``place``, counted from 0 along the rows, in millimetres."""
        row, column = divmod(place, self.across)
        return self.left + column * (self.width + self.gap), self.top + row * self.height


SHEETS = {
    "a4-24": LabelSheet(_("A4, 24 labels of 70 × 37 mm"), "a4", 3, 8, 70, 37, 0, 0.5),
    "a4-14": LabelSheet(_("A4, 14 labels of 99.1 × 38.1 mm (Avery L7163)"), "a4", 2, 7, 99.1, 38.1, 4.65, 15.15, 2.5),
    "letter-30": LabelSheet(
        _("Letter, 30 labels of 2⅝ × 1 in (Avery 5160)"), "letter", 3, 10, 66.675, 25.4, 4.7625, 12.7, 3.175
    ),
}
USUAL = {"a4": "a4-24", "letter": "letter-30"}


def sheet_for(paper, chosen=""):
    """The sheet that was chosen, or the usual one of the paper."""
    return SHEETS[chosen or USUAL[paper]]
