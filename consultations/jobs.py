"""Work that the list of jobs starts. Entry points, like views: they call actions."""

from celery import shared_task
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone

from record.models import Job

from . import actions, documents


def work_off(job_id, *, stored, make):
    """Print what a job asks for, or say in it why not. Safe to run twice: the job is claimed first.

    ``stored`` gives the File of the target that an earlier attempt has kept before it ended and could say so, if
    there is one; ``make`` takes target and Actor, and gives the File.
    """
    job = Job.objects.claim(job_id, timezone.now())
    if job is None:
        return
    try:
        job.finish(stored(job.target) or make(job.target, job.actor()))
    except documents.RenderError as error:
        job.fail(str(error))
    except ValidationError as error:
        job.fail(error.messages[0])


def verify_url(sha256):
    """The address that a document prints, at which it can be verified."""
    return f"{settings.SITE_URL}/verify/{sha256}/"


@shared_task(name="consultations.print_circular")
def print_circular(job_id):
    """Render an issued circular's PDF and complete its issue."""
    work_off(job_id, stored=lambda circular: circular.pdf, make=_circular)


def _circular(circular, by):
    pdf = documents.circular_pdf(
        circular.content,
        reference=circular.reference,
        verify_url=verify_url(circular.content_sha256),
        issued_at=circular.issued_at,
    )
    return actions.complete_issue(circular, pdf, by=by).pdf
