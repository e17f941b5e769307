"""Work that the list of jobs starts. Entry points, like views: they call actions."""

from celery import shared_task
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone

from record.models import Job

from . import actions, documents


@shared_task(name="drafts.print_version")
def print_version(job_id):
    """Render a released version's PDF and store it. Safe to run twice: the job is claimed first."""
    job = Job.objects.claim(job_id, timezone.now())
    if job is None:
        return
    version = job.target
    try:
        pdf = documents.version_pdf(
            version.content,
            sha256=version.content_sha256,
            verify_url=f"{settings.SITE_URL}/verify/{version.content_sha256}/",
            released_at=version.released_at,
        )
        version = actions.complete_print(version, pdf, by=job.actor())
    except documents.RenderError as error:
        job.fail(str(error))
    except ValidationError as error:
        job.fail(error.messages[0])
    else:
        job.finish(version.pdf)
