"""How the sample text comes to be, in each consultation at the instants of its own story, by the real actions."""

from datetime import timedelta
from functools import partial

from accounts.access import require
from consultations import actions as letters
from drafts import actions, jobs, transmitting
from drafts.models import DraftVersion
from record.models import Job

from .sample_text import CHANGES, HEAD, ZERO_DRAFT
from .story import evening_before


def play(consultation, drafts, actor):
    """All deeds in order of time, as pairs of an instant and a function that takes it as ``at``.

    ``drafts`` are the story's, one for each of the sample's versions; one without a release stays a working draft.
    ``actor(role, at)`` gives the Actor for "staff", "first" or "second" (the co-facilitators, in their order).
    """
    for draft, change in zip(drafts, CHANGES, strict=True):
        yield draft.begun, partial(_begin, consultation, actor, draft)
        if change:
            yield draft.begun + timedelta(hours=5), partial(_change, consultation, actor, change)
        if draft.released:
            evening = evening_before(draft.released)
            yield evening, partial(_ask, consultation, actor)
            yield evening + timedelta(hours=1), partial(_approve, consultation, actor, "first")
            yield draft.released, partial(_approve, consultation, actor, "second")


def _latest(consultation):
    return DraftVersion.objects.filter(consultation=consultation).for_list().first()


def _begin(consultation, actor, draft, *, at):
    by, latest = actor("staff", at), _latest(consultation)
    given = {"by": by, "label": draft.label, "dated": consultation.day(draft.released or draft.begun), **HEAD}
    if latest is None:
        require(by, "drafts.begin", consultation)
        actions.begin(consultation, session=draft.session, paragraphs=ZERO_DRAFT, **given)
    else:
        require(by, "drafts.begin_next", latest)
        actions.begin_next(latest, **given)


def _change(consultation, actor, change, *, at):
    by, version = actor("staff", at), _latest(consultation)
    require(by, "drafts.edit", version)
    change(version, by)


def _ask(consultation, actor, *, at):
    by, version = actor("staff", at), _latest(consultation)
    require(by, "drafts.ask_for_release", version)
    actions.ask_for_release(version, by=by)


def _approve(consultation, actor, role, *, at):
    """Approve what was asked for; once it is released, print it at once, as the worker would."""
    by, version = actor(role, at), _latest(consultation)
    require(by, "drafts.approve_release", version)
    version = actions.approve_release(version, by=by, seen=version.asked_sha256)
    if version.is_frozen():
        jobs.print_version(Job.objects.about(version).get().pk)
        for letter in transmitting.letters_about(version):  # the story has letters of its own
            letters.discard(letter, by=by)
