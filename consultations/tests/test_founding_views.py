"""The pages by which a consultation is set up and kept. Who gets them stands in the access table."""

from datetime import date, timedelta
from html import unescape

import pytest
from django.contrib.messages import get_messages

from accounts.tests.factories import UserFactory
from accounts.tests.signing_in import proven
from consultations import actions
from consultations.models import Consultation, Role

from . import factories
from .factories import AT, CallFactory, ConsultationFactory, MeetingFactory, QuestionFactory, RoleFactory

pytestmark = pytest.mark.django_db
SETUP = "/process/setup/"
FACTS = {
    "title": "Consultations on a sample",
    "short_title": "Sample",
    "mandate": "General Assembly resolution 0/0",
    "place": "New York",
    "time_zone": "America/New_York",
    "opens_on": "2019-02-01",
    "expected_end": "2019-07-31",
    "contact": "secretariat@portal.test",
    "paper": "a4",
    "revision": "1",
}
NEW = FACTS | {"slug": "Next-One", "opens_on": "2019-02-11"}


@pytest.fixture
def team():
    return factories.team(ConsultationFactory(slug="process"))


@pytest.fixture
def client(client_of, team):
    return client_of(team.secretariat)


def told(answer):
    return [str(message) for message in get_messages(answer.wsgi_request)]


def text(answer):
    return unescape(answer.content.decode())


def errors(answer):
    return {name: list(found) for name, found in answer.context["form"].errors.items()}


# A new one


def test_new_consultation_leads_to_its_setup_which_nobody_else_sees(client, client_of, team):
    answer = client.post("/new/", NEW)

    assert answer.headers["Location"] == "/next-one/setup/"
    assert told(answer) == ["The consultation is set up. Until you publish it, only who works for it knows of it."]
    assert client.get("/next-one/setup/").status_code == 200
    for other in (team.second, team.staff, team.first, None):
        assert client_of(other).get("/next-one/").status_code == 404


def test_new_consultation_by_an_administrator_names_its_secretariat(client_of):
    chief, person = UserFactory(is_superuser=True), UserFactory()
    client = client_of(factories.acting(chief))
    form = set(client.get("/new/").context["form"].fields)

    answer = client.post("/new/", NEW | {"secretariat": person.email.upper()})

    assert "secretariat" in form
    assert answer.headers["Location"] == "/"
    assert Role.objects.get(consultation__slug="next-one").user == person


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"slug": "PROCESS"}, "slug", "There is a consultation at this address already. Choose another word."),
        ({"slug": "New"}, "slug", "This word is an address of the portal itself. Choose another."),
        (
            {"expected_end": "2019-02-10"},
            "expected_end",
            "A consultation ends after it has opened: correct one of the two days.",
        ),
        ({"opens_on": "12019-02-01"}, "opens_on", "Write a day as year, month and day, such as 2019-02-14."),
        (
            {"time_zone": "Moon/Base"},
            "time_zone",
            "Select a valid choice. Moon/Base is not one of the available choices.",
        ),
        ({"title": "A\u202eB"}, "title", None),
        ({"mandate": "NUL\0"}, "mandate", "Null characters are not allowed."),
    ],
)
def test_new_consultation_refused_comes_back_filled_in(client, typed, field, sentence):
    answer = client.post("/new/", NEW | typed)

    assert (answer.status_code, list(errors(answer))) == (200, [field])
    assert sentence is None or errors(answer)[field] == [sentence]
    assert answer.context["form"]["contact"].value() == "secretariat@portal.test"
    assert Consultation.objects.count() == 1


def test_new_consultation_as_a_copy_says_which_weekday_keeps_the_meetings(client, team):
    MeetingFactory(consultation=team.consultation)  # a Wednesday
    MeetingFactory(consultation=team.consultation)  # on the same day, which is named once
    page = client.get("/new/?from=process")

    sentence = "Sample opened on Friday, 1 February 2019: on the same day of the week all meetings keep theirs."
    assert sentence in text(page)
    answer = client.post("/new/?from=process", NEW | {"expected_end": "", "parts": ["meetings", "rooms"]})

    founded = Consultation.objects.get(slug="next-one")
    assert founded.expected_end == date(2019, 8, 10)
    assert told(answer)[1] == "These meetings are not on working days now: Sat 23 Feb 2019."
    assert [meeting.day() for meeting in founded.meetings.all()] == [date(2019, 2, 23)] * 2


@pytest.mark.parametrize("source", ["elsewhere", "nowhere", "a%00b"])
def test_new_consultation_is_no_copy_of_what_one_does_not_work_for(client, source):
    factories.team(ConsultationFactory(slug="elsewhere"))

    assert client.get(f"/new/?from={source}").status_code == 404


def test_new_consultation_of_a_copy_refuses_parts_that_nobody_offers(client):
    answer = client.post("/new/?from=process", NEW | {"parts": ["inputs"]})

    assert list(errors(answer)) == ["parts"]


def test_new_consultation_needs_a_fresh_sign_in(client, team):
    proven(client, team.secretariat.user, ago=3600)

    answer = client.post("/new/", NEW)

    assert answer.status_code == 302
    assert "/reauthenticate/" in answer.headers["Location"]
    assert Consultation.objects.count() == 1


# The page


def test_setup_shows_what_stands_and_what_is_missing(client, team):
    call = CallFactory(consultation=team.consultation, number=1, due_at=AT + timedelta(days=9))
    CallFactory(consultation=team.consultation, number=2, closed_at=AT)
    CallFactory(consultation=team.consultation, number=3, opens_at=AT + timedelta(days=1))
    QuestionFactory(call=call)
    RoleFactory(consultation=team.consultation, user__name="A former person", ends_at=AT)

    page = client.get(SETUP)

    shown = text(page)
    for words in ("Is this a sample?", "A former person", "not open yet", "Open it again", "/process/setup/calls/1/"):
        assert words in shown
    assert [lack.section for lack in page.context["lacks"]] == ["calls", "calls", "documents", "meetings"]
    assert "Publish the consultation" not in shown


def test_publish_asks_for_a_fresh_sign_in_and_then_lets_everybody_know(client, client_of, team):
    Consultation.objects.update(published=False)
    proven(client, team.secretariat.user, ago=3600)
    assert "/reauthenticate/" in client.post(f"{SETUP}publish/").headers["Location"]
    proven(client, team.secretariat.user)

    answer = client.post(f"{SETUP}publish/")

    assert told(answer) == ["The consultation is published: everybody can read it from now on."]
    assert client_of().get("/process/").status_code == 200
    assert told(client.post(f"{SETUP}publish/"))[-1] == "This consultation is published already."


def test_unpublished_setup_offers_one_primary_button_and_says_why_not(client):
    Consultation.objects.update(published=False, contact="")

    shown = text(client.get(SETUP))

    assert shown.count("btn-primary") == 1
    assert "Nobody would know whom to ask" in shown


# Facts and rooms


def test_change_consultation_saves_and_leads_back(client, team):
    answer = client.post(f"{SETUP}facts/", FACTS | {"title": "Another", "president_name": "H.E. the President"})

    assert answer.headers["Location"] == f"{SETUP}#facts"
    team.consultation.refresh_from_db()
    assert (team.consultation.title, team.consultation.president_name) == ("Another", "H.E. the President")


def test_change_consultation_shows_what_others_saved_beside_ones_own(client, team):
    actions.change_consultation(team.consultation, by=team.second, revision=1, title="Theirs", paper="letter")

    answer = client.post(f"{SETUP}facts/", FACTS | {"title": "Mine"})

    assert answer.context["form"].theirs == [("Title", "Theirs"), ("Paper of its letters", "Letter")]
    assert answer.context["form"]["title"].value() == "Mine"
    assert client.post(f"{SETUP}facts/", FACTS | {"title": "Mine", "revision": "2"}).status_code == 302
    team.consultation.refresh_from_db()
    assert team.consultation.title == "Mine"


@pytest.mark.parametrize("revision", ["", "0", "x", str(2**63), "-1", "1e9"])
def test_change_consultation_with_a_revision_that_nobody_sent_loses_nothing(client, revision):
    answer = client.post(f"{SETUP}facts/", FACTS | {"title": "Mine", "revision": revision})

    assert "This form is not as it was sent to you." in text(answer)
    assert answer.context["form"]["title"].value() == "Mine"


def test_change_rooms_takes_one_a_line(client, team):
    answer = client.post(f"{SETUP}rooms/", {"rooms": " Room A \r\n\r\nRoom B\r\nRoom A", "revision": "1"})

    assert answer.headers["Location"] == f"{SETUP}#rooms"
    team.consultation.refresh_from_db()
    assert team.consultation.rooms == ["Room A", "Room B"]
    assert client.get(f"{SETUP}rooms/").context["form"]["rooms"].value() == "Room A\nRoom B"
    assert client.get("/process/meetings/new/").context["form"].rooms[:2] == ["Room A", "Room B"]


@pytest.mark.parametrize(
    ("rooms", "sentence"),
    [
        ("R" * 121, f"“{'R' * 40}…” is longer than 120 signs. Shorten it."),
        ("\n".join(map(str, range(61))), "These are more than 60 rooms. Keep the likeliest."),
        (
            "Room\u202e",
            "This holds invisible characters that change the line or its direction. Type it anew, without them.",
        ),
    ],
)
def test_change_rooms_refused(client, rooms, sentence):
    answer = client.post(f"{SETUP}rooms/", {"rooms": rooms, "revision": "1"})

    assert errors(answer) == {"rooms": [sentence]}


def test_change_rooms_shows_what_others_saved(client, team):
    actions.change_consultation(team.consultation, by=team.second, revision=1, rooms=["Theirs"])

    answer = client.post(f"{SETUP}rooms/", {"rooms": "Mine", "revision": "1"})

    assert answer.context["form"].theirs == [("Rooms", "Theirs")]
