"""A version begun, released by the co-facilitators, or discarded."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import require
from accounts.fresh import freshly_signed_in
from consultations.forms import ReasonForm

from .. import actions
from ..forms import STARTING, NextForm, VersionForm
from ..models import DraftVersion
from .reading import consultation_for, visible


def begin(request, slug):
    consultation = consultation_for(request, slug)
    require(request.actor, "drafts.begin", consultation)
    initial = {"label": _("Zero draft"), "dated": consultation.day(request.at)}
    form = VersionForm(request.POST or None, instance=DraftVersion(consultation=consultation), initial=initial)
    version = _made(request, form, actions.begin, consultation, paragraphs=STARTING)
    if version:
        after = "drafts:bring_in" if "bring_in" in request.POST else "drafts:edit"
        return redirect(after, slug, version.number)
    return render(request, "drafts/begin.html", {"consultation": consultation, "form": form})


def begin_next(request, slug, number):
    base = visible(request, slug, number, "drafts.begin_next")
    if request.method != "POST" and (reason := base.why_not_begin_next()):
        messages.error(request, reason)
        return redirect(base)
    names = ("status_statement", "organ", "session", "agenda_item", "symbol")
    initial = {name: getattr(base, name) for name in names} | {"dated": base.consultation.day(request.at)}
    new = DraftVersion(consultation=base.consultation)
    form = NextForm(request.POST or None, instance=new, initial=initial, base=base)
    version = _made(request, form, actions.begin_next, base)
    if version:
        return redirect("drafts:edit", slug, version.number)
    return render(request, "drafts/begin.html", {"consultation": base.consultation, "form": form, "base": base})


def _made(request, form, action, *args, **kwargs):
    """The version that the form asks for; ``None`` if it cannot be begun, and the form says why."""
    if not form.is_valid():
        return None
    try:
        return action(*args, by=request.actor, **kwargs, **form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, ValidationError(error.messages))
        return None


@require_POST
def ask_for_release(request, slug, number):
    version = visible(request, slug, number, "drafts.ask_for_release")
    do(request, _("The co-facilitators have been asked to release the draft."), actions.ask_for_release, version)
    return redirect(version)


@require_POST
@freshly_signed_in
def approve_release(request, slug, number):
    version = visible(request, slug, number, "drafts.approve_release")
    seen = request.POST.get("seen", "")
    approved = do(request, _("You have approved the draft."), actions.approve_release, version, seen=seen)
    if approved and approved.is_frozen():
        messages.info(request, _("The draft is released. The letter that transmits it is drafted: it is on your desk."))
    return redirect(version)


def discard(request, slug, number):
    version = visible(request, slug, number, "drafts.discard")
    if reason := version.why_not_discard():
        messages.error(request, reason)
        return redirect(version)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        done = _("The draft has been discarded. Its text can still be read here.")
        do(request, done, actions.discard, version, **form.cleaned_data)
        return redirect(version)
    context = {"consultation": version.consultation, "version": version, "form": form}
    return render(request, "drafts/discard.html", context | {"paragraphs": version.paragraphs.count()})


@require_POST
def print_again(request, slug, number):
    version = visible(request, slug, number, "drafts.print_again")
    do(request, _("The version has been sent to print again."), actions.print_again, version)
    return redirect(version)


def do(request, done, action, *args, **kwargs):
    """Act, and tell the person that it is done or why it was refused. What the action returns, or ``None``."""
    try:
        result = action(*args, by=request.actor, **kwargs)
    except ValidationError as error:
        for message in error.messages:
            messages.error(request, message)
        return None
    if done:
        messages.success(request, done)
    return result
