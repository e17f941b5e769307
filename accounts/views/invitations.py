"""Invitations: sent, withdrawn and accepted."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from .. import actions
from ..access import access, require
from ..forms import AcceptForm, InviteForm
from ..models import Invitation, User


def invitations(request):
    """The invitations one may see, and the form to send another."""
    require(request.actor, "accounts.invite", None)
    form = InviteForm(request.POST or None, actor=request.actor)
    if form.is_valid():
        try:
            invitation = actions.invite(by=request.actor, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("An invitation is on its way to %(email)s.") % {"email": invitation.email})
            return redirect("invitations")
    rows = Invitation.objects.visible_to(request.actor).for_list()[:200]
    return render(request, "accounts/invitations.html", {"form": form, "invitations": rows, "at": request.at})


@require_POST
def withdraw_invitation(request, pk):
    invitation = access(Invitation.objects, request.actor, "accounts.withdraw_invitation", pk=pk)
    try:
        actions.withdraw_invitation(invitation, by=request.actor)
        messages.success(request, _("The invitation is withdrawn."))
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return redirect("invitations")


@login_not_required
@never_cache
def accept(request, token):
    """What an invitation is for, and the way in. A link that we did not make, or that is used up, says so."""
    invitation = Invitation.objects.named_by(token)
    reason = (
        invitation.why_not_accept(request.at)
        if invitation
        else _("This link is not complete. Copy the whole of it from the message, or ask for another invitation.")
    )
    if reason:
        return render(request, "accounts/accept.html", {"reason": reason}, status=404 if invitation is None else 410)
    if request.user.is_authenticated:
        return _accept_signed_in(request, invitation)
    known = User.objects.filter(email=invitation.email).exists()
    form = AcceptForm(request.POST or None, email=invitation.email)
    if not known and form.is_valid():
        try:
            return _welcome(request, invitation, form)
        except ValidationError as error:
            form.add_error(None, error)
    return render(request, "accounts/accept.html", {"invitation": invitation, "form": form, "known": known})


def _welcome(request, invitation, form):
    name, password = form.cleaned_data["name"], form.cleaned_data["password"]
    actions.accept_as_newcomer(invitation, at=request.at, request_id=request.id, name=name, password=password)
    messages.success(request, _("Your account is ready. Sign in with your address and the password you chose."))
    return redirect("account_login")


def _accept_signed_in(request, invitation):
    if request.method == "POST":
        try:
            actions.accept(invitation, by=request.actor)
            messages.success(request, _("You speak for this delegation now."))
            return redirect("index")
        except ValidationError as error:
            messages.error(request, error.messages[0])
    return render(request, "accounts/accept.html", {"invitation": invitation})
