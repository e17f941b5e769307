"""The process at a glance, and what every page of a consultation begins with."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.views.decorators.http import require_safe

from accounts.access import access

from .. import json_forms
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


def overview_context(request, consultation, marks=()):
    """What the first page shows of the consultation itself; the portal adds the text, its marks, and the inputs."""
    meetings, circulars = meetings_of(request, consultation), circulars_of(consultation)
    documents, call = list(documents_of(request, consultation).standing()), call_of(request, consultation)
    return {
        "consultation": consultation,
        "headline": glance.headline(consultation, meetings, call, request.at),
        "timeline": glance.timeline(consultation, meetings, circulars, documents, request.at, more=marks),
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
            "documents": [
                json_forms.document(document, slug) for document in documents_of(request, consultation).standing()
            ],
        }
    )
