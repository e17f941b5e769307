"""The reference documents of the process: each its page, and all papers of a meeting as one archive."""

import logging
import zipfile
from io import RawIOBase

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from accounts.access import access
from record import filenames
from record.serving import serve

from .. import actions, json_forms
from ..forms import ChangeDocumentForm, NewDocumentForm
from ..models import CircularState, Meeting, ReferenceDocument
from .circulars import tell
from .pages import consultation_for, documents_of
from .saving import Page, done, posted, set_up_for, show, tell_refusal

log = logging.getLogger(__name__)
CHUNK = 64 * 1024
KEEP = "consultations.keep_documents"
NEW = Page(
    gettext_lazy("Enter a document"),
    gettext_lazy("It stands among the documents of the consultation, and can be laid before its meetings."),
    gettext_lazy("Enter the document"),
    gettext_lazy("The document is entered."),
)
CHANGE = Page(
    gettext_lazy("Change a document"),
    gettext_lazy("Its page and the lists that name it follow at once."),
    gettext_lazy("Save the document"),
    gettext_lazy("The document is saved."),
)


def document_for(request, slug, number, perm=None):
    documents = ReferenceDocument.objects.select_related("consultation", "file")
    found = access(documents, request.actor, perm, consultation__slug=slug, number=number)
    request.consultation = found.consultation
    return found


@login_not_required
@require_safe
def documents(request, slug):
    consultation = consultation_for(request, slug)
    context = {
        "consultation": consultation,
        "documents": documents_of(request, consultation).select_related("file"),
        "may_keep": request.actor.may(KEEP, consultation),
    }
    return render(request, "consultations/documents.html", context)


@login_not_required
@require_safe
def documents_json(request, slug):
    consultation = consultation_for(request, slug)
    documents = documents_of(request, consultation).standing()
    return json_forms.results(json_forms.document(document, slug) for document in documents)


@login_not_required
@require_safe
def document(request, slug, number):
    document = document_for(request, slug, number)
    context = {
        "consultation": document.consultation,
        "document": document,
        "meetings": Meeting.objects.visible_to(request.actor).filter(documents=document).for_list(),
        "may_keep": request.actor.may(KEEP, document),
    }
    return render(request, "consultations/document.html", context)


@login_not_required
@require_safe
def document_file(request, slug, number):
    document = document_for(request, slug, number)
    if document.file is None:
        raise Http404
    return serve(request, document.file)


def new_document(request, slug):
    consultation = set_up_for(request, slug, KEEP)
    form = NewDocumentForm(posted(request), request.FILES or None)
    back = reverse("consultations:documents", args=[slug])
    if found := done(form, lambda: actions.add_document(consultation, by=request.actor, **form.terms())):
        return _led_to(request, found, form, NEW)
    return show(request, form, NEW, consultation, section="documents", back=back)


def change_document(request, slug, number):
    document = document_for(request, slug, number, KEEP)
    if reason := document.why_not_change():
        messages.error(request, reason)
        return redirect(document)
    form = ChangeDocumentForm(posted(request), request.FILES or None, row=document)
    if done(form, lambda: actions.change_document(document, by=request.actor, **form.terms())):
        return _led_to(request, document, form, CHANGE)
    back = document.get_absolute_url()
    return show(request, form, CHANGE, document.consultation, section="documents", back=back, subject=document)


def _led_to(request, document, form, page):
    """To the page of the document, with what its file tells of those who made it."""
    messages.success(request, page.done)
    if file := form.cleaned_data["file"]:
        tell(request, file)
    return redirect(document)


@require_POST
def remove_document(request, slug, number):
    document = document_for(request, slug, number, KEEP)
    sentence = _("The document is taken out. Only who works for the consultation still reads it.")
    tell_refusal(request, lambda: actions.remove_document(document, by=request.actor), sentence)
    return redirect(document)


@require_POST
def restore_document(request, slug, number):
    document = document_for(request, slug, number, KEEP)
    sentence = _("The document stands among the others again.")
    tell_refusal(request, lambda: actions.restore_document(document, by=request.actor), sentence)
    return redirect(document)


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
    documents = meeting.documents.standing().select_related("file")
    papers = papers_of(documents, meeting.circulars.issued().for_list())
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
