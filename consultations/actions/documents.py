"""The papers the process rests on: entered, changed, taken out and put back. None is deleted: letters name them."""

from django.db import transaction
from django.db.models import Max

from record.models import File, Verb

from ..models import Consultation, ReferenceDocument
from .common import record, refuse, refuse_conflict

FIELDS = ["kind", "title", "symbol", "dated", "summary", "address"]


@transaction.atomic
def add_document(consultation, *, by, upload=None, file=None, **fields):
    """Enter a document under the next number of the consultation.

    ``upload`` is content, name and content type of a file that was taken in; ``file`` one that is kept already.
    """
    consultation = Consultation.objects.hold(consultation.pk)  # numbers, one at a time
    last = consultation.documents.aggregate(last=Max("number"))["last"] or 0
    document = ReferenceDocument(consultation=consultation, number=last + 1, **fields)
    document.file = _keep(consultation, upload, by) or file
    document.full_clean()
    document.save(force_insert=True)
    record(document, Verb.CREATED, by, number=document.number, sha256=document.file and document.file.sha256)
    return document


@transaction.atomic
def change_document(document, *, by, revision, upload=None, **fields):
    """Change what is said of a document, with ``upload`` its file too. ``revision`` is what the editor began with."""
    document = ReferenceDocument.objects.hold(document.pk)
    refuse(document.why_not_change(), "change_document")
    refuse_conflict(document, revision)
    changed = [name for name in FIELDS if name in fields and getattr(document, name) != fields[name]]
    for name in changed:
        setattr(document, name, fields[name])
    facts = {}
    if upload:
        document.file = _keep(document.consultation, upload, by)
        changed, facts = [*changed, "file"], {"sha256": document.file.sha256}
    if changed:
        _save(document, [*changed, "revision"])
        record(document, Verb.CHANGED, by, fields=changed, **facts)
    return document


@transaction.atomic
def remove_document(document, *, by):
    """Take a document out: it stays readable to those who work for the consultation, and to nobody else."""
    document = ReferenceDocument.objects.hold(document.pk)
    refuse(document.why_not_remove(), "remove_document")
    document.removed_at = by.at
    _save(document, ["removed_at", "revision"])
    record(document, Verb.WITHDRAWN, by, number=document.number)
    return document


@transaction.atomic
def restore_document(document, *, by):
    """Put a document back that was taken out."""
    document = ReferenceDocument.objects.hold(document.pk)
    refuse(document.why_not_restore(), "restore_document")
    document.removed_at = None
    _save(document, ["removed_at", "revision"])
    record(document, Verb.RESUMED, by, number=document.number)
    return document


def _keep(consultation, upload, by):
    return File.objects.keep(**upload, at=by.at, consultation=consultation) if upload else None


def _save(document, fields):
    document.revision += 1
    document.full_clean()
    document.save(update_fields=fields)
