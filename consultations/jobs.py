"""Work that the list of jobs or the clock starts. Entry points, like views: they call actions."""

from celery import shared_task
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone

from record.models import Job

from . import actions, documents


@shared_task(name="consultations.print_circular")
def print_circular(job_id):
    """Render an issued circular's PDF and complete its issue. Safe to run twice: the job is claimed first."""
    job = Job.objects.claim(job_id, timezone.now())
    if job is None:
        return
    circular = job.target
    if circular.is_public():  # an earlier attempt published it, and ended before it could say so
        job.finish(circular.pdf)
        return
    try:
        pdf = documents.circular_pdf(
            circular.content,
            reference=circular.reference,
            verify_url=f"{settings.SITE_URL}/verify/{circular.content_sha256}/",
            issued_at=circular.issued_at,
        )
        circular = actions.complete_issue(circular, pdf, by=job.actor())
    except documents.RenderError as error:
        job.fail(str(error))
    except ValidationError as error:
        job.fail(error.messages[0])
    else:
        job.finish(circular.pdf)
