"""What was sent to a delegation and to oneself, and whether copies come by mail."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import require
from accounts.models import Delegation

from .. import actions
from .. import sent as messages_sent
from ..forms import SentFilter, WhoseForm
from ..models import CopyRequest
from .pages import consultation_for

PAGE = 50
SEE = "consultations.see_sent"


@require_safe
def sent(request, slug):
    """To one's own delegation and to oneself; the secretariat goes on from here to what was sent to others."""
    consultation, actor = consultation_for(request, slug), request.actor
    whose = WhoseForm(request.GET or None, day=consultation.day(request.at)) if actor.may(SEE, consultation) else None
    if whose and "delegation" in request.GET and whose.is_valid():
        return redirect("consultations:sent_to", slug, whose.cleaned_data["delegation"].code)
    context = {
        "whose": whose,
        "lost": whose is not None and "delegation" in request.GET,
        "may_ask": actor.may("consultations.ask_copies", consultation),
        "copied": CopyRequest.objects.filter(consultation=consultation, user=request.user, ended_at=None).exists(),
        "speaks": actor.capacity in messages_sent.SPEAKING,
    }
    found = messages_sent.to_us(consultation, actor)
    return _page(request, consultation, found, messages_sent.sorts_for(actor), **context)


@require_safe
def sent_to(request, slug, code):
    """To the official addresses of any delegation, for the secretariat: nothing that tells of an unsubmitted input."""
    consultation = consultation_for(request, slug)
    require(request.actor, SEE, consultation)
    delegation = get_object_or_404(Delegation.objects.with_names(), code=code)
    context = {"delegation": delegation, "name": delegation.name_on(consultation.day(request.at))}
    found = messages_sent.to_others(consultation, delegation, request.actor)
    return _page(request, consultation, found, messages_sent.sorts_for_others(request.actor), **context)


def _page(request, consultation, deliveries, sorts, **context):
    """One page of ``deliveries`` as they are looked for."""
    form = SentFilter(request.GET, sorts=sorts)
    page = Paginator(form.narrow(deliveries), PAGE).get_page(request.GET.get("page"))
    kept = request.GET.copy()
    kept.pop("page", None)
    context |= {
        "consultation": consultation,
        "form": form,
        "problems": form.sentences(),
        "asked": any(request.GET.get(name) for name in form.fields),
        "page": page,
        "rows": messages_sent.described(page.object_list, request.actor),
        "query": kept.urlencode(),
    }
    return render(request, "consultations/sent.html", context)


@require_POST
def ask_copies(request, slug):
    consultation = consultation_for(request, slug)
    require(request.actor, "consultations.ask_copies", consultation)
    actions.ask_copies(consultation, by=request.actor)
    words = {"address": request.user.email}
    messages.success(request, _("From now on copies of letters and released drafts go to %(address)s.") % words)
    return redirect("consultations:sent", slug)


@require_POST
def stop_copies(request, slug):
    consultation = consultation_for(request, slug)
    require(request.actor, "consultations.stop_copies", consultation)
    actions.stop_copies(consultation, by=request.actor)
    messages.success(request, _("No more copies are sent to you."))
    return redirect("consultations:sent", slug)
