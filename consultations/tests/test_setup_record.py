"""What the record says of setting up, in sentences, and what of it is public."""

from datetime import timedelta

import pytest

from consultations import actions
from consultations.models import CoFacilitator, Consultation, Role, RoleKind
from record import wording
from record.models import Event
from record.models.generic import type_of

from .factories import AT, CallFactory
from .test_calls import FIELDS as CALL
from .test_document_actions import FIELDS as DOCUMENT
from .test_founding import FACTS

pytestmark = pytest.mark.django_db


def sentences(actor, consultation):
    """What the actor reads in the record of the consultation, in its order."""
    found = []
    for event in Event.objects.of_chain(consultation.slug).visible_to(actor).order_by("place"):
        kind = next(kind for kind in wording.KINDS.values() if type_of(kind.model) == event.target_type)
        found.append(wording.sentence(kind, event, kind.load([event.target_id]).get(event.target_id), {}))
    return found


def test_record_of_a_call_and_what_of_it_is_public(team):
    by = team.secretariat
    call = actions.add_call(team.consultation, by=by, due_at=AT + timedelta(days=1), **CALL)
    actions.change_questions(call, by=by, revision=1, questions=[("A sample?", "en")])
    actions.extend_call(call, by=by, due_at=AT + timedelta(days=2))
    actions.close_call(call, by=by)
    actions.reopen_call(call, by=by)

    public = [
        "The secretariat extended the time for the call “Modalities”.",
        "The secretariat closed the call “Modalities”.",
        "The secretariat opened the call “Modalities” again.",
    ]
    entered = "The secretariat entered the call “Modalities”."
    assert sentences(team.staff, team.consultation) == [
        entered, "The secretariat changed the call “Modalities”.", *public,
    ]  # fmt: skip
    assert sentences(team.public, team.consultation) == public


def test_record_of_a_call_that_has_not_opened_is_not_public(team):
    call = CallFactory(
        consultation=team.consultation, opens_at=AT + timedelta(days=1), closed_at=AT + timedelta(days=9)
    )
    actions.reopen_call(call, by=team.secretariat)

    assert sentences(team.public, team.consultation) == []


def test_record_of_documents_and_what_of_it_is_public(team):
    by = team.secretariat
    document = actions.add_document(team.consultation, by=by, **DOCUMENT)
    actions.change_document(document, by=by, revision=1, title="The resolution")
    entered = "The secretariat entered the document “The resolution”."
    assert sentences(team.public, team.consultation) == [entered]

    actions.remove_document(document, by=by)

    assert sentences(team.public, team.consultation) == []
    actions.restore_document(document, by=by)
    assert sentences(team.staff, team.consultation) == [
        entered,
        "The secretariat changed the document “The resolution”.",
        "The secretariat took the document “The resolution” out.",
        "The secretariat put the document “The resolution” back.",
    ]


def test_record_of_a_foundation_and_its_publication(team):
    founded = actions.found(by=team.secretariat, **FACTS)
    actions.change_consultation(founded, by=team.secretariat, revision=1, title="Another")
    inside = team.secretariat.__class__(
        team.secretariat.user, team.secretariat.capacity, at=AT, consultations=frozenset({founded.pk})
    )
    actions.publish(founded, by=inside)

    assert sentences(inside, founded) == [
        "The secretariat set up the consultation.",
        f"The secretariat entered {team.secretariat.user} as secretariat.",
        "The secretariat changed the facts of the consultation.",
        "The secretariat published the consultation.",
    ]
    assert sentences(team.public, founded) == ["The secretariat published the consultation."]


def test_record_of_people_is_for_those_who_work_here(team):
    by, term = team.secretariat, CoFacilitator.objects.get(user=team.first.user)
    fields = {"revision": term.revision(), "order": term.order, "printed_name": "H.E. Another"}
    actions.change_cofacilitator(term, by=by, **fields)
    actions.end_cofacilitator(term, by=by, ends_at=AT + timedelta(days=1))
    actions.end_cofacilitator(term, by=by)
    actions.end_role(Role.objects.get(user=team.staff.user, kind=RoleKind.STAFF), by=by)

    name = team.first.user
    assert sentences(team.secretariat, team.consultation) == [
        f"The secretariat changed {name} as co-facilitator.",
        f"The secretariat set the end of {name} as co-facilitator.",
        f"The secretariat ended {name} as co-facilitator.",
        f"The secretariat ended {team.staff.user} as staff of the co-facilitators.",
    ]
    assert sentences(team.public, team.consultation) == []


@pytest.mark.parametrize(("kind", "title"), [("call", "Modalities"), ("document", "The mandate")])
def test_calls_and_documents_are_found_by_number_and_by_words(team, kind, title):
    made = {
        "call": lambda: actions.add_call(team.consultation, by=team.secretariat, **CALL),
        "document": lambda: actions.add_document(team.consultation, by=team.secretariat, **DOCUMENT),
    }[kind]()
    words = next(one for one in wording.KINDS.values() if one.slug == kind)
    slug = Consultation.objects.get().slug

    assert [row["pk"] for row in words.keys(slug, "1")] == [made.pk]
    assert (list(words.keys(slug, "x")), words.name(made)) == ([], "1")
    assert [row["pk"] for row in words.search(title[4:8])] == [made.pk]
    assert words.address(made) == ("" if kind == "call" else made.get_absolute_url())
