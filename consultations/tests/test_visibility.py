from datetime import timedelta

import pytest

from accounts.models import Delegation, MembershipRole
from accounts.tests.factories import MembershipFactory, UserFactory
from consultations.models import Call, Circular, CircularState, Consultation, Meeting, ReferenceDocument, Role
from record.actor import Actor

from . import factories
from .factories import AT, CallFactory, CoFacilitatorFactory, DocumentFactory, MeetingFactory, acting, circular_in

pytestmark = pytest.mark.django_db

# staff, co-facilitator, secretariat; public, head, secretariat elsewhere, co-facilitator as head, secretariat that was,
# administrator, clock
ACTORS = ("staff", "leads", "works", "public", "head", "elsewhere", "national", "former", "chief", "clock")
INSIDE = "+ + + - - - - - - -"
EVERYONE = "+ + + + + + + + + +"
CIRCULARS = {
    "draft": INSIDE,
    "in_approval": INSIDE,
    "approved": INSIDE,
    "issuing": INSIDE,
    "discarded": INSIDE,
    "issued": EVERYONE,
    "superseded": EVERYONE,
    "withdrawn": EVERYONE,
}


@pytest.fixture
def actors(team):
    leads = CoFacilitatorFactory(consultation=team.consultation, order=3)
    MembershipFactory(user=leads.user, delegation=leads.delegation, role=MembershipRole.HEAD, may_clear=True)
    former = UserFactory()
    factories.RoleFactory(user=former, consultation=team.consultation, ends_at=AT)
    return {
        "staff": team.staff,
        "leads": team.first,
        "works": team.secretariat,
        "public": team.public,
        "head": acting(MembershipFactory(role=MembershipRole.HEAD, may_clear=True).user),
        "elsewhere": factories.team().secretariat,
        "national": acting(leads.user, chosen=f"head:{leads.delegation.code}"),
        "former": acting(former),
        "chief": acting(UserFactory(is_superuser=True)),
        "clock": Actor.clock(AT),
    }


def marks(actors, queryset):
    """Who sees the one object of ``queryset``."""
    return " ".join("+" if queryset.visible_to(actors[name]).exists() else "-" for name in ACTORS)


@pytest.mark.parametrize("state", CircularState)
def test_who_sees_a_circular(team, actors, state):
    circular = circular_in(state, team)

    assert marks(actors, Circular.objects.filter(pk=circular.pk)) == CIRCULARS[state]


@pytest.mark.parametrize(("published", "expected"), [(True, EVERYONE), (False, INSIDE)])
def test_who_sees_a_meeting(team, actors, published, expected):
    meeting = MeetingFactory(consultation=team.consultation, published=published)

    assert marks(actors, Meeting.objects.filter(pk=meeting.pk)) == expected


@pytest.mark.parametrize(("opens", "expected"), [(timedelta(0), EVERYONE), (timedelta(seconds=1), INSIDE)])
def test_who_sees_a_call(team, actors, opens, expected):
    call = CallFactory(consultation=team.consultation, opens_at=AT + opens)

    assert marks(actors, Call.objects.filter(pk=call.pk)) == expected


def test_that_a_consultation_is_held_and_its_papers_and_who_takes_part_are_public(team, actors):
    document = DocumentFactory(consultation=team.consultation)

    assert marks(actors, Consultation.objects.filter(pk=team.consultation.pk)) == EVERYONE
    assert marks(actors, ReferenceDocument.objects.filter(pk=document.pk)) == EVERYONE
    assert marks(actors, Delegation.objects.filter(pk=team.first.delegation.pk)) == EVERYONE


def test_role_that_ends_closes_what_it_opened_in_the_same_second(team):
    circular = circular_in(CircularState.DRAFT, team)
    ends = AT + timedelta(hours=1)
    Role.objects.filter(user=team.staff.user).update(ends_at=ends)

    seen = [
        Circular.objects.visible_to(acting(team.staff.user, at)).filter(pk=circular.pk).exists()
        for at in (AT, ends - timedelta(microseconds=1), ends)
    ]

    assert seen == [True, True, False]


def test_lists_hold_what_they_are_named_after(team):
    circulars = {str(state): circular_in(state, team) for state in CircularState if state != "superseded"}

    issued = {circular.state for circular in Circular.objects.issued()}
    in_preparation = [circular.state for circular in Circular.objects.in_preparation()]

    assert len(circulars) == 7
    assert issued == {"issued", "withdrawn"}
    assert in_preparation == ["issuing", "approved", "in_approval", "draft"]
