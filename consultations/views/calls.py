"""What is asked of delegations, as the secretariat keeps it."""

from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from .. import actions
from ..forms import ChangeCallForm, CloseForm, ExtendForm, NewCallForm, QuestionsForm
from ..models import Call
from .saving import Page, done, lead, not_now, posted, set_up_for, setup_address, show, tell_refusal

KEEP = "consultations.keep_calls"
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


def call_of(request, slug, number):
    """The consultation and its call of that number, for those of its secretariat."""
    consultation = set_up_for(request, slug, KEEP)
    call = Call.objects.filter(consultation=consultation, number=number).first()
    if call is None:
        raise Http404
    call.consultation = consultation
    return consultation, call


def new_call(request, slug):
    consultation = set_up_for(request, slug, KEEP)
    form = NewCallForm(posted(request), zone=consultation.zone)
    if call := done(form, lambda: actions.add_call(consultation, by=request.actor, **form.terms())):
        lead(request, NEW, consultation, "calls")
        return redirect("consultations:change_questions", slug, call.number)
    return show(request, form, NEW, consultation, section="calls")


def change_call(request, slug, number):
    consultation, call = call_of(request, slug, number)
    if reason := call.why_not_change(request.at):
        return not_now(request, reason, consultation, "calls")
    return _act(request, ChangeCallForm(posted(request), row=call), CHANGE, actions.change_call)


def change_questions(request, slug, number):
    consultation, call = call_of(request, slug, number)
    form = QuestionsForm(posted(request), row=call)
    reason = call.why_not_change_questions(request.at)
    if reason and request.method != "POST":  # what was typed in vain comes back with the reason
        return not_now(request, reason, consultation, "calls")
    return _act(request, form, QUESTIONS, actions.change_questions, template="consultations/setup_questions.html")


def extend_call(request, slug, number):
    consultation, call = call_of(request, slug, number)
    if reason := call.why_not_extend(request.at):
        return not_now(request, reason, consultation, "calls")
    return _act(request, ExtendForm(posted(request), call=call), EXTEND, actions.extend_call)


def close_call(request, slug, number):
    consultation, call = call_of(request, slug, number)
    if reason := call.why_not_close(request.at):
        return not_now(request, reason, consultation, "calls")
    return _act(request, CloseForm(posted(request), call=call), CLOSE, actions.close_call)


def _act(request, form, page, action, **more):
    call = form.call
    if done(form, lambda: action(call, by=request.actor, **form.terms())):
        return lead(request, page, call.consultation, "calls")
    return show(request, form, page, call.consultation, section="calls", subject=call, **more)


@require_POST
def reopen_call(request, slug, number):
    consultation, call = call_of(request, slug, number)
    sentence = _("The call is open again: inputs are taken.")
    tell_refusal(request, lambda: actions.reopen_call(call, by=request.actor), sentence)
    return redirect(setup_address(consultation, "calls"))
