"""Who leads a consultation and who works for it, as its secretariat keeps them."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.views.posting import fresh_to_post

from .. import actions
from ..forms import ChangeCoFacilitatorForm, CoFacilitatorForm, EndCoFacilitatorForm, RoleForm
from ..forms.common import Confirm
from ..models import CoFacilitator, Role
from .saving import Page, done, lead, not_now, posted, set_up_for, show

KEEP = "consultations.keep_people"
ADD = Page(
    gettext_lazy("Enter a co-facilitator"),
    gettext_lazy("They lead the consultation from now on: letters and the text wait for their approval."),
    gettext_lazy("Enter the co-facilitator"),
    gettext_lazy("The co-facilitator is entered."),
)
CHANGE = Page(
    gettext_lazy("What is printed of a co-facilitator"),
    gettext_lazy("Letters that wait for approval must then be sent for approval again; issued ones stay as they are."),
    gettext_lazy("Save what is printed"),
    gettext_lazy("It is saved. Look below at how it prints."),
)
END = Page(
    gettext_lazy("End that a person co-facilitates"),
    gettext_lazy("They sign and release nothing more from then on. What they signed stays."),
    gettext_lazy("End it"),
    gettext_lazy("The end is entered."),
    danger=True,
)
GIVE = Page(
    gettext_lazy("Enter a person"),
    gettext_lazy("They work for this consultation from now on."),
    gettext_lazy("Enter the person"),
    gettext_lazy("The person is entered."),
)
END_ROLE = Page(
    gettext_lazy("End a role"),
    gettext_lazy("The person sees and does no more than others do, from now on. What they did stays in the record."),
    gettext_lazy("End the role"),
    gettext_lazy("The role is ended."),
    danger=True,
)


def _term(queryset, consultation, pk):
    term = queryset.filter(consultation=consultation, pk=pk).first()
    if term is None:
        raise Http404
    term.consultation = consultation
    return term


def cofacilitator_of(consultation, pk):
    return _term(CoFacilitator.objects.select_related("user", "delegation"), consultation, pk)


def role_of(consultation, pk):
    return _term(Role.objects.select_related("user"), consultation, pk)


@fresh_to_post
def add_cofacilitator(request, slug):
    consultation = set_up_for(request, slug, KEEP)
    places = consultation.cofacilitators.filter(ends_at=None).values_list("order", flat=True)
    form = CoFacilitatorForm(posted(request), initial={"order": max(places, default=0) + 1})
    if done(form, lambda: actions.add_cofacilitator(consultation, by=request.actor, **form.cleaned_data)):
        return lead(request, ADD, consultation, "cofacilitators")
    return show(request, form, ADD, consultation, section="cofacilitators")


@fresh_to_post
def change_cofacilitator(request, slug, pk):
    consultation = set_up_for(request, slug, KEEP)
    term = cofacilitator_of(consultation, pk)
    if reason := term.why_not_change(request.at):
        return not_now(request, reason, consultation, "cofacilitators")
    form = ChangeCoFacilitatorForm(posted(request), row=term)
    if done(form, lambda: actions.change_cofacilitator(term, by=request.actor, **form.terms())):
        return lead(request, CHANGE, consultation, "cofacilitators")
    return show(request, form, CHANGE, consultation, section="cofacilitators", subject=term, printed=[term])


@fresh_to_post
def end_cofacilitator(request, slug, pk):
    consultation = set_up_for(request, slug, KEEP)
    term = cofacilitator_of(consultation, pk)
    if reason := term.why_not_end(request.at):
        return not_now(request, reason, consultation, "cofacilitators")
    form = EndCoFacilitatorForm(posted(request), zone=consultation.zone)
    if done(form, lambda: actions.end_cofacilitator(term, by=request.actor, **form.terms())):
        return lead(request, END, consultation, "cofacilitators")
    return show(request, form, END, consultation, section="cofacilitators", subject=term)


@fresh_to_post
def give_role(request, slug):
    consultation = set_up_for(request, slug, KEEP)
    form = RoleForm(posted(request))
    if done(form, lambda: actions.give_role(consultation, by=request.actor, **form.cleaned_data)):
        return lead(request, GIVE, consultation, "roles")
    return show(request, form, GIVE, consultation, section="roles")


@fresh_to_post
def end_role(request, slug, pk):
    consultation = set_up_for(request, slug, KEEP)
    role = role_of(consultation, pk)
    if reason := role.why_not_end(request.at):
        return not_now(request, reason, consultation, "roles")
    form = Confirm(posted(request))
    if done(form, lambda: actions.end_role(role, by=request.actor)):
        return _away(request, role, consultation)
    subject = _("%(person)s, %(role)s") % {"person": role.user, "role": role.get_kind_display()}
    return show(request, form, END_ROLE, consultation, section="roles", subject=subject)


def _away(request, role, consultation):
    """Whoever has just ended their own role may not see the setup any more."""
    if role.user_id == request.user.pk:
        messages.success(request, END_ROLE.done)
        return redirect("index")
    return lead(request, END_ROLE, consultation, "roles")
