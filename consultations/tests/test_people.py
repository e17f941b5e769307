"""Who works for a consultation is entered, changed and ended; somebody of the secretariat is always left."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from accounts.tests.factories import DelegationFactory, UserFactory
from consultations import actions, composition
from consultations.models import CoFacilitator, Role, RoleKind

from .factories import AT, CoFacilitatorFactory, RoleFactory, acting, circular_in

pytestmark = pytest.mark.django_db
GONE = "You no longer work for this consultation as its secretariat. Ask those who do."


def role_of(actor):
    return Role.objects.get(user=actor.user)


def term_of(actor):
    return CoFacilitator.objects.get(user=actor.user)


def refused(deed):
    with pytest.raises(ValidationError) as error:
        deed()
    return error.value.messages


# Roles


@pytest.mark.parametrize("kind", RoleKind)
def test_give_role_lets_a_person_work_from_now_on(team, deeds, kind):
    person = UserFactory()

    role = actions.give_role(team.consultation, by=team.secretariat, user=person, kind=kind)

    assert acting(person).holds(kind, team.consultation)
    assert deeds(role) == [("created", team.secretariat.user, {"user": person.pk, "role": kind})]


def test_give_role_refused_to_who_holds_it(team):
    again = {"by": team.secretariat, "user": team.staff.user, "kind": RoleKind.STAFF}

    sentence = f"{team.staff.user} holds this role already. Choose another person or role."
    assert refused(lambda: actions.give_role(team.consultation, **again)) == [sentence]


@pytest.mark.parametrize("kind", RoleKind)
def test_nobody_gives_a_part_to_themselves(team, kind):
    own = {"by": team.secretariat, "user": team.secretariat.user}
    printed = {"order": 5, "delegation": DelegationFactory(), "printed_name": "A", "printed_function": "B"}

    sentence = "Nobody gives a part to themselves. Ask somebody else of the secretariat."
    assert refused(lambda: actions.give_role(team.consultation, kind=kind, **own)) == [sentence]
    assert refused(lambda: actions.add_cofacilitator(team.consultation, **own, **printed)) == [sentence]
    assert Role.objects.filter(user=team.secretariat.user).count() == 1


def test_give_role_to_who_held_it_before(team):
    former = RoleFactory(consultation=team.consultation, kind=RoleKind.STAFF, ends_at=AT)

    actions.give_role(team.consultation, by=team.secretariat, user=former.user, kind=RoleKind.STAFF)

    assert former.user.roles.count() == 2


def test_end_role_ends_it_now(team, deeds):
    actions.end_role(role_of(team.staff), by=team.secretariat)

    role = role_of(team.staff)
    assert role.ends_at == AT
    facts = {"user": team.staff.user.pk, "role": "staff", "ends_at": AT.isoformat().replace("+00:00", "Z")}
    assert [(verb, user) for verb, user, _facts in deeds(role)] == [("ended", team.secretariat.user)]
    assert {name: deeds(role)[0][2][name] for name in ("user", "role")} == {k: facts[k] for k in ("user", "role")}


def test_end_role_of_one_of_two_of_the_secretariat_is_done_by_themselves_too(team):
    actions.end_role(role_of(team.secretariat), by=team.secretariat)

    assert role_of(team.secretariat).ends_at == AT


def test_end_role_of_the_last_of_the_secretariat_is_refused(team):
    Role.objects.filter(user=team.second.user).update(ends_at=AT)

    sentence = "Nobody else of the secretariat would be left for this consultation. Enter another person first."
    assert refused(lambda: actions.end_role(role_of(team.secretariat), by=team.secretariat)) == [sentence]
    assert role_of(team.secretariat).ends_at is None


def test_a_closed_account_is_nobody_who_is_left(team):
    team.second.user.is_active = False
    team.second.user.save()

    assert refused(lambda: actions.end_role(role_of(team.secretariat), by=team.secretariat))


def test_end_role_refused_when_it_has_ended(team):
    role = RoleFactory(consultation=team.consultation, kind=RoleKind.STAFF, ends_at=AT)

    assert refused(lambda: actions.end_role(role, by=team.secretariat)) == ["This role has ended already."]


# Co-facilitators


@pytest.fixture
def entered(team):
    """What is said of a third co-facilitator."""
    return {
        "user": UserFactory(),
        "delegation": DelegationFactory(),
        "order": 3,
        "printed_name": "H.E. A delegate",
        "printed_function": "Permanent Representative",
    }


def test_add_cofacilitator_lets_a_person_lead_and_sign(team, deeds, entered):
    term = actions.add_cofacilitator(team.consultation, by=team.secretariat, **entered)

    signing = composition.signatories(circular_in("draft", team), AT)
    assert [person.printed_name for person in signing][2] == "H.E. A delegate"
    facts = {"user": term.user_id, "order": 3, "delegation": term.delegation.code}
    assert deeds(term) == [("created", team.secretariat.user, facts)]


def test_add_cofacilitator_refused_for_who_leads_or_at_a_place_that_is_taken(team, entered):
    first = term_of(team.first)

    assert refused(
        lambda: actions.add_cofacilitator(team.consultation, by=team.secretariat, **entered | {"user": team.first.user})
    ) == [f"{team.first.user} co-facilitates already. Change that entry instead."]
    assert refused(
        lambda: actions.add_cofacilitator(team.consultation, by=team.secretariat, **entered | {"order": first.order})
    ) == [f"Place {first.order} is that of {first.printed_name}. Choose another, or end that entry first."]


def change(team, actor, **fields):
    term = term_of(actor)
    standing = {"revision": term.revision(), "order": term.order}
    return actions.change_cofacilitator(term, by=team.secretariat, **standing | fields)


def test_change_cofacilitator_changes_what_is_printed(team, deeds):
    change(team, team.first, printed_name="H.E. Another")

    term = term_of(team.first)
    assert term.printed_name == "H.E. Another"
    assert deeds(term) == [("changed", team.secretariat.user, {"user": term.user_id, "fields": ["printed_name"]})]


def test_change_cofacilitator_voids_what_waits_for_approval(team):
    circular = circular_in("in_approval", team)
    change(team, team.first, printed_name="H.E. Another")

    with pytest.raises(ValidationError) as error:
        actions.approve(circular, by=team.other, seen=circular.asked_sha256)

    assert error.value.code == "changed"


def test_change_cofacilitator_to_a_free_place(team):
    change(team, team.first, order=9)

    assert term_of(team.first).order == 9


def test_two_cofacilitators_change_places(team, deeds):
    places = [term_of(team.first).order, term_of(team.other).order]

    change(team, team.first, order=places[1])

    assert [term_of(team.first).order, term_of(team.other).order] == places[::-1]
    assert deeds(term_of(team.other)) == [
        ("changed", team.secretariat.user, {"user": team.other.user.pk, "fields": ["order"]})
    ]


def test_change_cofacilitator_that_changes_nothing_is_no_deed(team, deeds):
    assert change(team, team.first) == term_of(team.first)
    assert deeds(term_of(team.first)) == []


def test_change_cofacilitator_refused_after_another_has_saved(team):
    before = term_of(team.first).revision()
    change(team, team.first, printed_name="Theirs")

    with pytest.raises(ValidationError) as error:
        change(team, team.first, revision=before, printed_name="Mine")

    assert error.value.code == "conflict"


def test_change_cofacilitator_refused_once_they_have_left(team):
    CoFacilitator.objects.filter(user=team.first.user).update(ends_at=AT)

    sentence = "This person does not co-facilitate any more: nothing is printed under this name again."
    assert refused(lambda: change(team, team.first, printed_name="Mine")) == [sentence]


def test_end_cofacilitator_now(team, deeds):
    actions.end_cofacilitator(term_of(team.first), by=team.secretariat)

    assert term_of(team.first).ends_at == AT
    assert [verb for verb, _user, _facts in deeds(term_of(team.first))] == ["ended"]


def test_end_cofacilitator_later_leaves_them_to_sign_until_then(team, deeds):
    later = AT + timedelta(days=3)

    actions.end_cofacilitator(term_of(team.first), by=team.secretariat, ends_at=later)

    assert CoFacilitator.objects.at(AT).filter(user=team.first.user).exists()
    assert not CoFacilitator.objects.at(later).filter(user=team.first.user).exists()
    verb, _user, facts = deeds(term_of(team.first))[0]
    assert (verb, facts["fields"]) == ("changed", ["ends_at"])


def test_end_cofacilitator_refused_in_the_past_and_twice(team):
    term = term_of(team.first)

    assert refused(lambda: actions.end_cofacilitator(term, by=team.secretariat, ends_at=AT)) == [
        "This day is over already. Choose a later one, or none to end it now."
    ]
    actions.end_cofacilitator(term, by=team.secretariat)
    assert refused(lambda: actions.end_cofacilitator(term, by=team.secretariat)) == [
        "This person does not co-facilitate any more: nothing is printed under this name again."
    ]


def test_place_of_one_who_leaves_is_given_to_a_successor(team, entered):
    actions.end_cofacilitator(term_of(team.first), by=team.secretariat, ends_at=AT + timedelta(days=3))

    term = actions.add_cofacilitator(
        team.consultation, by=team.secretariat, **entered | {"order": term_of(team.first).order}
    )

    assert term.order == term_of(team.first).order


def test_nobody_keeps_people_whose_own_role_has_ended(team, entered):
    """The actor was stamped before; the row says that it has ended since."""
    Role.objects.filter(user=team.second.user).update(ends_at=AT)
    by, term = team.second, CoFacilitatorFactory(consultation=team.consultation, order=8)
    deeds = [
        lambda: actions.give_role(team.consultation, by=by, user=UserFactory(), kind=RoleKind.STAFF),
        lambda: actions.end_role(role_of(team.staff), by=by),
        lambda: actions.add_cofacilitator(team.consultation, by=by, **entered),
        lambda: actions.change_cofacilitator(term, by=by, revision=term.revision(), order=7),
        lambda: actions.end_cofacilitator(term, by=by),
    ]

    assert [refused(deed) for deed in deeds] == [[GONE]] * 5
