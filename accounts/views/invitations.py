"""Invitations: sent, sent again, withdrawn and accepted."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from .. import actions, emails
from ..access import access, require
from ..forms import AcceptForm, InviteForm
from ..fresh import freshly_signed_in
from ..models import Delegation, Invitation, User
from .posting import fresh_to_post


@fresh_to_post
def invitations(request):
    """The invitations one may see, and the form to send another."""
    require(request.actor, "accounts.invite", None)
    form = InviteForm(request.POST or None, actor=request.actor, initial=_asked_for(request))
    if form.is_valid():
        try:
            invitation = actions.invite(by=request.actor, **form.terms())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("An invitation is on its way to %(email)s.") % {"email": invitation.email})
            return redirect("invitations")
    rows = Invitation.objects.visible_to(request.actor).for_list()[:200]
    context = {
        "form": form,
        "invitations": [(row, request.actor.may("accounts.withdraw_invitation", row)) for row in rows],
        "may_invite_many": request.actor.may("accounts.invite_many"),
        "at": request.at,
    }
    return render(request, "accounts/invitations.html", context)


def _asked_for(request):
    """The delegation whose members led here, for the form."""
    code = request.GET.get("delegation", "")
    return {"delegation": Delegation.objects.filter(code=code).first()} if code.isalnum() and code.isascii() else {}


@require_POST
def withdraw_invitation(request, pk):
    invitation = access(Invitation.objects, request.actor, "accounts.withdraw_invitation", pk=pk)
    return _done(request, invitation, actions.withdraw_invitation, _("The invitation is withdrawn."))


@require_POST
@freshly_signed_in
def resend_invitation(request, pk):
    invitation = access(Invitation.objects, request.actor, "accounts.resend_invitation", pk=pk)
    sentence = _("A new message is on its way to %(email)s. The earlier link no longer works.")
    return _done(request, invitation, actions.resend_invitation, sentence % {"email": invitation.email})


def _done(request, invitation, action, sentence):
    """Act, say so or why not, and go back to where the button stood."""
    try:
        action(invitation, by=request.actor)
        messages.success(request, sentence)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    if request.POST.get("after") == "members":
        return redirect("members", invitation.delegation.code)
    return redirect("invitations")


@login_not_required
@never_cache
def accept(request, token):
    """What an invitation is for, and the way in. A link that we did not make, or that is used up, says so.

    The address is a secret: no page is told it, nor a search engine. "no-referrer" would do that too, but browsers
    then send forms with the origin "null", which the protection against forged forms refuses.
    """
    invitation = Invitation.objects.named_by(token)
    if invitation is None:
        reason = _("This link is not complete. Copy the whole of it from the message, or ask for another invitation.")
        return render(request, "accounts/accept.html", {"reason": reason}, status=404)
    response = _accept(request, invitation)
    response.headers["Referrer-Policy"] = "strict-origin"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _accept(request, invitation):
    if reason := invitation.why_not_accept(request.at):
        return render(request, "accounts/accept.html", {"reason": reason}, status=410)
    if request.user.is_authenticated:
        return _accept_signed_in(request, invitation)
    known = User.objects.filter(email=invitation.email).exists()
    form = AcceptForm(request.POST or None, email=invitation.email)
    if not known and form.is_valid():
        try:
            return _welcome(request, invitation, form)
        except ValidationError as error:
            form.add_error(None, error)
    return render(request, "accounts/accept.html", _of(invitation, form=form, known=known))


def _welcome(request, invitation, form):
    name, password = form.cleaned_data["name"], form.cleaned_data["password"]
    actions.accept_as_newcomer(invitation, at=request.at, request_id=request.id, name=name, password=password)
    messages.success(request, _("Your account is ready. Sign in with your address and the password you chose."))
    return redirect("account_login")


def _accept_signed_in(request, invitation):
    if request.method == "POST":
        try:
            actions.accept(invitation, by=request.actor)
            messages.success(request, _("The invitation is accepted: you are a member of this delegation."))
            return redirect("index")
        except ValidationError as error:
            messages.error(request, error.messages[0])
    someone_else = request.user.email != invitation.email
    zone = request.user.time_zone
    return render(request, "accounts/accept.html", _of(invitation, someone_else=someone_else, zone=zone))


def _of(invitation, zone=emails.HOUSE_ZONE, **context):
    return {"invitation": invitation, "zone": zone, **context}
