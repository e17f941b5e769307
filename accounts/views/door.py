"""The door: anybody may ask to take part; the secretariat answers."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from ..access import access, require
from ..actions import door as actions
from ..forms.door import AdmitForm, ApplicationForm, DeclineForm
from ..fresh import freshly_signed_in
from ..limits import refuse_too_many
from ..models import Application, Delegation


@login_not_required
@never_cache
def take_part(request):
    """Ask to take part. What is answered does not tell whether the address is known."""
    form = ApplicationForm(request.POST or None, initial={"consultation": request.GET.get("for", "")})
    if form.is_valid():
        try:
            refuse_too_many(request, form.cleaned_data["email"])
            actions.apply(by=request.actor, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
            return render(request, "accounts/door.html", {"form": form}, status=429)
        return redirect("asked_to_take_part")
    return render(request, "accounts/door.html", {"form": form})


@login_not_required
@require_safe
def asked_to_take_part(request):
    """What happens next."""
    return render(request, "accounts/door_asked.html")


@require_safe
def applications(request):
    """Who asks to take part: those that wait first, then those that were decided last."""
    require(request.actor, "accounts.decide_application", None)
    rows = Application.objects.visible_to(request.actor).select_related("delegation", "decided_by")
    context = {"waiting": list(rows.waiting().order_by("asked_at")), "decided": rows.decided()[:100]}
    return render(request, "accounts/door_applications.html", context)


@require_safe
def application(request, pk):
    return _page(request, access(Application.objects, request.actor, "accounts.decide_application", pk=pk))


@require_POST
@freshly_signed_in
def admit(request, pk):
    found = access(Application.objects, request.actor, "accounts.decide_application", pk=pk)
    form = AdmitForm(request.POST, on=request.at.date())
    done = _("The applicant is admitted; the answer and the invitation are on their way.")
    return _decide(request, found, form, name="admit_form", action=actions.admit, done=done)


@require_POST
@freshly_signed_in
def decline(request, pk):
    found = access(Application.objects, request.actor, "accounts.decide_application", pk=pk)
    done = _("The request is declined; the answer is on its way.")
    return _decide(request, found, DeclineForm(request.POST), name="decline_form", action=actions.decline, done=done)


def _decide(request, found, form, *, name, action, done):
    if form.is_valid():
        try:
            action(found, by=request.actor, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, done)
            return redirect("applications")
    found.refresh_from_db()
    if reason := found.why_not_decide():
        messages.error(request, reason)
        return redirect(found)
    return _page(request, found, **{name: form})


def _page(request, found, **forms):
    context = {"application": found, "zone": request.user.time_zone}
    if not found.why_not_decide():
        initial = {"kind": found.kind, "formal_name": found.organization, "admitted_under": found.rule}
        context |= {"decline_form": DeclineForm(), "admit_form": AdmitForm(initial=initial, on=request.at.date())}
    like = Delegation.objects.filter(formal_name__iexact=found.organization)
    return render(request, "accounts/door_application.html", context | {"like": like.first()} | forms)
