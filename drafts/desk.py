"""What the text asks of a person: a draft to release, a draft to work on."""

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consultations import times
from consultations.desk import LATELY, Item
from record.actor import Capacity
from record.models import Approval
from record.models.generic import type_of
from submissions.models.submission import SPEAKING
from submissions.models.version import INSIDE

from . import commenting, tracing
from .models import DraftVersion, VersionState


def items(consultation, actor):
    """The three lists of the desk, for an actor who works for ``consultation`` or speaks for a delegation."""
    if actor.capacity in SPEAKING:
        return {
            "needs": [],
            "progress": [],
            "done": [_became(*found) for found in tracing.outcomes(consultation, actor)],
        }
    if consultation.pk not in actor.consultations:
        return {"needs": [], "progress": [], "done": []}
    versions = DraftVersion.objects.filter(consultation=consultation).select_related("consultation", "begun_by")
    mine = awaiting(consultation, actor)
    working = versions.filter(state=VersionState.WORKING).exclude(pk__in=mine.values("pk"))
    return {
        "needs": [_need(version) for version in mine],
        "progress": [_progress(version) for version in working] + _commented(consultation, actor),
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


def _commented(consultation, actor):
    """How many comments stand on the current text, for those who write the next."""
    found = commenting.summary(consultation, actor) if actor.capacity in INSIDE else None
    if found is None:
        return []
    words = {"count": found["count"], "date": times.house_date(consultation.day(found["last"]))}
    sentence = ngettext(
        "%(count)s comment of a delegation, of %(date)s.",
        "%(count)s comments of delegations, the last of %(date)s.",
        found["count"],
    )
    title = _("Comments on %(label)s") % {"label": found["version__label"]}
    address = reverse("drafts:comments", args=[consultation.slug, found["version__number"]])
    return [Item(title, sentence % words, address, _("Read them"))]


def _became(version, draft, reflected, count):
    title = _("What became of your input %(reference)s") % {"reference": version.reference}
    words = {"reflected": reflected, "count": count, "label": draft.label}
    sentence = ngettext(
        "%(reflected)s of %(count)s answer is reflected in %(label)s, wholly or in part.",
        "%(reflected)s of %(count)s answers are reflected in %(label)s, wholly or in part.",
        count,
    )
    return Item(title, sentence % words, f"{version.get_absolute_url()}?version={version.number}#traces")


def _done(version):
    day = times.house_date(version.consultation.day(version.released_at))
    return Item(version.label, _("Released on %(date)s.") % {"date": day}, version.get_absolute_url())
