"""Many invitations at once: a table is looked at row by row, and then sent as it was seen."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from .. import actions, invitation_list, tables
from ..access import require
from ..forms import ManyForm
from ..fresh import freshly_signed_in


def many_invitations(request):
    """The form and, once a table was sent, every row of it with what is wrong with it. Nothing is sent yet."""
    require(request.actor, "accounts.invite_many", None)
    form = ManyForm(request.POST or None, request.FILES or None)
    if not form.is_valid():
        return _page(request, form)
    text, plan = form.cleaned_data["text"], None
    try:
        plan = actions.plan_for(text, request.actor)
    except ValidationError as error:
        form.add_error("text", error)
    return _page(request, form, text, plan)


@require_POST
@freshly_signed_in
def invite_many(request):
    """Send what was looked at; where it would be something else by now, show that instead."""
    require(request.actor, "accounts.invite_many", None)
    form = ManyForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    text, seen = form.cleaned_data["text"], request.POST.get("seen", "")
    try:
        sent = actions.invite_many(by=request.actor, text=text, previewed=seen)
    except ValidationError as error:
        form.add_error(None, error)
        return _page(request, form, text, getattr(error, "plan", None))
    sentence = ngettext("%(count)s invitation is on its way.", "%(count)s invitations are on their way.", len(sent))
    messages.success(request, sentence % {"count": len(sent)})
    return redirect("invitations")


@require_safe
def invitations_template(request):
    """A table to fill in, with the States that have no head yet."""
    require(request.actor, "accounts.invite_many", None)
    text = tables.written(invitation_list.template(request.at))
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{_("invitations")}.csv"'
    return response


def _page(request, form, text="", plan=None):
    """The page with the text in the form, also where it came from a file."""
    if text:
        form.data = form.data.copy()
        form.data["text"] = text
    return render(request, "accounts/invite_many.html", {"form": form, "plan": plan, "text": text})
