"""What a mail service calls to tell that a message came back. There is such an address only where it has a secret."""

import logging
from importlib import import_module

from anymail.exceptions import AnymailConfigurationError, AnymailWebhookValidationFailure
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from record import bounces
from record.actor import Actor

logger = logging.getLogger(__name__)

LARGEST = 1024 * 1024  # of what one call may send: some services gather a thousand events
# Those whose reports are read without asking anybody else, by the name in their address.
SERVICES = {
    "brevo": "BrevoTrackingWebhookView",
    "mailgun": "MailgunTrackingWebhookView",
    "mailjet": "MailjetTrackingWebhookView",
    "postmark": "PostmarkTrackingWebhookView",
    "sparkpost": "SparkPostTrackingWebhookView",
}


def addresses():
    """The addresses to be wired: none without a secret."""
    if not settings.ANYMAIL["WEBHOOK_SECRET"]:
        return []
    return [path("mail/<slug:service>/tracking/", mail_report, name="mail_report")]


@csrf_exempt
@login_not_required
@require_http_methods(["POST", "HEAD"])  # HEAD: some services look whether there is anything before they call
def mail_report(request, service):
    """Read what the service tells of messages. 400 for what cannot be read, 403 without the secret."""
    reader = _reader(service)
    if request.method == "HEAD":
        return HttpResponse()
    if why_not := _why_not_read(request):
        return HttpResponse(status=why_not)
    try:
        reader.run_validators(request)
    except AnymailWebhookValidationFailure as error:
        logger.warning("A report for %s was refused: %s", service, error)
        return HttpResponse(status=403)
    except Exception:  # whatever a foreign parser raises, the body was not what it reads
        logger.warning("A report of %s could not be read.", service)
        return HttpResponse(status=400)
    return _told(reader, request, service)


def _told(reader, request, service):
    """Each report is written down by itself, so that one that is lost to a fault is told again with the others."""
    try:
        reports = reader.parse_events(request)
    except Exception:  # as above
        logger.warning("A report of %s could not be read.", service)
        return HttpResponse(status=400)
    by = Actor.clock(request.at)
    for report in reports:
        bounces.tell(report, by=by)
    return HttpResponse()


def _reader(service):
    """Anymail's view that reads the reports of this service; there is none while its key is not set."""
    if service not in SERVICES:
        raise Http404
    try:
        return getattr(import_module(f"anymail.webhooks.{service}"), SERVICES[service])()
    except AnymailConfigurationError as error:
        logger.warning("Reports of %s are not taken: %s", service, error)
        raise Http404 from error


def _why_not_read(request):
    """The status that refuses a body before it is read; 0 if nothing stands against it."""
    if request.content_type == "multipart/form-data":  # which would put files on the disk
        return 415
    return 413 if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST else 0
