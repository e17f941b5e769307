from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from record.actor import Actor, Capacity

AT = datetime(2019, 2, 1, 15, 0, tzinfo=UTC)
IMRF = SimpleNamespace(pk=7)


def test_nobody_in_particular_is_the_public():
    actor = Actor(at=AT)

    assert (actor.is_anonymous, actor.capacity, actor.delegation_id) == (True, Capacity.PUBLIC, None)


def test_person_speaks_for_a_delegation():
    actor = Actor(user=SimpleNamespace(is_authenticated=True), delegation=SimpleNamespace(pk=3), at=AT)

    assert (actor.is_anonymous, actor.delegation_id) == (False, 3)


@pytest.mark.parametrize(
    ("capacity", "consultation", "held"),
    [
        (Capacity.SECRETARIAT, IMRF, True),
        (Capacity.SECRETARIAT, 7, True),
        (Capacity.SECRETARIAT, 8, False),
        (Capacity.COFACILITATOR, IMRF, False),
    ],
)
def test_role_is_held_in_its_capacity_and_its_consultation_only(capacity, consultation, held):
    actor = Actor(capacity=Capacity.SECRETARIAT, consultations=frozenset({7}), at=AT)

    assert actor.holds(capacity, consultation) is held


def test_unknown_permission_is_a_bug():
    with pytest.raises(KeyError):
        Actor(at=AT).may("record.no_such_thing")


def test_later_is_the_same_person_at_another_time():
    actor = Actor(capacity=Capacity.HEAD, at=AT)

    assert actor.later(timedelta(hours=1)) == Actor(user=actor.user, capacity=Capacity.HEAD, at=AT + timedelta(hours=1))


def test_clock_is_now_unless_it_is_told(time_machine):
    time_machine.move_to(AT, tick=False)

    assert Actor.clock().at == AT
    assert Actor.clock(AT + timedelta(1)).at == AT + timedelta(1)
