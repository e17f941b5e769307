import pytest

from accounts.desk import counted
from accounts.tests.factories import AddressFactory, MembershipFactory
from consultations import actions, desk
from consultations.desk import Item
from consultations.models import CircularState
from record.models import Delivery

from . import factories
from .factories import AT, acting, circular_in, withdraw

pytestmark = pytest.mark.django_db
APPROVE = ("It waits for your approval; the letter is dated 1 February 2019.", "Read and approve")
ISSUE = ("It is approved and can be issued; the letter is dated 1 February 2019.", "Issue")


@pytest.fixture
def letters(team):
    """One letter in each state of its preparation, and a note verbale in approval, drafted by the first person."""
    states = ("draft", "in_approval", "approved", "issuing", "discarded")
    found = {state: circular_in(CircularState(state), team, subject=f"Letter {state}") for state in states}
    return found | {"note": circular_in(CircularState.IN_APPROVAL, team, subject="A note", form="note_verbale")}


def titles(items):
    return [item.title for item in items]


NEEDS = {
    "first": [("Letter in_approval", *APPROVE)],
    "secretariat": [("Letter approved", *ISSUE)],
    "second": [("A note", *APPROVE), ("Letter approved", *ISSUE)],
    "staff": [],
    "public": [],
}


@pytest.mark.parametrize("person", NEEDS)
def test_desk_shows_each_what_waits_for_them(team, letters, person):
    actor = getattr(team, person)

    needs = desk.items(team.consultation, actor)["needs"]

    assert [(item.title, item.sentence, item.verb) for item in needs] == NEEDS[person]
    assert counted(desk.waiting(team.consultation, actor)) == len(NEEDS[person])


def test_desk_leads_to_the_letter(team):
    circular = circular_in(CircularState.IN_APPROVAL, team)

    [item] = desk.items(team.consultation, team.first)["needs"]

    address = f"/{team.consultation.slug}/circulars/drafts/{circular.pk}/"
    assert item == Item("A sample letter", APPROVE[0], address, APPROVE[1])


PROGRESS = {
    "first": ["A note", "Letter issuing", "Letter approved", "Letter draft"],
    "secretariat": ["A note", "Letter issuing", "Letter in_approval", "Letter draft"],
    "second": ["Letter issuing", "Letter in_approval", "Letter draft"],
    "staff": ["A note", "Letter issuing", "Letter approved", "Letter in_approval", "Letter draft"],
    "public": [],
}


@pytest.mark.parametrize("person", PROGRESS)
def test_desk_shows_the_rest_under_way(team, letters, person):
    assert titles(desk.items(team.consultation, getattr(team, person))["progress"]) == PROGRESS[person]


def test_desk_says_how_far_each_is(team, letters):
    items = desk.items(team.consultation, team.staff)["progress"]

    drafter = team.secretariat.user.name
    assert [item.sentence for item in items] == [
        f"In approval; drafted by {drafter}.",
        "Being printed and sent.",
        "Approved, and waits for the secretariat to issue it.",
        f"In approval; drafted by {drafter}.",
        f"A draft by {drafter}.",
    ]
    assert {item.verb for item in items} == {"Open"}


def test_what_one_has_approved_waits_for_the_others(team):
    circular = circular_in(CircularState.IN_APPROVAL, team)

    actions.approve(circular, by=team.first, seen=circular.asked_sha256)

    assert [counted(desk.waiting(team.consultation, actor)) for actor in (team.first, team.other)] == [0, 1]
    assert titles(desk.items(team.consultation, team.first)["progress"]) == ["A sample letter"]


def test_approval_of_what_was_changed_since_is_asked_for_again(team):
    circular = circular_in(CircularState.IN_APPROVAL, team)
    actions.approve(circular, by=team.first, seen=circular.asked_sha256)
    circular = actions.edit_circular(circular, by=team.staff, revision=1, body="Another sample.")

    actions.request_approval(circular, by=team.staff)

    assert counted(desk.waiting(team.consultation, team.first)) == 1


@pytest.mark.parametrize(
    ("state", "waits"), [("uncertain", 1), ("queued", 0), ("sending", 0), ("sent", 0), ("acknowledged", 0)]
)
def test_letters_whose_fate_is_not_known_wait_for_the_secretariat(team, state, waits):
    AddressFactory.create_batch(2)
    circular_in(CircularState.ISSUED, team)
    Delivery.objects.filter(kind="circular").update(state=state, lease_until=AT, sent_at=AT)

    assert [counted(desk.waiting(team.consultation, actor)) for actor in (team.secretariat, team.first)] == [waits, 0]
    assert desk.items(team.consultation, team.secretariat)["needs"] == waits * [
        Item(
            "A sample letter",
            "Of some letters it is not known whether they arrived: decide whether they are sent again.",
            f"/{team.consultation.slug}/circulars/2019-001/reach/",
            "Decide",
        )
    ]


def test_mail_that_asked_for_an_approval_is_no_letter_of_the_register(team):
    circular_in(CircularState.ISSUED, team)
    Delivery.objects.update(state="uncertain")

    assert counted(desk.waiting(team.consultation, team.secretariat)) == 0


def test_desk_shows_the_five_issued_last(team):
    for number in range(6):
        circular_in(CircularState.ISSUED, team, subject=f"Letter {number}")
    withdraw(team.consultation.circulars.get(serial=4), team)

    done = desk.items(team.consultation, team.staff)["done"]

    assert titles(done) == [f"2019-00{number} Letter {number - 1}" for number in (6, 5, 4, 3, 2)]
    assert done[0] == Item(
        "2019-006 Letter 5", "Issued on 1 February 2019.", f"/{team.consultation.slug}/circulars/2019-006/"
    )


def test_others_have_an_empty_desk(team, letters):
    circular_in(CircularState.ISSUED, team)
    others = [factories.team().secretariat, acting(MembershipFactory().user), team.public]

    for actor in others:
        assert desk.items(team.consultation, actor) == {"needs": [], "progress": [], "done": []}
        assert counted(desk.waiting(team.consultation, actor)) == 0
