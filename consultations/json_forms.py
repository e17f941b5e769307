"""The JSON forms of what is public: times in ISO 8601 with offset, each object with its permanent address."""

from django.conf import settings
from django.http import JsonResponse
from django.urls import reverse

from .models import REPLACING


def answer(data):
    """A JSON answer that other sites' pages may read: it holds only what is public."""
    return JsonResponse(data, json_dumps_params={"ensure_ascii": False})


def results(rows):
    return answer({"results": list(rows)})


def address(name, *args):
    return settings.SITE_URL + reverse(f"consultations:{name}", args=args)


def _instant(value, zone):
    return value.astimezone(zone).isoformat() if value else None


def meeting(meeting, slug, at):
    return {
        "url": address("meeting", slug, meeting.number),
        "number": meeting.number,
        "kind": meeting.kind,
        "title": meeting.title,
        "start": _instant(meeting.starts_at, meeting.zone) if meeting.hour_known else meeting.day().isoformat(),
        "end": _instant(meeting.ends_at, meeting.zone) if meeting.hour_known else None,
        "zone": meeting.time_zone,
        "place": ", ".join(filter(None, [meeting.room, meeting.place])),
        "status": str(meeting.status_at(at).value),
        "closed": meeting.closed,
        "languages": meeting.languages,
        "agenda": meeting.agenda,
        "seating": meeting.seating,
        "accessibility": meeting.accessibility,
        "webcast": meeting.webcast,
        "recording": meeting.recording,
        "summary": meeting.summary,
    }


def circular(circular, slug, zone):
    url = address("circular", slug, circular.reference)
    return {
        "url": url,
        "reference": circular.reference,
        "kind": circular.kind,
        "form": circular.form,
        "subject": circular.subject,
        "language": circular.language,
        "dated": circular.dated.isoformat(),
        "issued_at": _instant(circular.issued_at, zone),
        "state": circular.state,
        "replaces": circular.corrects.reference if circular.correction in REPLACING else None,
        "corrects": circular.corrects.reference if circular.corrects else None,
        "correction": circular.correction or None,
        "sha256": circular.pdf.sha256,
        "content_sha256": circular.content_sha256,
        "pdf": address("circular_pdf", slug, circular.reference),
    }


def document(document, slug):
    return {
        "url": address("document", slug, document.number),
        "kind": document.kind,
        "title": document.title,
        "symbol": document.symbol,
        "dated": document.dated.isoformat(),
        "summary": document.summary,
        "address": document.address or None,
        "file": address("document_file", slug, document.number) if document.file_id else None,
    }


def call(call, zone):
    return {
        "number": call.number,
        "kind": call.kind,
        "subject": call.subject,
        "text": call.text,
        "audience": call.audience,
        "opens": _instant(call.opens_at, zone),
        "due": _instant(call.due_at, zone),
        "questions": [
            {"numeral": question.numeral, "text": question.text, "language": question.language}
            for question in call.questions.all()
        ],
    }
