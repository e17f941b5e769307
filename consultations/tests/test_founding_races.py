"""Two of the secretariat at once: the second waits until the first is committed, and is then judged by what is."""

import pytest

from accounts.tests.factories import DelegationFactory, UserFactory
from consultations import actions
from consultations.models import CoFacilitator, Consultation, Role, RoleKind

from .factories import CallFactory, DocumentFactory
from .test_calls import FIELDS as CALL
from .test_calls import LATER
from .test_document_actions import FIELDS as DOCUMENT
from .test_founding import FACTS

pytestmark = pytest.mark.django_db(transaction=True)


def test_second_foundation_at_one_address_waits_and_is_refused(team, second):
    ended = second(lambda: actions.found(by=team.secretariat, **FACTS), lambda: actions.found(by=team.second, **FACTS))

    assert list(ended.message_dict) == ["slug"]
    assert Consultation.objects.filter(slug="next").count() == 1


def test_second_publication_waits_and_is_refused(team, second):
    Consultation.objects.update(published=False)

    ended = second(
        lambda: actions.publish(team.consultation, by=team.secretariat),
        lambda: actions.publish(team.consultation, by=team.second),
    )

    assert ended.messages == ["This consultation is published already."]


def test_second_change_of_the_facts_waits_and_is_told_of_the_conflict(team, second):
    ended = second(
        lambda: actions.change_consultation(team.consultation, by=team.secretariat, revision=1, title="Theirs"),
        lambda: actions.change_consultation(team.consultation, by=team.second, revision=1, title="Mine"),
    )

    assert ended.code == "conflict"


def test_two_of_the_secretariat_do_not_end_each_other(team, second):
    first, other = (Role.objects.get(user=actor.user) for actor in (team.secretariat, team.second))

    ended = second(
        lambda: actions.end_role(other, by=team.secretariat), lambda: actions.end_role(first, by=team.second)
    )

    assert ended.code == "capacity"
    assert Role.objects.filter(kind=RoleKind.SECRETARIAT, ends_at=None).get() == first


def test_second_role_of_one_person_waits_and_is_refused(team, second):
    person = UserFactory()

    ended = second(
        *(
            lambda by=actor: actions.give_role(team.consultation, by=by, user=person, kind=RoleKind.STAFF)
            for actor in (team.secretariat, team.second)
        )
    )

    assert ended.code == "give_role"
    assert person.roles.count() == 1


def test_second_cofacilitator_at_one_place_waits_and_is_refused(team, second):
    def add(by):
        fields = {"user": UserFactory(), "delegation": DelegationFactory(), "order": 3}
        printed = {"printed_name": "H.E. A delegate", "printed_function": "Permanent Representative"}
        return lambda: actions.add_cofacilitator(team.consultation, by=by, **fields, **printed)

    ended = second(add(team.secretariat), add(team.second))

    assert ended.code == "add_cofacilitator"
    assert CoFacilitator.objects.filter(order=3).count() == 1


def test_second_change_of_a_cofacilitator_waits_and_is_told_of_the_conflict(team, second):
    term = CoFacilitator.objects.get(user=team.first.user)

    def change(by, name):
        fields = {"revision": term.revision(), "order": term.order, "printed_name": name}
        return lambda: actions.change_cofacilitator(term, by=by, **fields)

    ended = second(change(team.secretariat, "Theirs"), change(team.second, "Mine"))

    assert ended.code == "conflict"


def test_two_calls_at_once_have_their_own_numbers(team, second):
    second(*(lambda: actions.add_call(team.consultation, by=team.secretariat, **CALL),) * 2)

    assert list(team.consultation.calls.values_list("number", flat=True)) == [1, 2]


@pytest.mark.parametrize(
    ("deed", "sentence"),
    [
        (lambda call, by: actions.close_call(call, by=by), "This call is closed already."),
        (
            lambda call, by: actions.extend_call(call, by=by, due_at=LATER),
            "An extension ends after the present date, and after now. Choose a later one.",
        ),
    ],
)
def test_second_end_or_extension_of_a_call_waits_and_is_refused(team, second, deed, sentence):
    call = CallFactory(consultation=team.consultation, due_at=LATER.replace(day=1))

    ended = second(lambda: deed(call, team.secretariat), lambda: deed(call, team.second))

    assert ended.messages == [sentence]


def test_second_change_of_questions_waits_and_is_told_of_the_conflict(team, second):
    call = CallFactory(consultation=team.consultation)

    def ask(by, text):
        return lambda: actions.change_questions(call, by=by, revision=1, questions=[(text, "en")])

    ended = second(ask(team.secretariat, "Theirs?"), ask(team.second, "Mine?"))

    assert ended.code == "conflict"
    assert call.questions.get().text == "Theirs?"


def test_two_documents_at_once_have_their_own_numbers(team, second):
    second(*(lambda: actions.add_document(team.consultation, by=team.secretariat, **DOCUMENT),) * 2)

    assert list(team.consultation.documents.order_by("number").values_list("number", flat=True)) == [1, 2]


def test_second_removal_of_a_document_waits_and_is_refused(team, second):
    document = DocumentFactory(consultation=team.consultation)

    ended = second(*(lambda: actions.remove_document(document, by=team.secretariat),) * 2)

    assert ended.code == "remove_document"
