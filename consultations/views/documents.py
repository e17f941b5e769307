"""The reference documents of the process: each its page, and all papers of a meeting as one archive."""

import logging
import zipfile
from io import RawIOBase

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, StreamingHttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from accounts.access import access
from record import filenames
from record.serving import serve

from .. import json_forms
from ..models import CircularState, Meeting, ReferenceDocument
from .pages import consultation_for, documents_of

log = logging.getLogger(__name__)
CHUNK = 64 * 1024


def document_for(request, slug, pk):
    documents = ReferenceDocument.objects.select_related("consultation", "file")
    found = access(documents, request.actor, consultation__slug=slug, pk=pk)
    request.consultation = found.consultation
    return found


@login_not_required
@require_safe
def documents(request, slug):
    consultation = consultation_for(request, slug)
    context = {"consultation": consultation, "documents": documents_of(request, consultation).select_related("file")}
    return render(request, "consultations/documents.html", context)


@login_not_required
@require_safe
def documents_json(request, slug):
    consultation = consultation_for(request, slug)
    return json_forms.results(json_forms.document(document, slug) for document in documents_of(request, consultation))


@login_not_required
@require_safe
def document(request, slug, pk):
    document = document_for(request, slug, pk)
    context = {
        "consultation": document.consultation,
        "document": document,
        "meetings": Meeting.objects.visible_to(request.actor).filter(documents=document).for_list(),
    }
    return render(request, "consultations/document.html", context)


@login_not_required
@require_safe
def document_file(request, slug, pk):
    document = document_for(request, slug, pk)
    if document.file is None:
        raise Http404
    return serve(request, document.file)


def papers_of(documents, circulars):
    """What is kept here of a meeting's papers, as (name, file): its documents, and the letters on it that stand."""
    kept = [(document.file.name, document.file) for document in documents if document.file]
    letters = [c for c in circulars if c.state == CircularState.ISSUED]
    return [*kept, *((f"{letter.reference}.pdf", letter.pdf) for letter in letters)]


@login_not_required
@require_safe
def meeting_documents(request, slug, number):
    """All papers of a meeting that are kept here, as one archive that is sent while it is made."""
    meeting = access(Meeting.objects.for_list(), request.actor, consultation__slug=slug, number=number)
    request.consultation = meeting.consultation
    papers = papers_of(meeting.documents.select_related("file"), meeting.circulars.issued().for_list())
    if not papers:
        raise Http404
    if damaged := [file.pk for _name, file in papers if not file.has_its_size()]:
        log.error("Files %s are missing or damaged: their bytes are not those that were kept.", damaged)
        return render(request, "record/damaged.html", status=503)
    response = StreamingHttpResponse(archive(papers), content_type="application/zip")
    name = f"{slug}-meeting-{number}.zip"
    response.headers["Content-Disposition"] = content_disposition_header(True, name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "public, no-cache" if request.user.is_anonymous else "private, no-store"
    return response


def archive(papers):
    """The pieces of a ZIP with ``papers``; each name is safe on any disk and stands once, its number before it."""
    out = Pieces()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        for number, (name, file) in enumerate(papers, start=1):
            entry = zipfile.ZipInfo(f"{number:02d} {filenames.clean(name)}", file.kept_at.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            with packed.open(entry, "w") as target, file.open() as stored:
                while content := stored.read(CHUNK):
                    target.write(content)
                    yield out.take()
    yield out.take()


class Pieces(RawIOBase):
    """What was written since one last took it: a file that never grows and cannot go back."""

    def __init__(self):
        self.written = bytearray()

    def writable(self):
        return True

    def write(self, content):
        self.written += content
        return len(content)

    def take(self):
        taken, self.written = bytes(self.written), bytearray()
        return taken
