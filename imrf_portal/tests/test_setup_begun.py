"""What was asked stays as it was, once anybody has begun an input to it."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import DelegationKind
from consultations import actions
from consultations.models import Call
from consultations.tests import factories
from consultations.tests.conftest import client_of, now  # noqa: F401 - fixtures
from consultations.tests.factories import AT, CallFactory, ConsultationFactory, QuestionFactory
from submissions import actions as inputs
from submissions.tests.factories import delegation, member

pytestmark = pytest.mark.django_db
FIXED = "Inputs to this call have been begun: this stays as it was."
SENTENCE = (
    "Inputs to this call have been begun: its questions stay as they were asked. Change the date by which inputs are "
    "due, or ask anew in a call of its own."
)


@pytest.fixture
def team():
    return factories.team(ConsultationFactory(slug="process"))


@pytest.fixture
def call(team):
    call = CallFactory(consultation=team.consultation, number=1, due_at=AT + timedelta(days=9))
    QuestionFactory(call=call)
    return call


@pytest.fixture
def begun(call):
    begin(call)
    return call


def begin(call):
    inputs.begin(call, by=member(delegation(), at=AT))


def change(team, call, **fields):
    return actions.change_call(call, by=team.secretariat, revision=call.revision, **fields)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"kind": "comments"}, {"kind": [FIXED]}),
        ({"subject": "Another"}, {"subject": [FIXED]}),
        ({"opens_at": AT + timedelta(hours=1)}, {"opens_at": [FIXED]}),
        (
            {"audience": [DelegationKind.MEMBER_STATE]},
            {"audience": ["Inputs to this call have been begun: more can be asked, and nobody left out."]},
        ),
    ],
)
def test_what_a_begun_call_says_of_itself_stays(team, begun, fields, told):
    with pytest.raises(ValidationError) as error:
        change(team, begun, **fields)

    assert error.value.message_dict == told


def test_more_can_be_asked_and_the_date_moves_once_it_is_begun(team, begun):
    more = [*begun.audience, DelegationKind.UN_ENTITY]

    change(team, begun, audience=more, due_at=AT + timedelta(days=30))

    assert (Call.objects.get().audience, Call.objects.get().due_at) == (more, AT + timedelta(days=30))


def test_questions_of_a_begun_call_stay(team, begun):
    with pytest.raises(ValidationError) as error:
        actions.change_questions(begun, by=team.secretariat, revision=1, questions=[("Another?", "en")])

    assert error.value.messages == [SENTENCE]


def test_page_says_so_and_gives_back_what_was_typed(team, begun, client_of):  # noqa: F811
    client = client_of(team.secretariat)
    path = "/process/setup/calls/1/questions/"
    typed = {f"language_{place}": "en" for place in range(1, 5)} | {"text_1": "Another?", "revision": "1"}

    assert client.get(path).status_code == 302
    answer = client.post(path, typed)

    assert SENTENCE in answer.content.decode()
    assert answer.context["form"]["text_1"].value() == "Another?"


def test_setup_leads_to_the_questions_until_an_input_is_begun(team, call, client_of):  # noqa: F811
    client, form = client_of(team.secretariat), "/process/setup/calls/1/questions/"
    before = client.get("/process/setup/").content.decode()

    begin(call)

    after = client.get("/process/setup/").content.decode()
    assert (f'href="{form}"' in before, f'href="{form}"' in after) == (True, False)


def test_page_of_a_begun_call_shows_the_refusal_beside_its_field_or_above(team, begun, client_of):  # noqa: F811
    typed = {"kind": "comments", "audience": begun.audience, "opens_on": "2019-01-31", "revision": "1"}

    answer = client_of(team.secretariat).post("/process/setup/calls/1/", typed)

    assert answer.context["form"].errors == {"kind": [FIXED], "__all__": [FIXED]}


@pytest.mark.django_db(transaction=True)
def test_questions_wait_for_an_input_that_is_being_begun(team, call, second):
    ended = second(
        lambda: begin(call),
        lambda: actions.change_questions(call, by=team.secretariat, revision=1, questions=[("Another?", "en")]),
    )

    assert ended.messages == [SENTENCE]
    with transaction.atomic():
        assert call.questions.get().text == "Is this a sample?"
