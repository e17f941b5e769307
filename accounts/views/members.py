"""The members of a delegation: who speaks for it, and what is done about it."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from .. import actions
from ..access import access
from ..forms import ActingForm, ChangeForm, EndForm, HandOverForm
from ..models import Delegation, Invitation, Membership, MembershipRole
from .posting import fresh_to_post


@dataclass(frozen=True)
class Page:
    """The page on which one thing is done to a member: its title, its sentence, its button, and what is said after."""

    title: str
    lede: str
    button: str
    done: str
    danger: bool = False


PAGES = {
    "change_member": Page(
        gettext_lazy("Change"),
        gettext_lazy("What this member may do for the delegation. The member and the heads are told."),
        gettext_lazy("Keep the change"),
        gettext_lazy("What this member may do is kept as you set it."),
    ),
    "appoint_acting": Page(
        gettext_lazy("Make head for a time"),
        gettext_lazy("This member heads the delegation ad interim. Nobody is ended by it, and it ends by itself."),
        gettext_lazy("Make head for this time"),
        gettext_lazy("The member heads the delegation for that time, and is told."),
    ),
    "hand_over": Page(
        gettext_lazy("Hand over"),
        gettext_lazy("The successor is invited. Once they accept, they begin on the day named and this member ends."),
        gettext_lazy("Invite the successor"),
        gettext_lazy("The successor is invited. Nothing changes before they accept."),
    ),
    "end_member": Page(
        gettext_lazy("End"),
        gettext_lazy("Access ends with the membership, at once where one is signed in. What was written stays."),
        gettext_lazy("End the membership"),
        gettext_lazy("The end of the membership is set, and the member is told."),
        danger=True,
    ),
}


@require_safe
def members(request, code):
    """Who speaks for a delegation now, later and formerly, and who is invited. To others it is not there."""
    actor, at = request.actor, request.at
    delegation = _delegation(actor, code)
    rows = list(Membership.objects.visible_to(actor).filter(delegation=delegation).for_list())
    context = {
        "delegation": delegation,
        "name": delegation.name_on(at.date()),
        "at": at,
        "present": [(row, _verbs(actor, row, at)) for row in rows if row.is_in_force(at)],
        "to_come": [(row, _verbs(actor, row, at)) for row in rows if row.starts_at > at and not row.is_over(at)],
        "former": [(row, ()) for row in rows if row.is_over(at)],
        "invitations": _invitations(actor, delegation, at),
        "may_invite": actor.may("accounts.invite", Invitation(delegation=delegation, role=MembershipRole.DELEGATE)),
    }
    return render(request, "accounts/members.html", context)


def _delegation(actor, code):
    if actor.delegation and actor.delegation.code == code:
        delegation = actor.delegation  # its names are there already
    else:
        delegation = get_object_or_404(Delegation.objects.visible_to(actor).with_names(), code=code)
    if not actor.may("accounts.read_members", delegation):
        raise Http404
    return delegation


def _invitations(actor, delegation, at):
    """The open ones, each with whether the actor takes it back."""
    rows = Invitation.objects.visible_to(actor).filter(delegation=delegation).open_at(at).for_list()
    return [(row, actor.may("accounts.withdraw_invitation", row)) for row in rows]


def _verbs(actor, membership, at):
    """What the actor can do about the member now: the names of pages and their titles."""
    in_the_way = {verb: _why_not(verb, membership, at) for verb in PAGES}
    verbs = [verb for verb, why in in_the_way.items() if not why and actor.may(f"accounts.{verb}", membership)]
    return [(verb, PAGES[verb].title) for verb in verbs]


def _why_not(verb, membership, at):
    if verb == "hand_over":
        return membership.why_not_hand_over(at)
    return membership.why_not_act(at) if verb == "appoint_acting" else membership.why_not_change(at)


@fresh_to_post
def change_member(request, code, pk):
    return _act(request, code, pk, ChangeForm, actions.change_member)


@fresh_to_post
def end_member(request, code, pk):
    """Whoever ends their own last capacity is asked whether they mean it."""
    alone = request.user.is_authenticated and len(request.choices) == 1
    return _act(request, code, pk, EndForm, actions.end_member, alone=alone)


@fresh_to_post
def hand_over(request, code, pk):
    return _act(request, code, pk, HandOverForm, actions.hand_over)


@fresh_to_post
def appoint_acting(request, code, pk):
    return _act(request, code, pk, ActingForm, actions.appoint_acting)


def _act(request, code, pk, form_class, action, **more):
    """The page of one verb: what stands in the way, or its form; then the deed."""
    verb = action.__name__
    membership = access(_of(code), request.actor, f"accounts.{verb}", pk=pk)
    posted = request.POST if request.method == "POST" else None  # what is not ticked is not sent
    form = form_class(posted, actor=request.actor, membership=membership, **more)
    if form.is_valid():
        try:
            action(membership, by=request.actor, **form.terms())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, PAGES[verb].done)
            return _back(request, code)
    context = {"membership": membership, "form": form, "page": PAGES[verb], "at": request.at}
    return render(request, "accounts/members_act.html", context | {"why_not": _why_not(verb, membership, request.at)})


def _of(code):
    return Membership.objects.filter(delegation__code=code).select_related("user", "delegation")


def _back(request, code):
    """To the members; whoever has just ended their own membership may no longer see them."""
    own = Membership.objects.at(request.at).filter(user=request.user, delegation__code=code).exists()
    speaks = request.actor.delegation is not None
    return redirect("members", code) if own or not speaks else redirect("index")
