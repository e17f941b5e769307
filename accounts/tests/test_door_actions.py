"""Asking to take part, and the answer."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from accounts import desk
from accounts.actions import door as actions
from accounts.desk import counted
from accounts.models import Application, ApplicationState, Delegation, DelegationKind, Invitation
from accounts.tests.keeping import AT, DAY, secretariat, state
from record import wording
from record.actor import Actor
from record.models import Delivery, Event, Verb

pytestmark = pytest.mark.django_db
VISITOR = Actor(at=AT)
ASKED = {
    "organization": "A sample organization",
    "kind": DelegationKind.STAKEHOLDER,
    "rule": "A sample rule",
    "about": "See https://evil.example",
    "contact_name": "A contact https://evil.example",
    "email": "contact@example.test",
    "consultation": "",
}
AS_NEW = {"kind": "stakeholder", "code": "SAMPLE", "formal_name": "A sample organization", "admitted_under": "A rule"}


def ask(by=VISITOR, **more):
    return actions.apply(by=by, **ASKED | more)


def verbs():
    return [event.verb for event in Event.objects.order_by("place")]


def test_apply_keeps_records_and_mails_nothing_that_was_typed():
    application = ask()

    delivery = Delivery.objects.get()
    assert (application.state, application.asked_at) == (ApplicationState.RECEIVED, AT)
    assert (delivery.address, verbs()) == ("contact@example.test", [Verb.APPLIED])
    sent = delivery.subject + delivery.text
    assert [typed for typed in ASKED.values() if typed and typed in sent] == []
    assert "http" not in sent


def test_the_record_says_in_a_sentence_that_somebody_asked():
    application = ask()
    kind = wording.KINDS[Application]

    said = wording.sentence(kind, Event.objects.get(), application, {})

    assert said == "A visitor asked to take part: the application “A sample organization”."
    assert list(kind.search("SAMPLE org")) == [{"pk": application.pk}]


def test_apply_twice_makes_one_request_and_one_mail():
    first = ask()

    again = ask(email="Contact@example.test", organization="a sample ORGANIZATION")

    assert (again, Application.objects.count(), Delivery.objects.count(), verbs()) == (first, 1, 1, [Verb.APPLIED])


def test_apply_for_another_organization_is_another_request():
    ask()
    ask(organization="Another sample")

    assert Application.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_form_sent_twice_at_once_makes_one_request(wait_until_a_query_is_blocked):
    def ask_too():
        try:
            return ask()
        finally:
            connection.close()

    with ThreadPoolExecutor() as pool, transaction.atomic():
        first = ask()
        second = pool.submit(ask_too)
        wait_until_a_query_is_blocked()

    assert (second.result(), Application.objects.count()) == (first, 1)


def test_admit_makes_the_delegation_and_invites_the_contact_as_its_head():
    by = secretariat()

    application = actions.admit(ask(), by=by, answer="Welcome.", **AS_NEW)

    delegation, invitation = Delegation.objects.get(code="SAMPLE"), Invitation.objects.get()
    assert (application.state, application.delegation, application.decided_by) == ("admitted", delegation, by.user)
    assert (delegation.kind, delegation.name_on(DAY)) == ("stakeholder", "A sample organization")
    assert (delegation.admitted_under, invitation.delegation) == ("A rule", delegation)
    assert [address.email for address in delegation.addresses.in_use()] == ["contact@example.test"]
    assert (invitation.email, invitation.role) == ("contact@example.test", "head")
    assert sorted(Delivery.objects.values_list("kind", flat=True)) == ["admission", "application", "invitation"]
    assert "Welcome." in Delivery.objects.get(kind="admission").text
    assert verbs() == [Verb.APPLIED, Verb.CREATED, Verb.INVITED, Verb.ADMITTED]


def test_admit_takes_a_delegation_that_is_there():
    mali = state("Mali", "MLI")

    application = actions.admit(ask(), by=secretariat(), answer="", delegation=mali)

    assert (application.delegation, Delegation.objects.count(), mali.addresses.count()) == (mali, 1, 0)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"code": "mli"}, "There is a delegation with this code"),
        ({"kind": "member_state"}, "States are in the directory"),
    ],
)
def test_admit_refused_for_a_taken_code_and_for_states(change, sentence):
    state("Mali", "MLI")
    application = ask()

    with pytest.raises(ValidationError, match=sentence):
        actions.admit(application, by=secretariat(), answer="", **AS_NEW | change)

    assert (Delegation.objects.count(), Invitation.objects.count()) == (1, 0)


def test_decline_mails_the_sentence():
    application = actions.decline(ask(), by=secretariat(), answer="Ask your national committee.")

    assert (application.state, application.delegation) == ("declined", None)
    assert "Ask your national committee." in Delivery.objects.get(kind="refusal").text
    assert verbs() == [Verb.APPLIED, Verb.DECLINED]


def test_a_request_is_decided_once():
    application = actions.decline(ask(), by=secretariat(), answer="No.")

    with pytest.raises(ValidationError, match="decided already: declined"):
        actions.decline(application, by=secretariat(), answer="No.")
    with pytest.raises(ValidationError, match="decided already: declined"):
        actions.admit(application, by=secretariat(), answer="", **AS_NEW)


class Consultation:
    pk, slug = 1, "sample"


def test_the_desk_of_the_secretariat_has_the_requests_for_its_consultation():
    ask(organization="For all")
    ask(organization="For it", consultation="sample")
    ask(organization="For another", consultation="other")
    by = secretariat()

    items = desk.items(Consultation, by)

    assert [item.title for item in items["needs"]] == ["For all", "For it"]
    assert (items["progress"], items["done"], counted(desk.waiting(Consultation, by))) == ([], [], 2)


def test_the_desk_of_others_has_none():
    ask()

    assert (counted(desk.waiting(Consultation, VISITOR)), desk.items(Consultation, VISITOR)["needs"]) == (0, [])


def test_requests_are_seen_by_the_secretariat_only():
    application = ask()

    assert list(Application.objects.visible_to(secretariat())) == [application]
    assert list(Application.objects.visible_to(VISITOR)) == []


@pytest.mark.django_db(transaction=True)
def test_a_request_admitted_and_declined_at_once_is_admitted(second):
    application, by = ask(), secretariat()

    ended = second(
        lambda: actions.admit(application, by=by, answer="Welcome.", **AS_NEW),
        lambda: actions.decline(application, by=by, answer="No."),
    )

    application.refresh_from_db()
    assert (application.state, ended.code) == ("admitted", "decide")


@pytest.mark.django_db(transaction=True)
def test_two_applicants_admitted_at_once_under_one_code_are_told_apart(second):
    one, other, by = ask(), ask(email="other@example.test", organization="Another"), secretariat()

    ended = second(
        lambda: actions.admit(one, by=by, answer="Welcome.", **AS_NEW),
        lambda: actions.admit(other, by=by, answer="Welcome.", **AS_NEW),
    )

    other.refresh_from_db()
    assert (other.state, ended.messages) == (
        "received",
        ["There is a delegation with this code. Choose it in the list, or another code."],
    )
