"""Who reads what, and who may do what: the tables of design, literally."""

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.models import DelegationGroup, GroupMembership
from record.actor import Actor, Capacity
from submissions import actions
from submissions.models import Submission, SubmittedVersion

from . import factories as make

pytestmark = pytest.mark.django_db

READERS = [
    "public",
    "delegate",
    "head",
    "other state",
    "observer state",
    "stakeholder",
    "staff",
    "cofacilitator",
    "secretariat",
    "administrator",
    "staff elsewhere",
]
OWN = {"delegate", "head"}
INSIDE = {"staff", "cofacilitator"}
PARTICIPANTS = OWN | INSIDE | {"other state", "observer state", "secretariat"}


@pytest.fixture
def readers(world):
    elsewhere = make.consultation("elsewhere")
    staff_elsewhere = make.works_for(elsewhere, "staff")
    staff_elsewhere.user.email = "elsewhere@portal.test"
    staff_elsewhere.user.save()
    return {
        "public": Actor(AnonymousUser(), at=make.AT),
        "delegate": world.delegate,
        "head": world.head,
        "other state": make.member(make.delegation("ESP", "Spain"), "head"),
        "observer state": make.member(make.delegation("VAT", "Holy See", "observer_state"), "head"),
        "stakeholder": make.member(make.delegation("sample-network", "A sample network", "stakeholder"), "head"),
        "staff": make.works_for(world.consultation, "staff"),
        "cofacilitator": make.works_for(world.consultation, "cofacilitator"),
        "secretariat": make.works_for(world.consultation, "secretariat"),
        "administrator": make.works_for(world.consultation, "administrator"),
        "staff elsewhere": staff_elsewhere,
    }


def who_reads(readers, number=None):
    """The readers of the version that stands; with a number, of that version."""
    versions = SubmittedVersion.objects.all()
    versions = versions.filter(number=number) if number else versions.current()
    return {name for name, actor in readers.items() if versions.readable_by(actor).exists()}


def who_sees_the_working_copy(readers):
    return {name for name, actor in readers.items() if Submission.objects.visible_to(actor).exists()}


def in_state(state, world, visibility):
    submission = make.begun(world.call, world.head)
    submission = actions.set_options(submission, by=world.head, visibility=visibility, language="en")
    if state == "in_clearance":
        return actions.ask_for_clearance(submission, by=world.head)
    if state == "draft":
        return submission
    submission = make.submitted(submission, world.head, visibility).submission
    if state == "in revision":
        return actions.revise(submission, by=world.head)
    return actions.withdraw(submission, by=world.head) if state == "withdrawn" else submission


@pytest.mark.parametrize(
    ("visibility", "expected"),
    [
        ("public", set(READERS)),
        ("participants", PARTICIPANTS),
        ("cofacilitators", OWN | INSIDE),
    ],
)
@pytest.mark.parametrize("state", ["draft", "in_clearance", "submitted", "in revision", "withdrawn"])
def test_who_reads(world, readers, state, visibility, expected):
    in_state(state, world, visibility)

    submitted = state not in {"draft", "in_clearance"}
    assert who_reads(readers) == (expected if submitted else set())
    assert who_sees_the_working_copy(readers) == OWN


def test_an_earlier_narrower_version_is_not_opened_by_a_later_wider_one(world, readers):
    first = make.submitted(make.begun(world.call, world.head), world.head, "cofacilitators")
    make.revised(first.submission, world.head, "<p>For all.</p>", "public")

    assert who_reads(readers, 1) == OWN | INSIDE
    assert who_reads(readers, 2) == set(READERS)


def test_a_later_narrower_version_closes_the_earlier_wider_one(world, readers):
    first = make.submitted(make.begun(world.call, world.head), world.head, "participants")
    make.revised(first.submission, world.head, "<p>For a few.</p>", "cofacilitators")

    assert who_reads(readers, 1) == OWN | INSIDE
    assert who_reads(readers) == OWN | INSIDE


@pytest.fixture
def speak_for(world, readers):
    """A function that submits for the co-facilitators only, on behalf of these entries."""

    def speak_for(*entries, **entry):
        entries = [*entries, *([entry] if entry else [])]
        fields = {"capacity": "on_behalf", "wording": "on behalf of a sample list", "entries": entries}
        submission = actions.begin(world.call, by=world.head, **fields)
        return make.submitted(make.answered(submission, world.head), world.head, "cofacilitators")

    return speak_for


def test_those_in_whose_name_it_is_read_it_whoever_else_may(world, readers, speak_for):
    speak_for(kind="delegation", delegation=readers["other state"].delegation)
    assert who_reads(readers) == OWN | INSIDE | {"other state"}


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "reads"),
    [
        (None, None, True),
        ("2019-02-20", "2019-02-21", True),
        ("2019-02-21", None, False),
        (None, "2019-02-20", False),
    ],
)
def test_members_of_the_group_on_the_day_it_was_said(readers, speak_for, valid_from, valid_to, reads):
    group = DelegationGroup.objects.create(code="list", name="A list of States", kind="ad hoc")
    member = readers["other state"].delegation
    GroupMembership.objects.create(group=group, delegation=member, valid_from=valid_from, valid_to=valid_to)

    speak_for(kind="group", group=group)

    assert who_reads(readers) == OWN | INSIDE | ({"other state"} if reads else set())


def test_a_member_of_the_group_that_is_excepted_does_not_read(readers, speak_for):
    group = DelegationGroup.objects.create(code="list", name="A list of States", kind="ad hoc")
    member = readers["other state"].delegation
    for each in (member, make.delegation("MLI", "Mali")):
        GroupMembership.objects.create(group=group, delegation=each)

    speak_for({"kind": "group", "group": group}, {"kind": "excepted", "delegation": member})

    assert who_reads(readers) == OWN | INSIDE


@pytest.mark.parametrize(
    ("verb", "expected"),
    [
        ("edit", OWN),
        ("ask_for_clearance", OWN),
        ("return_to_draft", OWN),
        ("revise", OWN),
        ("retry_receipt", OWN),
        ("submit", {"head"}),
        ("withdraw", {"head"}),
    ],
)
def test_who_may(world, readers, verb, expected):
    submission = make.begun(world.call, world.head)
    assert {name for name, actor in readers.items() if actor.may(f"submissions.{verb}", submission)} == expected


def test_who_may_compile(world, readers):
    may = {name for name, actor in readers.items() if actor.may("submissions.compile", world.consultation)}
    assert may == INSIDE | {"secretariat"}


@pytest.mark.parametrize(
    ("audience", "expected"),
    [
        (make.STATES, {"delegate", "head", "other state", "observer state"}),
        (["stakeholder"], {"stakeholder"}),
    ],
)
def test_who_may_begin(world, readers, audience, expected):
    world.call.audience = audience
    assert {name for name, actor in readers.items() if actor.may("submissions.begin", world.call)} == expected


def test_a_delegate_to_whom_clearing_is_given_may_clear(world):
    deputy = make.member(world.portugal, "delegate", email="deputy@portal.test", may_clear=True)
    assert deputy.capacity == Capacity.DELEGATE
    assert deputy.may("submissions.submit", make.begun(world.call, world.head))


def test_acting_as_cofacilitator_opens_nothing_of_the_own_delegation(world):
    by = Actor(world.head.user, Capacity.COFACILITATOR, world.portugal, make.AT, "r1", frozenset())
    submission = make.begun(world.call, world.head)
    assert not by.may("submissions.edit", submission)
    assert not Submission.objects.visible_to(by).exists()


def test_an_input_has_a_name_and_an_address_before_it_has_a_reference(world):
    submission = make.begun(world.call, world.head)
    assert (str(submission), submission.get_absolute_url()) == (
        "PRT (draft)",
        f"/sample/inputs/mine/{submission.key}/",
    )
    answer = submission.answers.get()
    assert str(answer) == f"{submission.pk}, {answer.question_id}"
    version = make.submitted(submission, world.head)
    assert (str(version.submission), version.get_absolute_url()) == ("PRT-2019-1", "/sample/inputs/PRT-2019-1/")
