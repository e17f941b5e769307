"""Work that the list of jobs starts. Entry points, like views: they call actions."""

from celery import shared_task

from consultations.jobs import verify_url, work_off

from . import actions, documents


@shared_task(name="drafts.print_version")
def print_version(job_id):
    """Render a released version's PDF and store it."""
    work_off(job_id, stored=lambda version: version.pdf, make=_version)


def _version(version, by):
    pdf = documents.version_pdf(
        version.content,
        sha256=version.content_sha256,
        verify_url=verify_url(version.content_sha256),
        released_at=version.released_at,
    )
    return actions.complete_print(version, pdf, by=by).pdf
