"""A version as a file: what is stored, what is made on the spot, and what is printed for whoever asks."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from record.models import Job
from record.serving import DOWNLOAD, serve

from .. import actions, captions, documents, files
from ..models import VersionFile, VersionFileKind, VersionState
from .reading import visible

read_or_ask = require_http_methods(["GET", "HEAD", "POST"])


@login_not_required
@require_safe
def version_pdf(request, slug, number):
    """The print that is stored; with options the one that was made so, or the page on which it is asked for."""
    version, options = visible(request, slug, number), _options(request.GET)
    file = _print_of(version, options)
    if file is None and version.is_frozen() and options != documents.Options():
        return redirect(_place_to_ask(version, options))
    if file is None:
        raise Http404
    return serve(request, file)


@login_not_required
@require_safe
def version_docx(request, slug, number):
    return _answer(request, visible(request, slug, number), VersionFileKind.WORD)


@login_not_required
@require_safe
def version_xml(request, slug, number):
    version = visible(request, slug, number)
    if not version.is_frozen():
        raise Http404  # as its JSON form: for programs there is only what is public
    return _answer(request, version, VersionFileKind.AKOMA_NTOSO)


@login_not_required
@require_safe
def compare_docx(request, slug, number, other):
    new, old = _pair(request, slug, number, other)
    return _answer(request, new, VersionFileKind.REDLINE_WORD, old)


@login_not_required
@read_or_ask
def compare_pdf(request, slug, number, other):
    """The print that is stored of this pair; until there is one, the page on which it is asked for and waited for."""
    new, old = _pair(request, slug, number, other)
    if not (new.is_frozen() and old.is_frozen()):
        raise Http404
    if request.method == "POST":
        _ask(request, actions.ask_for_redline, new, old)
        return redirect("drafts:compare_pdf", slug, number, other)
    file = files.stored(new, VersionFileKind.REDLINE_PDF, old)
    if file and not request.htmx:
        return serve(request, file)
    kept = VersionFile.objects.filter(version=new, kind=VersionFileKind.REDLINE, base=old).first()
    context = {
        "consultation": new.consultation,
        "version": new,
        "base": old,
        "caption": captions.against(new.content, old.content),
        "file": file,
        "job": kept and Job.objects.about(kept).filter(task=actions.REDLINE).first(),
        "why_not": documents.pdf_available(),
        "here": request.path,
    }
    return render(request, "drafts/print_redline.html" + ("#progress" if request.htmx else ""), context)


@login_not_required
@read_or_ask
def print_version(request, slug, number):
    """A released version on the paper and in the manner that somebody chooses; what was made once is there for all."""
    version = visible(request, slug, number)
    if not version.is_frozen():
        raise Http404
    options = _options(request.POST or request.GET)
    if request.method == "POST":
        if _print_of(version, options) is None:
            _ask(request, actions.ask_for_print, version, options=options)
        return redirect(_place_to_ask(version, options))
    context = {
        "consultation": version.consultation,
        "version": version,
        "options": options,
        "asked": bool(request.GET),
        "file": _print_of(version, options),
        "job": _job(version, options),
        "address": f"{reverse('drafts:version_pdf', args=[slug, number])}?{_query(options)}",
        "why_not": documents.pdf_available(),
        "here": _place_to_ask(version, options),
    }
    return render(request, "drafts/print.html" + ("#progress" if request.htmx else ""), context)


def _pair(request, slug, number, other):
    """The new text and the base, for one who may see both."""
    new, old = visible(request, slug, number), visible(request, slug, other)
    if new == old:
        raise Http404
    return new, old


def _options(given):
    paper = given.get("paper")
    paper = paper if paper in documents.PAPERS else "a4"
    return documents.Options(paper, given.get("lines") == "1", given.get("sign") == "1")


def _query(options):
    chosen = {"paper": options.paper} | {name: "1" for name in ("lines", "sign") if getattr(options, name)}
    return urlencode(chosen)


def _place_to_ask(version, options):
    return f"{reverse('drafts:print_version', args=[version.consultation.slug, version.number])}?{_query(options)}"


def _print_of(version, options):
    """The file that is there of these options, if there is one."""
    if options == documents.Options():
        return version.pdf
    kept = options == documents.Options("letter") and files.stored(version, VersionFileKind.PDF_LETTER)
    job = None if kept else _job(version, options)
    return kept or (job and job.result)


def _job(version, options):
    return Job.objects.about(version).filter(task=actions.task_for(options)).select_related("result").first()


def _ask(request, action, *args, **kwargs):
    """Ask for a print, or say why there is none."""
    try:
        action(*args, by=request.actor, **kwargs)
    except ValidationError as error:
        messages.error(request, error.messages[0])


def _answer(request, version, kind, base=None):
    """The file that is stored, else one that is made now; of what was discarded there is none."""
    if VersionState.DISCARDED in {version.state, base and base.state}:
        raise Http404
    if file := files.stored(version, kind, base):
        return serve(request, file)
    response = HttpResponse(files.made(version, kind, base, request.at), content_type=files.FORMS[kind][1])
    name = files.name_of(version, kind, base)
    response.headers["Content-Disposition"] = content_disposition_header(True, name)
    response.headers["Content-Security-Policy"] = DOWNLOAD
    response.headers["Cache-Control"] = "private, no-store"
    return response
