"""The page of a meeting, and what the secretariat does with it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import access, require

from .. import actions, attending, feeds, history, hours, invitations, json_forms, panels
from ..forms import CallOffForm, ChangeMeetingForm, MeetingForm, ReportForm
from ..models import Meeting, MeetingSubscription
from .calendar import calendar_file
from .documents import papers_of
from .pages import consultation_for

KEEP = "consultations.keep_calendar"


def meeting_for(request, slug, number, perm=None):
    """The meeting of that number, with its ordinal and whether one ``asked`` for it, for one who may do ``perm``."""
    mine = MeetingSubscription.objects.filter(meeting=OuterRef("pk"), user_id=request.user.pk, ended_at=None)
    meetings = Meeting.objects.for_list().annotate(asked=Exists(mine))
    meeting = access(meetings, request.actor, perm, consultation__slug=slug, number=number)
    request.consultation = meeting.consultation
    meeting.shown_status = meeting.status_at(request.at)
    return meeting


@login_not_required
@require_safe
def meeting(request, slug, number):
    meeting = meeting_for(request, slug, number)
    actor, circulars = request.actor, list(meeting.circulars.issued().for_list())
    documents = list(meeting.documents.standing().select_related("file"))
    context = {
        "consultation": meeting.consultation,
        "meeting": meeting,
        "circulars": circulars,
        "documents": documents,
        "papers": papers_of(documents, circulars),
        "changes": history.changes_of(meeting, inside=meeting.consultation_id in actor.consultations),
        "both": invitations.both(meeting, getattr(request.user, "time_zone", "")),
        "may_join": actor.may("consultations.join_meeting", meeting),
        "may": _may(actor, meeting, request.at),
        "panels": panels.of(request, meeting),
        "subscribing": feeds.subscribing(reverse("consultations:meeting_ics", args=[slug, number])),
        "may_ask": actor.may("consultations.subscribe", meeting) and not meeting.why_not_ask_invitation(request.at),
    }
    return render(request, "consultations/meeting.html", context)


def _may(actor, meeting, at):
    """What the secretariat can do now: {verb: whether}."""
    reasons = {
        "change": meeting.why_not_change(),
        "postpone": meeting.why_not_postpone(at),
        "cancel": meeting.why_not_cancel(at),
        "report": meeting.why_not_report(at),
    }
    may = actor.may(KEEP, meeting)
    return {verb: may and not reason for verb, reason in reasons.items()}


@login_not_required
@require_safe
def meeting_json(request, slug, number):
    return json_forms.answer(json_forms.meeting(meeting_for(request, slug, number), slug, request.at))


@login_not_required
@require_safe
def meeting_ics(request, slug, number):
    meeting = meeting_for(request, slug, number)
    joins = attending.joinable([meeting], [request.actor])
    content = feeds.calendar(meeting.consultation, [meeting], joins=joins)
    return calendar_file(content, f"{slug}-meeting-{number}")


def new_meeting(request, slug):
    consultation = consultation_for(request, slug)
    require(request.actor, KEEP, consultation)
    form = MeetingForm(request.POST or None, consultation=consultation)
    if form.is_valid():
        try:
            meeting = actions.schedule_meeting(consultation, by=request.actor, **form.fields_of_meeting())
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("The meeting stands in the calendar."))
            _doubt(request, meeting)
            return redirect(meeting)
    return render(request, "consultations/meeting_edit.html", {"consultation": consultation, "form": form})


def change_meeting(request, slug, number):
    meeting = meeting_for(request, slug, number, KEEP)
    form, theirs = ChangeMeetingForm(request.POST or None, meeting=meeting), None
    if request.method == "POST" and form.is_valid():
        try:
            letter = _change(request, meeting, form)
        except ValidationError as error:
            form.add_error(None, error.messages)
            theirs = _catch_up(form, error, request, slug, number)
        else:
            return redirect(letter or meeting)
    elif reason := meeting.why_not_change():
        messages.error(request, reason)
        return redirect(meeting)
    context = {"consultation": meeting.consultation, "meeting": meeting, "form": form, "theirs": theirs}
    return render(request, "consultations/meeting_edit.html", context)


def _change(request, meeting, form):
    """Change the meeting, say so, and give the draft of the letter that announces it, if there is one."""
    chosen = form.cleaned_data
    letter = actions.change_meeting(
        meeting,
        by=request.actor,
        revision=chosen["revision"],
        announce=chosen["announce"],
        **form.fields_of_meeting(),
    )
    messages.success(request, _("The meeting has been saved."))
    _doubt(request, Meeting(**{name: chosen[name] for name in ("starts_at", "ends_at", "hour_known", "time_zone")}))
    _lead_to(request, letter)
    return letter


def _catch_up(form, error, request, slug, number):
    """After a conflict: what the others saved, and the form set to save over it if one so decides."""
    if getattr(error, "code", "") != "conflict":
        return None
    stands = meeting_for(request, slug, number)
    theirs = form.theirs(stands) if isinstance(form, ChangeMeetingForm) else stands
    form.data = form.data.copy()
    form.data["revision"] = stands.revision
    return theirs


def _doubt(request, meeting):
    for doubt in hours.doubts(meeting.starts_at, meeting.ends_at, meeting.zone, meeting.hour_known):
        messages.warning(request, doubt)


def _lead_to(request, letter):
    if letter:
        messages.info(
            request,
            _(
                "This is the draft of the letter that announces it, with the old and the new facts. Read it through, "
                "edit what you want to say otherwise, and send it for approval."
            ),
        )


def postpone_meeting(request, slug, number):
    return _call_off(request, slug, number, "postpone", _("The meeting is postponed: calendar and feeds say so."))


def cancel_meeting(request, slug, number):
    return _call_off(request, slug, number, "cancel", _("The meeting is cancelled: calendar and feeds say so."))


def _call_off(request, slug, number, verb, done):
    meeting = meeting_for(request, slug, number, KEEP)
    form = CallOffForm(request.POST if request.method == "POST" else None)
    if reason := getattr(meeting, f"why_not_{verb}")(request.at):
        messages.error(request, reason)
        return redirect(meeting)
    if form.is_valid():
        try:
            letter = getattr(actions, f"{verb}_meeting")(meeting, by=request.actor, **form.cleaned_data)
        except ValidationError as error:
            messages.error(request, error.message)
            return redirect(meeting)
        messages.success(request, done)
        _lead_to(request, letter)
        return redirect(letter or meeting)
    context = {"consultation": meeting.consultation, "meeting": meeting, "form": form, "verb": verb}
    return render(request, "consultations/meeting_call_off.html", context)


def report_meeting(request, slug, number):
    meeting, theirs = meeting_for(request, slug, number, KEEP), None
    form = ReportForm(request.POST or None, initial={n: getattr(meeting, n) for n in ReportForm.base_fields})
    if reason := meeting.why_not_report(request.at):
        messages.error(request, reason)
        return redirect(meeting)
    if request.method == "POST" and form.is_valid():
        try:
            actions.report_meeting(meeting, by=request.actor, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error.messages)
            theirs = _catch_up(form, error, request, slug, number)
        else:
            messages.success(request, _("The report has been saved and can be read by everybody."))
            return redirect(meeting)
    context = {"consultation": meeting.consultation, "meeting": meeting, "form": form, "theirs": theirs}
    return render(request, "consultations/meeting_report.html", context)


@require_POST
def ask_invitation(request, slug, number):
    meeting = meeting_for(request, slug, number, "consultations.subscribe")
    try:
        actions.ask_invitation(meeting, by=request.actor)
    except ValidationError as error:
        messages.error(request, error.message)
    else:
        words = {"address": request.user.email}
        messages.success(request, _("The invitation goes to %(address)s; changes follow by themselves.") % words)
    return redirect(meeting)


@require_POST
def stop_invitation(request, slug, number):
    meeting = meeting_for(request, slug, number, "consultations.subscribe")
    actions.stop_invitation(meeting, by=request.actor)
    messages.success(request, _("Nothing more is sent to you about this meeting."))
    return redirect(meeting)
