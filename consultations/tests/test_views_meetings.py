"""The page of a meeting and the secretariat's pages about it. Who gets them stands in the access table."""

from datetime import timedelta
from html import unescape

import pytest
from django.contrib.messages import get_messages

from accounts.models import DelegationKind, MembershipRole
from accounts.tests.factories import DelegationFactory, MembershipFactory
from consultations import actions
from consultations.models import Circular, CircularState, Meeting, MeetingStatus
from record.models import Delivery

from . import factories
from .factories import AT, ConsultationFactory, MeetingFactory, acting, circular_in

pytestmark = pytest.mark.django_db
PAGE = "/process/meetings/1/"
LINK = "https://meet.test/sample"
TYPED = {
    "kind": "informal",
    "day": "2019-03-20",
    "starts": "10:00",
    "ends": "13:00",
    "time_zone": "America/New_York",
    "place": "United Nations Headquarters, New York",
    "published": "on",
    "announce": "on",
    "revision": "1",
}


@pytest.fixture
def team():
    return factories.team(ConsultationFactory(slug="process"))


@pytest.fixture
def meeting(team):
    return MeetingFactory(consultation=team.consultation, number=1, room="Conference Room 3")


@pytest.fixture
def held(team):
    return MeetingFactory(
        consultation=team.consultation, number=1, starts_at=AT - timedelta(days=1), ends_at=AT - timedelta(hours=22)
    )


@pytest.fixture
def client(client_of, team):
    return client_of(team.secretariat)


def told(answer):
    return [str(message) for message in get_messages(answer.wsgi_request)]


def text(answer):
    return unescape(answer.content.decode())


# The page


def test_page_numbers_the_agenda_and_says_what_is_known(client_of, meeting):
    Meeting.objects.update(
        agenda="1. Opening\nStatements", seating="Alphabetical", accessibility="Lift at gate B", languages="All six"
    )

    page = text(client_of().get(PAGE))

    assert '<li><span aria-hidden="true">2.</span><span>Statements</span></li>' in page
    assert [fact in page for fact in ("<span>Opening</span>", "Alphabetical", "Lift at gate B", "All six")] == [
        True
    ] * 4


@pytest.mark.parametrize(
    ("fields", "kind", "joins"),
    [
        ({}, DelegationKind.MEMBER_STATE, True),
        ({}, DelegationKind.STAKEHOLDER, True),
        ({"closed": True}, DelegationKind.OBSERVER_STATE, True),
        ({"closed": True}, DelegationKind.STAKEHOLDER, False),
        ({"closed": True, "kind": "stakeholders"}, DelegationKind.STAKEHOLDER, True),
    ],
)
def test_link_to_join_is_for_those_who_take_part(client_of, meeting, fields, kind, joins):
    Meeting.objects.update(link=LINK, **fields)
    person = MembershipFactory(delegation=DelegationFactory(kind=kind), role=MembershipRole.DELEGATE).user

    assert LINK not in text(client_of().get(PAGE))
    assert (LINK in text(client_of(acting(person)).get(PAGE))) is joins


@pytest.mark.parametrize(
    ("status", "offered"),
    [
        ("scheduled", {"change", "postpone", "cancel"}),
        ("postponed", {"change", "cancel"}),
        ("cancelled", set()),
    ],
)
def test_page_offers_the_secretariat_what_can_be_done_now(client, meeting, status, offered):
    Meeting.objects.update(status=status)

    may = client.get(PAGE).context["may"]

    assert {verb for verb, possible in may.items() if possible} == offered


def test_staff_read_and_are_offered_nothing(client_of, team, meeting):
    assert set(client_of(team.staff).get(PAGE).context["may"].values()) == {False}


def test_what_has_changed_is_told_old_and_new(client_of, team, meeting):
    actions.change_meeting(meeting, by=team.secretariat, revision=1, room="Conference Room 1", announce=False)

    page = text(client_of().get(PAGE))

    assert "<del>Conference Room 3</del>" in page
    assert "<ins>Conference Room 1</ins>" in page


# Entering and changing


def test_new_meeting_is_entered_and_doubts_are_said(client, team):
    answer = client.post("/process/meetings/new/", TYPED | {"day": "2019-03-23", "starts": "09:00"})

    meeting = Meeting.objects.get()
    assert answer.headers["Location"] == meeting.get_absolute_url()
    assert (meeting.number, f"{meeting.starts_at:%d %H:%M}") == (1, "23 13:00")
    assert [sentence.partition(" ")[0] for sentence in told(answer)] == ["The", "Saturday,", "09:00–13:00"]


def test_new_meeting_with_an_hour_that_is_not_there_gives_all_back(client, team):
    answer = client.post("/process/meetings/new/", TYPED | {"day": "2019-03-10", "starts": "02:30", "room": "Typed"})

    assert answer.status_code == 200
    assert "There is no 02:30" in text(answer)
    assert 'value="Typed"' in text(answer)
    assert Meeting.objects.count() == 0


def test_change_leads_to_the_letter_that_announces_it(client, meeting):
    answer = client.post(f"{PAGE}change/", TYPED | {"room": "Conference Room 1"})

    letter = Circular.objects.get()
    assert answer.headers["Location"] == letter.get_absolute_url()
    assert told(answer)[0] == "The meeting has been saved."
    assert told(answer)[1].startswith("This is the draft of the letter that announces it")


def test_change_without_a_letter_leads_back_to_the_meeting(client, meeting):
    answer = client.post(f"{PAGE}change/", {k: v for k, v in TYPED.items() if k != "announce"})

    assert answer.headers["Location"] == PAGE
    assert Circular.objects.count() == 0
    assert Meeting.objects.get().revision == 2


def test_form_begins_with_what_stands_and_doubts_it(client, meeting):
    Meeting.objects.update(starts_at=meeting.starts_at - timedelta(hours=7))

    page = text(client.get(f"{PAGE}change/"))

    assert 'value="08:30"' in page
    assert "08:30–18:00 lies outside the hours" in page


def test_conflict_gives_mine_back_shows_theirs_and_lets_one_save_over_it(client, team, meeting):
    actions.change_meeting(meeting, by=team.secretariat, revision=1, room="Theirs", announce=False)

    answer = client.post(f"{PAGE}change/", TYPED | {"room": "Mine"})

    assert answer.status_code == 200
    assert 'value="Mine"' in text(answer)
    assert "<dd>Theirs</dd>" in text(answer)
    assert Meeting.objects.get().room == "Theirs"
    again = client.post(
        f"{PAGE}change/", TYPED | {"room": "Mine", "revision": answer.context["form"]["revision"].value()}
    )
    assert again.status_code == 302
    assert Meeting.objects.get().room == "Mine"


def test_refusal_of_the_action_is_said_in_the_form(client, meeting):
    """What was cancelled while one typed stays cancelled, and the text is not lost."""
    Meeting.objects.update(status=MeetingStatus.CANCELLED)

    answer = client.post(f"{PAGE}change/", TYPED | {"room": "Mine"})

    assert "This meeting has been cancelled. Enter a new one instead." in text(answer)
    assert 'value="Mine"' in text(answer)


def test_cancelled_meeting_cannot_be_opened_for_change(client, meeting):
    Meeting.objects.update(status=MeetingStatus.CANCELLED)

    answer = client.get(f"{PAGE}change/")

    assert answer.headers["Location"] == PAGE
    assert told(answer) == ["This meeting has been cancelled. Enter a new one instead."]


# Postponed, cancelled, reported on


@pytest.mark.parametrize(("verb", "status"), [("postpone", "postponed"), ("cancel", "cancelled")])
def test_calling_off_leads_to_the_letter_unless_none_is_wanted(client, meeting, verb, status):
    answer = client.post(f"{PAGE}{verb}/", {"reason": "A sample reason.", "announce": "on"})

    letter = Circular.objects.get()
    assert answer.headers["Location"] == letter.get_absolute_url()
    assert "A sample reason." in letter.body
    assert Meeting.objects.get().status == status
    assert "A sample reason." in text(client.get(PAGE))


@pytest.mark.parametrize("verb", ["postpone", "cancel"])
def test_calling_off_without_a_letter(client, meeting, verb):
    assert "Draft the letter that announces it" in text(client.get(f"{PAGE}{verb}/"))

    answer = client.post(f"{PAGE}{verb}/", {"reason": ""})

    assert answer.headers["Location"] == PAGE
    assert Circular.objects.count() == 0


@pytest.mark.parametrize("verb", ["postpone", "cancel"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_what_was_held_is_not_called_off(client, held, verb, method):
    answer = getattr(client, method)(f"{PAGE}{verb}/")

    assert told(answer) == ["This meeting has been held already: it can be neither postponed nor cancelled."]


def test_too_long_a_reason_is_given_back(client, meeting):
    answer = client.post(f"{PAGE}cancel/", {"reason": "x" * 1001})

    assert answer.status_code == 200
    assert Meeting.objects.get().status == MeetingStatus.SCHEDULED


def test_report_is_read_by_everybody(client_of, client, held):
    answer = client.post(f"{PAGE}report/", {"summary": "A sample.", "recording": LINK, "revision": 1})

    assert answer.headers["Location"] == PAGE
    page = text(client_of().get(PAGE))
    assert "<p>A sample.</p>" in page
    assert LINK in page


def test_report_that_another_has_written_meanwhile_is_shown_beside_mine(client, team, held):
    actions.report_meeting(held, by=team.secretariat, revision=1, summary="Theirs")

    answer = client.post(f"{PAGE}report/", {"summary": "Mine", "recording": "", "revision": 1})

    assert "<p>Theirs</p>" in text(answer)
    assert "Mine</textarea>" in text(answer)
    assert answer.context["form"]["revision"].value() == 2


def test_report_before_the_meeting_is_refused(client, meeting):
    assert told(client.get(f"{PAGE}report/")) == ["A meeting is reported on once it has been held."]


# Invitations by mail


def test_invitation_is_asked_for_and_stopped(client_of, team, meeting):
    client = client_of(team.other)
    assert "Send me an invitation" in text(client.get(PAGE))

    asked = client.post(f"{PAGE}invitation/")

    assert told(asked) == [f"The invitation goes to {team.other.user.email}; changes follow by themselves."]
    assert Delivery.objects.get().address == team.other.user.email
    assert "Send me no more" in text(client.get(PAGE))
    client.post(f"{PAGE}invitation/stop/")
    assert "Send me an invitation" in text(client.get(PAGE))


def test_invitation_to_what_is_over_is_refused_in_a_sentence(client, held):
    assert "Send me an invitation" not in text(client.get(PAGE))
    assert told(client.post(f"{PAGE}invitation/")) == [
        "This meeting has been held already: there is nothing to invite you to."
    ]


def test_withdrawn_letter_stands_on_the_page_and_not_among_the_papers(client_of, team, meeting):
    circular_in(CircularState.WITHDRAWN, team, meeting=meeting)

    context = client_of().get(PAGE).context

    assert ([letter.state for letter in context["circulars"]], context["papers"]) == (["withdrawn"], [])
