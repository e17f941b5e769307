"""The demonstration: what it says is so, what it makes up says so, and what ``load_demo`` leaves."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import validate_password
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import Address, User
from consultations import composition
from consultations.capacities import choices_for
from consultations.letters.dates import date_problems
from consultations.models import Circular, CircularState, Consultation, Meeting, MeetingStatus
from drafts.models import Comment, Disposition, Trace
from imrf_portal.demo import accounts, facts, loader, rehearsal
from imrf_portal.demo.story import at, evening_before
from record.models import Delivery, DeliveryState, Event, Job, JobState

NOW = datetime(2026, 11, 24, 15, tzinfo=UTC)
WEEK = [NOW + timedelta(days=days) for days in range(7)]
NIGHT = datetime(2026, 11, 28, 3, 30, tzinfo=UTC)  # a Saturday in London, a Friday still in New York


# What it says


@pytest.mark.parametrize(
    ("day", "weekday", "kinds"),
    [
        (date(2019, 2, 13), "Wednesday", ["informal"]),
        (date(2019, 3, 20), "Wednesday", ["informal"]),
        (date(2019, 5, 8), "Wednesday", ["informal"]),
        (date(2019, 5, 28), "Tuesday", ["stakeholders", "stakeholders"]),
        (date(2019, 6, 11), "Tuesday", ["reading"]),
        (date(2019, 6, 20), "Thursday", ["reading"]),
        (date(2019, 6, 26), "Wednesday", ["reading"]),
        (date(2019, 7, 19), "Friday", ["adoption"]),
    ],
)
def test_the_meetings_of_2019_were_on_these_days(day, weekday, kinds):
    held = [meeting for meeting in facts.MEETINGS if meeting.day == day]

    assert [meeting.kind for meeting in held] == kinds
    assert f"{day:%A}" == weekday
    assert {meeting.starts_at.date() for meeting in held} == {day}


def test_only_the_first_meeting_has_hours_and_a_room_on_record():
    first, *others = facts.MEETINGS

    assert (first.starts_at.isoformat(), first.ends_at.isoformat()) == (
        "2019-02-13T15:30:00-05:00",
        "2019-02-13T18:00:00-05:00",
    )
    assert first.room == "Conference Room 3"
    assert {(meeting.hours, meeting.room, meeting.ends_at) for meeting in others} == {((), "", None)}


def test_the_documents_name_the_vote_and_lead_to_the_united_nations():
    symbols = {document.symbol: document for document in facts.DOCUMENTS if document.symbol}

    assert list(symbols) == ["A/RES/71/1", "A/RES/73/195", "A/73/L.99", "A/RES/73/326"]
    assert {d.address for d in symbols.values()} == {f"https://undocs.org/{symbol}" for symbol in symbols}
    assert "118 to 5, with 13 abstentions" in symbols["A/RES/73/326"].summary


def test_the_call_of_2019_sets_no_date():
    assert (len(facts.STORY.call.questions), facts.STORY.call.due_at) == (3, None)


@pytest.mark.parametrize("story", [facts.STORY, *map(rehearsal.story, [*WEEK, NIGHT])], ids=lambda story: story.slug)
def test_every_date_that_is_written_out_has_its_weekday(story):
    texts = [letter.body for letter in story.letters] + [document.summary for document in story.documents]

    assert [problem for text in texts for problem in date_problems(text, kind="free", dated=None)] == []


def test_every_letter_after_the_first_says_that_it_is_a_sample():
    first, *others = facts.STORY.letters
    everywhere = [letter for now in WEEK for letter in rehearsal.story(now).letters]

    assert not first.sample
    assert {letter.body.split("]")[0] for letter in others} == {"[Sample text: this is not the letter that was sent."}
    assert {letter.body.split("]")[0] for letter in everywhere} == {
        "[Sample text for a rehearsal: nobody has sent this letter."
    }


def test_no_person_signs_the_letters_of_the_rehearsal():
    assert [signature["name"] for signature in rehearsal.story(NOW).signatories] == [
        "The Permanent Representative of Bangladesh",
        "The Permanent Representative of Spain",
    ]


@pytest.mark.parametrize("story", [facts.STORY, *map(rehearsal.story, [*WEEK, NIGHT])], ids=lambda story: story.slug)
def test_a_meeting_stands_in_the_calendar_before_a_letter_about_it_is_begun(story):
    begun = {number: evening_before(letter.at) for number, letter in enumerate(story.letters)}
    named = [
        (number, story.meetings[letter.meeting - 1]) for number, letter in enumerate(story.letters) if letter.meeting
    ]

    assert named
    assert [meeting for number, meeting in named if at(meeting.entered, 9) >= begun[number]] == []


@pytest.mark.parametrize("now", [*WEEK, NIGHT], ids=lambda now: f"{now:%A-%H}")
def test_in_the_rehearsal_something_is_always_due(now):
    story = rehearsal.story(now)
    issued, *prepared = story.letters
    first, *later = story.meetings

    assert timedelta(days=13) <= now - issued.at <= timedelta(days=17)
    assert all(letter.at < now for letter in prepared)
    assert timedelta(days=6) <= first.starts_at - now <= timedelta(days=10)
    assert timedelta(days=9) <= story.call.due_at - now <= timedelta(days=13)
    assert all(meeting.day.weekday() < 5 for meeting in story.meetings)
    assert [m.starts_at for m in later] == sorted(m.starts_at for m in later)
    assert story.expected_end >= later[-1].day


def test_the_accounts_are_those_that_are_promised():
    assert [email for email, _description in accounts.ACCOUNTS] == list(accounts.NAMES)
    assert {
        "secretariat@demo.invalid",
        "staff@demo.invalid",
        "cofacilitator.bgd@demo.invalid",
        "cofacilitator.esp@demo.invalid",
        "head.prt@demo.invalid",
        "delegate.prt@demo.invalid",
        "head.phl@demo.invalid",
        "delegate.phl@demo.invalid",
        "observer.vat@demo.invalid",
        "stakeholder@demo.invalid",
        "admin@demo.invalid",
    } == set(accounts.NAMES) - {accounts.SECOND_PERSON}


def test_the_password_would_be_taken_from_anybody():
    validate_password(accounts.PASSWORD)


# As ``load_demo`` leaves it, committed and delivered


@pytest.fixture
def loaded(demo):
    return timezone.now()


def test_load_demo_says_that_it_is_done(demo_loaded):
    assert demo_loaded[1] == "The demonstration is loaded.\n"


def test_load_demo_is_loaded_once(loaded):
    before = Event.objects.count(), Delivery.objects.count(), User.objects.count()
    out = StringIO()

    call_command("load_demo", if_empty=True, stdout=out)

    assert (Event.objects.count(), Delivery.objects.count(), User.objects.count()) == before
    assert out.getvalue() == ""
    with pytest.raises(CommandError) as caught:
        call_command("load_demo")
    assert str(caught.value) == "The demonstration is loaded already. Nothing was changed."


def test_another_start_that_was_waiting_finds_it_loaded(loaded):
    before = Event.objects.count()

    loader.load(loaded)

    assert Event.objects.count() == before


def test_the_record_of_the_demo_is_whole(loaded):
    out = StringIO()

    call_command("verify_record", stdout=out)

    assert out.getvalue().splitlines()[-1].startswith("No problem found in: ")


def test_the_register_of_2019(loaded):
    issued = Circular.objects.filter(consultation__slug="imrf-modalities").issued().order_by("year", "serial")

    assert [(c.reference, c.kind, c.form, c.state, c.correction) for c in issued] == [
        ("2019-001", "convening", "joint_letter", "issued", ""),
        ("2019-002", "convening", "joint_letter", "issued", ""),
        ("2019-003", "change", "note_verbale", "issued", ""),
        ("2019-004", "convening", "plain_letter", "issued", ""),
        ("2019-005", "transmittal", "joint_letter", "superseded", ""),
        ("2019-006", "transmittal", "joint_letter", "issued", "corr"),
        ("2019-007", "silence", "joint_letter", "issued", ""),
    ]
    assert issued[5].corrects == issued[4]
    assert {c.pdf.read()[:5] for c in issued} == {b"%PDF-"}


def test_each_letter_is_dated_and_issued_on_its_day(loaded):
    for circular in Circular.objects.exclude(issued_at=None).select_related("consultation"):
        assert circular.consultation.day(circular.issued_at) == circular.dated


def test_the_rehearsal_can_be_walked_through(loaded):
    letters = Circular.objects.filter(consultation__slug="rehearsal").exclude(state="discarded").order_by("pk")
    states = {letter.subject: letter.state for letter in letters}

    assert states == {
        "First informal consultation and call for written inputs": CircularState.ISSUED,
        "Second informal consultation": CircularState.IN_APPROVAL,
        "Third informal consultation": CircularState.DRAFT,
    }
    waiting = letters.get(state=CircularState.IN_APPROVAL)
    given = composition.approvals(waiting, loaded)
    assert [approval.user.email for approval in given] == ["cofacilitator.bgd@demo.invalid"]


def test_no_letter_of_the_demo_has_a_fault(loaded):
    for circular in Circular.objects.exclude(state="discarded"):
        circular.content = None  # as if it were written now
        found = composition.problems(circular, circular.issued_at or loaded)
        assert [problem for problem in found if problem.level == "error"] == []


def test_every_delegation_was_reached_in_the_year_of_the_letter(loaded):
    letter = Circular.objects.get(year=2019, serial=1)
    sent = Delivery.objects.about(letter).filter(kind="circular")
    last = max(sent.values_list("sent_at", flat=True))

    assert sent.count() == 197
    assert Counter(sent.values_list("state", flat=True)) == {DeliveryState.SENT: 197}
    assert letter.issued_at < min(sent.values_list("sent_at", flat=True))
    assert last - letter.issued_at < timedelta(minutes=2)


def test_nothing_waits(loaded):
    assert set(Delivery.objects.values_list("state", flat=True)) == {DeliveryState.SENT}
    assert set(Job.objects.values_list("state", flat=True)) == {JobState.DONE}


def test_stakeholders_get_the_letter_to_stakeholders_and_no_other(loaded):
    letter = Circular.objects.get(year=2019, serial=4)
    to_them = Delivery.objects.filter(address="sample@missions.invalid")

    assert [(d.target_id, d.kind) for d in to_them] == [(letter.pk, "circular")]
    assert Delivery.objects.about(letter).filter(kind="circular").count() == 1


def test_the_events_stand_in_the_order_of_their_instants(loaded):
    for slug in ("imrf-modalities", "rehearsal"):
        instants = list(Event.objects.filter(consultation=slug).order_by("place").values_list("at", flat=True))
        assert instants == sorted(instants)


def test_addresses_lead_nowhere(loaded):
    assert Address.objects.count() == 198
    assert [a for a in Address.objects.values_list("email", flat=True) if not a.endswith("@missions.invalid")] == []
    two = Address.objects.filter(delegation__code__in=["PRT", "PHL"]).count()
    assert two == 4


def test_everyone_can_sign_in(loaded):
    assert {
        email for email in accounts.NAMES if not authenticate(None, email=email, password=accounts.PASSWORD)
    } == set()


CAPACITIES = {
    "secretariat@demo.invalid": ["secretariat:"],
    "secretariat2@demo.invalid": ["secretariat:"],
    "staff@demo.invalid": ["staff:"],
    "cofacilitator.bgd@demo.invalid": ["cofacilitator:BGD"],
    "cofacilitator.esp@demo.invalid": ["cofacilitator:ESP", "head:ESP"],
    "head.prt@demo.invalid": ["head:PRT"],
    "delegate.prt@demo.invalid": ["delegate:PRT"],
    "head.phl@demo.invalid": ["head:PHL"],
    "delegate.phl@demo.invalid": ["delegate:PHL"],
    "observer.vat@demo.invalid": ["head:VAT"],
    "stakeholder@demo.invalid": ["head:SAMPLE"],
    "admin@demo.invalid": ["administrator:"],
}


def _can_sign_in():
    """The accounts of the demonstration; those in whose name samples of other States were submitted are none."""
    return User.objects.filter(email__endswith="@demo.invalid")


def test_everyone_has_the_capacities_of_their_account(loaded):
    found = {user.email: [choice.key for choice in choices_for(user, loaded)] for user in _can_sign_in()}

    assert found == CAPACITIES


def test_those_who_work_for_one_consultation_work_for_both(loaded):
    both = set(Consultation.objects.values_list("pk", flat=True))
    workers = [email for email, _kind in (*accounts.ROLES, *accounts.COFACILITATORS)]

    assert len(both) == 2
    assert [choices_for(User.objects.get(email=email), loaded)[0].consultations for email in workers] == [both] * 5


def test_what_is_past_was_held_and_what_is_to_come_is_scheduled(loaded):
    status = {
        slug: {meeting.status_at(loaded) for meeting in Meeting.objects.filter(consultation__slug=slug)}
        for slug in ("imrf-modalities", "rehearsal")
    }

    assert status["imrf-modalities"] == {MeetingStatus.HELD}
    assert status["rehearsal"] == {MeetingStatus.SCHEDULED}


def test_what_is_said_of_the_sample_text_says_that_it_is_a_sample(loaded):
    comments, traces = list(Comment.objects.values_list("audience", "text")), Trace.objects.filter(draft__number=1)

    assert {audience for audience, _text in comments} == {"participants", "internal"}
    assert {text.split()[0] for _audience, text in comments} == {"Sample"}
    assert {disposition for (disposition,) in traces.values_list("disposition")} == set(Disposition.values)
    assert {reason.split()[0] for (reason,) in traces.exclude(reason="").values_list("reason")} == {"Sample"}
    assert Trace.objects.filter(draft__state="released").count() == traces.count() > 20
