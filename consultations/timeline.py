"""The process as a picture: marks on one axis of months, each with a label where one fits. Pure computation.

Places along the axis are shares of the width, so that letters keep their size while the picture grows; heights are
pixels. Labels hang from their marks like flags. A flag is hung lower than those to its right that it would cover, so
that no label and no line ever crosses another; that is decided for the narrowest width at which names are shown.
"""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import groupby, pairwise

NARROWEST = 1000  # pixels; below, the style sheet hides the names and the dates alone remain
LEFT, RIGHT = 0.08, 0.12  # shares kept free: for the names of the rows, and for the last label
LETTER = 6.3  # pixels a letter takes, on average, at 13 pixels
LANE = 17
DEEPEST = {True: 5, False: 6}  # lanes; a name that would hang lower is left out, a date lower still
ROWS = ("letter", "meeting", "text", "version")  # documents of others, then the versions of the text written here
BEFORE = timedelta(days=92)  # what lies further before the opening is history and stays out of the picture


@dataclass(frozen=True)
class Mark:
    """What happened or will happen on one day. ``kind`` is one of ``ROWS``; ``state`` a word such as "held"."""

    kind: str
    day: date
    title: str
    url: str
    state: str = ""
    state_label: str = ""
    label: str = ""  # the name in the picture
    joined: bool = False  # a version of the text: a line leads to it from the one before


@dataclass(frozen=True)
class Bar:
    """What lasts: a silence procedure, from one day to another."""

    start: date
    end: date
    label: str
    url: str = ""


@dataclass(frozen=True)
class Placed:
    """A mark and where it stands. ``lane`` is None where no label fits; ``named`` if the label has the name too."""

    mark: Mark
    share: float
    lane: int | None = None
    named: bool = False

    @property
    def x(self):
        return percent(self.share)

    @property
    def drop(self):
        """How far below its mark the label's line of writing lies."""
        return 20 + LANE * self.lane if self.lane is not None else 0


@dataclass(frozen=True)
class Row:
    """One line of the picture: its marks stand on ``y``."""

    kind: str
    y: int
    height: int
    marks: list
    joints: list = field(default_factory=list)  # pairs of places between which a line is drawn
    bars: list = field(default_factory=list)


@dataclass(frozen=True)
class Timeline:
    """The picture and, in ``items``, the same marks in the order of time for those who read a list."""

    months: list
    rows: list
    items: list  # with None where today is
    height: int
    today: str = ""  # the place of today's line, "" where today is not on the axis

    def __bool__(self):
        return bool(self.items)


def percent(share):
    return f"{share * 100:.2f}%"


def month_after(day, count=1):
    """The first day of the month ``count`` months later."""
    months = day.year * 12 + day.month - 1 + count
    return date(months // 12, months % 12 + 1, 1)


@dataclass(frozen=True)
class Axis:
    """Whole months from the first day of one to the first day of another."""

    start: date
    end: date

    @classmethod
    def around(cls, days):
        return cls(min(days).replace(day=1), month_after(max(days)))

    def share(self, day, hour=12):
        """The place of ``day`` as a share of the width: its middle, or another ``hour`` of it."""
        days = (day - self.start).days + hour / 24
        return LEFT + (1 - LEFT - RIGHT) * days / (self.end - self.start).days

    def holds(self, day):
        return self.start <= day < self.end

    def months(self):
        """The first days of the months, each, or every third, sixth or twelfth where they would stand too close."""
        count = (self.end.year - self.start.year) * 12 + self.end.month - self.start.month
        step = next(step for step in (1, 3, 6, 12, count) if count <= 16 * step)
        return [month_after(self.start, i) for i in range(0, count, step)]


@dataclass(frozen=True)
class Month:
    day: date
    x: str
    with_year: bool


def month_marks(axis):
    """The months that are written on the axis, the first of each year with its year."""
    days = axis.months()
    years = [None] + [day.year for day in days]
    return [
        Month(day, percent(axis.share(day, 0)), day.year != before) for day, before in zip(days, years, strict=False)
    ]


def width_of(mark, named):
    """The share of the width that a label takes: the date, and with ``named`` the name."""
    letters = len("31 May") + (1 + len(mark.label) if named and mark.label else 0)
    return (letters * LETTER + 10) / NARROWEST


def hang(placed):
    """The marks of one row with their labels hung, from the right to the left."""
    done = []
    for here in sorted(placed, key=lambda p: p.share, reverse=True):
        done.append(next(candidates(here, done), here))
    return done[::-1]


def candidates(here, done):
    """The label with its name, then without, each if it fits and hangs no deeper than the deepest lane."""
    for named in (True, False) if here.mark.label else (False,):
        end = here.share + width_of(here.mark, named)
        covered = [p.lane for p in done if p.lane is not None and p.share <= end]
        lane = max(covered, default=-1) + 1
        if end <= 1 and lane <= DEEPEST[named]:
            yield replace(here, lane=lane, named=named)


def row_of(kind, marks, bars, axis, top):
    """The row of one kind below ``top``, as high as its labels need."""
    placed = hang([Placed(mark, axis.share(mark.day)) for mark in sorted(marks, key=lambda m: m.day)])
    drops = [p.drop for p in placed]
    line = [p.x for p in placed if p.mark.joined]
    return Row(
        kind,
        y=top + 14,
        height=14 + max(drops, default=0) + 14,
        marks=placed,
        joints=list(pairwise(line)),
        bars=[(percent(axis.share(b.start)), percent(axis.share(b.end) - axis.share(b.start)), b) for b in bars],
    )


def with_today(items, today):
    """The marks with None where today lies between them."""
    before = [mark for mark in items if today and mark.day < today]
    if not before or len(before) == len(items):
        return items
    return [*before, None, *items[len(before) :]]


def layout(marks, *, bars=(), today=None, starts=None, ends=None):
    """Where everything stands. The axis covers all marks and bars, and what lies between ``starts`` and ``ends``."""
    days = [m.day for m in marks] + [d for b in bars for d in (b.start, b.end)] + [d for d in (starts, ends) if d]
    if not days:
        return Timeline([], [], [], 0)
    items = sorted(marks, key=lambda m: (m.day, ROWS.index(m.kind)))
    axis, rows, top = Axis.around(days), [], 30
    for kind in ROWS:
        of_kind = [m for m in marks if m.kind == kind]
        lasting = bars if kind == "text" else ()
        if of_kind or lasting:
            rows.append(row_of(kind, of_kind, lasting, axis, top))
            top += rows[-1].height
    line = percent(axis.share(today)) if today and axis.holds(today) else ""
    return Timeline(month_marks(axis), rows, with_today(items, today), top + 18, line)


@dataclass(frozen=True)
class CalendarMonth:
    """A month of the calendar; in its rows None stands for today."""

    day: date
    rows: list


def by_month(meetings, today):
    """The meetings in the order of time under their months, with None where today lies between two of them."""
    dated = [(m.day(), m) for m in meetings]
    before = [day for day, _ in dated if day < today]
    if before and len(before) < len(dated):
        dated.insert(len(before), (today, None))
    months = groupby(dated, key=lambda pair: pair[0].replace(day=1))
    return [CalendarMonth(first, [meeting for _, meeting in rows]) for first, rows in months]
