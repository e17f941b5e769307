"""What a consultation of the demonstration consists of: plain data that ``loader`` turns into deeds."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

NEW_YORK = "America/New_York"
GENEVA = "Europe/Zurich"
HEADQUARTERS = "United Nations Headquarters, New York"
STATES = ("member_state", "observer_state")


def at(day, hour=0, minute=0, zone=NEW_YORK):
    """The instant at which clocks in ``zone`` show this hour on ``day``."""
    return datetime.combine(day, time(hour, minute), tzinfo=ZoneInfo(zone))


def evening_before(instant):
    """Five o'clock of the last working day before ``instant``, in New York."""
    day = instant.astimezone(ZoneInfo(NEW_YORK)).date() - timedelta(days=1)
    while day.weekday() > 4:
        day -= timedelta(days=1)
    return at(day, 17)


@dataclass(frozen=True)
class Meeting:
    """A meeting; without hours where only its day is on record. ``entered``: when it came into the calendar."""

    kind: str
    day: date
    entered: date
    hours: tuple = ()  # ((15, 30), (18, 0))
    subject: str = ""
    room: str = ""
    place: str = HEADQUARTERS
    zone: str = NEW_YORK
    agenda: str = ""
    documents: tuple = ()  # symbols or titles

    @property
    def starts_at(self):
        return at(self.day, *(self.hours[0] if self.hours else ()), zone=self.zone)

    @property
    def ends_at(self):
        return at(self.day, *self.hours[1], zone=self.zone) if self.hours else None


@dataclass(frozen=True)
class Document:
    kind: str
    title: str
    dated: date
    symbol: str = ""
    summary: str = ""
    address: str = ""


@dataclass(frozen=True)
class Call:
    """What is asked of the States from ``opens_at`` on."""

    questions: tuple
    opens_at: datetime
    due_at: datetime | None = None
    kind: str = "opening_questions"
    audience: tuple = STATES


@dataclass(frozen=True)
class Letter:
    """A letter and how far it goes: "draft", "in_approval" (with one approval given), or "issued" at ``at``.

    ``meeting`` is a place in the story's meetings, from 1; ``corrects`` a place among its letters.
    """

    kind: str
    subject: str
    body: str
    at: datetime
    form: str = "joint_letter"
    until: str = "issued"
    meeting: int = 0
    call: bool = False
    audience: tuple = STATES
    addressee: str = ""
    corrects: int = 0
    correction: str = ""
    sample: bool = True

    @property
    def dated(self):
        return self.at.astimezone(ZoneInfo(NEW_YORK)).date()


@dataclass(frozen=True)
class Reminder:
    """A reminder before a meeting, a place in the story's meetings from 1, or without one before the call is due."""

    days: int
    meeting: int = 0
    audience: str = "all"


@dataclass(frozen=True)
class Draft:
    """A version of the sample text: when it is begun, and released unless it is still worked on."""

    label: str
    begun: datetime
    released: datetime | None = None
    session: str = ""


@dataclass(frozen=True)
class Story:
    slug: str
    title: str
    short_title: str
    mandate: str
    notice: str
    opens_on: date
    expected_end: date
    since: datetime  # when roles begin
    signatories: list
    call: Call
    meetings: list = field(default_factory=list)
    documents: list = field(default_factory=list)
    letters: list = field(default_factory=list)
    drafts: list = field(default_factory=list)
    reminders: list = field(default_factory=list)
