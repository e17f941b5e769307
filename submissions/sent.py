"""The messages about inputs, in the list of what was sent: for the delegation whose input it is, and nobody else."""

from django.db.models import Q
from django.utils.translation import gettext_lazy

from consultations.sent import SPEAKING, Sort
from record.models.reading import NOTHING

from .models import Submission, SubmittedVersion
from .models.version import INSIDE


def _own_inputs(actor):
    """Also of what went to a person: they see it while they act for that delegation."""
    if actor.capacity not in SPEAKING:
        return NOTHING
    return Q(target_id__in=Submission.objects.visible_to(actor).values("pk"))


def _own_versions(actor):
    if actor.capacity not in SPEAKING:
        return NOTHING
    own = SubmittedVersion.objects.filter(submission__delegation=actor.delegation_id)
    return Q(target_id__in=own.values("pk"))


def _receipts():
    return Q(kind="receipt")


def _names():
    return Q(kind="named") | Q(kind__startswith="associated-") | Q(kind__startswith="disowned-")


def _changes():
    return Q(kind__startswith="revised-") | Q(kind="withdrawn")


def _readable_versions(actor):
    """Of what went to a person because of the name it is in: as far as they may read it in this capacity."""
    if actor.capacity not in SPEAKING | INSIDE:
        return NOTHING
    return Q(target_id__in=SubmittedVersion.objects.readable_by(actor).values("pk"))


def _inputs(keys, actor):
    inputs = Submission.objects.visible_to(actor).filter(pk__in=keys).select_related("consultation", "delegation")
    return {submission.pk: submission.get_absolute_url() for submission in inputs}


def _versions(keys, actor):
    versions = SubmittedVersion.objects.readable_by(actor).filter(pk__in=keys).for_list().defer("content")
    return {version.pk: f"{version.get_absolute_url()}?version={version.number}" for version in versions}


SORTS = (
    Sort("receipt", gettext_lazy("receipt of an input"), SubmittedVersion, _versions, _receipts, mine=_own_versions),
    Sort(
        "named",
        gettext_lazy("in whose name an input is"),
        SubmittedVersion,
        _versions,
        _names,
        mine=_readable_versions,
    ),
    Sort(
        "changed",
        gettext_lazy("input revised or withdrawn"),
        SubmittedVersion,
        _versions,
        _changes,
        mine=_readable_versions,
    ),
    Sort("input", gettext_lazy("input in the making"), Submission, _inputs, mine=_own_inputs),
)
