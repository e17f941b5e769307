"""The messages about drafts, in the list of what was sent to a person."""

from django.db.models import Q
from django.utils.translation import gettext_lazy

from consultations.emails import COPY
from consultations.sent import SPEAKING, Sort, who_works
from record.models.reading import NOTHING
from submissions.models import SubmittedVersion

from .emails import TRACED
from .models import DraftVersion


def _copies():
    return Q(kind=COPY)


def _work():
    return ~Q(kind=COPY)


def _traced():
    return Q(kind__startswith=TRACED)


def _own_inputs(actor):
    """What became of an input is told to its delegation, and to nobody else."""
    if actor.capacity not in SPEAKING:
        return NOTHING
    own = SubmittedVersion.objects.filter(submission__delegation=actor.delegation_id)
    return Q(target_id__in=own.values("pk"))


def _inputs(keys, actor):
    inputs = SubmittedVersion.objects.readable_by(actor).filter(pk__in=keys).for_list().defer("content")
    return {version.pk: f"{version.get_absolute_url()}?version={version.number}#traces" for version in inputs}


def _versions(keys, actor):
    versions = DraftVersion.objects.visible_to(actor).filter(pk__in=keys).select_related("consultation")
    return {version.pk: version.get_absolute_url() for version in versions.defer("content")}


SORTS = (
    Sort("draft", gettext_lazy("released draft"), DraftVersion, _versions, among=_copies),
    Sort("release", gettext_lazy("draft to be released"), DraftVersion, _versions, among=_work, mine=who_works),
    Sort("traced", gettext_lazy("what became of an input"), SubmittedVersion, _inputs, among=_traced, mine=_own_inputs),
)
