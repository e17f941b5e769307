"""What is said of the sample text: what became in it of the sample inputs, and comments on its paragraphs.

Every comment and every reason says that it is a sample.
"""

from datetime import timedelta
from functools import partial

from accounts.access import require
from drafts import actions
from drafts.models import Disposition, DraftVersion
from submissions.models import SubmittedVersion

from . import people

STAFF, DELEGATE = "staff@demo.invalid", "delegate.prt@demo.invalid"
SAMPLE = "Sample comment of the demonstration: it states no position of the delegation under whose name it stands."
# What became of the answers of each input, by their place: the words that tell the paragraph, and the reason.
BECAME = (
    (Disposition.REFLECTED, "meets for the first time", ""),
    (Disposition.IN_PART, "consists of a plenary", "Sample reason: the number of round tables is still open."),
    (Disposition.NOT_REFLECTED, "", "Sample reason: it belongs to the progress declaration, not to this text."),
)
COMMENTS = (
    (DELEGATE, "to chair the Forum", "participants", f"{SAMPLE} A proposal of other words would stand here."),
    (STAFF, "to chair the Forum", "internal", "Sample comment among those who write the text: to be checked."),
)


def play(consultation, drafts):
    """All deeds in order of time, as pairs of an instant and a function that takes it as ``at``."""
    yield drafts[0].begun + timedelta(hours=6), partial(_trace, consultation)
    for draft in drafts:
        if draft.released:
            yield draft.released + timedelta(hours=3), partial(_comment, consultation)


def _latest(consultation):
    return DraftVersion.objects.filter(consultation=consultation).for_list().first()


def _trace(consultation, *, at):
    """Note in the zero draft what became of each input that stands; a later version begins with it."""
    by, draft = people.actor(STAFF, at), _latest(consultation)
    require(by, "drafts.trace", draft)
    for version in SubmittedVersion.objects.filter(submission__consultation=consultation).current().standing():
        for place, (disposition, words, reason) in enumerate(BECAME[: len(version.content["answers"])]):
            keys = [draft.paragraphs.get(text__contains=words).key] if words else ()
            actions.trace(draft, version, by=by, place=place, disposition=disposition, keys=keys, reason=reason)


def _comment(consultation, *, at):
    """Comment on the version that has just been released."""
    version = _latest(consultation)
    for email, words, audience, text in COMMENTS:
        by, key = people.actor(email, at), version.paragraphs.get(text__contains=words).key
        require(by, "drafts.comment", version)
        actions.comment(version, by=by, key=key, text=text, audience=audience)
