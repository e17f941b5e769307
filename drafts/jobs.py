"""Work that the list of jobs starts. Entry points, like views: they call actions."""

import logging
from functools import partial

from celery import shared_task

from consultations.jobs import verify_url, work_off
from record.models import File

from . import actions, documents, files
from .models import VersionFileKind

log = logging.getLogger(__name__)


@shared_task(name="drafts.print_version")
def print_version(job_id):
    """Print a released version and store it, in every form there is."""
    work_off(job_id, stored=_stored, make=_version)


def _stored(version):
    """The PDF, if an earlier attempt has stored it and all the other forms."""
    return version.pdf if version.pdf and not files.wanted(version) else None


def _version(version, by):
    if version.pdf is None:
        pdf = documents.version_pdf(
            version.content,
            sha256=version.content_sha256,
            verify_url=verify_url(version.content_sha256),
            released_at=version.released_at,
        )
        version = actions.complete_print(version, pdf, by=by)
    actions.keep_files(version, dict(_other_forms(version)), by=by)
    return version.pdf


def _other_forms(version):
    """What else is stored. The print of the version does not fail with one of them: it is made when it is asked for."""
    for kind, base in files.wanted(version):
        try:
            yield (kind, base), files.made(version, kind, base)
        except documents.RenderError as error:
            log.warning("The %s of %s was not stored: %s", kind, version, error)


@shared_task(name=actions.REDLINE)
def print_redline(job_id):
    """Print the changes of a version against another, whose rows are kept, and store that."""
    work_off(job_id, stored=_stored_redline, make=_redline)


def _stored_redline(kept):
    return files.stored(kept.version, VersionFileKind.REDLINE_PDF, kept.base)


def _redline(kept, by):
    kind = VersionFileKind.REDLINE_PDF
    pdf = files.made(kept.version, kind, kept.base)
    actions.keep_files(kept.version, {(kind, kept.base): pdf}, by=by)
    return files.stored(kept.version, kind, kept.base)


def _task(options):
    """The task that prints a released version with ``options``; the file is the job's."""

    @shared_task(name=actions.task_for(options))
    def print_as_chosen(job_id):
        work_off(job_id, stored=lambda version: None, make=partial(_as_chosen, options))

    return print_as_chosen


def _as_chosen(options, version, by):
    name = f"{version.consultation.slug}-draft-{version.number}-{options.code}.pdf"
    pdf = files.options_pdf(version, options)
    return File.objects.keep(
        pdf, name=name, content_type="application/pdf", at=by.at, consultation=version.consultation
    )


# A job says what it does by the name of its task alone: there is one for each choice.
AS_CHOSEN = {options: _task(options) for options in documents.Options.all()}
