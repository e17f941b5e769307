from datetime import UTC, date, datetime, timedelta

import pytest

from consultations import overview
from consultations.models import Meeting
from consultations.timeline import Mark

from .factories import (
    AT,
    CallFactory,
    CircularFactory,
    ConsultationFactory,
    DocumentFactory,
    MeetingFactory,
)

pytestmark = pytest.mark.django_db
START, END = datetime(2019, 2, 13, 20, 30, tzinfo=UTC), datetime(2019, 2, 13, 23, 0, tzinfo=UTC)
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
NOBODY = "No meeting is announced at present."
FIRST = "Next: First informal consultation, Wed 13 Feb 2019, 15:30 New York."
LAST = "Next: Adoption of the sample, Thu 25 Jul 2019, 10:00 New York."
ENDED = "The process has ended: Adoption of the sample, 25 July 2019."


@pytest.fixture
def process():
    """A process with one informal consultation and the adoption."""
    consultation = ConsultationFactory()
    MeetingFactory(consultation=consultation, number=1)
    adoption = datetime(2019, 7, 25, 14, 0, tzinfo=UTC)
    MeetingFactory(
        consultation=consultation,
        number=2,
        kind="adoption",
        subject="Adoption of the sample",
        starts_at=adoption,
        ends_at=adoption + timedelta(hours=3),
    )
    return consultation


def headline(consultation, at, call=None):
    return overview.headline(consultation, meetings(consultation), call, at)


def meetings(consultation):
    return list(Meeting.objects.filter(consultation=consultation).for_list())


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (START - 30 * DAY, FIRST),
        (START, FIRST),
        (END - SECOND, FIRST),
        (END, LAST),
        (datetime(2019, 7, 25, 16, 59, 59, tzinfo=UTC), LAST),
        (datetime(2019, 7, 25, 17, 0, tzinfo=UTC), ENDED),
        (datetime(2026, 1, 1, tzinfo=UTC), ENDED),
    ],
)
def test_headline_says_what_comes_next(process, at, expected):
    assert headline(process, at) == expected


@pytest.mark.parametrize("at", [AT, END + DAY])
def test_headline_between_meetings_of_which_none_is_announced(at):
    consultation = ConsultationFactory()
    if at > END:
        MeetingFactory(consultation=consultation)

    assert headline(consultation, at) == NOBODY


@pytest.mark.parametrize("status", ["cancelled", "postponed"])
def test_headline_passes_over_what_will_not_be_held(process, status):
    process.meetings.filter(number=1).update(status=status)

    assert headline(process, AT) == LAST


def test_headline_names_the_meeting_that_ended_the_process_and_no_later_one_that_was_cancelled(process):
    late = datetime(2019, 7, 30, 14, 0, tzinfo=UTC)
    MeetingFactory(consultation=process, number=3, starts_at=late, ends_at=None, status="cancelled")

    assert headline(process, late + DAY) == ENDED


def test_headline_of_a_meeting_without_hour_names_the_day():
    meeting = MeetingFactory(hour_known=False)

    assert headline(meeting.consultation, AT) == "Next: First informal consultation, Wed 13 Feb 2019."


DUE = datetime(2019, 3, 1, 22, 0, tzinfo=UTC)
IS_DUE = "Written inputs are due by Fri 1 Mar 2019, 17:00 New York."
WAS_DUE = "Written inputs were due by Fri 1 Mar 2019, 17:00 New York; later ones are accepted and marked late."


@pytest.mark.parametrize(
    ("fields", "at", "expected"),
    [
        ({"due_at": DUE}, AT - SECOND, ""),
        ({"due_at": DUE}, AT, IS_DUE),
        ({"due_at": DUE}, DUE - SECOND, IS_DUE),
        ({"due_at": DUE}, DUE, WAS_DUE),
        ({"due_at": DUE, "closed_at": DUE + DAY}, DUE + DAY - SECOND, WAS_DUE),
        ({"due_at": DUE, "closed_at": DUE + DAY}, DUE + DAY, ""),
        ({}, AT, "Written inputs are welcome throughout."),
    ],
)
def test_headline_says_until_when_one_may_write(fields, at, expected):
    call = CallFactory(**fields)

    assert headline(call.consultation, at, call) == f"{NOBODY} {expected}".strip()


def test_headline_asks_nobody_to_write_once_the_process_has_ended(process):
    call = CallFactory(consultation=process)

    assert headline(process, datetime(2019, 8, 1, tzinfo=UTC), call) == ENDED


def test_mandate_stands_before_what_is_older():
    documents = [
        DocumentFactory.build(title=title, kind=kind)
        for title, kind in (("Old", "resolution"), ("The mandate", "mandate"), ("New", "draft"))
    ]

    assert [document.title for document in overview.mandate_first(documents)] == ["The mandate", "Old", "New"]


# The picture


def timeline(consultation, at=AT, circulars=(), documents=()):
    return overview.timeline(consultation, meetings(consultation), circulars, documents, at)


def test_timeline_holds_meetings_letters_and_texts_in_the_order_of_time(process):
    fields = {"consultation": process, "year": 2019}
    circulars = [
        CircularFactory(**fields, serial=1),
        CircularFactory.build(**fields, serial=2, state="withdrawn"),
        CircularFactory.build(**fields, serial=3, state="superseded", dated=date(2019, 2, 20)),
    ]
    documents = [
        DocumentFactory(consultation=process, dated=date(2018, 10, 31), title="Too old"),
        DocumentFactory(consultation=process, dated=date(2019, 5, 1), title="Zero draft", symbol="", kind="draft"),
        DocumentFactory(consultation=process, dated=date(2019, 5, 2), title="A resolution", address="http://a.test/"),
        DocumentFactory(consultation=process, dated=date(2019, 6, 1), title="A letter", symbol="", kind="letter"),
        DocumentFactory(consultation=process, dated=date(2019, 6, 2), title="A statement", symbol="", kind="statement"),
    ]

    items = timeline(process, AT - 2 * DAY, circulars, documents).items

    root, first, last = f"/{process.slug}/", "First informal consultation", "Adoption of the sample"
    assert [(mark.kind, mark.title, mark.url, mark.state, mark.label, mark.joined) for mark in items] == [
        ("letter", "2019-001 A sample letter", circulars[0].get_absolute_url(), "draft", "2019-001", False),
        ("meeting", first, f"{root}meetings/1/", "scheduled", first, False),
        ("letter", "2019-003 A sample letter", f"{root}circulars/2019-003/", "superseded", "2019-003", False),
        ("text", "Zero draft", f"{root}#documents", "", "", True),
        ("text", "A resolution", "http://a.test/", "", "A/RES/0/0", True),
        ("letter", "A letter", f"{root}#documents", "", "", False),
        ("text", "A statement", f"{root}#documents", "", "", False),
        ("meeting", last, f"{root}meetings/2/", "scheduled", last, False),
    ]


@pytest.mark.parametrize(
    ("at", "drawn"),
    [
        (datetime(2019, 2, 1, 4, 59, tzinfo=UTC), False),
        (datetime(2019, 2, 1, 5, 0, tzinfo=UTC), True),
        (datetime(2019, 8, 1, 3, 59, tzinfo=UTC), True),
        (datetime(2019, 8, 1, 4, 0, tzinfo=UTC), False),
    ],
)
def test_timeline_draws_today_while_the_process_runs_by_the_clock_of_its_place(process, at, drawn):
    assert bool(timeline(process, at).today) is drawn


def test_timeline_writes_the_kind_where_the_title_is_long():
    meeting = MeetingFactory(kind="briefing", subject="A briefing with a very long title of its own")

    [mark] = timeline(meeting.consultation).items[-1:]

    assert (mark.title, mark.label) == ("A briefing with a very long title of its own", "Briefing")


def test_timeline_takes_marks_of_others_too(process):
    version = Mark("version", date(2019, 3, 1), "Zero draft", "/1/", "released", "released", "Zero draft", joined=True)

    drawn = overview.timeline(process, meetings(process), [], [], AT, more=[version])

    assert [item.title for item in drawn.items] == [meetings(process)[0].title, "Zero draft", "Adoption of the sample"]


def test_timeline_of_a_process_without_anything_is_empty():
    assert not timeline(ConsultationFactory())
