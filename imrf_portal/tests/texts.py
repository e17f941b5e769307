"""Inputs and drafts of the rehearsal in the states that the access table asks about."""

from dataclasses import dataclass

from django.utils import timezone

from accounts.models import User
from consultations.capacities import actor_for
from consultations.models import Consultation
from drafts import actions as drafts
from drafts.importing import pasted
from drafts.models import DraftVersion, VersionState
from record import waking
from submissions import actions as inputs
from submissions import composition
from submissions.models import Submission, SubmittedVersion


@dataclass(frozen=True)
class Texts:
    """The keys of an unsubmitted input of Portugal, of a public one, and of a released and a working draft."""

    unsubmitted: str
    reference: str
    released: int
    working: int
    paragraph: str
    brought_in: int
    trace: int


def make():
    """All of them, in the database that the caller has chosen; the public input is made here by the real actions."""
    with waking.quiet():
        rehearsal = Consultation.objects.get(slug="rehearsal")
        unsubmitted = Submission.objects.get(consultation=rehearsal, delegation__code="PRT")
        _file(unsubmitted)
        released, working = _drafts(rehearsal)
        paragraph = working.paragraphs.filter(kind="operative").first()
        reference = _public(rehearsal)
        _comment(released, paragraph.key)
        return Texts(
            str(unsubmitted.key),
            reference,
            released.number,
            working.number,
            str(paragraph.key),
            _brought_in(working),
            _trace(working, paragraph.key),
        )


def _comment(released, key):
    """Of a delegate of Portugal, their first on this text."""
    by = actor_for(User.objects.get(email="delegate.prt@demo.invalid"), at=timezone.now())
    drafts.comment(released, by=by, key=key, text="A sample of a comment.", audience="cofacilitators")


def _trace(working, key):
    """Of the public input, in the working draft."""
    by = actor_for(User.objects.get(email="staff@demo.invalid"), at=timezone.now())
    version = SubmittedVersion.objects.order_by("pk").last()
    [made] = drafts.trace(working, version, by=by, place=0, disposition="reflected", keys=[key])
    return made.pk


def _brought_in(working):
    by = actor_for(User.objects.get(email="staff@demo.invalid"), at=timezone.now())
    return drafts.bring_in(working, by=by, **pasted.read("1. Decides on this sample.")).pk


def _file(unsubmitted):
    by = actor_for(User.objects.get(email="delegate.prt@demo.invalid"), at=timezone.now())
    sent = {"name": "sample.pdf", "content_type": "application/pdf", "text": "A sample."}
    inputs.attach(unsubmitted, by=by, content=b"%PDF a sample", **sent)


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
