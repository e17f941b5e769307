"""An issued circular printed for the post: what is asked for, how far it is, the file."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import require
from record.models import Job
from record.serving import serve

from .. import actions, addressees, documents, printing
from ..forms import PrintForm
from ..models import PrintRun
from .circulars import issued


def print_runs(request, slug, reference):
    """What is to be printed and for whom, and the earlier runs of the circular."""
    circular = _printed(request, slug, reference)
    people = addressees.as_issued(circular)
    form = PrintForm(request.POST or None, circular=circular, addressees=people)
    if which := request.POST.get("tick"):
        form = PrintForm(initial=form.ticked(which), circular=circular, addressees=people)
    elif form.is_valid():
        try:
            return redirect(actions.ask_print_run(circular, by=request.actor, **form.fields_of_run()))
        except ValidationError as error:
            form.add_error(None, error.messages)
    context = {
        "consultation": circular.consultation,
        "circular": circular,
        "form": form,
        "why_not": circular.why_not_print() or documents.pdf_available() or _why_nobody(people),
        "runs": _runs(circular),
    }
    return render(request, "consultations/print_runs.html", context)


@require_safe
def print_run(request, slug, reference, pk):
    """How far a run is, then its file; the page asks for the fragment while it is under way."""
    run = _run(request, slug, reference, pk)
    job = Job.objects.about(run).first()
    if request.htmx:
        return render(request, "consultations/print_run.html#progress", {"run": run, "job": job})
    choices = printing.Choices.of(run)
    context = {
        "consultation": run.circular.consultation,
        "circular": run.circular,
        "run": run,
        "job": job,
        "choices": choices,
        "sheet": printing.sheet_for(run.paper, choices.sheet),
        "addressees": printing.addressees_of(run),
    }
    return render(request, "consultations/print_run.html", context)


@require_safe
def print_run_file(request, slug, reference, pk):
    job = Job.objects.about(_run(request, slug, reference, pk)).first()
    if job.result is None:
        raise Http404
    return serve(request, job.result)


@require_POST
def retry_print_run(request, slug, reference, pk):
    run = _run(request, slug, reference, pk)
    try:
        actions.retry_print_run(run, by=request.actor)
        messages.success(request, _("It has been sent to print again."))
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return redirect(run)


def _printed(request, slug, reference):
    circular = issued(request, slug, reference)
    require(request.actor, "consultations.print_run", circular)
    return circular


def _run(request, slug, reference, pk):
    circular = _printed(request, slug, reference)
    run = get_object_or_404(PrintRun.objects.for_list(), circular=circular, pk=pk)
    run.circular = circular
    return run


def _runs(circular):
    """The runs of a circular, each with its latest job."""
    runs = list(PrintRun.objects.filter(circular=circular).for_list())
    jobs = {job.target_id: job for job in Job.objects.about_any(PrintRun, [run.pk for run in runs]).order_by("pk")}
    for run in runs:
        run.circular, run.job = circular, jobs[run.pk]
        run.for_how_many = len(run.delegations)
    return runs


def _why_nobody(people):
    return "" if people else _("This circular was addressed to no delegation, so that there is nobody to print it for.")
