"""Dates and reminders: who works for the consultation reads them, the secretariat keeps them."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import access, require

from .. import actions, deadlines, reminder_board, reminding
from ..forms import DeadlineForm, ReminderForm
from ..forms.reminders import initial_of, initial_of_deadline, starting_with
from ..models import Deadline, Reminder
from .pages import consultation_for

READ, KEEP = "consultations.read_reminders", "consultations.keep_reminders"


def reminder_for(request, slug, pk, perm):
    """The reminder of that key with its deadline and runs, for one who may do ``perm``."""
    reminders = Reminder.objects.select_related("consultation").prefetch_related("runs")
    reminder = access(reminders, request.actor, perm, consultation__slug=slug, pk=pk)
    request.consultation = reminder.consultation
    reminder.deadline = reminding.deadlines_of(reminder.consultation).get(pk=reminder.deadline_id)
    return reminder


def deadline_for(request, slug, pk):
    """The date of that key, with its consultation, for who keeps them."""
    consultation = consultation_for(request, slug)
    require(request.actor, KEEP, consultation)
    return consultation, get_object_or_404(Deadline.objects.of(consultation), pk=pk)


@require_safe
def reminders(request, slug):
    """The dates in order of time with their reminders: when each goes, to whom, and what became of it."""
    consultation = consultation_for(request, slug)
    require(request.actor, READ, consultation)
    deadlines.write_all(consultation, request.at)
    lines = reminder_board.lines(consultation, request.at)
    context = {
        "consultation": consultation,
        "to_come": [line for line in lines if not line.is_over],
        "over": [line for line in reversed(lines) if line.is_over],
        "keeps": request.actor.may(KEEP, consultation),
    }
    return render(request, "consultations/reminders.html", context)


@require_safe
def reminder(request, slug, pk):
    """The mail as it would leave now, to whom, and what became of the reminder."""
    reminder = reminder_for(request, slug, pk, READ)
    entry = reminder_board.entry(reminder, request.at)
    context = {
        "consultation": reminder.consultation,
        "reminder": reminder,
        "entry": entry,
        "line": reminder_board.line(reminder.deadline, reminder.consultation, request.at),
        "mail": reminder_board.preview(reminder, request.at),
        "delivered": reminder_board.delivered(entry),
        "keeps": request.actor.may(KEEP, reminder),
    }
    return render(request, "consultations/reminder.html", context)


def new_reminder(request, slug):
    consultation = consultation_for(request, slug)
    require(request.actor, KEEP, consultation)
    deadlines.write_all(consultation, request.at)
    choices = reminding.deadlines_of(consultation).filter(Q(at=None) | Q(at__gt=request.at))
    asked = request.GET.get("deadline", "")
    first = next((one for one in choices if str(one.pk) == asked), None) or next(iter(choices), None)
    if first is None:
        messages.error(request, _("There is no date to come. Enter a meeting, a call or a date first."))
        return redirect("consultations:reminders", slug)
    form = ReminderForm(_sent(request), consultation=consultation, deadlines=choices, initial=starting_with(first))
    if _is_to_save(request, form):
        try:
            reminder = actions.create_reminder(consultation, by=request.actor, **form.fields_of_reminder())
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            return _saved(request, reminder, _("The reminder is entered."))
    return _edit(request, consultation, form)


def change_reminder(request, slug, pk):
    reminder, theirs = reminder_for(request, slug, pk, KEEP), None
    consultation = reminder.consultation
    choices = reminding.deadlines_of(consultation).filter(
        Q(at=None) | Q(at__gt=request.at) | Q(pk=reminder.deadline_id)
    )
    form = ReminderForm(_sent(request), consultation=consultation, deadlines=choices, initial=initial_of(reminder))
    if _is_to_save(request, form):
        try:
            reminder = actions.change_reminder(
                reminder, by=request.actor, revision=form.cleaned_data["revision"], **form.fields_of_reminder()
            )
        except ValidationError as error:
            form.add_error(None, error.messages)
            theirs = _catch_up(form, error, initial_of(reminder_for(request, slug, pk, KEEP)))
        else:
            return _saved(request, reminder, _("The reminder has been saved."))
    return _edit(request, consultation, form, reminder=reminder, theirs=theirs)


def _sent(request):
    """What was sent, be it nothing at all."""
    return request.POST if request.method == "POST" else None


def _is_to_save(request, form):
    """Whether what was typed is whole and shall be saved; else the page shows it again, with the mail or a new text."""
    is_valid = form.is_valid()
    if "start_over" in request.POST:
        form.start_over()
        return False
    return is_valid and "preview" not in request.POST


def _edit(request, consultation, form, reminder=None, theirs=None):
    """The form, and beside it the mail as it would leave now, where what was typed is whole."""
    shown, mail = None if form.is_bound else reminder, None
    if form.is_bound and "start_over" not in request.POST and form.is_valid():
        shown = reminder_board.trial(consultation, form.fields_of_reminder(), request.actor)
    if shown:
        mail = reminder_board.preview(shown, request.at) | {"passed": _has_passed(shown, request.at)}
    context = {
        "consultation": consultation,
        "form": form,
        "reminder": reminder,
        "theirs": theirs,
        "mail": mail,
        "tokens": reminder_board.tokens(form.chosen_deadline(), consultation, request.at),
    }
    return render(request, "consultations/reminder_edit.html", context)


def _saved(request, reminder, sentence):
    messages.success(request, sentence)
    if _has_passed(reminder, request.at):
        messages.warning(request, _("Its moment has passed: nothing is sent, unless the date moves."))
    return redirect(reminder)


def _has_passed(reminder, at):
    moment = reminding.moment_of(reminder)
    return moment is not None and moment <= at


def _catch_up(form, error, stands):
    """After a conflict: what the others saved, and the form set to save over it if one so decides."""
    if getattr(error, "code", "") != "conflict":
        return None
    theirs = form.theirs(stands)
    form.data = form.data.copy()
    form.data["revision"] = stands["revision"]
    return theirs


@require_POST
def stop_reminder(request, slug, pk):
    return _turn(request, slug, pk, actions.stop_reminder, _("The reminder is stopped: it does not go."))


@require_POST
def resume_reminder(request, slug, pk):
    return _turn(request, slug, pk, actions.resume_reminder, _("The reminder goes again."))


def _turn(request, slug, pk, action, sentence):
    reminder = reminder_for(request, slug, pk, KEEP)
    try:
        turned = action(reminder, by=request.actor)
    except ValidationError as error:
        messages.error(request, error.message)
        return redirect(reminder)
    if turned.stopped_at:
        messages.success(request, sentence)
        return redirect(reminder)
    return _saved(request, turned, sentence)


def new_deadline(request, slug):
    consultation = consultation_for(request, slug)
    require(request.actor, KEEP, consultation)
    form = DeadlineForm(_sent(request), consultation=consultation)
    if form.is_valid():
        fields = {name: form.cleaned_data[name] for name in ("title", "at")}
        try:
            actions.add_deadline(consultation, by=request.actor, **fields)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("The date is entered: reminders can hang on it."))
            return redirect("consultations:reminders", slug)
    return render(request, "consultations/reminder_date.html", {"consultation": consultation, "form": form})


def change_deadline(request, slug, pk):
    consultation, deadline = deadline_for(request, slug, pk)
    theirs = None
    if reason := deadline.why_not_change():
        messages.error(request, reason)
        return redirect("consultations:reminders", slug)
    form = DeadlineForm(_sent(request), consultation=consultation, initial=initial_of_deadline(deadline, consultation))
    if form.is_valid():
        fields = {name: form.cleaned_data[name] for name in ("title", "at", "revision")}
        try:
            actions.change_deadline(deadline, by=request.actor, **fields)
        except ValidationError as error:
            form.add_error(None, error.messages)
            stands = deadline_for(request, slug, pk)[1]
            theirs = _catch_up(form, error, initial_of_deadline(stands, consultation))
        else:
            messages.success(request, _("The date has been saved; its reminders follow."))
            return redirect("consultations:reminders", slug)
    context = {"consultation": consultation, "form": form, "deadline": deadline, "theirs": theirs}
    return render(request, "consultations/reminder_date.html", context)


@require_POST
def end_deadline(request, slug, pk):
    _consultation, deadline = deadline_for(request, slug, pk)
    try:
        actions.end_deadline(deadline, by=request.actor)
    except ValidationError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("The date is taken away; its reminders wait for a new one."))
    return redirect("consultations:reminders", slug)
