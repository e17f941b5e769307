"""Consultations and what belongs to them, for tests: each factory gives the plainest valid object."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import factory

from accounts.models import DelegationKind
from accounts.tests.factories import SINCE, DelegationFactory, UserFactory
from consultations import actions, capacities, composition
from consultations.models import (
    OF_THE_SECRETARIAT,
    Call,
    CallKind,
    Circular,
    CircularForm,
    CircularKind,
    CircularState,
    CoFacilitator,
    Consultation,
    Correction,
    DocumentKind,
    Enclosure,
    Meeting,
    MeetingKind,
    Question,
    ReferenceDocument,
    Role,
    RoleKind,
)
from record.actor import Actor, Capacity
from record.models import File
from record.waking import quiet

AT = datetime(2019, 2, 1, 15, 0, tzinfo=UTC)  # ten o'clock in New York, the day of the first letter
PDF = b"%PDF-1.7 a sample"
COUNTED = factory.Sequence(lambda number: number + 1)


class ConsultationFactory(factory.django.DjangoModelFactory):
    """A process in New York in the first half of 2019, with nobody in it."""

    class Meta:
        model = Consultation

    slug = factory.Sequence("process-{}".format)
    title = "Consultations on a sample"
    short_title = "Sample"
    mandate = "General Assembly resolution 0/0"
    opens_on = date(2019, 2, 1)
    expected_end = date(2019, 7, 31)
    contact = "secretariat@portal.test"


def presided(consultation):
    """The consultation, with a sample of the President's letterhead and signature block."""
    consultation.president_letterhead = "The President of the General Assembly"
    consultation.president_name = "A sample of a President"
    consultation.president_function = "President of the General Assembly at its sample session"
    consultation.save(update_fields=["president_letterhead", "president_name", "president_function"])
    return consultation


class RoleFactory(factory.django.DjangoModelFactory):
    """A person of the secretariat since the beginning of 2019."""

    class Meta:
        model = Role

    user = factory.SubFactory(UserFactory)
    consultation = factory.SubFactory(ConsultationFactory)
    kind = RoleKind.SECRETARIAT
    starts_at = SINCE


class CoFacilitatorFactory(factory.django.DjangoModelFactory):
    """One who leads a consultation since the beginning of 2019, for a Member State."""

    class Meta:
        model = CoFacilitator

    consultation = factory.SubFactory(ConsultationFactory)
    user = factory.SubFactory(UserFactory)
    delegation = factory.SubFactory(DelegationFactory)
    order = COUNTED
    printed_name = factory.LazyAttribute(lambda made: made.user.name)
    printed_function = "Permanent Representative"
    starts_at = SINCE


class MeetingFactory(factory.django.DjangoModelFactory):
    """A published informal consultation on 13 February 2019, from 15:30 to 18:00 in New York, in no room yet."""

    class Meta:
        model = Meeting

    consultation = factory.SubFactory(ConsultationFactory)
    number = COUNTED
    kind = MeetingKind.INFORMAL
    starts_at = datetime(2019, 2, 13, 20, 30, tzinfo=UTC)
    ends_at = datetime(2019, 2, 13, 23, 0, tzinfo=UTC)
    changed_at = AT


class CallFactory(factory.django.DjangoModelFactory):
    """A call to States, open since the first letter and without a due date or questions."""

    class Meta:
        model = Call

    consultation = factory.SubFactory(ConsultationFactory)
    number = COUNTED
    kind = CallKind.OPENING_QUESTIONS
    audience = [DelegationKind.MEMBER_STATE, DelegationKind.OBSERVER_STATE]
    opens_at = AT


class QuestionFactory(factory.django.DjangoModelFactory):
    """The first question of a call."""

    class Meta:
        model = Question

    call = factory.SubFactory(CallFactory)
    order = 1
    text = "Is this a sample?"


class DocumentFactory(factory.django.DjangoModelFactory):
    """A resolution of 2018 that is named and neither linked nor kept."""

    class Meta:
        model = ReferenceDocument

    consultation = factory.SubFactory(ConsultationFactory)
    number = COUNTED
    kind = DocumentKind.RESOLUTION
    title = "A sample resolution"
    symbol = "A/RES/0/0"
    dated = date(2018, 12, 20)


class CircularFactory(factory.django.DjangoModelFactory):
    """The draft of a joint letter to States that names no fact. Who drafted it has no role."""

    class Meta:
        model = Circular

    consultation = factory.SubFactory(ConsultationFactory)
    kind = CircularKind.FREE
    form = CircularForm.JOINT_LETTER
    subject = "A sample letter"
    body = "This letter is a sample."
    dated = date(2019, 2, 1)
    audience = [DelegationKind.MEMBER_STATE, DelegationKind.OBSERVER_STATE]
    addressee = "All Permanent Representatives"
    drafted_by = factory.SubFactory(UserFactory)


def kept(content=PDF, name="sample.pdf", content_type="application/pdf"):
    """A stored file."""
    return File.objects.keep(content, name=name, content_type=content_type, at=AT)


class EnclosureFactory(factory.django.DjangoModelFactory):
    """The first enclosure of a draft: a PDF."""

    class Meta:
        model = Enclosure

    circular = factory.SubFactory(CircularFactory)
    order = 1
    title = "A sample annex"
    file = factory.LazyFunction(kept)


@dataclass(frozen=True)
class Team:
    """Those who work for one consultation, each acting in that capacity at ``AT``; and a visitor."""

    consultation: Consultation
    secretariat: Actor
    second: Actor  # another person of the secretariat
    staff: Actor
    first: Actor  # the co-facilitators
    other: Actor
    public: Actor


def team(consultation=None):
    """Two persons of the secretariat, one of the staff and two co-facilitators of ``consultation``, or of a new one."""
    consultation = consultation or ConsultationFactory()
    kinds = [RoleKind.SECRETARIAT, RoleKind.SECRETARIAT, RoleKind.STAFF]
    working = [_at_work(RoleFactory(consultation=consultation, kind=kind), Capacity(kind)) for kind in kinds]
    held = [CoFacilitatorFactory(consultation=consultation, order=order) for order in (1, 2)]
    leading = [_at_work(term, Capacity.COFACILITATOR, term.delegation) for term in held]
    return Team(consultation, *working, *leading, public=Actor(at=AT))


def _at_work(term, capacity, delegation=None):
    """What ``acting`` finds for the user of ``term``, without asking: it is made for every other test."""
    return Actor(term.user, capacity, delegation, AT, consultations=frozenset({term.consultation_id}))


def acting(user, at=AT, chosen=""):
    """The Actor that a request of ``user`` would have at ``at``."""
    return capacities.actor_for(user, at=at, chosen=chosen)


def ask(circular, team):
    return actions.request_approval(circular, by=team.secretariat)


def approve(circular, team):
    """Approved by all who must."""
    enough = 1 if circular.form in OF_THE_SECRETARIAT else None
    known = {actor.user: actor for actor in (team.first, team.other, team.second)}
    for user in composition.approvers(circular, AT)[:enough]:
        by = known.get(user) or acting(user)
        circular = actions.approve(circular, by=by, seen=circular.asked_sha256)
    return circular


def issue(circular, team):
    return actions.issue(circular, by=team.secretariat)


def publish(circular, team):
    """Issued, with ``PDF`` in place of a print."""
    return actions.complete_issue(circular, PDF, by=team.secretariat)


def replace(circular, team):
    circular_in(CircularState.ISSUED, team, corrects=circular, correction=Correction.REV)
    circular.refresh_from_db()
    return circular


def withdraw(circular, team):
    return actions.withdraw(circular, by=team.secretariat, reason="It was a sample.")


def discard(circular, team):
    return actions.discard(circular, by=team.secretariat)


TO_ISSUE = (ask, approve, issue, publish)
DEEDS = {
    CircularState.DRAFT: (),
    CircularState.IN_APPROVAL: TO_ISSUE[:1],
    CircularState.APPROVED: TO_ISSUE[:2],
    CircularState.ISSUING: TO_ISSUE[:3],
    CircularState.ISSUED: TO_ISSUE,
    CircularState.SUPERSEDED: (*TO_ISSUE, replace),
    CircularState.WITHDRAWN: (*TO_ISSUE, withdraw),
    CircularState.DISCARDED: (discard,),
}


def circular_in(state, team, **fields):
    """A circular of ``team``, drafted by its secretariat and brought to ``state`` by the deeds that lead there."""
    fields = {"consultation": team.consultation, "drafted_by": team.secretariat.user, **fields}
    circular = CircularFactory(**fields)
    with quiet():
        for deed in DEEDS[state]:
            circular = deed(circular, team)
    return circular
