"""Work that the list of jobs starts. Entry points, like views: they call actions."""

from celery import shared_task

from consultations.jobs import work_off

from . import actions, documents


@shared_task(name="submissions.print_receipt")
def print_receipt(job_id):
    """Render the receipt of a version and mail it."""
    work_off(job_id, stored=lambda version: version.receipt, make=_receipt)


def _receipt(version, by):
    return actions.complete_receipt(version, documents.receipt_pdf(version), by=by).receipt
