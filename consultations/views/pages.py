"""The public pages of a consultation: the process at a glance, its calendar, its meetings; and their JSON forms."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import condition, require_safe

from accounts.access import access

from .. import feeds, json_forms
from .. import overview as glance
from ..models import Call, Circular, Consultation, Meeting, ReferenceDocument

LATEST = 3


def consultation_for(request, slug):
    """The consultation of the address. Everything below it is looked up within it."""
    request.consultation = access(Consultation.objects, request.actor, slug=slug)
    return request.consultation


def meetings_of(request, consultation):
    """Its meetings as the reader may know them, each with what it is now."""
    meetings = list(Meeting.objects.visible_to(request.actor).filter(consultation=consultation).for_list())
    for meeting in meetings:
        meeting.consultation = consultation
        meeting.shown_status = meeting.status_at(request.at)
    return meetings


def documents_of(request, consultation):
    return ReferenceDocument.objects.visible_to(request.actor).filter(consultation=consultation)


def circulars_of(consultation):
    circulars = list(Circular.objects.filter(consultation=consultation).issued().for_list())
    for circular in circulars:
        circular.consultation = consultation
    return circulars


def call_of(request, consultation):
    """The call whose questions stand on the first page: the first that has opened."""
    calls = Call.objects.visible_to(request.actor).filter(consultation=consultation)
    return calls.prefetch_related("questions").first()


def overview_context(request, consultation):
    """What the first page shows of the consultation itself: the portal adds the text and the inputs."""
    meetings, circulars = meetings_of(request, consultation), circulars_of(consultation)
    documents, call = list(documents_of(request, consultation)), call_of(request, consultation)
    return {
        "consultation": consultation,
        "headline": glance.headline(consultation, meetings, call, request.at),
        "timeline": glance.timeline(consultation, meetings, circulars, documents, request.at),
        "call": call,
        "questions": call.questions.all() if call else [],
        "ended": glance.has_ended(meetings, request.at),
        "meetings": glance.upcoming(meetings, request.at)[:LATEST],
        "circulars": circulars[:LATEST],
        "documents": glance.mandate_first(documents),
    }


@login_not_required
@require_safe
def overview_json(request, slug):
    consultation = consultation_for(request, slug)
    call = call_of(request, consultation)
    return json_forms.answer(
        {
            "url": settings.SITE_URL + consultation.get_absolute_url(),
            "slug": slug,
            "title": consultation.title,
            "mandate": consultation.mandate,
            "place": consultation.place,
            "zone": consultation.time_zone,
            "opens": consultation.opens_on.isoformat(),
            "expected_end": consultation.expected_end.isoformat(),
            "call": json_forms.call(call, consultation.zone) if call else None,
            "documents": [json_forms.document(document) for document in documents_of(request, consultation)],
        }
    )


@login_not_required
@require_safe
def calendar(request, slug):
    consultation = consultation_for(request, slug)
    context = {"consultation": consultation, "meetings": meetings_of(request, consultation)}
    return render(request, "consultations/calendar.html", context)


@login_not_required
@require_safe
def calendar_json(request, slug):
    meetings = meetings_of(request, consultation_for(request, slug))
    return json_forms.results(json_forms.meeting(meeting, slug, request.at) for meeting in meetings)


def _changed(request, slug, number=None):
    """When the published calendar last changed: a feed that is still right is not sent again."""
    published = Meeting.objects.filter(published=True, consultation__slug=slug)
    latest = published.order_by("-changed_at").values_list("changed_at", flat=True)
    return latest.first() if request.actor.is_anonymous else None


@login_not_required
@require_safe
@condition(last_modified_func=_changed)
def calendar_ics(request, slug):
    consultation = consultation_for(request, slug)
    return _calendar(feeds.calendar(consultation, meetings_of(request, consultation)), slug)


@login_not_required
@require_safe
def meeting(request, slug, number):
    meeting = _meeting(request, slug, number)
    context = {
        "consultation": meeting.consultation,
        "meeting": meeting,
        "circulars": meeting.circulars.issued().for_list(),
        "documents": meeting.documents.all(),
    }
    return render(request, "consultations/meeting.html", context)


@login_not_required
@require_safe
def meeting_json(request, slug, number):
    return json_forms.answer(json_forms.meeting(_meeting(request, slug, number), slug, request.at))


@login_not_required
@require_safe
def meeting_ics(request, slug, number):
    meeting = _meeting(request, slug, number)
    return _calendar(feeds.calendar(meeting.consultation, [meeting]), f"{slug}-meeting-{number}")


def _meeting(request, slug, number):
    meeting = access(Meeting.objects.for_list(), request.actor, consultation__slug=slug, number=number)
    request.consultation = meeting.consultation
    meeting.shown_status = meeting.status_at(request.at)
    return meeting


def _calendar(content, name):
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    return response
