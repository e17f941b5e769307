import pytest
import rules

from accounts.models import MembershipRole
from accounts.tests.factories import MembershipFactory, UserFactory
from consultations.models import OF_THE_SECRETARIAT, CircularForm, Role
from record.actor import Actor

from . import factories
from .factories import AT, CircularFactory, CoFacilitatorFactory, MeetingFactory, acting

pytestmark = pytest.mark.django_db

# public, delegate, head, staff, co-facilitator, secretariat; then one of the secretariat of another consultation, a
# co-facilitator who acts as head of delegation, one whose role has ended, an administrator, the clock
ACTORS = ("public", "delegate", "head", "staff", "leads", "works", "elsewhere", "national", "former", "chief", "clock")
PERMISSIONS = {
    "prepare_circular":   "- - - + - + - - - - -",
    "read_prepared":      "- - - + + + - - - - -",
    "request_approval":   "- - - + - + - - - - -",
    "return_to_draft":    "- - - + + + - - - - -",
    "issue":              "- - - - - + - - - - -",
    "withdraw":           "- - - - - + - - - - -",
    "discard":            "- - - + - + - - - - -",
    "add_scan":           "- - - - - + - - - - -",
    "see_reach":          "- - - - + + - - - - -",
    "settle_delivery":    "- - - - - + - - - - -",
    "print_run":          "- - - - - + - - - - -",
    "approve":            "- - - - + - - - - - -",
}  # fmt: skip
OF_MEETINGS = {
    "keep_calendar":      "- - - - - + - - - - -",
    "join_meeting":       "- + + + + + - + - - -",
    "subscribe":          "- + + + + + + + + + -",
}  # fmt: skip
OF_SETUP = {
    "set_up":             "- - - - - + - - - - -",
    "publish":            "- - - - - + - - - - -",
    "keep_people":        "- - - - - + - - - - -",
    "keep_calls":         "- - - - - + - - - - -",
    "open_calls":         "- - - + + + - - - - -",
    "keep_documents":     "- - - - - + - - - - -",
    "found":              "- - - - - + + - - + -",
}  # fmt: skip
OF_REACH = {
    "mark_bounced":       "- - - - - + - - - - -",
    "send_again":         "- - - - - + - - - - -",
    "send_to_address":    "- - - - - + - - - - -",
    "stop_dispatch":      "- - - - - + - - - - -",
    "resume_dispatch":    "- - - - - + - - - - -",
    "acknowledge":        "- + + - - - - + - - -",
}  # fmt: skip
OF_MESSAGES = {
    "read_reminders":     "- - - + + + - - - - -",
    "keep_reminders":     "- - - - - + - - - - -",
    "see_sent":           "- - - - - + - - - - -",
    "ask_copies":         "- + + + + + - + - - -",
    "stop_copies":        "- + + + + + + + + + -",
}  # fmt: skip
NOTE = "- - - - - + - - - - -"  # who approves a note verbale that another has drafted


@pytest.fixture
def actors(team):
    leads = CoFacilitatorFactory(consultation=team.consultation, order=3)
    MembershipFactory(user=leads.user, delegation=leads.delegation, role=MembershipRole.HEAD, may_clear=True)
    Role.objects.filter(user=team.second.user).update(ends_at=AT)
    return {
        "public": team.public,
        "delegate": acting(MembershipFactory().user),
        "head": acting(MembershipFactory(role=MembershipRole.HEAD, may_clear=True).user),
        "staff": team.staff,
        "leads": team.first,
        "works": team.secretariat,
        "elsewhere": factories.team().secretariat,
        "national": acting(leads.user, chosen=f"head:{leads.delegation.code}"),
        "former": acting(team.second.user),
        "chief": acting(UserFactory(is_superuser=True)),
        "clock": Actor.clock(AT),
    }


def marks(actors, perm, target):
    return " ".join("+" if actors[name].may(f"consultations.{perm}", target) else "-" for name in ACTORS)


def test_who_may_what_to_a_meeting(team, actors):
    meeting = MeetingFactory(consultation=team.consultation)

    assert {perm: marks(actors, perm, meeting) for perm in OF_MEETINGS} == OF_MEETINGS


def test_who_sets_up_a_consultation(team, actors):
    assert {perm: marks(actors, perm, team.consultation) for perm in OF_SETUP} == OF_SETUP


def test_who_may_what_to_a_joint_letter(team, actors):
    circular = CircularFactory(consultation=team.consultation)

    assert {perm: marks(actors, perm, circular) for perm in PERMISSIONS} == PERMISSIONS


@pytest.mark.parametrize("form", CircularForm)
def test_the_form_decides_only_who_approves(team, actors, form):
    circular = CircularFactory(consultation=team.consultation, form=form)

    expected = PERMISSIONS | ({"approve": NOTE} if form in OF_THE_SECRETARIAT else {})
    assert {perm: marks(actors, perm, circular) for perm in PERMISSIONS} == expected


@pytest.mark.parametrize("form", sorted(OF_THE_SECRETARIAT))
def test_who_drafted_a_letter_of_the_secretariat_does_not_approve_it(team, actors, form):
    circular = CircularFactory(consultation=team.consultation, form=form, drafted_by=team.secretariat.user)

    assert marks(actors, "approve", circular) == "- - - - - - - - - - -"
    assert acting(team.second.user, AT.replace(day=1, hour=0)).may("consultations.approve", circular)


@pytest.mark.parametrize("perm", ["prepare_circular", "read_prepared"])
def test_what_is_asked_of_a_consultation_is_answered_as_of_its_circulars(team, actors, perm):
    assert marks(actors, perm, team.consultation) == PERMISSIONS[perm]


def test_who_may_what_once_a_circular_has_left(team, actors):
    circular = CircularFactory(consultation=team.consultation)

    assert {perm: marks(actors, perm, circular) for perm in OF_REACH} == OF_REACH


def test_who_may_what_about_messages(team, actors):
    assert {perm: marks(actors, perm, team.consultation) for perm in OF_MESSAGES} == OF_MESSAGES


def test_nothing_is_allowed_to_nothing(actors):
    for perm in set(PERMISSIONS) - {"approve"}:
        assert marks(actors, perm, None) == "- - - - - - - - - - -"


def test_every_permission_is_in_the_table():
    names = {name for name in rules.permissions.permissions if name.startswith("consultations.")}
    known = [*PERMISSIONS, *OF_MEETINGS, *OF_SETUP, *OF_REACH, *OF_MESSAGES]
    assert names == {f"consultations.{perm}" for perm in known}


def test_unknown_permission_is_a_bug(team):
    with pytest.raises(KeyError):
        team.secretariat.may("consultations.rule_the_world", team.consultation)
