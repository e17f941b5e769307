"""Whether released versions are what was released: the part of ``verify_record`` that this app knows."""

from django.utils.translation import gettext as _

from record.hashing import content_hash
from record.verification import Problem

from . import rows
from .composition import lineage_content, paragraph_contents
from .models import FROZEN, DraftVersion, VersionFile, VersionFileKind


def problems(consultation=None):
    """Released versions whose content no longer has its hash, or whose paragraphs are no longer the content's."""
    versions = DraftVersion.objects.filter(state__in=FROZEN).select_related("consultation")
    if consultation:
        versions = versions.filter(consultation__slug=consultation)
    for version in versions.order_by("consultation", "number").iterator():
        where = f"{version.consultation.slug} version {version.number}"
        if content_hash(version.content) != version.content_sha256:
            yield Problem(where, _("the content does not have its hash"))
        paragraphs = list(version.paragraphs.in_order())
        numbers = [paragraph.number for paragraph in paragraphs]
        if paragraph_contents(paragraphs, numbers) != version.content["paragraphs"]:
            yield Problem(where, _("its paragraphs are not those that were released"))
        if lineage_content(version) != version.content["lineage"]:
            yield Problem(where, _("its lineage is not the one that was released"))
        yield from _redline_problems(version, where)


def _redline_problems(version, where):
    """Kept redlines that are of other texts than they are kept for. That their bytes are whole is the files' check."""
    kept = VersionFile.objects.filter(version=version, kind=VersionFileKind.REDLINE).select_related("file", "base")
    for found in kept:
        content = found.file.read_intact()
        pair = (version.content_sha256, found.base.content_sha256)
        if content is not None and rows.compared(content) != pair:
            yield Problem(where, _("the redline that is kept is one of other texts"))
