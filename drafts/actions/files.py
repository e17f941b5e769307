"""The files of a released version: kept once, or printed as somebody chose. Nothing of its content changes."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from record.models import File, Job, JobState, Verb

from .. import documents, files
from ..models import DraftVersion, VersionFile, VersionFileKind
from .common import record, refuse

OPTIONS = "drafts.print_as_chosen"
REDLINE = "drafts.print_redline"
MOST = 3  # prints that fail before nobody is asked for another
CROWD = 6  # prints that visitors may have waiting at once, so that letters do not wait behind them


def task_for(options):
    """The task that prints with these options."""
    return f"{OPTIONS}.{options.code}"


@transaction.atomic
def keep_files(version, made, *, by):
    """Keep what was made of a released version: bytes by (kind, base). What is kept already stays as it is."""
    version = DraftVersion.objects.hold(version.pk)
    refuse(version.why_not_keep_files(), "keep_files")
    there = set(VersionFile.objects.filter(version=version).values_list("kind", "base"))
    new = {place: content for place, content in made.items() if (place[0], place[1] and place[1].pk) not in there}
    for (kind, base), content in new.items():
        _keep(version, kind, base, content, by)
    if new:
        record(version, Verb.CHANGED, by, files=[str(kind) for kind, _base in new])
    return version


@transaction.atomic
def ask_for_print(version, *, by, options):
    """Have a released version printed on another paper, with numbers of lines or to be signed. Made once for all."""
    version = DraftVersion.objects.hold(version.pk)
    refuse(version.why_not_print_as_chosen(), "print_as_chosen")
    _start(task_for(options), version, by, version)
    return version


@transaction.atomic
def ask_for_redline(version, base, *, by):
    """Have the changes of a released version against another printed. Its rows are kept first, if they are not yet."""
    version = DraftVersion.objects.hold(version.pk)
    refuse(version.why_not_print_as_chosen() or base.why_not_print_as_chosen(), "print_redline")
    if files.stored(version, VersionFileKind.REDLINE_PDF, base):
        return version
    found = VersionFile.objects.filter(version=version, kind=VersionFileKind.REDLINE, base=base).first()
    if found is None:
        refuse(_why_not_more(version, by), "crowd")  # before anything is compared for them
        content = files.made(version, VersionFileKind.REDLINE, base)
        found = _keep(version, VersionFileKind.REDLINE, base, content, by)
        record(version, Verb.CHANGED, by, files=[str(VersionFileKind.REDLINE)], base=base.number)
    _start(REDLINE, found, by, version)
    return version


def keep_redline(version, *, by):
    """Keep the rows of a version that is released against its base, in the transaction that releases it."""
    content = files.made(version, VersionFileKind.REDLINE, version.base)
    return _keep(version, VersionFileKind.REDLINE, version.base, content, by)


def _keep(version, kind, base, content, by):
    file = File.objects.keep(
        content,
        name=files.name_of(version, kind, base),
        content_type=files.FORMS[kind][1],
        at=by.at,
        consultation=version.consultation,
    )
    return VersionFile.objects.create(version=version, kind=kind, base=base, file=file)


def _start(task, target, by, version):
    """Start the print, unless it is under way or done, or has failed too often."""
    jobs = Job.objects.about(target).filter(task=task)
    latest = jobs.first()
    if latest and latest.state != JobState.FAILED:
        return
    refuse(documents.pdf_available() or _why_not_more(version, by), "pdf")
    if jobs.count() >= MOST:
        raise ValidationError(
            _("This print has failed several times. Tell the administrator, who finds the reasons in the record."),
            code="failed",
        )
    Job.objects.start(task, target, by=by, consultation=version.consultation)


def _why_not_more(version, by):
    """Anybody may ask for prints, of every pair and choice: whoever does not work for the consultation waits."""
    if version.consultation_id in by.consultations:
        return ""
    asked = Q(task__startswith=OPTIONS) | Q(task=REDLINE)
    waiting = Job.objects.filter(asked, state__in=[JobState.QUEUED, JobState.RUNNING])
    if waiting.count() < CROWD:
        return ""
    return _("Several prints wait to be made already. Ask for this one again in a few minutes.")
