"""The same process, all of it a sample, dated from the day on which it is loaded: something is always due."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from .seed_letter import SEED_ADDRESSEE, SEED_QUESTIONS
from .story import GENEVA, NEW_YORK, Call, Document, Draft, Letter, Meeting, Reminder, Story, at

SAMPLE = "[Sample text for a rehearsal: nobody has sent this letter.]"
WRITE = (
    "We write to you in our capacity as co-facilitators of the rehearsal of the consultations on the modalities of the "
    "International Migration Review Forum."
)
# No name of a person: these letters were never written by anybody.
SIGNATORIES = [
    {"name": "The Permanent Representative of Bangladesh", "function": "Co-facilitator (sample signature)"},
    {"name": "The Permanent Representative of Spain", "function": "Co-facilitator (sample signature)"},
]
MORNING, AFTERNOON = ((10, 0), (13, 0)), ((15, 0), (18, 0))


def story(now):
    """The rehearsal as it stands at ``now``: its first letter two weeks old, its first meeting next week."""
    today = now.astimezone(ZoneInfo(NEW_YORK)).date()

    def day(offset):
        return working_day(today + timedelta(days=offset), back=offset < 0)

    first = day(-14)
    return Story(
        slug="rehearsal",
        title="Rehearsal: consultations on the modalities of the International Migration Review Forum",
        short_title="Rehearsal",
        mandate="paragraphs 48 to 54 of the Global Compact for Safe, Orderly and Regular Migration, endorsed by the "
        "General Assembly in its resolution 73/195 of 19 December 2018",
        notice="This is a rehearsal with sample data, dated from the day on which it was loaded. Nothing in it was "
        "said, sent or decided by anybody.",
        opens_on=first,
        expected_end=day(140),
        since=at(first - timedelta(days=14), 9),
        signatories=SIGNATORIES,
        call=Call(tuple(SEED_QUESTIONS), opens_at=at(first), due_at=at(day(10), 18)),
        meetings=meetings(day, first),
        documents=[
            Document(
                "mandate",
                "Global Compact for Safe, Orderly and Regular Migration",
                date(2018, 12, 19),
                "A/RES/73/195",
                "Paragraphs 48 to 54.",
                "https://undocs.org/A/RES/73/195",
            )
        ],
        letters=letters(day, first),
        drafts=drafts(today),
        reminders=[Reminder(1, meeting=1), Reminder(2, audience="not_submitted")],
    )


def working_day(day, *, back=False):
    """``day``, or the nearest later working day, or with ``back`` the nearest earlier one."""
    while day.weekday() > 4:
        day += timedelta(days=-1 if back else 1)
    return day


def working_days_before(day, count):
    """The last of so many working days before ``day``."""
    for _ in range(count):
        day = working_day(day - timedelta(days=1), back=True)
    return day


def drafts(today):
    """Two versions released since the first letter, and a third begun yesterday, so that staff have one to work on."""

    def before(count, hour):
        return at(working_days_before(today, count), hour)

    return [
        Draft("Zero draft", before(7, 10), before(5, 12)),
        Draft("Rev.1 (sample)", before(4, 10), before(2, 12)),
        Draft("Rev.2 (sample)", before(1, 10)),
    ]


def meetings(day, first):
    """Three informal consultations, one with stakeholders in Geneva, two readings and the adoption."""
    entered = working_days_before(first, 2)  # before the letter that convenes is written
    sample = "Sample room and hours."
    return [
        Meeting("informal", day(7), entered, AFTERNOON, room="Conference Room 3", agenda="The opening questions."),
        Meeting("informal", day(35), entered, MORNING, room="Conference Room 1", agenda=sample),
        Meeting("informal", day(63), entered, MORNING, room="Conference Room 1", agenda=sample),
        Meeting(
            "stakeholders",
            day(70),
            entered,
            MORNING,
            subject="Stakeholder consultation",
            agenda=sample,
            place="Palais des Nations, Geneva",
            zone=GENEVA,
        ),
        Meeting("reading", day(98), entered, AFTERNOON, room="Trusteeship Council Chamber", agenda=sample),
        Meeting("reading", day(112), entered, MORNING, room="Trusteeship Council Chamber", agenda=sample),
        Meeting("adoption", day(140), entered, MORNING, subject="Adoption by the General Assembly", agenda=sample),
    ]


def letters(day, first):
    """One issued, one that waits for its second approval, one still a draft: the whole path can be walked by hand."""
    return [
        Letter(
            "call",
            "First informal consultation and call for written inputs",
            _text(
                "We would like to invite all delegations to the first informal consultation, which will be held on "
                "{meeting}.",
                "To prepare it we invite your written inputs on the following questions:",
                "{questions}",
                "Inputs are requested by {due}. Those that arrive later will still be considered as far as possible. "
                "You are welcome to bring elements beyond these questions.",
            ),
            at(first, 11),
            meeting=1,
            call=True,
            addressee=SEED_ADDRESSEE,
        ),
        Letter(
            "convening",
            "Second informal consultation",
            _text(
                "We would like to invite all delegations to the second informal consultation, which will be held on "
                "{meeting}. The meeting is open to Member States and observers.",
            ),
            at(day(-1), 15),
            until="in_approval",
            meeting=2,
            addressee=SEED_ADDRESSEE,
        ),
        Letter(
            "convening",
            "Third informal consultation",
            _text(
                "We would like to invite all delegations to the third informal consultation, which will be held on "
                "{meeting}. The meeting is open to Member States and observers.",
            ),
            at(day(-1), 16),
            until="draft",
            meeting=3,
            addressee=SEED_ADDRESSEE,
        ),
    ]


def _text(*paragraphs):
    return "\n\n".join([SAMPLE, WRITE, *paragraphs])
