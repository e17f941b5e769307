"""What became of the inputs in a version: read by paragraph by everyone, noted answer by answer by its writers."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from submissions.models import SubmittedVersion

from .. import actions, places, tracing
from ..models import Disposition, Trace
from ..trace_forms import ChangeTraceForm, TraceForm
from .reading import visible
from .releasing import do


@login_not_required
@require_safe
def traces(request, slug, number):
    """By paragraph, what the text rests on: as far as the reader may know of the inputs."""
    draft = visible(request, slug, number)
    rows, none, lost = tracing.by_paragraph(draft, request.actor)
    context = {
        "consultation": draft.consultation,
        "version": draft,
        "rows": rows,
        "none": none,
        "lost": lost,
        "may_trace": request.actor.may("drafts.trace", draft) and not draft.why_not_trace(),
    }
    return render(request, "drafts/traces.html", context)


def trace(request, slug, number):
    """The answers to one question, each with what is noted of it; one more is noted by its form."""
    draft = visible(request, slug, number, "drafts.trace")
    form = None
    if request.method == "POST":
        form = TraceForm(request.POST, blocks=places.laid_out(draft))
        version = _input(request, draft, form)
        if form.is_valid() and _is_noted(request, draft, version, form):
            return redirect(
                _back(request, draft, f"{version.reference}-v{version.number}-{form.cleaned_data['place']}")
            )
    return render(request, "drafts/trace.html", _context(request, draft, form))


def _input(request, draft, form):
    """The submitted version that is asked for, if the writer may read it; ``None`` where the form names none."""
    if not form.is_valid():
        return None
    readable = SubmittedVersion.objects.readable_by(request.actor).select_related("submission__delegation")
    found = readable.filter(pk=form.cleaned_data["input"], submission__consultation=draft.consultation_id).first()
    if found is None:
        raise Http404
    return found


def _is_noted(request, draft, version, form):
    """Whether it was noted; why not is said on the form."""
    try:
        actions.trace(draft, version, by=request.actor, **form.terms())
    except ValidationError as error:
        form.add_error(None, error)
        return False
    messages.success(request, _("It is noted what became of this answer."))
    return True


def _back(request, draft, name=""):
    """The question that one came from, at the answer."""
    kept = {key: request.POST[key] for key in ("question", "open", "of") if request.POST.get(key)}
    page = reverse("drafts:trace", args=[draft.consultation.slug, draft.number])
    return f"{page}?{urlencode(kept)}#a-{name}"


def _context(request, draft, form):
    found = tracing.answers(draft, request.actor)
    questions = [
        {
            "number": place,
            "call": call,
            "numeral": numeral,
            "text": text,
            "answers": rows,
            "open": sum(not row.said for row in rows),
        }
        for place, ((call, numeral, text), rows) in enumerate(found.items(), start=1)
    ]
    sent = request.POST if request.method == "POST" else request.GET
    of, asked, only_open = sent.get("of", ""), sent.get("question", "1"), bool(sent.get("open"))
    if of:
        chosen, rows = None, [row for each in questions for row in each["answers"] if row.name.startswith(f"{of}-")]
    else:
        chosen = next((each for each in questions if str(each["number"]) == asked), (questions or [None])[0])
        rows = chosen["answers"] if chosen else []
    if only_open:
        rows = [row for row in rows if not row.said or _is_of(form, row)]
    return {
        "consultation": draft.consultation,
        "version": draft,
        "questions": questions,
        "chosen": chosen,
        "of": of,
        "only_open": only_open,
        "rows": [{"answer": row, "form": form if _is_of(form, row) else None} for row in rows],
        "form": form,
        "reason": draft.why_not_trace(),
        "dispositions": Disposition.choices,
        "paragraphs": [block for block in places.laid_out(draft) if block["address"]],
    }


def _is_of(form, row):
    """Whether it is the form of this answer that was refused."""
    sent = form.data if form else {}
    return (sent.get("input"), sent.get("place")) == (str(row.version.pk), str(row.place))


@require_POST
def change_trace(request, slug, number, pk):
    draft, found = _noted(request, slug, number, pk)
    form = ChangeTraceForm(request.POST)
    if form.is_valid() and _is_changed(request, found, form):
        return redirect(_back(request, draft, _name(found)))
    context = _context(request, draft, None) | {"refused": form, "refused_at": found.pk}
    return render(request, "drafts/trace.html", context)


def _is_changed(request, found, form):
    """Whether it was changed; why not is said on the form."""
    try:
        actions.change_trace(found, by=request.actor, **form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    messages.success(request, _("It is noted as you changed it."))
    return True


@require_POST
def untrace(request, slug, number, pk):
    draft, found = _noted(request, slug, number, pk)
    do(request, _("It has been taken back."), actions.untrace, found)
    return redirect(_back(request, draft, _name(found)))


def _noted(request, slug, number, pk):
    """The version, and what is noted in it under that key, for one who writes it and may read the input."""
    draft = visible(request, slug, number, "drafts.trace")
    found = Trace.objects.visible_to(request.actor).filter(draft=draft, pk=pk).for_list().first()
    if found is None:
        raise Http404
    return draft, found


def _name(found):
    return f"{found.version.reference}-v{found.version.number}-{found.place}"
