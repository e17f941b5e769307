"""What is asked of delegations: opened by all who work for the consultation, kept by its secretariat.

Who does not keep the setup has a page of the calls alone, to which these lead back.
"""

from django.contrib import messages
from django.db.models import Count, Prefetch
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from .. import actions
from ..forms import ChangeCallForm, CloseForm, ExtendForm, MoreTimeForm, NewCallForm, QuestionsForm
from ..models import Call, CallExtension
from .saving import Page, done, lead, posted, set_up_for, setup_address, show, tell_refusal

KEEP = "consultations.keep_calls"  # when they end, and for whom later
OPEN = "consultations.open_calls"  # what is asked, of whom and until when
NEW = Page(
    gettext_lazy("Ask something"),
    gettext_lazy("A call is public once it opens; its questions are written next."),
    gettext_lazy("Enter the call"),
    gettext_lazy("The call is entered. Now write its questions, or go back where it asks for comments only."),
)
CHANGE = Page(
    gettext_lazy("Change a call"),
    gettext_lazy("Who is asked, when it opens and when inputs are due."),
    gettext_lazy("Save the call"),
    gettext_lazy("The call is saved."),
)
QUESTIONS = Page(
    gettext_lazy("Questions of a call"),
    gettext_lazy("They can be changed until the first input is begun. An empty text takes a question away."),
    gettext_lazy("Save the questions"),
    gettext_lazy("The questions are saved."),
)
EXTEND = Page(
    gettext_lazy("Extend the time"),
    gettext_lazy("Pages, feeds and reminders follow at once; the letter that says so is yours to write."),
    gettext_lazy("Extend it"),
    gettext_lazy("The time is extended."),
)
CLOSE = Page(
    gettext_lazy("Close a call"),
    gettext_lazy("No input is taken from then on, not even late; what was begun and not submitted can still be read."),
    gettext_lazy("Close the call"),
    gettext_lazy("The end of the call is entered."),
    danger=True,
)


MORE_TIME = Page(
    gettext_lazy("More time for one delegation"),
    gettext_lazy(
        "What it submits until then is taken, also where the call is closed, and is not late. It is told by "
        "mail; other delegations are not."
    ),
    gettext_lazy("Give it this time"),
    gettext_lazy("The delegation has this time, and is told so by mail."),
)


@require_safe
def calls(request, slug):
    """The calls alone, for those who open some and do not keep the setup."""
    consultation = set_up_for(request, slug, OPEN)
    context = {"consultation": consultation, "may_keep": request.actor.may(KEEP, consultation)}
    return render(request, "consultations/calls.html", context | {"calls": shown(consultation, request.at)})


def shown(consultation, at):
    """The calls with what a row of the setup shows, in three queries."""
    begun = Count("submissions")  # the model asks call by call
    extensions = CallExtension.objects.select_related("delegation").order_by("until", "delegation__code")
    names = Prefetch("extensions", extensions.prefetch_related("delegation__names"))
    calls = consultation.calls.annotate(begun=begun).prefetch_related("questions", names).order_by("number")
    for call in calls:
        call.consultation = consultation
        call.opened, call.closed = call.opens_at <= at, call.is_closed(at)
        call.fixed = call.begun or any(question.label for question in call.questions.all())
        call.more = [(each, each.delegation.name_on(consultation.day(at))) for each in call.extensions.all()]
    return list(calls)


def call_of(request, slug, number, perm=KEEP, *related):
    """The consultation and its call of that number, for those who may."""
    consultation = set_up_for(request, slug, perm)
    call = Call.objects.prefetch_related(*related).filter(consultation=consultation, number=number).first()
    if call is None:
        raise Http404
    call.consultation = consultation
    return consultation, call


def new_call(request, slug):
    consultation = set_up_for(request, slug, OPEN)
    form = NewCallForm(posted(request), zone=consultation.zone)
    if call := done(form, lambda: actions.add_call(consultation, by=request.actor, **form.terms())):
        lead(request, NEW, consultation, "calls")
        return redirect("consultations:change_questions", slug, call.number)
    return show(request, form, NEW, consultation, section="calls", back=_back(request, consultation))


def change_call(request, slug, number):
    consultation, call = call_of(request, slug, number, OPEN)
    if reason := call.why_not_change(request.at):
        return _not_now(request, reason, consultation)
    return _act(request, ChangeCallForm(posted(request), row=call), CHANGE, actions.change_call)


def change_questions(request, slug, number):
    consultation, call = call_of(request, slug, number, OPEN, "questions")
    form = QuestionsForm(posted(request), row=call)
    reason = call.why_not_change_questions(request.at)
    if reason and request.method != "POST":  # what was typed in vain comes back with the reason
        return _not_now(request, reason, consultation)
    return _act(request, form, QUESTIONS, actions.change_questions, template="consultations/setup_questions.html")


def extend_call(request, slug, number):
    consultation, call = call_of(request, slug, number)
    if reason := call.why_not_extend(request.at):
        return _not_now(request, reason, consultation)
    return _act(request, ExtendForm(posted(request), call=call), EXTEND, actions.extend_call)


def close_call(request, slug, number):
    consultation, call = call_of(request, slug, number)
    if reason := call.why_not_close(request.at):
        return _not_now(request, reason, consultation)
    return _act(request, CloseForm(posted(request), call=call), CLOSE, actions.close_call)


def _act(request, form, page, action, **more):
    call, back = form.call, _back(request, form.call.consultation)
    if done(form, lambda: action(call, by=request.actor, **form.terms())):
        lead(request, page, call.consultation, "calls")
        return redirect(back)
    return show(request, form, page, call.consultation, section="calls", subject=call, back=back, **more)


def _back(request, consultation):
    """The calls among all that is set up; to those who keep no more than calls, the page of these alone."""
    if request.actor.may("consultations.set_up", consultation):
        return setup_address(consultation, "calls")
    return reverse("consultations:calls", args=[consultation.slug])


def _not_now(request, reason, consultation):
    messages.error(request, reason)
    return redirect(_back(request, consultation))


@require_POST
def reopen_call(request, slug, number):
    consultation, call = call_of(request, slug, number)
    sentence = _("The call is open again: inputs are taken.")
    tell_refusal(request, lambda: actions.reopen_call(call, by=request.actor), sentence)
    return redirect(setup_address(consultation, "calls"))


def give_time(request, slug, number):
    consultation, call = call_of(request, slug, number)
    if reason := call.why_not_give_time(request.at):
        return _not_now(request, reason, consultation)
    form = MoreTimeForm(posted(request), call=call, on=consultation.day(request.at))
    return _act(request, form, MORE_TIME, actions.give_time)


@require_POST
def end_time(request, slug, number, code):
    consultation, call = call_of(request, slug, number)
    extension = call.extensions.select_related("delegation").filter(delegation__code=code).first()
    if extension is None:
        raise Http404
    sentence = _("The date for all holds for this delegation again. It is told so by mail.")
    tell_refusal(request, lambda: actions.end_time(call, by=request.actor, delegation=extension.delegation), sentence)
    return redirect(setup_address(consultation, "calls"))
