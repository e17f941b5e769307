"""The record as pages, tables and JSON: of a consultation, of one object, and of the portal itself.

Everyone is shown what ``Event.objects.visible_to`` opens to them. The chain of the portal is about people and the
directory, and is read by the secretariat, administrators and those who look after the members of a delegation.

Events go by their hash. Their places, and the length and head of the chain, would tell by their gaps that something
happened which one may not know of: they are for those who keep the anchors.
"""

from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db.models import Subquery
from django.http import Http404, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts import tables
from accounts.events import manages
from consultations.views.pages import consultation_for
from record import wording
from record.actor import Capacity
from record.models import Chain, Event

from .record_forms import RecordFilter, kind_called
from .record_rows import COLUMNS, record_address, rows

PAGE = 100
BATCH = 500  # events that are read at once for a table
KEEPERS = frozenset({Capacity.SECRETARIAT, Capacity.ADMINISTRATOR})


@login_not_required
@require_safe
def consultation_record(request, slug):
    consultation = consultation_for(request, slug)
    return _page(request, slug, consultation.zone)


@login_not_required
@require_safe
def consultation_record_csv(request, slug):
    return _csv(request, slug, consultation_for(request, slug).zone)


@login_not_required
@require_safe
def consultation_record_json(request, slug):
    return _json(request, slug, consultation_for(request, slug).zone)


@login_not_required
@require_safe
def consultation_record_of(request, slug, kind, name):
    return _history(request, slug, consultation_for(request, slug).zone, kind, name)


@require_safe
def portal_record(request):
    return _page(request, "", _own_zone(request))


@require_safe
def portal_record_csv(request):
    return _csv(request, "", _own_zone(request))


@require_safe
def portal_record_json(request):
    return _json(request, "", _own_zone(request))


@require_safe
def portal_record_of(request, kind, name):
    return _history(request, "", _own_zone(request), kind, name)


def may_read_portal(actor):
    return actor.capacity in KEEPERS or manages(actor)


def _own_zone(request):
    """The zone of a reader of the portal's own chain, which belongs to no place."""
    if not may_read_portal(request.actor):
        raise PermissionDenied
    return ZoneInfo(request.user.time_zone)


def _events(request, chain):
    events = Event.objects.of_chain(chain).visible_to(request.actor)
    return events.select_related("user", "target_type")


def _filter(request, chain, zone):
    """The filter as it was asked for, and the events that it leaves."""
    kinds = [kind for kind in wording.KINDS.values() if _stands_in(kind, chain)]
    form = RecordFilter(request.GET, zone=zone, kinds=kinds)
    return form, form.narrow(_events(request, chain))


def _stands_in(kind, chain):
    """Whether objects of this kind have their events in the chain: people and directory in that of the portal."""
    return (kind.model._meta.app_label == "accounts") == (chain == "")


def _page(request, chain, zone):
    form, events = _filter(request, chain, zone)
    first = form.is_valid() and form.cleaned_data["event"]
    if first:
        events = _from(events, first)
    context = _context(request, chain, zone, events) | {
        "form": form,
        "problems": form.sentences(),
        "asked": [name for name in form.fields if name != "event" and request.GET.get(name)],
        "later": bool(first),
        "query": _query(request),
        "portal": bool(chain) and may_read_portal(request.actor),
    }
    return render(request, "imrf_portal/record.html", context, status=400 if form.errors else 200)


def _context(request, chain, zone, events):
    """What every page of the record shows: its rows, where they go on, and to its keepers the state of the chain."""
    found = list(events[: PAGE + 1])
    shown = rows(found[:PAGE], request.actor)
    return {
        "chain": chain,
        "zone": zone,
        "rows": shown,
        "older": found[PAGE].sha256 if len(found) > PAGE else None,
        "state": _state(request, chain),
        "address": record_address(chain),
        "csv": record_address(chain, "csv"),
        "json": record_address(chain, "json"),
    }


def _from(events, sha256):
    """Those of ``events`` from the one with this hash on, it first; none where the reader knows no such event."""
    return events.filter(place__lte=Subquery(events.filter(sha256=sha256).order_by().values("place")[:1]))


def _state(request, chain):
    """The chain's length and head, for its keepers; of one that nothing was recorded in yet, those of the beginning."""
    if request.actor.capacity not in KEEPERS:
        return None
    return Chain.objects.with_verification().filter(name=chain).first() or Chain(name=chain)


def _query(request):
    """The filter as the end of an address, without the event at which it begins."""
    kept = request.GET.copy()
    kept.pop("event", None)
    return kept.urlencode()


def _history(request, chain, zone, kind, name):
    """What was done to one object. That there is nothing to read is answered like an object that is not there."""
    words = kind_called(kind)
    if words is None:
        raise Http404
    events = _events(request, chain).about_any(words.model, words.keys(chain, name))
    form = RecordFilter({"event": request.GET.get("event", "")}, zone=zone, kinds=[])
    later = form.cleaned_data["event"] if form.is_valid() else ""
    context = _context(request, chain, zone, _from(events, later) if later else events)
    if not context["rows"]:
        raise Http404
    first = context["rows"][0]
    context |= {"kind": words, "first": first, "address": first.history, "later": bool(later)}
    return render(request, "imrf_portal/record_of.html", context)


def _csv(request, chain, zone):
    form, events = _filter(request, chain, zone)
    if form.errors:
        return HttpResponse(" ".join(form.sentences()), status=400, content_type="text/plain; charset=utf-8")
    response = StreamingHttpResponse(_lines(events, request.actor, zone), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{chain or _("portal")}-record.csv"'
    return response


def _lines(events, actor, zone):
    """The table in pieces."""
    yield tables.written([COLUMNS])
    for batch in _batches(events):
        yield tables.lines(row.cells(zone) for row in rows(batch, actor))


def _batches(events):
    """All of ``events`` as lists: each begins where the last has ended, so that what is added meanwhile moves none."""
    batch = list(events[:BATCH])
    while batch:
        yield batch
        batch = list(events.filter(place__lt=batch[-1].place)[:BATCH]) if len(batch) == BATCH else []


def _json(request, chain, zone):
    form, events = _filter(request, chain, zone)
    if form.errors:
        return JsonResponse({"errors": form.sentences()}, status=400)
    state = _state(request, chain)
    results = [row.as_json(zone) for batch in _batches(events) for row in rows(batch, request.actor)]
    answer = {"results": results}
    if state:
        answer["chain"] = {"length": state.length, "head": state.head, "verified": _verified(state, zone)}
    return JsonResponse(answer, json_dumps_params={"ensure_ascii": False})


def _verified(state, zone):
    """When the chain was last verified, up to which event, and how many problems there were; ``None`` if never."""
    at = getattr(state, "verified_at", None)
    if at is None:
        return None
    return {"at": at.astimezone(zone).isoformat(), "length": state.verified_length, "problems": state.verified_problems}
