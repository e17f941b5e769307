"""What one types about a meeting, and what the action is given."""

from datetime import UTC, date, datetime

import pytest

from consultations.forms import CallOffForm, ChangeMeetingForm, MeetingForm, ReportForm
from consultations.models import Meeting

from .factories import ConsultationFactory, DocumentFactory, MeetingFactory

pytestmark = pytest.mark.django_db
TYPED = {
    "kind": "informal",
    "day": "2019-03-20",
    "starts": "10:00",
    "ends": "13:00",
    "time_zone": "America/New_York",
    "place": "United Nations Headquarters, New York",
    "published": "on",
}


def form(consultation=None, **typed):
    return MeetingForm(TYPED | typed, consultation=consultation or ConsultationFactory())


def test_hours_are_those_of_the_place():
    consultation = ConsultationFactory()
    paper = DocumentFactory(consultation=consultation)
    filled = form(consultation, time_zone="Europe/Zurich", place="Geneva", documents=[paper.pk], agenda="A\r\nB\r\n")

    assert filled.is_valid(), filled.errors
    fields = filled.fields_of_meeting()
    assert (fields["starts_at"], fields["ends_at"], fields["hour_known"]) == (
        datetime(2019, 3, 20, 9, tzinfo=UTC),
        datetime(2019, 3, 20, 12, tzinfo=UTC),
        True,
    )
    assert (fields["agenda"], fields["documents"], fields["closed"]) == ("A\nB", [paper], False)


def test_a_day_alone_is_a_meeting_whose_hour_is_not_known():
    filled = form(starts="", ends="")

    assert filled.is_valid()
    fields = filled.fields_of_meeting()
    assert (fields["starts_at"], fields["ends_at"], fields["hour_known"]) == (
        datetime(2019, 3, 20, 4, tzinfo=UTC),
        None,
        False,
    )


def test_it_may_end_on_another_day_or_nobody_knows_when():
    overnight, open_end = form(starts="20:00", ends="02:00", ends_on="2019-03-21"), form(ends="")

    assert overnight.is_valid()
    assert overnight.fields_of_meeting()["ends_at"] == datetime(2019, 3, 21, 6, tzinfo=UTC)
    assert open_end.is_valid()
    assert open_end.fields_of_meeting()["ends_at"] is None


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"ends": "09:00"}, "ends", "ends after it has begun"),
        ({"ends": "10:00"}, "ends", "ends after it has begun"),
        ({"starts": ""}, "starts", "Say when it begins too"),
        ({"starts": "", "ends": "", "ends_on": "2019-03-21"}, "starts", "Say when it begins too"),
        ({"ends": "", "ends_on": "2019-03-21"}, "ends", "at what hour it ends"),
        ({"day": "2019-03-10", "starts": "02:30"}, "starts", "There is no 02:30"),
        ({"day": "2019-11-03", "starts": "00:30", "ends": "01:30"}, "ends", "01:30 comes twice"),
        ({"day": "0219-03-10"}, "day", "held in this year"),
        ({"day": "9999-12-31"}, "day", "held in this year"),
        ({"ends_on": "2919-03-10"}, "ends_on", "held in this year"),
        ({"day": "nonsense"}, "day", "Enter a valid date"),
        ({"time_zone": "Mars/Olympus"}, "time_zone", "Select a valid choice"),
        ({"subject": "a\u202eb"}, "subject", "invisible characters"),
        ({"room": "a\u202eb"}, "room", "invisible characters"),
        ({"link": "javascript:alert(1)"}, "link", "Enter a valid URL"),
        ({"webcast": "ftp://example.org/"}, "webcast", "Enter a valid URL"),
        ({"documents": ["999999"]}, "documents", "Select a valid choice"),
    ],
)
def test_what_cannot_be_meant_is_said_beside_its_field(typed, field, said):
    filled = form(**typed)

    assert list(filled.errors) == [field]
    assert said in str(filled.errors[field])


def test_papers_of_another_process_cannot_be_chosen():
    assert list(form(documents=[DocumentFactory().pk]).errors) == ["documents"]


def test_rooms_are_those_in_which_one_has_met_then_the_usual_ones():
    consultation = ConsultationFactory()
    MeetingFactory(consultation=consultation, room="The garden")
    MeetingFactory(room="Elsewhere")

    offered = form(consultation).rooms

    assert offered[:2] == ["The garden", "Conference Room 1"]
    assert "Elsewhere" not in offered


def test_a_new_meeting_begins_at_the_place_of_the_process():
    empty = MeetingForm(consultation=ConsultationFactory(time_zone="Africa/Nairobi"))

    assert (empty["time_zone"].value(), empty["published"].value()) == ("Africa/Nairobi", True)


def reread(meeting, **typed):
    """What a browser sends back of the form of ``meeting``, with something typed over."""
    unbound = ChangeMeetingForm(meeting=meeting)
    sent = {}
    for bound in unbound:
        value = bound.value()
        if isinstance(value, bool):
            sent |= {bound.name: "on"} if value else {}
        else:
            sent[bound.name] = value if isinstance(value, list) else bound.field.widget.format_value(value) or ""
    sent = {name: one[0] if isinstance(one, list) and name != "documents" else one for name, one in sent.items()}
    return ChangeMeetingForm(sent | typed, meeting=meeting)


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"ends_at": None},
        {"ends_at": datetime(2019, 2, 14, 7, tzinfo=UTC)},
        {"hour_known": False, "ends_at": None, "starts_at": datetime(2019, 2, 13, 5, tzinfo=UTC)},
        {"time_zone": "Asia/Tokyo", "closed": True, "published": False, "agenda": "One\nTwo"},
    ],
)
def test_a_form_that_comes_back_untouched_changes_nothing(fields):
    meeting = MeetingFactory(**fields)
    filled = reread(meeting)

    assert filled.is_valid(), filled.errors
    given = filled.fields_of_meeting()
    assert given.pop("documents") == []
    assert given == {name: getattr(meeting, name) for name in given}


def test_what_someone_else_saved_is_told_field_by_field():
    meeting = MeetingFactory(room="Conference Room 1")
    mine = reread(meeting, room="Conference Room 2")
    paper = DocumentFactory(consultation=meeting.consultation)
    Meeting.objects.update(room="Conference Room 3", closed=True, kind="briefing")
    meeting.documents.add(paper)
    Meeting.objects.update(starts_at=datetime(2019, 2, 12, 20, 30, tzinfo=UTC))

    theirs = mine.theirs(Meeting.objects.get())

    assert [(str(label), str(text)) for label, text in theirs] == [
        ("Kind", "briefing"),
        ("Day", "Tue 12 Feb 2019"),
        ("Ends on another day", "Wed 13 Feb 2019"),
        ("Room", "Conference Room 3"),
        ("Documents", paper.title),
        ("Closed meeting", "yes"),
    ]


def test_a_form_of_a_meeting_doubts_its_hours():
    usual, odd = MeetingFactory(), MeetingFactory(starts_at=datetime(2019, 2, 13, 12, tzinfo=UTC))

    assert ChangeMeetingForm(meeting=usual).doubts == []
    assert len(ChangeMeetingForm(meeting=odd).doubts) == 1
    assert ChangeMeetingForm(meeting=odd)["day"].value() == date(2019, 2, 13)


def test_calling_off_and_reporting_take_lines_and_addresses():
    off, report = CallOffForm({"reason": "A\r\nB"}), ReportForm({"summary": "A", "recording": "x", "revision": "1"})

    assert off.is_valid()
    assert off.cleaned_data == {"reason": "A\nB", "announce": False}
    assert list(report.errors) == ["recording"]
