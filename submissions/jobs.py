"""Work that the list of jobs starts. Entry points, like views: they call actions."""

from celery import shared_task
from django.core.exceptions import ValidationError
from django.utils import timezone

from record.models import Job

from . import actions, documents


@shared_task(name="submissions.print_receipt")
def print_receipt(job_id):
    """Render the receipt of a version and mail it. Safe to run twice: the job is claimed first."""
    job = Job.objects.claim(job_id, timezone.now())
    if job is None:
        return
    version = job.target
    try:
        version = actions.complete_receipt(version, documents.receipt_pdf(version), by=job.actor())
    except documents.RenderError as error:
        job.fail(str(error))
    except ValidationError as error:
        job.fail(error.messages[0])
    else:
        job.finish(version.receipt)
