"""The board as data: a line for each delegation, its state, what is found, and who is asked for a receipt."""

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.tests.factories import AddressFactory, MembershipFactory
from consultations import actions, reach
from consultations.models import Circular, CircularState
from record.actor import Actor, Capacity
from record.models import Delivery, DeliveryState

from .factories import AT, circular_in
from .reached import become, letter_to, member_of, rows_of, state

pytestmark = pytest.mark.django_db


def summary(found):
    return [(line.name, str(line.state), [row.address for row in line.rows]) for line in found if line.delegation]


def own(found):
    """The lines of the States of the test, without those of the co-facilitators."""
    return [line for line in found if not line.name.startswith("Permanent Mission")]


def test_each_delegation_has_one_line_with_all_its_addresses(team):
    state("Mali", "b@mission.test", "a@mission.test")
    state("Chad")
    circular = circular_in(CircularState.ISSUED, team)
    become(circular, a="bounced", b="sent")

    assert summary(own(reach.lines(circular))) == [
        ("Chad", "none", []),
        ("Mali", "sent", ["a@mission.test", "b@mission.test"]),
    ]


@pytest.mark.parametrize(
    ("became", "expected"),
    [
        (["sent", "bounced"], "sent"),
        (["bounced", "failed"], "bounced"),
        (["uncertain", "bounced"], "uncertain"),
        (["stopped", "uncertain"], "stopped"),
        (["queued", "stopped"], "queued"),
        (["sending", "queued"], "sending"),
        (["acknowledged", "failed"], "sent"),
        ([], "none"),
    ],
)
def test_best_that_became_of_an_address_counts(became, expected):
    line = reach.Line("Mali", rows=[Delivery(state=one) for one in became])

    assert line.state == expected
    assert (line.is_missed, line.label) == (expected in reach.MISSED, reach.STATES[expected])
    assert reach.Line("Mali", rows=line.rows, acknowledgement=True).state == "acknowledged"


def test_every_state_of_a_message_has_its_rank():
    assert set(reach.STATES) == {*DeliveryState, reach.NONE}


def test_address_that_two_delegations_share_counts_for_both_and_is_kept_under_one(team):
    mali, chad = state("Mali", "shared@mission.test"), state("Chad", "shared@mission.test")
    circular = circular_in(CircularState.ISSUED, team)
    rows_of(circular).update(state="acknowledged", sent_at=AT)

    found = {line.delegation: line for line in reach.lines(circular)}

    assert (found[chad].shared, found[chad].state) == (False, "sent")
    assert (found[mali].shared, found[mali].state) == (True, "sent")


def test_message_whose_addressee_is_not_known_any_more_stands_at_the_end(team):
    circular = letter_to(team)
    letter = {"kind": "circular", "subject": "", "text": "", "at": AT}
    Delivery.objects.queue(circular, addresses=[("x@mission.test", None)], **letter)

    last = reach.lines(circular)[-1]

    assert (last.name, last.delegation, len(last.rows)) == ("x@mission.test", None, 1)
    assert reach.narrowed([last], q="x@") == [last]


def test_counts_are_of_delegations_the_best_first(team):
    circular = letter_to(team)
    become(circular, _0="sent", _1="bounced", _2="sent")

    assert [(state, number) for state, _label, number in reach.counts(reach.lines(circular))] == [
        ("sent", 2),
        ("bounced", 1),
        ("none", 2),
    ]


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({}, ["Côte d’Ivoire", "The Gambia", "Mali"]),
        ({"state": "sent"}, ["Mali"]),
        ({"state": "missed"}, ["Côte d’Ivoire", "The Gambia"]),
        ({"q": "cote D'IV"}, ["Côte d’Ivoire"]),
        ({"q": "d1"}, ["Mali"]),
        ({"q": "2@mission"}, ["The Gambia"]),
        ({"q": "a", "state": "failed"}, ["The Gambia"]),
        ({"q": "nobody"}, []),
    ],
)
def test_narrowing(team, asked, names):
    circular = letter_to(team)
    become(circular, _0="bounced", _1="sent", _2="failed")

    assert [line.name for line in own(reach.narrowed(reach.lines(circular), **asked))] == names


def test_hits_are_marked(team):
    [line] = reach.narrowed(reach.lines(letter_to(team)), q="mali")

    assert line.shown == "<mark>Mali</mark>"


def test_heads_are_those_of_now(team):
    circular = letter_to(team, "Mali")
    [line] = own(reach.lines(circular))
    head = MembershipFactory(delegation=line.delegation, role="head", may_clear=True)
    MembershipFactory(delegation=line.delegation)

    assert reach.heads([line, reach.Line("x@mission.test")], AT) == {line.delegation.pk: [head.user]}


# Receipts


def test_receipt_is_asked_of_those_it_went_to_and_then_told_to_them(team):
    circular = letter_to(team, "Mali")
    delegate = member_of(own(reach.lines(circular))[0].delegation)

    assert reach.receipt_for(delegate, circular) == reach.Receipt("Mali")

    made = actions.acknowledge(circular, by=delegate)
    assert reach.receipt_for(delegate, circular) == reach.Receipt("Mali", made)


def test_receipt_is_asked_of_those_without_an_address_too(team):
    chad = state("Chad")
    circular = circular_in(CircularState.ISSUED, team)

    assert reach.receipt_for(member_of(chad), circular) == reach.Receipt("Chad")


def test_receipt_is_nobody_elses_business(team):
    circular = letter_to(team)
    late = member_of(state("Nauru", "late@mission.test"))
    others = [team.secretariat, team.first, team.staff, team.public, Actor(AnonymousUser(), Capacity.PUBLIC, at=AT)]

    assert [reach.receipt_for(actor, circular) for actor in (late, *others)] == [None] * 6


def test_receipt_of_what_was_withdrawn_is_not_asked_for(team):
    chad = state("Chad")
    circular = circular_in(CircularState.WITHDRAWN, team)

    assert reach.receipt_for(member_of(chad), circular) is None


@pytest.mark.parametrize("state_", sorted(CircularState))
def test_what_stands_in_the_way_by_state(state_):
    circular = Circular(state=state_)

    assert bool(circular.why_not_acknowledge()) == (state_ not in {"issued", "superseded"})
    assert bool(circular.why_not_send_again()) == (state_ != "issued")


@pytest.mark.parametrize("rows", [1, 3])
def test_board_costs_the_same_for_one_and_for_three(team, rows, django_assert_num_queries):
    circular = letter_to(team, *"ABC"[:rows])
    AddressFactory(delegation=own(reach.lines(circular))[0].delegation, email="second@mission.test")

    with django_assert_num_queries(6):
        reach.lines(circular)
