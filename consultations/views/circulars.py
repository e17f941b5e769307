"""The register of circulars and the pages of those that were issued."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django.views.decorators.http import require_safe

from accounts.access import access
from record.hashing import file_hash
from record.models import Delivery
from record.serving import serve

from .. import chain, json_forms, register_feed
from ..emails import CIRCULAR as KIND
from ..forms import RegisterSearch, ScanForm
from ..models import Circular
from ..reach import receipt_for
from .pages import consultation_for


def register(consultation):
    """The issued circulars of ``consultation``, the newest first, each with those that followed it."""
    followed_by = Circular.objects.issued().select_related("consultation").order_by("year", "serial")
    followed_by = followed_by.defer("body", "content")
    circulars = Circular.objects.filter(consultation=consultation).issued().for_list()
    return circulars.prefetch_related(Prefetch("corrections", followed_by, to_attr="followed_by"))


def issued(request, slug, reference):
    """The issued circular of that reference, with what its page shows."""
    year, serial = reference
    circulars = Circular.objects.issued().for_list()
    circular = access(circulars, request.actor, consultation__slug=slug, year=year, serial=serial)
    request.consultation = circular.consultation
    return circular


def tell(request, file):
    """What a file that is about to be sent to many tells of those who made it."""
    for note in file.notes:
        messages.warning(request, note)


def verify_address(circular):
    return f"{settings.SITE_URL}/verify/{circular.content_sha256}/"


@login_not_required
@require_safe
def circulars(request, slug):
    consultation = consultation_for(request, slug)
    search = RegisterSearch(request.GET)
    found = search.narrow(register(consultation))
    in_preparation = []
    if request.actor.may("consultations.read_prepared", consultation):
        in_preparation = Circular.objects.filter(consultation=consultation).in_preparation()
    context = {
        "consultation": consultation,
        "circulars": found,
        "search": search,
        "in_preparation": in_preparation,
        "may_prepare": request.actor.may("consultations.prepare_circular", consultation),
    }
    return render(request, "consultations/circulars.html", context)


@login_not_required
@require_safe
def circulars_json(request, slug):
    consultation = consultation_for(request, slug)
    return json_forms.results(
        json_forms.circular(circular, slug, consultation.zone) for circular in register(consultation)
    )


@login_not_required
@require_safe
def circulars_atom(request, slug):
    """The register as a feed. One that is still right is not sent again."""
    consultation = consultation_for(request, slug)
    content, latest = register_feed.feed(consultation, list(register(consultation)))
    response = HttpResponse(content, content_type=register_feed.CONTENT_TYPE)
    etag, modified = quote_etag(file_hash(content)), int(latest.timestamp())
    response.headers["ETag"], response.headers["Last-Modified"] = etag, http_date(modified)
    return get_conditional_response(request, etag=etag, last_modified=modified, response=response)


@login_not_required
@require_safe
def circular(request, slug, reference):
    circular = issued(request, slug, reference)
    actor = request.actor
    context = {
        "consultation": circular.consultation,
        "circular": circular,
        "content": circular.content,
        "reference": circular.reference,
        "content_sha256": circular.content_sha256,
        "verify_url": verify_address(circular),
        "issued": True,
        "enclosures": circular.enclosures.select_related("file"),
        "corrections": circular.corrections.issued().for_list(),
        "chain": _chain(circular),
        "counts": _counts(actor, circular),
        "may_print": actor.may("consultations.print_run", circular),
        "may_withdraw": actor.may("consultations.withdraw", circular) and not circular.why_not_withdraw(),
        "receipt": receipt_for(actor, circular),
        "scan_form": _scan_form(actor, circular),
    }
    return render(request, "consultations/circular.html", context)


def _chain(circular):
    others = Circular.objects.filter(consultation=circular.consultation).issued().for_list()
    return chain.chain_of(circular, list(others.defer("body", "content")))


def _counts(actor, circular):
    if not actor.may("consultations.see_reach", circular):
        return None
    return Delivery.objects.about(circular).filter(kind=KIND).counts()


def _scan_form(actor, circular):
    return ScanForm() if actor.may("consultations.add_scan", circular) and not circular.why_not_add_scan() else None


@login_not_required
@require_safe
def circular_json(request, slug, reference):
    circular = issued(request, slug, reference)
    return json_forms.answer(json_forms.circular(circular, slug, circular.consultation.zone))


@login_not_required
@require_safe
def circular_pdf(request, slug, reference):
    return serve(request, issued(request, slug, reference).pdf)


@login_not_required
@require_safe
def circular_scan(request, slug, reference):
    circular = issued(request, slug, reference)
    if circular.scan is None:
        raise Http404
    return serve(request, circular.scan)


@login_not_required
@require_safe
def enclosure(request, slug, reference, order):
    circular = issued(request, slug, reference)
    return serve(request, get_object_or_404(circular.enclosures.select_related("file"), order=order).file)
