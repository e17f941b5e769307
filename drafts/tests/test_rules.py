"""Who may do what, and what each may know of: literal tables."""

import pytest

from drafts import actions
from drafts.models import DraftVersion
from record.actor import Actor, Capacity

from .factories import NOW, House

#                       visitor staff co-facilitator secretariat, then the same of another consultation
RULES = {
    "read_working": "- yes yes yes  - - -",
    "begin": "- yes yes -  - - -",
    "begin_next": "- yes yes -  - - -",
    "edit": "- yes yes -  - - -",
    "discard": "- yes yes -  - - -",
    "ask_for_release": "- yes yes -  - - -",
    "approve_release": "- - yes -  - - -",
    "print_again": "- yes yes -  - - -",
}


def people(house, other):
    own = [house.staff, house.first, house.secretariat]
    return [Actor(at=NOW), *own, other.staff, other.first, other.secretariat]


@pytest.mark.parametrize("verb", sorted(RULES))
def test_who_may(db, verb):
    house, other = House(), House("another")
    version = house.begin()

    given = ["yes" if actor.may(f"drafts.{verb}", version) else "-" for actor in people(house, other)]
    assert given == RULES[verb].split()


def test_what_each_may_know_of(db):
    house, other = House(), House("another")
    working = actions.begin_next(house.release(house.begin()), by=house.staff, label="Rev.1")
    acting_for_a_state = Actor(user=house.first.user, capacity=Capacity.HEAD, at=NOW)

    def seen(actor):
        return sorted(DraftVersion.objects.visible_to(actor).values_list("number", flat=True))

    assert [seen(actor) for actor in people(house, other)] == [[1], [1, 2], [1, 2], [1, 2], [1], [1], [1]]
    assert seen(acting_for_a_state) == [1]
    assert working.number == 2
