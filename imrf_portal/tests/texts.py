"""Inputs and drafts of the rehearsal in the states that the access table asks about, made by the real actions."""

from dataclasses import dataclass

from django.utils import timezone

from accounts.models import User
from consultations.capacities import actor_for
from consultations.models import Consultation
from drafts import actions as drafts
from imrf_portal.demo import people
from record import waking
from submissions import actions as inputs
from submissions import composition
from submissions.models import Submission

COFACILITATORS = "cofacilitator.bgd@demo.invalid", "cofacilitator.esp@demo.invalid"
PARAGRAPHS = [
    {"kind": "title", "text": "A sample"},
    {"kind": "organ", "text": "*The General Assembly*,"},
    {"kind": "preambular", "text": "*Noting* that this is a sample,"},
    {"kind": "operative", "text": "*Decides* that it is a sample."},
]


@dataclass(frozen=True)
class Texts:
    """The keys of an unsubmitted input of Portugal, of a public one, and of a released and a working draft."""

    unsubmitted: int
    reference: str
    released: int
    working: int
    paragraph: str


def make():
    """All of them, in the database that the caller has chosen."""
    with waking.quiet():
        rehearsal = Consultation.objects.get(slug="rehearsal")
        unsubmitted = Submission.objects.get(consultation=rehearsal, delegation__code="PRT")
        released, working = _drafts(rehearsal)
        paragraph = working.paragraphs.get(kind="operative")
        return Texts(unsubmitted.pk, _public(rehearsal), released.number, working.number, str(paragraph.key))


def _public(rehearsal):
    user = User.objects.get(email="cofacilitator.esp@demo.invalid")
    by = actor_for(user, at=timezone.now(), chosen="head:ESP")
    submission = inputs.begin(rehearsal.calls.first(), by=by)
    submission = inputs.save_answers(
        submission, by=by, revision=submission.revision, answers={None: "<p>A sample.</p>"}
    )
    inputs.submit(submission, by=by, seen=composition.text_sha256(submission, by.at))
    return Submission.objects.get(pk=submission.pk).reference


def _drafts(rehearsal):
    staff = people.actor("staff@demo.invalid", timezone.now())
    version = drafts.begin(
        rehearsal, by=staff, label="Zero draft", dated=rehearsal.day(staff.at), paragraphs=PARAGRAPHS
    )
    version = drafts.ask_for_release(version, by=staff)
    for email in COFACILITATORS:
        by = people.actor(email, timezone.now())
        version = drafts.approve_release(version, by=by, seen=version.asked_sha256)
    return version, drafts.begin_next(version, by=staff, label="Rev.1", dated=rehearsal.day(staff.at))
