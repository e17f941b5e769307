"""An issued circular printed for the post. A run and its job are the trace: nothing of the circular changes."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from record.models import File, Job, JobState

from .. import documents, printing
from ..models import Circular, PrintRun
from .common import refuse

TASK = "consultations.print_run"


@transaction.atomic
def ask_print_run(circular, *, by, part, paper, codes=(), choices=None):
    """Have personal copies or labels printed for the delegations with ``codes``, or for all it was addressed to."""
    circular = Circular.objects.hold(circular.pk)
    refuse(circular.why_not_print(), "print")
    refuse(documents.pdf_available(), "pdf")
    run = PrintRun(
        circular=circular,
        part=part,
        paper=paper,
        delegations=list(codes),
        options=(choices or printing.Choices()).kept(),
        asked_by=by.user,
        asked_at=by.at,
    )
    if not printing.addressees_of(run):
        raise ValidationError(_("Choose at least one delegation that this circular was addressed to."), code="nobody")
    run.save()
    _start(run, by)
    return run


@transaction.atomic
def retry_print_run(run, *, by):
    """Send a run to print again whose print has failed."""
    Circular.objects.hold(run.circular_id)
    run = PrintRun.objects.hold(run.pk)
    refuse(run.circular.why_not_print(), "print")
    if not Job.objects.about(run).first().state == JobState.FAILED:
        raise ValidationError(_("This print has not failed. Its page shows how far it is."), code="retry_print_run")
    refuse(documents.pdf_available(), "pdf")
    _start(run, by)
    return run


def note_progress(run, done):
    """Note how many of its steps a run under way has done, for those who wait for it."""
    Job.objects.about(run).filter(state=JobState.RUNNING).update(done=done)


@transaction.atomic
def complete_print_run(run, pdf, *, by):
    """Store the print with the job that made it, together: whoever takes the job over finds it."""
    circular = run.circular
    file = File.objects.keep(
        pdf,
        name=f"{circular.consultation.slug}-{circular.reference}-{run.part}-{run.pk}.pdf",
        content_type="application/pdf",
        at=by.at,
        consultation=circular.consultation,
    )
    Job.objects.about(run).filter(state=JobState.RUNNING).update(result=file)
    return file


def _start(run, by):
    job = Job.objects.start(TASK, run, by=by, consultation=run.circular.consultation)
    job.total = printing.STEPS[run.part]
    job.save(update_fields=["total"])
