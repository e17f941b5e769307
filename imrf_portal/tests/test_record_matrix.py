"""Who reads what was done: for every kind and state of object, every verb, every role, as ``record_table`` says."""

import pytest
from django.utils import timezone

from accounts import actions as accounts
from accounts.models import Delegation, User
from consultations import actions as letters_actions
from consultations.capacities import actor_for
from consultations.models import Circular, Consultation
from drafts.models import Comment, DraftVersion
from imrf_portal.demo import people
from record import outbox, waking
from record.actor import Actor
from record.models import Delivery, Event
from submissions import actions as inputs
from submissions import composition
from submissions.models import Submission, SubmittedVersion

from . import texts
from .letters import ask, begin
from .record_table import READS

pytestmark = pytest.mark.django_db

WHOSE = {"PRT": "Portugal", "PHL": "the Philippines", "VAT": "the observer", "ESP": "Spain"}
# in the order of the table's columns
ROLES = {
    "a visitor": "",
    "delegate of Portugal": "delegate.prt@demo.invalid",
    "head of Portugal": "head.prt@demo.invalid",
    "delegate of the Philippines": "delegate.phl@demo.invalid",
    "head of the Philippines": "head.phl@demo.invalid",
    "observer": "observer.vat@demo.invalid",
    "stakeholder": "stakeholder@demo.invalid",
    "head of Spain": "cofacilitator.esp@demo.invalid as head:ESP",
    "staff": "staff@demo.invalid",
    "co-facilitator of Spain": "cofacilitator.esp@demo.invalid",
    "secretariat": "secretariat@demo.invalid",
    "administrator": "admin@demo.invalid",
}


@pytest.fixture(scope="module")
def made(letters):
    """Beside the letters in every state: texts, an input that goes all the way, a withdrawn one, people, messages."""
    with waking.quiet():
        texts.make()
        _settle(letters)
        _lay_aside_and_return()
        _go_all_the_way()
        _let_in()


def by(email):
    return people.actor(email, timezone.now())


def _settle(letters):
    """Decide on the message that is uncertain, then withdraw its letter."""
    secretariat = by("secretariat@demo.invalid")
    outbox.settle(Delivery.objects.get(pk=letters.delivery), "assume_sent", by=secretariat)
    letters_actions.withdraw(Circular.objects.get(pk=letters.issued), by=secretariat, reason="A sample of a reason")


def _lay_aside_and_return():
    secretariat = by("secretariat@demo.invalid")
    returned = letters_actions.return_to_draft(ask(begin("A letter returned")), by=secretariat, reason="A sample")
    letters_actions.discard(returned, by=secretariat)


def _go_all_the_way():
    delegate, head = by("delegate.prt@demo.invalid"), by("head.prt@demo.invalid")
    group = {"capacity": "on_behalf", "wording": "on behalf of a sample list", "entries": [_with_spain()]}
    call = Consultation.objects.get(slug="rehearsal").calls.first()
    for visibility in ("cofacilitators", "participants", "public"):
        submission = inputs.begin(call, by=delegate, **group)
        submission = inputs.save_answers(
            submission, by=delegate, revision=submission.revision, answers={None: "<p>A sample.</p>"}, quietly=False
        )
        submission = inputs.set_options(submission, by=delegate, visibility=visibility, language="fr")
        inputs.ask_for_clearance(submission, by=delegate)
        inputs.return_to_draft(submission, by=head, note="A sample of a note")
        inputs.ask_for_clearance(submission, by=delegate)
        version = inputs.submit(submission, by=head, seen=composition.text_sha256(submission, head.at))
        inputs.complete_receipt(version, b"%PDF-1.7 a sample", by=head)
        inputs.revise(submission, by=delegate)
        inputs.withdraw(submission, by=head, reason="A sample of a reason")


def _with_spain():
    return {"kind": "delegation", "delegation": Delegation.objects.get(code="ESP")}


def _let_in():
    portugal = Delegation.objects.get(code="PRT")
    secretariat = by("secretariat@demo.invalid")
    for email in ("first@demo.invalid", "second@demo.invalid"):
        invitation = accounts.invite(by=secretariat, email=email, delegation=portugal, role="delegate")
        if email.startswith("first"):
            accounts.withdraw_invitation(invitation, by=secretariat)
        else:
            accounts.accept_as_newcomer(invitation, at=timezone.now(), name="A delegate", password="p")


def state_of(event):
    """What is told apart: the kind of object, whose it is, and how it stands."""
    target = event.target
    if isinstance(target, Circular | DraftVersion):
        return f"{target.state} {event.target_type.model}"
    if isinstance(target, Submission):
        return f"{_visibility(target)} input of {WHOSE.get(target.delegation.code, 'another')}"
    if isinstance(target, Comment):
        return f"{target.audience} comment"
    return event.target_type.model


def _visibility(submission):
    last = SubmittedVersion.objects.filter(submission=submission).current().first()
    return last.visibility if last else "unsubmitted"


def actor_of(role, at):
    """The actor of a line of ``ROLES``: an address, with the capacity where it is not the first."""
    email, _as, capacity = role.partition(" as ")
    return actor_for(User.objects.get(email=email), at=at, chosen=capacity) if email else Actor(at=at)


def letter(events, visible):
    """Of these events a reader sees none ("."), all without the person and the facts ("r"), all with them ("K")."""
    found = {{None: ".", False: "r", True: "K"}[visible.get(event.pk)] for event in events}
    return found.pop() if len(found) == 1 else "?"


def groups():
    """The events by the line of the table that they belong to."""
    found = {}
    for event in Event.objects.select_related("target_type", "user"):
        found.setdefault(f"{state_of(event)}: {event.verb}", []).append(event)
    return found


def test_each_role_reads_what_the_table_says(made):
    at = timezone.now()
    actors = [actor_of(role, at) for role in ROLES.values()]
    visible = [dict(Event.objects.visible_to(actor).values_list("pk", "known")) for actor in actors]

    found = {line: "".join(letter(events, one) for one in visible) for line, events in groups().items()}

    assert found == READS
