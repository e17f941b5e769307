"""What follows the sending, as actions: that it happens, that each refusal says why, that the second waits."""

import pytest
from django.core.exceptions import ValidationError

from accounts.models import Delegation
from consultations import actions
from consultations.models import Acknowledgement, CircularState
from record import outbox
from record.models import Delivery, Event, Verb

from .factories import AT, TO_ISSUE, EnclosureFactory, circular_in
from .reached import become, letter_to, member_of, rows_of, state, states

pytestmark = pytest.mark.django_db


@pytest.fixture
def circular(team):
    """A letter to three States, one of which has two addresses."""
    state("Chad", "c@mission.test", "d@mission.test", code="chad")
    return letter_to(team)


@pytest.fixture
def chad(circular):
    return Delegation.objects.get(code="chad")


def refusal(action, *args, **kwargs):
    with pytest.raises(ValidationError) as refused:
        action(*args, **kwargs)
    [message] = refused.value.messages
    return message


# Receipts


def test_acknowledge_is_said_once_for_the_delegation_and_ends_its_messages(circular, chad, deeds):
    become(circular, c="sent", d="uncertain", _0="sent")
    delegate = member_of(chad)

    made = actions.acknowledge(circular, by=delegate)

    assert (made.delegation, made.user, made.capacity, made.at) == (chad, delegate.user, "delegate", AT)
    assert states(circular) == {
        "0@mission.test": "sent",
        "1@mission.test": "queued",
        "2@mission.test": "queued",
        "c@mission.test": "acknowledged",
        "d@mission.test": "acknowledged",
    }
    assert deeds(circular)[-1] == (Verb.ACKNOWLEDGED, delegate.user, {"messages": 2})
    assert Event.objects.about(circular).order_by("place").last().delegation == "chad"


def test_acknowledge_leaves_what_did_not_arrive(circular, chad):
    become(circular, c="bounced", d="failed")

    actions.acknowledge(circular, by=member_of(chad, role="head", may_clear=True))

    assert (states(circular)["c@mission.test"], states(circular)["d@mission.test"]) == ("bounced", "failed")
    assert Acknowledgement.objects.get().capacity == "head"


def test_acknowledge_for_a_delegation_that_has_done_so_is_refused(circular, chad):
    actions.acknowledge(circular, by=member_of(chad))

    assert refusal(actions.acknowledge, circular, by=member_of(chad)) == (
        "The receipt has been confirmed for your delegation already."
    )


def test_acknowledge_of_what_was_for_others_is_refused(circular):
    assert refusal(actions.acknowledge, circular, by=member_of(state("Nauru", "late@mission.test"))) == (
        "This circular was not sent to your delegation: there is nothing to confirm."
    )


@pytest.mark.parametrize(
    ("state_", "why"),
    [
        ("draft", "The receipt of a circular can be confirmed once it is issued."),
        ("issuing", "The receipt of a circular can be confirmed once it is issued."),
        ("withdrawn", "This circular has been withdrawn. Its receipt need not be confirmed."),
    ],
)
def test_acknowledge_of_what_is_not_there_is_refused(team, state_, why):
    delegate = member_of(state("Chad"))

    assert refusal(actions.acknowledge, circular_in(state_, team), by=delegate) == why


# The dispatch


def test_stop_dispatch_holds_back_what_has_not_left(circular, team, deeds):
    become(circular, c="sent", d="sending")

    assert actions.stop_dispatch(circular, by=team.secretariat) == 3

    assert sorted(states(circular).values()) == ["sending", "sent", "stopped", "stopped", "stopped"]
    assert deeds(circular)[-1] == (Verb.STOPPED, team.secretariat.user, {"messages": 3})


def test_stop_dispatch_touches_no_other_letter(circular, team):
    other = circular_in(CircularState.ISSUED, team)

    actions.stop_dispatch(circular, by=team.secretariat)

    assert set(states(other).values()) == {"queued"}


def test_stop_dispatch_of_what_has_left_is_refused(circular, team):
    rows_of(circular).update(state="sent", sent_at=AT)

    assert refusal(actions.stop_dispatch, circular, by=team.secretariat) == (
        "Nothing can be stopped: no letter waits to be sent."
    )


def test_resume_dispatch_lets_go_and_wakes(circular, team, deeds, django_capture_on_commit_callbacks):
    actions.stop_dispatch(circular, by=team.secretariat)

    with django_capture_on_commit_callbacks() as callbacks:
        assert actions.resume_dispatch(circular, by=team.second) == 5

    assert (set(states(circular).values()), callbacks) == ({"queued"}, [outbox.wake])
    assert deeds(circular)[-1] == (Verb.RESUMED, team.second.user, {"messages": 5})


def test_resume_dispatch_of_what_goes_on_is_refused(circular, team):
    assert refusal(actions.resume_dispatch, circular, by=team.secretariat) == (
        "Nothing is held back: there is nothing to go on with."
    )


@pytest.mark.parametrize(
    ("state_", "why"),
    [
        ("withdrawn", "Only a circular that stands is sent: this one is not issued, or was withdrawn."),
        (
            "superseded",
            "This circular has been superseded and goes to nobody any more. Send the one that replaced it.",
        ),
    ],
)
def test_nothing_more_is_sent_of_what_no_longer_stands(team, state_, why):
    chad = state("Chad", "c@mission.test")
    circular = circular_in(state_, team)
    rows_of(circular).update(state="failed")
    keys = list(rows_of(circular).values_list("pk", flat=True))

    assert refusal(actions.resume_dispatch, circular, by=team.secretariat) == why
    assert refusal(actions.send_again, circular, by=team.secretariat, keys=keys) == why
    assert refusal(actions.send_to_address, circular, by=team.secretariat, delegation=chad, email="x@y.test") == why


# Again, and elsewhere


def test_send_again_is_of_the_chosen_that_bounced_or_were_refused(circular, team):
    become(circular, c="bounced", d="failed", _0="uncertain", _1="sent", _2="failed")
    keys = list(rows_of(circular).exclude(address="2@mission.test").values_list("pk", flat=True))

    assert actions.send_again(circular, by=team.secretariat, keys=keys) == 2

    assert states(circular) == {
        "0@mission.test": "uncertain",
        "1@mission.test": "sent",
        "2@mission.test": "failed",
        "c@mission.test": "queued",
        "d@mission.test": "queued",
    }


@pytest.mark.parametrize("became", ["uncertain", "sent", "queued", "acknowledged", "stopped"])
def test_send_again_of_what_did_not_come_back_is_refused(circular, team, became):
    rows_of(circular).update(state=became, sent_at=AT)
    keys = list(rows_of(circular).values_list("pk", flat=True))

    assert refusal(actions.send_again, circular, by=team.secretariat, keys=keys).startswith(
        "None of these can be sent again"
    )


def test_send_again_is_never_of_another_letter(circular, team):
    other = circular_in(CircularState.ISSUED, team)
    rows_of(other).update(state="failed")

    refusal(actions.send_again, circular, by=team.secretariat, keys=list(rows_of(other).values_list("pk", flat=True)))

    assert set(states(other).values()) == {"failed"}


def test_send_to_address_sends_the_same_letter_there(team, django_capture_on_commit_callbacks):
    chad = state("Chad", "c@mission.test")
    circular = circular_in(CircularState.DRAFT, team)
    EnclosureFactory(circular=circular)
    for step in TO_ISSUE:
        circular = step(circular, team)

    with django_capture_on_commit_callbacks() as callbacks:
        sent = actions.send_to_address(circular, by=team.secretariat, delegation=chad, email="other@mission.test")

    first = rows_of(circular).get(address="c@mission.test")
    for name in ("subject", "text", "reply_to", "kind", "recipient_id", "recipient_type_id", "consultation"):
        assert getattr(sent, name) == getattr(first, name)
    assert list(sent.files.order_by("pk")) == list(first.files.order_by("pk"))
    assert (sent.state, sent.address, callbacks) == ("queued", "other@mission.test", [outbox.wake])
    event = Event.objects.about(sent).get()
    assert (event.verb, event.facts) == (Verb.CREATED, {"kind": "circular", "delegation": chad.code})
    assert not chad.addresses.filter(email="other@mission.test").exists()


def test_send_to_address_keeps_it_in_the_directory_where_that_is_asked(circular, team, chad):
    actions.send_to_address(circular, by=team.secretariat, delegation=chad, email="new@mission.test", keep=True)

    address = chad.addresses.get(email="new@mission.test")
    assert (address.active, Event.objects.about(address).get().verb) == (True, Verb.CREATED)


def test_send_to_address_that_is_on_file_already_is_no_second_entry(circular, team, chad):
    chad.addresses.create(email="Off@mission.test", active=False)

    actions.send_to_address(circular, by=team.secretariat, delegation=chad, email="off@mission.test", keep=True)

    assert chad.addresses.filter(email__iexact="off@mission.test").count() == 1


@pytest.mark.parametrize("email", ["c@mission.test", "C@Mission.test", "0@mission.test"])
def test_send_to_address_that_has_the_letter_is_refused(circular, team, chad, email):
    assert refusal(actions.send_to_address, circular, by=team.secretariat, delegation=chad, email=email) == (
        f"This letter went to {email} already. Its state stands above; it can be sent again from there."
    )


def test_send_to_address_of_a_delegation_that_it_was_not_for_is_refused(circular, team):
    nauru = state("Nauru")

    assert refusal(actions.send_to_address, circular, by=team.secretariat, delegation=nauru, email="n@m.test") == (
        "This circular was not for this delegation."
    )
    assert Delivery.objects.filter(address="n@m.test").count() == 0


def test_mark_bounced_notes_what_somebody_has_read(circular, team):
    become(circular, c="sent")
    row = rows_of(circular).get(address="c@mission.test")

    actions.mark_bounced(row, by=team.secretariat, note="The mailbox is full.")

    row.refresh_from_db()
    assert (row.state, row.answer, row.bounced_at) == ("bounced", "The mailbox is full.", AT)
    assert Event.objects.about(row).get().user == team.secretariat.user


# Two at once


@pytest.mark.django_db(transaction=True)
def test_second_acknowledgement_waits_and_is_refused(circular, chad, second):
    one, other = member_of(chad), member_of(chad)

    ended = second(lambda: actions.acknowledge(circular, by=one), lambda: actions.acknowledge(circular, by=other))

    assert ended.code == "acknowledged"
    assert Acknowledgement.objects.get().user == one.user


@pytest.mark.django_db(transaction=True)
def test_acknowledgement_that_waits_for_a_withdrawal_is_refused(circular, chad, team, second):
    delegate = member_of(chad)

    ended = second(
        lambda: actions.withdraw(circular, by=team.secretariat, reason="A sample."),
        lambda: actions.acknowledge(circular, by=delegate),
    )

    assert ended.code == "acknowledge"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("action", [actions.stop_dispatch, actions.resume_dispatch])
def test_second_stop_or_resume_waits_and_is_refused(circular, team, second, action):
    if action is actions.resume_dispatch:
        actions.stop_dispatch(circular, by=team.secretariat)

    ended = second(lambda: action(circular, by=team.secretariat), lambda: action(circular, by=team.second))

    assert ended.code == action.__name__


@pytest.mark.django_db(transaction=True)
def test_second_sending_again_waits_and_is_refused(circular, team, second):
    rows_of(circular).update(state="failed")
    keys = list(rows_of(circular).values_list("pk", flat=True))

    ended = second(
        lambda: actions.send_again(circular, by=team.secretariat, keys=keys),
        lambda: actions.send_again(circular, by=team.second, keys=keys),
    )

    assert ended.code == "send_again"
    assert Event.objects.filter(verb=Verb.RESENT).count() == 5


@pytest.mark.django_db(transaction=True)
def test_second_sending_to_one_address_waits_and_is_refused(circular, team, chad, second):
    def send(by, email):
        return lambda: actions.send_to_address(circular, by=by, delegation=chad, email=email)

    ended = second(send(team.secretariat, "x@mission.test"), send(team.second, "X@mission.test"))

    assert ended.code == "email"
    assert rows_of(circular).filter(address__iexact="x@mission.test").count() == 1


@pytest.mark.django_db(transaction=True)
def test_second_mark_waits_and_is_refused(circular, team, second):
    become(circular, c="sent")
    row = rows_of(circular).get(address="c@mission.test")

    ended = second(
        lambda: actions.mark_bounced(row, by=team.secretariat), lambda: actions.mark_bounced(row, by=team.second)
    )

    assert ended.code == "mark_bounced"
