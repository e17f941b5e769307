"""The secretariat's pages about calls and their questions."""

from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from django.contrib.messages import get_messages

from consultations import actions
from consultations.models import Call

from . import factories
from .factories import AT, CallFactory, ConsultationFactory, QuestionFactory

pytestmark = pytest.mark.django_db
SETUP, CALLS = "/process/setup/", "/process/setup/calls/"
TYPED = {
    "kind": "opening_questions",
    "subject": "",
    "audience": ["member_state", "observer_state"],
    "opens_on": "2019-02-01",
    "opens_hour": "10:00",
    "due_on": "2019-03-15",
    "due_hour": "",
    "revision": "1",
}
DUE = datetime(2019, 3, 16, 4, tzinfo=UTC)  # the end of 15 March in New York, in summer


@pytest.fixture
def team():
    return factories.team(ConsultationFactory(slug="process"))


@pytest.fixture
def call(team):
    return CallFactory(consultation=team.consultation, number=1, due_at=DUE)


@pytest.fixture
def client(client_of, team):
    return client_of(team.secretariat)


def told(answer):
    return [str(message) for message in get_messages(answer.wsgi_request)]


def errors(answer):
    return {name: list(found) for name, found in answer.context["form"].errors.items()}


def reloaded(call):
    return Call.objects.get(pk=call.pk)


def test_new_call_is_entered_on_the_clock_of_the_consultation_and_leads_to_its_questions(client):
    answer = client.post(f"{CALLS}new/", TYPED)

    assert answer.headers["Location"] == f"{CALLS}1/questions/"
    made = Call.objects.get()
    assert (made.opens_at, made.due_at) == (AT, DUE)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"due_on": "2019-02-01", "due_hour": "10:00"}, "due_on"),
        ({"due_on": "", "due_hour": "10:00"}, "due_on"),
        ({"due_on": "2019-03-10", "due_hour": "02:30"}, "due_hour"),
        ({"opens_on": "2019-11-03", "opens_hour": "01:30", "due_on": ""}, "opens_hour"),
        ({"opens_on": ""}, "opens_on"),
        ({"opens_on": "0000-00-00"}, "opens_on"),
        ({"audience": []}, "audience"),
        ({"audience": ["everybody"]}, "audience"),
        ({"kind": "\0"}, "kind"),
        ({"due_hour": "25:00"}, "due_hour"),
    ],
)
def test_new_call_refused_beside_the_field(client, typed, field):
    answer = client.post(f"{CALLS}new/", TYPED | typed)

    assert (answer.status_code, list(errors(answer))) == (200, [field])
    assert not Call.objects.exists()


def test_change_call_shows_days_as_they_were_typed_and_saves(client, call):
    page = client.get(f"{CALLS}1/")
    fields = {name: page.context["form"][name].value() for name in ("opens_on", "opens_hour", "due_on", "due_hour")}
    assert {name: str(value) for name, value in fields.items()} == {
        "opens_on": "2019-02-01", "opens_hour": "10:00:00", "due_on": "2019-03-15", "due_hour": "None",
    }  # fmt: skip

    answer = client.post(f"{CALLS}1/", TYPED | {"subject": "Modalities", "due_on": ""})

    assert answer.headers["Location"] == f"{SETUP}#calls"
    assert (reloaded(call).subject, reloaded(call).due_at) == ("Modalities", None)
    assert client.get(f"{CALLS}1/").context["form"]["due_on"].value() is None


def test_change_call_shows_what_others_saved(client, team, call):
    actions.change_call(call, by=team.second, revision=1, subject="Theirs")

    answer = client.post(f"{CALLS}1/", TYPED | {"subject": "Mine", "audience": ["member_state"]})

    assert answer.context["form"].theirs == [
        ("What is asked about", "Theirs"),
        ("Who is asked", "Member State\nObserver State"),
    ]


def test_change_questions_puts_them_in_the_order_that_is_typed(client, call):
    QuestionFactory(call=call)
    assert [field.name for field in client.get(f"{CALLS}1/questions/").context["form"].rows()[0]] == [
        "text_1", "language_1", "place_1",
    ]  # fmt: skip
    typed = {"text_1": "Second?", "language_1": "en", "place_1": "2", "text_2": "Première ?", "language_2": "fr"}
    typed |= {"place_2": "1", "text_3": "  ", "language_3": "en", "place_3": "3", "text_4": "", "language_4": "en"}

    answer = client.post(f"{CALLS}1/questions/", typed | {"revision": "1"})

    assert answer.headers["Location"] == f"{SETUP}#calls"
    assert list(call.questions.values_list("text", "language")) == [("Première ?", "fr"), ("Second?", "en")]


def test_change_questions_takes_fifteen(client, call):
    typed = {f"text_{place}": f"Question {place}?" for place in range(1, 17)}
    typed |= {f"language_{place}": "en" for place in range(1, 17)}

    client.post(f"{CALLS}1/questions/", typed | {"revision": "1"})

    assert call.questions.count() == 15


@pytest.mark.parametrize(
    "typed",
    [
        {"text_1": "A?", "language_1": "tlh"},
        {"text_1": "A?"},
        {"text_1": "A\0?", "language_1": "en"},
        {"text_1": "A" * 2001, "language_1": "en"},
        {"text_1": "A?", "language_1": "en", "place_1": str(2**63)},
    ],
)
def test_change_questions_refused_comes_back_filled_in(client, call, typed):
    languages = {f"language_{place}": "en" for place in range(2, 4)}

    answer = client.post(f"{CALLS}1/questions/", languages | typed | {"revision": "1"})

    assert answer.status_code == 200
    assert answer.context["form"]["text_1"].value() == typed["text_1"]
    assert not call.questions.exists()


def test_change_questions_shows_what_others_saved(client, team, call):
    actions.change_questions(call, by=team.second, revision=1, questions=[("Theirs?", "en")])

    typed = {f"language_{place}": "en" for place in range(1, 5)} | {"text_1": "Mine?", "text_4": "Fourth?"}
    answer = client.post(f"{CALLS}1/questions/", typed | {"revision": "1"})

    theirs = dict(answer.context["form"].theirs)
    assert theirs["Question I"] == "Theirs?"
    assert theirs["Question IV"] == ""


def test_extend_call_and_refuse_an_earlier_day_beside_the_field(client, call):
    page = client.post(f"{CALLS}1/extend/", {"due_on": "2019-03-14", "due_hour": ""})
    assert list(errors(page)) == ["due_on"]

    answer = client.post(f"{CALLS}1/extend/", {"due_on": "2019-03-22", "due_hour": "18:00"})

    assert told(answer) == ["The time is extended."]
    assert reloaded(call).due_at == datetime(2019, 3, 22, 22, tzinfo=UTC)


def test_close_call_later_and_not_after_all_and_now(client, call):
    client.post(f"{CALLS}1/close/", {"closed_on": "2019-03-20", "closed_hour": ""})
    assert reloaded(call).closed_at == datetime(2019, 3, 21, 4, tzinfo=UTC)
    assert "Do not close it" in client.get(SETUP).content.decode()
    assert told(client.post(f"{CALLS}1/reopen/"))[-1] == "The call is open again: inputs are taken."

    client.post(f"{CALLS}1/close/", {"closed_on": "", "closed_hour": ""})

    assert reloaded(call).closed_at == AT


def test_close_call_refused_in_the_past(client, call):
    answer = client.post(f"{CALLS}1/close/", {"closed_on": "2019-01-20", "closed_hour": ""})

    assert "inputs that came since would be undone" in unescape(answer.content.decode())


@pytest.mark.parametrize(
    ("facts", "path", "sentence"),
    [
        ({"closed_at": AT}, "1/", "This call is closed. Reopen it first."),
        ({"closed_at": AT}, "1/questions/", "This call is closed. Reopen it first."),
        ({"closed_at": AT}, "1/extend/", "This call is closed. Reopen it first."),
        ({"closed_at": AT}, "1/close/", "This call is closed already."),
        ({"due_at": None}, "1/extend/", "This call sets no date by which inputs are due. Change it to enter one."),
        ({"opens_at": AT + timedelta(1)}, "1/close/", "This call has not opened yet. Change its dates instead."),
    ],
)
def test_page_of_what_cannot_be_done_now_says_why(client, call, facts, path, sentence):
    Call.objects.update(**facts)

    answer = client.get(CALLS + path)

    assert (answer.headers["Location"], told(answer)) == (f"{SETUP}#calls", [sentence])


def test_reopen_call_refused_in_words(client, call):
    assert told(client.post(f"{CALLS}1/reopen/")) == ["This call is not closed: inputs are taken."]


def test_questions_typed_in_vain_come_back_with_the_reason(client, call):
    Call.objects.update(closed_at=AT)
    typed = {f"language_{place}": "en" for place in range(1, 4)} | {"text_1": "Mine?"}

    answer = client.post(f"{CALLS}1/questions/", typed | {"revision": "1"})

    assert answer.context["form"]["text_1"].value() == "Mine?"
    assert "Reopen it first." in answer.content.decode()


def test_call_that_is_not_there(client, call):
    CallFactory(number=7)

    assert [client.get(f"{CALLS}{number}/").status_code for number in (2, 7, 2**70)] == [404] * 3
