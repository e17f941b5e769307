"""Calls are made, changed, extended, closed and opened again; their deadline follows. What stands once an input was
begun is tested where inputs are known.
"""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from consultations import actions
from consultations.models import Call, Deadline

from .factories import AT, CallFactory, QuestionFactory

pytestmark = pytest.mark.django_db
FIELDS = {"kind": "opening_questions", "subject": "Modalities", "audience": ["member_state"], "opens_at": AT}
QUESTIONS = [("First?", "en"), ("Deuxième ?", "fr")]
LATER = AT + timedelta(days=30)
DATES = "Inputs are due after the call has opened. Correct one of the two dates."


@pytest.fixture
def call(team):
    return CallFactory(consultation=team.consultation, number=1, due_at=LATER)


def reloaded(call):
    return Call.objects.get(pk=call.pk)


def due(call):
    return Deadline.objects.get(target_id=call.pk, purpose="due").at


def asked(call):
    return list(call.questions.values_list("order", "text", "language"))


def refused(deed):
    with pytest.raises(ValidationError) as error:
        deed()
    return error.value.messages


def test_add_call_takes_the_next_number_and_asks(team, call, deeds):
    added = actions.add_call(team.consultation, by=team.secretariat, questions=QUESTIONS, due_at=LATER, **FIELDS)

    assert (added.number, added.subject, due(added)) == (2, "Modalities", LATER)
    assert asked(added) == [(1, "First?", "en"), (2, "Deuxième ?", "fr")]
    verb, user, facts = deeds(added)[0]
    assert (verb, user, facts["number"], facts["questions"]) == ("created", team.secretariat.user, 2, 2)


@pytest.mark.parametrize(
    ("fields", "field"),
    [({"due_at": AT}, "due_at"), ({"audience": []}, "audience"), ({"kind": "poll"}, "kind")],
)
def test_add_call_refused_where_it_cannot_be(team, fields, field):
    with pytest.raises(ValidationError) as error:
        actions.add_call(team.consultation, by=team.secretariat, **FIELDS | {"due_at": None} | fields)

    assert field in error.value.message_dict


def test_change_call_writes_what_differs(team, call, deeds):
    actions.change_call(call, by=team.secretariat, revision=1, **FIELDS, due_at=None)

    changed = reloaded(call)
    assert (changed.subject, changed.audience, changed.due_at, changed.revision) == (
        "Modalities", ["member_state"], None, 2,
    )  # fmt: skip
    assert deeds(call)[0][2]["fields"] == ["subject", "audience", "due_at"]
    assert due(call) is None


def test_change_call_that_changes_nothing_is_no_deed(team, call, deeds):
    actions.change_call(call, by=team.secretariat, revision=1, due_at=LATER)

    assert (deeds(call), reloaded(call).revision) == ([], 1)


def test_change_call_refused(team, call):
    by = team.secretariat

    assert refused(lambda: actions.change_call(call, by=by, revision=1, due_at=AT)) == [DATES]
    with pytest.raises(ValidationError) as error:
        actions.change_call(call, by=by, revision=7, subject="Mine")
    assert error.value.code == "conflict"
    Call.objects.update(closed_at=AT)
    assert refused(lambda: actions.change_call(call, by=by, revision=1, subject="Mine")) == [
        "This call is closed. Reopen it first."
    ]


def test_change_questions_keeps_rows_adds_and_takes_away(team, call, deeds):
    first, second = QuestionFactory(call=call), QuestionFactory(call=call, order=2)

    actions.change_questions(call, by=team.secretariat, revision=1, questions=[*QUESTIONS, ("Third?", "en")])
    assert asked(call) == [(1, "First?", "en"), (2, "Deuxième ?", "fr"), (3, "Third?", "en")]
    actions.change_questions(call, by=team.secretariat, revision=2, questions=QUESTIONS[:1])

    assert (list(call.questions.all()), reloaded(call).revision) == ([first], 3)
    assert second not in call.questions.all()
    assert [facts for _verb, _user, facts in deeds(call)] == [
        {"fields": ["questions"], "questions": 3},
        {"fields": ["questions"], "questions": 1},
    ]


def test_change_questions_that_changes_nothing_is_no_deed(team, call, deeds):
    question = QuestionFactory(call=call)

    actions.change_questions(call, by=team.secretariat, revision=1, questions=[(question.text, "en")])

    assert deeds(call) == []


def test_change_questions_refused(team, call):
    by = team.secretariat

    with pytest.raises(ValidationError) as error:
        actions.change_questions(call, by=by, revision=2, questions=QUESTIONS)
    assert error.value.code == "conflict"
    assert refused(lambda: actions.change_questions(call, by=by, revision=1, questions=[("?", "en")] * 16))
    Call.objects.update(closed_at=AT)
    assert refused(lambda: actions.change_questions(call, by=by, revision=1, questions=QUESTIONS)) == [
        "This call is closed. Reopen it first."
    ]


def test_extend_call_gives_more_time(team, call, deeds):
    until = LATER + timedelta(days=7)

    actions.extend_call(call, by=team.secretariat, due_at=until)

    assert (reloaded(call).due_at, due(call)) == (until, until)
    assert [verb for verb, _user, _facts in deeds(call)] == ["extended"]


@pytest.mark.parametrize("due_at", [LATER, LATER - timedelta(days=1)])
def test_extend_call_refused_to_an_earlier_date(team, call, due_at):
    sentence = "An extension ends after the present date, and after now. Choose a later one."
    assert refused(lambda: actions.extend_call(call, by=team.secretariat, due_at=due_at)) == [sentence]


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"due_at": None}, "This call sets no date by which inputs are due. Change it to enter one."),
        ({"closed_at": AT}, "This call is closed. Reopen it first."),
    ],
)
def test_extend_call_refused(team, call, facts, sentence):
    Call.objects.update(**facts)

    until = LATER + timedelta(days=7)
    assert refused(lambda: actions.extend_call(call, by=team.secretariat, due_at=until)) == [sentence]


def test_close_call_takes_no_more_inputs_from_now_on(team, call, deeds):
    actions.close_call(call, by=team.secretariat)

    assert (reloaded(call).closed_at, reloaded(call).is_open(AT), due(call)) == (AT, False, None)
    assert [verb for verb, _user, _facts in deeds(call)] == ["closed"]


def test_close_call_at_a_later_instant_takes_them_until_then(team, call):
    actions.close_call(call, by=team.secretariat, closed_at=LATER)

    assert (reloaded(call).is_open(AT), reloaded(call).is_open(LATER), due(call)) == (True, False, LATER)


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"closed_at": AT}, "This call is closed already."),
        ({"opens_at": AT + timedelta(days=1)}, "This call has not opened yet. Change its dates instead."),
    ],
)
def test_close_call_refused(team, call, facts, sentence):
    Call.objects.update(**facts)

    assert refused(lambda: actions.close_call(call, by=team.secretariat)) == [sentence]


def test_close_call_refused_in_the_past(team, call):
    sentence = "This instant has passed: inputs that came since would be undone. Choose a later one."
    assert refused(lambda: actions.close_call(call, by=team.secretariat, closed_at=AT)) == [sentence]


@pytest.mark.parametrize("closed_at", [AT, LATER])
def test_reopen_call_takes_inputs_again(team, call, deeds, closed_at):
    Call.objects.update(closed_at=closed_at)

    actions.reopen_call(call, by=team.secretariat)

    assert (reloaded(call).closed_at, due(call)) == (None, LATER)
    assert [verb for verb, _user, _facts in deeds(call)] == ["resumed"]


def test_reopen_call_refused_where_it_is_open(team, call):
    sentence = "This call is not closed: inputs are taken."
    assert refused(lambda: actions.reopen_call(call, by=team.secretariat)) == [sentence]
