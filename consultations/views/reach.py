"""After the issue: whom a circular reached and what is done about the others, its scan, its withdrawal."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts import tables
from accounts.access import require
from accounts.fresh import freshly_signed_in
from accounts.models import Delegation
from record import outbox
from record.models import DeliveryState

from .. import actions
from .. import reach as board
from ..forms import BouncedForm, ReachFilter, ReasonForm, ScanForm, SendAgainForm, SendToAddressForm
from .circulars import issued, tell


@require_POST
def acknowledge(request, slug, reference):
    """A member of a delegation says that the letter has arrived."""
    circular = issued(request, slug, reference)
    require(request.actor, "consultations.acknowledge", circular)
    _do(request, _("The receipt is confirmed. Thank you."), actions.acknowledge, circular)
    return redirect(circular)


@require_safe
def reach(request, slug, reference):
    """One cell for each delegation, coloured by state, and the same as a table; asked again while letters leave."""
    circular = issued(request, slug, reference)
    require(request.actor, "consultations.see_reach", circular)
    everyone = board.lines(circular)
    form = ReachFilter(request.GET)
    found = board.narrowed(everyone, **form.cleaned_data) if form.is_valid() else []
    may = request.actor.may("consultations.settle_delivery", circular)
    context = {
        "consultation": circular.consultation,
        "circular": circular,
        "form": form,
        "problems": [message for messages_ in form.errors.values() for message in messages_],
        "asked": any(request.GET.get(name) for name in form.fields),
        "everyone": everyone,
        "lines": found,
        "counts": board.counts(everyone),
        **_amounts(everyone),
        "undecided": [(line, row) for line in everyone for row in line.rows if _is_undecided(line, row)],
        "may_settle": may,
        "why_not_send": circular.why_not_send_again() if may else "",
        "again_states": board.AGAIN,
    }
    context["chooses"] = may and context["again"] and not context["leaving"] and not context["why_not_send"]
    template = "consultations/reach.html#reach" if request.htmx else "consultations/reach.html"
    return render(request, template, context, status=400 if form.errors else 200)


def _amounts(lines):
    """How many letters leave, wait to leave, are held back or can be sent again; how many delegations were missed."""
    states = [row.state for line in lines if not line.shared for row in line.rows]
    return {
        "addresses": len(states),
        "leaving": sum(state in board.LEAVING for state in states),
        "waiting": states.count(DeliveryState.QUEUED),
        "held_back": states.count(DeliveryState.STOPPED),
        "again": sum(state in board.AGAIN for state in states),
        "missed": sum(line.is_missed for line in lines),
    }


def _is_undecided(line, row):
    return row.state == DeliveryState.UNCERTAIN and not line.shared


@require_safe
def call_list(request, slug, reference):
    """Whom the letter has not reached, as a table for those who telephone."""
    circular = issued(request, slug, reference)
    require(request.actor, "consultations.see_reach", circular)
    missed = [line for line in board.lines(circular) if line.is_missed]
    named = request.actor.may("consultations.settle_delivery", circular)
    heads = board.heads(missed, request.actor.at) if named else None
    response = StreamingHttpResponse(_call_list(missed, heads), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{slug}-{circular.reference}-call-list.csv"'
    return response


def _call_list(lines, heads):
    """The table in pieces. The names and addresses of heads stand in it only where ``heads`` are given."""
    columns = [_("Delegation"), _("Code"), _("State"), _("Addresses tried")]
    yield tables.written([[*columns, _("Heads of delegation")] if heads is not None else columns])
    for line in lines:
        tried = "; ".join(
            f"{row.address}: {row.get_state_display()}{f' ({row.answer})' if row.answer else ''}" for row in line.rows
        )
        cells = [line.name, line.delegation.code if line.delegation else "", line.label, tried]
        if heads is not None:
            people = heads.get(line.delegation.pk, []) if line.delegation else []
            cells.append("; ".join(f"{person.name} <{person.email}>" for person in people))
        yield tables.lines([cells])


@require_POST
def stop_dispatch(request, slug, reference):
    """Hold back what has not left."""
    circular = issued(request, slug, reference)
    require(request.actor, "consultations.stop_dispatch", circular)
    done = _("The dispatch is stopped. What has not left waits until you let it go on.")
    _do(request, done, actions.stop_dispatch, circular)
    return redirect("consultations:reach", slug, reference)


@require_POST
def resume_dispatch(request, slug, reference):
    circular = issued(request, slug, reference)
    require(request.actor, "consultations.resume_dispatch", circular)
    _do(request, _("The dispatch goes on."), actions.resume_dispatch, circular)
    return redirect("consultations:reach", slug, reference)


@require_POST
def send_again(request, slug, reference):
    """Send the chosen letters again that came back or were refused."""
    circular = issued(request, slug, reference)
    require(request.actor, "consultations.send_again", circular)
    form = SendAgainForm(request.POST, keys=list(board.letters_sent(circular).values_list("pk", flat=True)))
    if not form.is_valid():
        messages.error(request, form.errors["keys"][0])
        return redirect("consultations:reach", slug, reference)
    try:
        count = actions.send_again(circular, by=request.actor, **form.cleaned_data)
        done = ngettext("%(count)d letter is sent again.", "%(count)d letters are sent again.", count)
        messages.success(request, done % {"count": count})
        if left := len(form.cleaned_data["keys"]) - count:
            other = ngettext(
                "%(count)d of the chosen had another state by now and was left as it is.",
                "%(count)d of the chosen had another state by now and were left as they are.",
                left,
            )
            messages.warning(request, other % {"count": left})
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return redirect("consultations:reach", slug, reference)


def reach_delegation(request, slug, reference, code):
    """What became of the letters to one delegation, and sending the letter to one more of its addresses."""
    circular = issued(request, slug, reference)
    sends = request.method == "POST"
    require(request.actor, "consultations.send_to_address" if sends else "consultations.see_reach", circular)
    line = next((one for one in board.lines(circular) if one.delegation and one.delegation.code == code), None)
    if line is None:
        raise Http404
    form = SendToAddressForm(request.POST if sends else None, on_file=_on_file(line))
    if sends and form.is_valid():
        send = freshly_signed_in(_send) if form.cleaned_data["keep"] else _send
        if answer := send(request, circular, line.delegation, form):
            return answer
    may = request.actor.may("consultations.settle_delivery", circular)
    context = {
        "consultation": circular.consultation,
        "circular": circular,
        "line": line,
        "form": form,
        "bounced_form": BouncedForm(),
        "may_settle": may,
        "why_not_send": circular.why_not_send_again() if may else "",
    }
    return render(request, "consultations/reach_delegation.html", context)


def _on_file(line):
    """The addresses of the directory to which the letter has not gone, those in use first."""
    tried = {row.address.lower() for row in line.rows}
    addresses = line.delegation.addresses.order_by("-active", "email")
    return [address.email for address in addresses if address.email.lower() not in tried]


def _send(request, circular, delegation, form):
    """The answer once the letter is under way; ``None``, with the reason in the form, if it is refused."""
    try:
        actions.send_to_address(circular, by=request.actor, delegation=delegation, **form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error)
        return None
    messages.success(request, _("The letter goes to %(address)s.") % {"address": form.cleaned_data["email"]})
    return redirect("consultations:reach_delegation", circular.consultation.slug, circular.reference, delegation.code)


@require_POST
def mark_bounced(request, slug, reference, pk):
    """Note that a letter came back, as somebody has read in a mailbox."""
    circular = issued(request, slug, reference)
    require(request.actor, "consultations.mark_bounced", circular)
    delivery = get_object_or_404(board.letters_sent(circular), pk=pk)
    form = BouncedForm(request.POST)
    if not form.is_valid():
        messages.error(request, form.errors["note"][0])
        return _back(request, circular, delivery)
    done = _("That the letter to %(address)s came back is noted.") % {"address": delivery.address}
    _do(request, done, actions.mark_bounced, delivery, **form.cleaned_data)
    return _back(request, circular, delivery)


def _back(request, circular, delivery):
    """To the page of the delegation if that is where the button stood, else to the board."""
    slug, reference = circular.consultation.slug, circular.reference
    if "one" in request.POST and (delegation := _recipient(delivery)):
        return redirect("consultations:reach_delegation", slug, reference, delegation.code)
    return redirect("consultations:reach", slug, reference)


def _recipient(delivery):
    return Delegation.objects.filter(pk=delivery.recipient_id).first()


@require_POST
def settle_delivery(request, slug, reference, pk):
    """A person decides about a letter that failed or whose fate is not known."""
    circular = issued(request, slug, reference)
    require(request.actor, "consultations.settle_delivery", circular)
    delivery = get_object_or_404(board.letters_sent(circular), pk=pk)
    try:
        outbox.settle(delivery, request.POST.get("outcome", ""), by=request.actor)
        messages.success(request, _("Your decision about %(address)s is recorded.") % {"address": delivery.address})
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return _back(request, circular, delivery)


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
