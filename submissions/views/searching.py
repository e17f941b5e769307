"""Search in the inputs: what was found, page by page; and how the list, its JSON form and its table are narrowed."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language

from .. import search
from ..listing import Listing
from ..search_forms import InputFilter


def listed(request, consultation):
    """The inputs that the reader may read, and the filter as it was asked for."""
    listing = Listing(consultation, request.actor)
    return listing, InputFilter(request.GET, listing=listing)


def narrowed(request, consultation):
    """The filter, and the keys of the versions that are left: ``None`` where nothing was asked."""
    if not request.GET:
        return None, None
    _listing, form = listed(request, consultation)
    keys = {row.pk for row in form.rows()}
    if query := form.query:
        keys = {version for _passage, version in search.find(query, request.actor, consultation, keys)}
        keys |= {row.pk for row in form.rows() if row.is_called(query)}
    return form, keys


def found(request, listing, form):
    """The page of what was found: passages, the best first, and the inputs that the search names."""
    query, rows = form.query, form.rows()
    among = {row.pk: row for row in rows}
    chosen = among if form.asked() else None
    passages = [hit for hit in search.find(query, request.actor, listing.consultation, chosen) if hit[1] in among]
    page = Paginator(passages, search.PAGE).get_page(request.GET.get("page"))
    nothing = not passages and search.says_nothing(query, get_language() or "en")
    context = {
        "consultation": listing.consultation,
        "form": form,
        "named": [row for row in rows if row.is_called(query)],
        "page": page,
        "hits": [_hit(passage, listing, among) for passage in search.excerpts(query, [key for key, _ in page])],
        "inputs": len({version for _passage, version in passages}),
        "says_nothing": nothing,
        "address": _address(request),
    }
    return render(request, "submissions/search.html", context)


def _hit(passage, listing, among):
    """What the page shows of a passage: where it stands, and its words."""
    row = among[passage.version_id]
    address = reverse("submissions:submission", args=[listing.consultation.slug, row.reference])
    question = listing.question_at(row, passage.place)
    anchor = f"answer-{passage.place + 1}" if question else "files"
    return {
        "row": row,
        "address": f"{address}?version={row.number}#{anchor}",
        "question": question,
        "language": passage.language,
        "shown": passage.shown,
    }


def _address(request):
    """The search as the end of an address, without the page."""
    kept = request.GET.copy()
    kept.pop("page", None)
    return kept.urlencode()
