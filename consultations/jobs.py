"""Work that the list of jobs starts. Entry points, like views: they call actions."""

from functools import partial

from celery import shared_task
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone

from record.actor import Actor
from record.models import Job

from . import actions, documents, printing
from .models import Consultation


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
        paper=circular.consultation.paper,
    )
    return actions.complete_issue(circular, pdf, by=by).pdf


@shared_task(name="consultations.send_due_reminders")
def send_due_reminders():
    """Send the reminders of every published consultation whose moment has come. Safe to run twice."""
    by = Actor.clock()
    for consultation in Consultation.objects.filter(published=True):
        actions.remind(consultation, by=by)


@shared_task(name="consultations.print_run")
def print_run(job_id):
    """Print a circular for the post and keep the file for those who asked for it."""
    work_off(job_id, stored=_print_kept, make=_print_run)


def _print_kept(run):
    """The file that an earlier attempt has stored with the job."""
    job = Job.objects.about(run).filter(result__isnull=False).select_related("result").first()
    return job and job.result


def _print_run(run, by):
    pdf = printing.pdf_of(
        run, verify_url=verify_url(run.circular.content_sha256), step=partial(actions.note_progress, run)
    )
    return actions.complete_print_run(run, pdf, by=by)
