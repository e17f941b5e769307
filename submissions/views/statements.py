"""Statements as delivered: added to a meeting, read, taken back; and their JSON form."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import access
from consultations.json_forms import results
from consultations.views.circulars import tell
from consultations.views.meetings import meeting_for
from record.serving import serve

from .. import actions, json_forms, statements
from ..forms import StatementForm
from ..models import Statement
from ..models.statement import why_not_add_statement


def statement_for(request, slug, number, order, perm=None):
    """The statement of that number in that meeting, for one who may know of it and may do ``perm``."""
    within = {"meeting__consultation__slug": slug, "meeting__number": number}
    found = access(Statement.objects.for_list(), request.actor, perm, number=order, **within)
    request.consultation = found.meeting.consultation
    return found


@login_not_required
@require_safe
def statement(request, slug, number, order):
    found = statement_for(request, slug, number, order)
    if found.withdrawn_at:
        raise Http404
    return serve(request, found.file)


@login_not_required
@require_safe
def statements_json(request, slug, number):
    meeting = meeting_for(request, slug, number)
    return results(json_forms.statement(row) for row in statements.gather(meeting, request.actor))


def add_statement(request, slug, number):
    meeting = meeting_for(request, slug, number, "submissions.add_statement")
    if reason := why_not_add_statement(meeting, request.at):
        messages.error(request, reason)
        return redirect(meeting)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = StatementForm(*sent, meeting=meeting, actor=request.actor)
    if form.is_valid():
        try:
            added = actions.add_statement(meeting, by=request.actor, **form.fields_of_statement())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The statement stands on the page of the meeting."))
            tell(request, form.cleaned_data["file"])
            return redirect(f"{meeting.get_absolute_url()}#statement-{added.number}")
    context = {
        "consultation": meeting.consultation,
        "meeting": meeting,
        "form": form,
        "speaker_name": form.speaker.name_on(meeting.day()) if form.speaker else "",
    }
    return render(request, "submissions/statement_new.html", context)


@require_POST
def withdraw_statement(request, slug, number, order):
    found = statement_for(request, slug, number, order, "submissions.withdraw_statement")
    try:
        actions.withdraw_statement(found, by=request.actor)
        messages.success(request, _("The statement has been taken back: its file can no longer be read."))
    except ValidationError as error:
        messages.error(request, error.message)
    return redirect(found.meeting)
