"""The public inputs as a feed, and the list as a table for those who work for the consultation."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, StreamingHttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django.views.decorators.http import require_safe

from accounts import tables
from accounts.access import require
from consultations.views.pages import consultation_for
from record.hashing import file_hash

from .. import composition, input_feed, json_forms
from ..models import SubmittedVersion
from .searching import narrowed


@login_not_required
@require_safe
def inputs_atom(request, slug):
    """The inputs as a feed: what everybody may read, whoever asks. One that is still right is not sent again."""
    consultation = consultation_for(request, slug)
    content, latest = input_feed.feed(consultation, input_feed.public(consultation, request.at))
    etag, modified = quote_etag(file_hash(content)), int(latest.timestamp())
    headers = {"ETag": etag, "Last-Modified": http_date(modified)}
    response = HttpResponse(content, content_type=input_feed.CONTENT_TYPE, headers=headers)
    return get_conditional_response(request, etag=etag, last_modified=modified, response=response)


@require_safe
def inputs_csv(request, slug):
    """What stands, an answer a line, narrowed as the list is."""
    consultation = consultation_for(request, slug)
    require(request.actor, "submissions.compile", consultation)
    form, keys = narrowed(request, consultation)
    if form and form.errors:
        return HttpResponse(" ".join(map(str, form.sentences())), status=400, content_type="text/plain; charset=utf-8")
    versions = SubmittedVersion.objects.readable_by(request.actor).current().standing().for_list()
    versions = versions.filter(submission__consultation=consultation)
    versions = composition.in_order(versions if keys is None else versions.filter(pk__in=keys))
    response = StreamingHttpResponse(_lines(versions), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{slug}-inputs.csv"'
    return response


def _lines(versions):
    yield tables.written([json_forms.COLUMNS])
    for version in versions:
        yield tables.lines(json_forms.lines(version))
