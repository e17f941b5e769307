"""Inputs and drafts of the rehearsal in the states that the access table asks about."""

from dataclasses import dataclass

from django.utils import timezone

from accounts.models import User
from consultations.capacities import actor_for
from consultations.models import Consultation
from drafts.models import DraftVersion, VersionState
from record import waking
from submissions import actions as inputs
from submissions import composition
from submissions.models import Submission


@dataclass(frozen=True)
class Texts:
    """The keys of an unsubmitted input of Portugal, of a public one, and of a released and a working draft."""

    unsubmitted: str
    reference: str
    released: int
    working: int
    paragraph: str


def make():
    """All of them, in the database that the caller has chosen; the public input is made here by the real actions."""
    with waking.quiet():
        rehearsal = Consultation.objects.get(slug="rehearsal")
        unsubmitted = Submission.objects.get(consultation=rehearsal, delegation__code="PRT")
        released, working = _drafts(rehearsal)
        paragraph = working.paragraphs.filter(kind="operative").first()
        return Texts(str(unsubmitted.key), _public(rehearsal), released.number, working.number, str(paragraph.key))


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
    """The text that was released last, and the one that is worked on."""
    versions = DraftVersion.objects.filter(consultation=rehearsal)
    return versions.get(state=VersionState.RELEASED), versions.get(state=VersionState.WORKING)
