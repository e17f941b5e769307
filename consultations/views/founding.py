"""A consultation is set up and kept: the page of its secretariat, its facts and rooms, and its publication."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from accounts.access import require
from accounts.fresh import freshly_signed_in
from accounts.views.posting import fresh_to_post
from record.actor import Capacity

from .. import actions, hours, readiness, times
from ..forms import FactsForm, NewConsultationForm, RoomsForm
from ..models import CoFacilitator, Consultation, Meeting, Role
from .calls import shown
from .saving import Page, done, lead, posted, set_up_for, setup_address, show, tell_refusal

FACTS = Page(
    gettext_lazy("Facts"),
    gettext_lazy("What pages and letters say of the consultation. Letters that were issued stay as they are."),
    gettext_lazy("Save the facts"),
    gettext_lazy("The facts are saved."),
)
ROOMS = Page(
    gettext_lazy("Rooms"),
    gettext_lazy("They are offered first when a meeting is entered."),
    gettext_lazy("Save the rooms"),
    gettext_lazy("The rooms are saved."),
)


@fresh_to_post
def new_consultation(request):
    """From nothing, or with ``?from=`` as a copy of one that one works for."""
    require(request.actor, "consultations.found", None)
    ours = Consultation.objects.filter(pk__in=request.actor.consultations)
    source = _source(request, ours)
    form = NewConsultationForm(posted(request), actor=request.actor, source=source)
    if founded := done(form, lambda: actions.found(by=request.actor, source=source, **form.cleaned_data)):
        return _lead_on(request, founded)
    context = {"form": form, "source": source, "ours": ours}
    return render(request, "consultations/setup_new.html", context)


def _source(request, ours):
    slug = request.GET.get("from", "").replace("\0", "")
    if not slug:
        return None
    source = ours.filter(slug=slug).first()
    if source is None:
        raise Http404
    return source


def _lead_on(request, founded):
    """To its setup; an administrator, who does not work for it, to the consultations."""
    if request.actor.capacity == Capacity.ADMINISTRATOR:
        messages.success(request, _("The consultation is set up. Its secretariat finds it among the consultations."))
        return redirect("index")
    messages.success(request, _("The consultation is set up. Until you publish it, only who works for it knows of it."))
    odd = [meeting for meeting in founded.meetings.order_by("starts_at") if _is_odd(meeting)]
    if odd:
        dates = ", ".join(dict.fromkeys(times.short_date(meeting.day()) for meeting in odd))
        messages.warning(request, _("These meetings are not on working days now: %(dates)s.") % {"dates": dates})
    return redirect(setup_address(founded))


def _is_odd(meeting):
    return meeting.day().weekday() >= hours.SATURDAY


@require_safe
def setup(request, slug):
    """What stands, section by section, each with the link to its form; before publication also what is missing."""
    consultation = set_up_for(request, slug)
    at = request.at
    leading, led = _terms(CoFacilitator, consultation, at, "user", "delegation")
    working, worked = _terms(Role, consultation, at, "user")
    parts = {
        "leading": leading,
        "working": working,
        "calls": shown(consultation, at),
        "documents": list(consultation.documents.select_related("file")),
        "meetings": list(Meeting.objects.filter(consultation=consultation).for_list()),
    }
    standing = parts | {"documents": [document for document in parts["documents"] if document.removed_at is None]}
    context = {
        "consultation": consultation,
        "led": led,
        "worked": worked,
        "lacks": readiness.lacks(consultation, at=at, **standing),
        "why_not_publish": consultation.why_not_publish(),
        "may_keep": True,
        **parts,
    }
    return render(request, "consultations/setup.html", context)


def _terms(model, consultation, at, *related):
    """Who is in force now, and who was before."""
    terms = list(model.objects.filter(consultation=consultation).select_related(*related).order_by("pk"))
    now = [term for term in terms if term.ends_at is None or term.ends_at > at]
    now.sort(key=lambda term: (getattr(term, "order", 0), getattr(term, "kind", ""), term.user.name, term.pk))
    return now, [term for term in terms if term not in now]


def change_consultation(request, slug):
    return _change(request, slug, FactsForm, FACTS, "facts")


def change_rooms(request, slug):
    return _change(request, slug, RoomsForm, ROOMS, "rooms")


def _change(request, slug, form_class, page, section):
    consultation = set_up_for(request, slug)
    form = form_class(posted(request), row=consultation)
    if done(form, lambda: actions.change_consultation(consultation, by=request.actor, **form.terms())):
        return lead(request, page, consultation, section)
    return show(request, form, page, consultation, section=section)


@require_POST
@freshly_signed_in
def publish(request, slug):
    consultation = set_up_for(request, slug, "consultations.publish")
    sentence = _("The consultation is published: everybody can read it from now on.")
    tell_refusal(request, lambda: actions.publish(consultation, by=request.actor), sentence)
    return redirect(setup_address(consultation))
