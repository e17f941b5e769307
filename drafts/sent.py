"""The messages about drafts, in the list of what was sent to a person."""

from django.db.models import Q
from django.utils.translation import gettext_lazy

from consultations.emails import COPY
from consultations.sent import Sort, who_works

from .models import DraftVersion


def _copies():
    return Q(kind=COPY)


def _work():
    return ~Q(kind=COPY)


def _versions(keys, actor):
    versions = DraftVersion.objects.visible_to(actor).filter(pk__in=keys).select_related("consultation")
    return {version.pk: version.get_absolute_url() for version in versions.defer("content")}


SORTS = (
    Sort("draft", gettext_lazy("released draft"), DraftVersion, _versions, among=_copies),
    Sort("release", gettext_lazy("draft to be released"), DraftVersion, _versions, among=_work, mine=who_works),
)
