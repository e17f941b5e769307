"""What the text asks of a person: a draft to release, a draft to work on."""

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from consultations import times
from consultations.desk import LATELY, Item
from record.actor import Capacity
from record.models import Approval
from record.models.generic import type_of

from .models import DraftVersion, VersionState


def items(consultation, actor):
    """The three lists of the desk, for an actor who works for ``consultation``; empty for others."""
    if consultation.pk not in actor.consultations:
        return {"needs": [], "progress": [], "done": []}
    versions = DraftVersion.objects.filter(consultation=consultation).select_related("consultation", "begun_by")
    mine = awaiting(consultation, actor)
    working = versions.filter(state=VersionState.WORKING).exclude(pk__in=mine.values("pk"))
    return {
        "needs": [_need(version) for version in mine],
        "progress": [_progress(version) for version in working],
        "done": [_done(version) for version in versions.released().order_by("-released_at")[:LATELY]],
    }


def waiting(consultation, actor):
    """What needs the actor, as querysets to be counted."""
    return [awaiting(consultation, actor)]


def awaiting(consultation, actor):
    """The drafts that wait for this actor's approval."""
    if not actor.holds(Capacity.COFACILITATOR, consultation):
        return DraftVersion.objects.none()
    mine = Approval.objects.filter(
        target_type=type_of(DraftVersion),
        target_id=OuterRef("pk"),
        content_sha256=OuterRef("asked_sha256"),
        user=actor.user,
    )
    asked = DraftVersion.objects.filter(consultation=consultation, state=VersionState.WORKING).exclude(asked_sha256="")
    return asked.exclude(Exists(mine)).select_related("consultation")


def _need(version):
    return Item(version.label, _("It waits for your approval."), version.get_absolute_url(), _("Read and release"))


def _progress(version):
    sentence = _("It waits for its release.") if version.asked_sha256 else _("Being drafted; begun by %(person)s.")
    return Item(version.label, sentence % {"person": version.begun_by}, version.get_absolute_url(), _("Open"))


def _done(version):
    day = times.house_date(version.consultation.day(version.released_at))
    return Item(version.label, _("Released on %(date)s.") % {"date": day}, version.get_absolute_url())
