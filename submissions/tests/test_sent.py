"""The messages about inputs among what was sent: for the delegation whose input it is, and for nobody else."""

import pytest

from accounts.models import Membership
from consultations import sent
from consultations.capacities import actor_for
from record.models import Delivery
from submissions import actions, composition

from . import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def messages(world):
    """An input that was sent for clearance, returned, submitted for the co-facilitators only, its receipt mailed."""
    submission = make.begun(world.call, world.delegate)
    actions.ask_for_clearance(submission, by=world.delegate)
    actions.return_to_draft(submission, by=world.head)
    version = make.submitted(submission, world.head, "cofacilitators")
    return actions.complete_receipt(version, b"%PDF-1.7 a receipt", by=world.head)


def listed(world, actor):
    """(sort, address) of what the actor sees, the first sent first."""
    return [(row.sort, row.address) for row in reversed(sent.to_us(world.consultation, actor))]


def test_delegation_sees_its_own_and_each_person_what_went_to_them(world, messages):
    mission = ("receipt", "mission.prt@portal.test")

    assert sorted(listed(world, world.head)) == [
        ("input", world.head.user.email),
        ("receipt", world.head.user.email),
        mission,
    ]
    assert sorted(listed(world, world.delegate)) == [
        ("input", world.delegate.user.email),
        ("receipt", world.delegate.user.email),
        mission,
    ]


def test_message_leads_to_the_input_and_the_receipt_to_its_version(world, messages):
    rows = sent.described(sent.to_us(world.consultation, world.delegate), world.delegate)

    assert {(row.label, row.page) for row in rows} == {
        ("input in the making", "/sample/inputs/PRT-2019-1/"),
        ("receipt of an input", "/sample/inputs/PRT-2019-1/?version=1"),
    }


def test_nobody_else_is_told_that_there_is_an_input(world, messages):
    spain = make.member(make.delegation("ESP", "Spain"), "head")
    working = [make.works_for(world.consultation, role) for role in ("secretariat", "staff", "cofacilitator")]

    assert [listed(world, actor) for actor in (spain, *working)] == [[]] * 4
    assert Delivery.objects.filter(recipient_id=world.portugal.pk, kind="receipt").exists()
    assert [list(sent.to_others(world.consultation, world.portugal, actor)) for actor in working] == [[]] * 3


def test_person_who_speaks_for_another_delegation_now_does_not_see_it_there(world, messages):
    spain = make.delegation("ESP", "Spain")
    membership = {"user": world.delegate.user, "delegation": spain, "role": "delegate"}
    Membership.objects.create(**membership, starts_at=make.AT)

    there, here = (actor_for(world.delegate.user, at=make.AT, chosen=f"delegate:{code}") for code in ("ESP", "PRT"))

    assert (listed(world, there), len(listed(world, here))) == ([], 3)


def test_person_who_works_for_the_consultation_does_not_see_it_there(world, messages):
    secretariat = make.works_for(world.consultation, "secretariat")
    acting = type(secretariat)(
        world.head.user, secretariat.capacity, None, make.AT, consultations=secretariat.consultations
    )

    assert listed(world, acting) == []


def test_clearance_of_what_has_no_reference_leads_to_where_it_is_written(world):
    submission = make.begun(world.call, world.delegate)
    actions.ask_for_clearance(submission, by=world.delegate)

    [row] = sent.described(sent.to_us(world.consultation, world.head), world.head)

    assert row.page == f"/sample/inputs/mine/{submission.key}/"
    assert composition.answers_of(submission)
