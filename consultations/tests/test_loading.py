import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from accounts.access import access, require
from accounts.adapter import InvitationAdapter
from consultations.models import Circular, CircularState
from consultations.tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return factories.team()


@pytest.fixture
def draft(team):
    return factories.circular_in(CircularState.DRAFT, team)


def test_access_gives_the_one_object_to_those_who_see_it(team, draft):
    assert access(Circular.objects, team.first, pk=draft.pk) == draft


def test_access_gives_it_to_those_who_may(team, draft):
    assert access(Circular.objects, team.staff, "consultations.prepare_circular", pk=draft.pk) == draft


def test_access_answers_for_the_hidden_as_for_the_absent(team, draft):
    messages = []
    for actor, pk in ((team.public, draft.pk), (team.staff, 10**30), (team.staff, draft.pk + 1)):
        with pytest.raises(Http404) as missing:
            access(Circular.objects, actor, "consultations.prepare_circular", pk=pk)
        messages.append(str(missing.value))

    assert set(messages) == {"No Circular matches the given query."}


def test_access_refuses_what_one_sees_and_may_not_do(team, draft):
    with pytest.raises(PermissionDenied):
        access(Circular.objects, team.first, "consultations.prepare_circular", pk=draft.pk)


def test_access_knows_every_permission_by_name(team, draft):
    with pytest.raises(KeyError):
        access(Circular.objects, team.first, "consultations.prepare_circulars", pk=draft.pk)


def test_require_refuses_or_is_silent(team, draft):
    assert require(team.secretariat, "consultations.issue", draft) is None
    with pytest.raises(PermissionDenied):
        require(team.staff, "consultations.issue", draft)


def test_nobody_signs_up_by_themselves(rf):
    assert InvitationAdapter().is_open_for_signup(rf.get("/")) is False
