"""What came on paper: entered by the secretariat, its scan, confirmed by the delegation."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import require
from accounts.fresh import freshly_signed_in
from consultations.models import Call
from consultations.views.circulars import tell
from consultations.views.pages import consultation_for
from record.serving import serve

from .. import actions
from ..models import PaperInput
from ..paper_forms import PaperForm
from .clearing import _do
from .reading import readable, shows_text


def enter_on_paper(request, slug):
    """One form for each call; which one, the address says, so that what is typed belongs to its questions."""
    consultation = consultation_for(request, slug)
    require(request.actor, "submissions.enter_on_paper", Call(consultation=consultation))
    calls = list(consultation.calls.filter(opens_at__lte=request.at).prefetch_related("questions").order_by("-number"))
    if not calls:
        messages.error(request, _("Nothing has been asked yet, so no paper can answer it. Enter the call first."))
        return redirect("submissions:inputs", slug)
    call = next((call for call in calls if str(call.number) == request.GET.get("call")), calls[0])
    call.consultation = consultation
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = PaperForm(*sent, call=call, on=consultation.day(request.at))
    if version := _enter(request, call, form):
        return redirect(version)
    context = {"consultation": consultation, "calls": calls, "call": call, "form": form, "boxes": list(form.boxes())}
    return render(request, "submissions/paper.html", context)


def _enter(request, call, form):
    """The version that it became; ``None`` where it was not entered, and the form says why."""
    if not form.is_valid():
        return None
    try:
        version = actions.enter_on_paper(call, by=request.actor, **form.paper())
    except ValidationError as error:
        form.add_error(None, error)
        return None
    done = _("Entered as %(reference)s. The receipt goes to the delegation, which is asked to confirm it.")
    messages.success(request, done % {"reference": version.reference})
    tell(request, form.cleaned_data["scan"])
    return version


def paper_of(request, slug, reference, perm):
    """What came on paper of the version that is asked for, for one who may read that and do ``perm``."""
    version = readable(request, slug, reference)
    paper = PaperInput.objects.select_related("scan").filter(version=version).first()
    if paper is None or not shows_text(request.actor, version):
        raise Http404
    paper.version = version
    require(request.actor, perm, version.submission)
    return paper


@require_safe
def paper_scan(request, slug, reference):
    return serve(request, paper_of(request, slug, reference, "submissions.read_scan").scan)


@require_POST
@freshly_signed_in
def confirm_paper(request, slug, reference):
    paper = paper_of(request, slug, reference, "submissions.confirm_paper")
    done = _("Your delegation has confirmed what the secretariat entered. Its page says so.")
    _do(request, done, actions.confirm_paper, paper)
    return redirect(paper.version)
