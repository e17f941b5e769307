"""The calendar: as a list, by months, as a feed for everybody and as one of one's own."""

from datetime import date

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import condition, require_POST, require_safe

from accounts.access import require

from .. import actions, attending, feeds, json_forms, monthly
from ..models import CalendarToken, Meeting
from .pages import consultation_for, meetings_of


@login_not_required
@require_safe
def calendar(request, slug):
    consultation = consultation_for(request, slug)
    meetings = meetings_of(request, consultation)
    return render(request, "consultations/calendar.html", _context(request, consultation, meetings))


@login_not_required
@require_safe
def calendar_month(request, slug, month):
    """The month as a table of weeks; on a narrow screen, as the list of its meetings."""
    if not monthly.FIRST <= month <= monthly.LAST:
        raise Http404
    consultation = consultation_for(request, slug)
    meetings = meetings_of(request, consultation)
    shown = monthly.month_of(meetings, month, consultation.day(request.at))
    context = _context(request, consultation, meetings) | {"month": shown, "meetings": shown.meetings}
    return render(request, "consultations/calendar_month.html", context)


def _context(request, consultation, meetings):
    """What both forms of the calendar show around it."""
    return {
        "consultation": consultation,
        "meetings": meetings,
        "opening_month": monthly.opening_month(meetings, request.at, consultation.day(request.at)),
        "may_keep": request.actor.may("consultations.keep_calendar", consultation),
        "may_subscribe": request.actor.may("consultations.subscribe", consultation),
        "subscribing": feeds.subscribing(reverse("consultations:calendar_ics", args=[consultation.slug])),
    }


@login_not_required
@require_safe
def calendar_json(request, slug):
    meetings = meetings_of(request, consultation_for(request, slug))
    return json_forms.results(json_forms.meeting(meeting, slug, request.at) for meeting in meetings)


def _changed(request, slug, number=None):
    """When the published calendar last changed: a feed that is still right is not sent again."""
    # one that is taken out of the calendar changes it too
    latest = Meeting.objects.filter(consultation__slug=slug, consultation__published=True)
    latest = latest.order_by("-changed_at").values_list("changed_at", flat=True)
    return latest.first() if request.actor.is_anonymous else None


@login_not_required
@require_safe
@condition(last_modified_func=_changed)
def calendar_ics(request, slug):
    consultation = consultation_for(request, slug)
    meetings = meetings_of(request, consultation)
    joins = attending.joinable(meetings, [request.actor])
    return calendar_file(feeds.calendar(consultation, meetings, joins=joins), slug)


def calendar_file(content, name):
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    return response


@require_safe
def own_calendar(request, slug):
    """Whether one has an address of one's own, and since when. The address itself nobody knows any more."""
    consultation = consultation_for(request, slug)
    held = CalendarToken.objects.filter(user_id=request.user.pk, consultation=consultation, revoked_at=None)
    return _own(request, consultation, {"held": held.first()})


@require_POST
def renew_calendar(request, slug):
    """Make the address and show it, this once."""
    consultation = consultation_for(request, slug)
    require(request.actor, "consultations.subscribe", consultation)
    secret = actions.renew_calendar(consultation, by=request.actor)
    path = reverse("consultations:private_ics", args=[slug, secret])
    return _own(request, consultation, {"address": settings.SITE_URL + path, "subscribing": feeds.subscribing(path)})


def _own(request, consultation, context):
    return render(request, "consultations/calendar_own.html", {"consultation": consultation, **context})


@require_POST
def close_calendar(request, slug):
    consultation = consultation_for(request, slug)
    require(request.actor, "consultations.subscribe", consultation)
    actions.close_calendar(consultation, by=request.actor)
    messages.success(request, _("The address of your own calendar shows nothing any more."))
    return redirect("consultations:own_calendar", slug)


@login_not_required
@require_safe
def private_ics(request, slug, secret):
    """The calendar of whoever made this address, with what they may know of today."""
    token = get_object_or_404(CalendarToken.objects.opened_by(secret), consultation__slug=slug)
    if not attending.may_know(token.user, token.consultation, request.at):
        raise Http404
    meetings, joins = attending.meetings_for(token.user, token.consultation, request.at)
    response = calendar_file(feeds.calendar(token.consultation, meetings, joins=joins), slug)
    # The address is a secret: kept by no cache, told to no other site, in no index.
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


class MonthConverter:
    """``2019-02``: a month, by its first day."""

    regex = r"\d{4}-(?:0[1-9]|1[0-2])"

    def to_python(self, value):
        year, month = value.split("-")
        if year == "0000":
            raise ValueError(value)
        return date(int(year), int(month), 1)

    def to_url(self, value):
        return value if isinstance(value, str) else f"{value:%Y-%m}"
