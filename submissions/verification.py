"""Whether inputs are what was submitted: the part of ``verify_record`` that this app knows."""

from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils.translation import gettext as _

from record.hashing import content_hash
from record.verification import Problem

from .models import SubmittedVersion, VersionAttachment


def problems(consultation=None):
    """Versions whose content no longer has its hash or files, and gaps in versions or in a delegation's references."""
    versions = SubmittedVersion.objects.select_related("submission__consultation", "submission__delegation")
    if consultation:
        versions = versions.filter(submission__consultation__slug=consultation)
    of_delegation = ["consultation", "delegation", "year", "serial"]
    ordered = versions.order_by(*(f"submission__{name}" for name in of_delegation), "number")
    last = None
    files = Prefetch("attachments", VersionAttachment.objects.select_related("file").order_by("number"))
    for version in ordered.prefetch_related(files).iterator(chunk_size=200):
        where = f"{version.submission.consultation.slug} input {version}"
        yield from (Problem(where, what) for what in _faults(version, last))
        last = version


def _faults(version, last):
    if content_hash(version.content) != version.sha256:
        yield _("the content does not have its hash")
    elif version.content["visibility"] != version.visibility:
        yield _("its visibility is not that of its content")
    if _hashes(version) != [file["sha256"] for file in version.content.get("files", [])]:
        yield _("its files are not those of its content")
    same = last is not None and last.submission_id == version.submission_id
    if version.number != (last.number + 1 if same else 1):
        yield _("the version before it is missing")
    if not same and version.submission.serial != _expected_serial(version.submission, last):
        yield _("the reference before it is missing")


def _hashes(version):
    return [attachment.file.sha256 for attachment in version.attachments.all()]


def _expected_serial(submission, last):
    before = last and last.submission
    follows = before and all(
        getattr(before, name) == getattr(submission, name) for name in ("consultation_id", "delegation_id", "year")
    )
    return before.serial + 1 if follows else 1


def with_hash(sha256, actor):
    """The versions whose content, receipt or file has this hash and which the actor may read, for ``/verify/``."""
    readable = SubmittedVersion.objects.readable_by(actor).for_list()
    files = VersionAttachment.objects.filter(version=OuterRef("pk"), file__sha256=sha256)
    return readable.filter(Q(sha256=sha256) | Q(receipt__sha256=sha256) | Exists(files)).order_by("-submitted_at")
