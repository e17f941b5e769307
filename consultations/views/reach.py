"""After the issue: whom a circular reached, its scan, its withdrawal."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import require
from accounts.models import Delegation
from record import outbox
from record.models import Delivery, DeliveryState

from .. import actions
from ..emails import CIRCULAR
from ..forms import ReasonForm, ScanForm
from .circulars import issued, tell


def letters_sent(circular):
    return Delivery.objects.about(circular).filter(kind=CIRCULAR)


@require_safe
def reach(request, slug, reference):
    """One cell for each address, coloured by state, and the same as a table; asked again while letters are leaving."""
    circular = issued(request, slug, reference)
    require(request.actor, "consultations.see_reach", circular)
    rows = _rows(circular, request.actor.at)
    counts = {state: sum(row.state == state for row in rows) for state in DeliveryState}
    context = {
        "consultation": circular.consultation,
        "circular": circular,
        "rows": rows,
        "counts": [(state, counts[state]) for state in DeliveryState if counts[state]],
        "leaving": counts[DeliveryState.QUEUED] + counts[DeliveryState.SENDING],
        "may_settle": request.actor.may("consultations.settle_delivery", circular),
    }
    template = "consultations/reach.html#reach" if request.htmx else "consultations/reach.html"
    return render(request, template, context)


def _rows(circular, at):
    """The deliveries in the alphabetical order of the delegations' names on the day of the letter."""
    rows = list(letters_sent(circular).defer("text", "subject"))
    delegations = Delegation.objects.with_names(circular.language).in_bulk([row.recipient_id for row in rows])
    for row in rows:
        delegation = delegations.get(row.recipient_id)
        row.recipient_name = delegation.name_on(circular.dated, circular.language) if delegation else row.address
        row.place = delegation.sort_key_on(circular.dated, circular.language) if delegation else row.address
    return sorted(rows, key=lambda row: (row.place, row.address))


@require_POST
def settle_delivery(request, slug, reference, pk):
    """A person decides about a letter that failed or whose fate is not known."""
    circular = issued(request, slug, reference)
    require(request.actor, "consultations.settle_delivery", circular)
    delivery = get_object_or_404(letters_sent(circular), pk=pk)
    try:
        outbox.settle(delivery, request.POST.get("outcome", ""), by=request.actor)
        messages.success(request, _("Your decision about %(address)s is recorded.") % {"address": delivery.address})
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return redirect("consultations:reach", slug, reference)


@require_POST
def add_scan(request, slug, reference):
    circular = issued(request, slug, reference)
    require(request.actor, "consultations.add_scan", circular)
    form = ScanForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        _do(request, _("The scan has been added."), actions.add_scan, circular, content=file.content, name=file.name)
        tell(request, file)
    else:
        messages.error(request, form.errors["file"][0])
    return redirect(circular)


def withdraw(request, slug, reference):
    circular = issued(request, slug, reference)
    require(request.actor, "consultations.withdraw", circular)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        _do(request, _("The circular is withdrawn."), actions.withdraw, circular, **form.cleaned_data)
        return redirect(circular)
    context = {"consultation": circular.consultation, "circular": circular, "form": form}
    return render(request, "consultations/withdraw.html", context)


def _do(request, done, action, circular, **kwargs):
    try:
        action(circular, by=request.actor, **kwargs)
        messages.success(request, done)
    except ValidationError as error:
        messages.error(request, error.messages[0])
