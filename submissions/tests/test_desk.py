"""What the desk asks of a delegation, and of nobody else."""

import pytest

from accounts.desk import counted
from submissions import actions, desk

from . import factories as make

pytestmark = pytest.mark.django_db


def shown(world, actor):
    lists = desk.items(world.consultation, actor)
    return {name: [(item.sentence, item.verb) for item in items] for name, items in lists.items()}


def test_an_unanswered_call_needs_the_delegation(world):
    assert shown(world, world.delegate) == {
        "needs": [("Due Fri 15 Mar 2019, 18:00 New York.", "Write an input")],
        "progress": [],
        "done": [],
    }
    assert counted(desk.waiting(world.consultation, world.delegate)) == 1


def test_a_call_without_a_date_is_welcome_throughout(world):
    world.call.due_at = None
    world.call.save()
    assert shown(world, world.head)["needs"] == [
        ("No date is set; inputs are welcome throughout.", "Write an input"),
    ]


@pytest.mark.parametrize("change", [{"closed_at": make.AT}, {"audience": ["stakeholder"]}, {"opens_at": make.DUE}])
def test_a_call_that_cannot_be_answered_needs_nobody(world, change):
    world.call.due_at = None
    for name, value in change.items():
        setattr(world.call, name, value)
    world.call.save()
    assert counted(desk.waiting(world.consultation, world.delegate)) == 0


def test_what_is_under_way_what_awaits_clearance_and_what_was_submitted(world):
    submission = make.begun(world.call, world.delegate)
    draft = {"needs": [], "progress": [("A draft, begun by A delegate.", "Go on writing")], "done": []}
    assert shown(world, world.delegate) == draft
    assert shown(world, world.head) == draft

    actions.ask_for_clearance(submission, by=world.delegate)
    assert shown(world, world.delegate)["progress"] == [("It awaits clearance.", "Open")]
    assert shown(world, world.head)["needs"] == [("It awaits your clearance.", "Read and submit")]
    assert [counted(desk.waiting(world.consultation, who)) for who in (world.delegate, world.head)] == [0, 1]

    make.submitted(submission, world.head)
    assert shown(world, world.head) == {"needs": [], "progress": [], "done": [("Submitted on 20 February 2019.", "")]}


def test_the_desk_names_on_whose_behalf(world):
    spain = make.delegation("ESP", "Spain")
    entries = [{"kind": "delegation", "delegation": spain}]
    actions.begin(world.call, by=world.head, capacity="on_behalf", wording="on behalf of two States", entries=entries)
    titles = [item.title for item in desk.items(world.consultation, world.head)["progress"]]
    assert titles == ["Opening questions, on behalf of two States"]


@pytest.mark.parametrize("capacity", ["secretariat", "staff", "cofacilitator", "administrator"])
def test_others_have_nothing_on_it(world, capacity):
    make.begun(world.call, world.delegate)
    other = make.works_for(world.consultation, capacity)
    assert shown(world, other) == {"needs": [], "progress": [], "done": []}
    assert counted(desk.waiting(world.consultation, other)) == 0
