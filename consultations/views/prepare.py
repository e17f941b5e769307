"""A circular in preparation: written, seen as it will print, sent for approval, approved, issued."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import access, require
from accounts.fresh import freshly_signed_in
from record.hashing import content_hash
from record.models import Job
from record.serving import serve

from .. import actions, addressees, composition, letters
from ..forms import CircularEditForm, EnclosureForm, NewCircularForm, ReasonForm
from ..models import OF_THE_SECRETARIAT, Call, Circular, CircularState
from .circulars import tell, verify_address
from .pages import consultation_for


def prepared(request, slug, pk, perm="consultations.read_prepared"):
    """The circular in preparation (or issued since), for one who may do ``perm``."""
    circulars = Circular.objects.select_related(
        "consultation", "meeting__consultation", "corrects", "drafted_by", "pdf"
    ).prefetch_related(Prefetch("call", Call.objects.prefetch_related("questions")))
    circular = access(circulars, request.actor, perm, consultation__slug=slug, pk=pk)
    request.consultation = circular.consultation
    return circular


def letter_of(circular, at):
    """What the page of the letter and its side column need."""
    content = composition.content_of(circular, at)
    to = [] if circular.is_frozen() else addressees.of(circular, at)
    return {
        "consultation": circular.consultation,
        "circular": circular,
        "content": content,
        "content_sha256": content_hash(content),
        "reference": circular.reference,
        "verify_url": verify_address(circular),
        "issued": circular.is_public(),
        "problems": [*_nobody(circular, to), *composition.problems(circular, at)],
        "paper": circular.consultation.paper,
        "addressees": to,
        "to": addressees.count(to),
    }


def _nobody(circular, to):
    """What stands against those it goes to, as a finding beside their fields."""
    if circular.content is None and (reason := addressees.why_nobody(circular, to)):
        yield letters.Problem("error", "audience", "nobody", reason)


def new_circular(request, slug):
    consultation = consultation_for(request, slug)
    require(request.actor, "consultations.prepare_circular", consultation)
    form = NewCircularForm(request.POST or None, consultation=consultation, actor=request.actor)
    if form.is_valid():
        fields = form.fields_of_circular(consultation, request.at)
        circular = actions.create_circular(consultation, by=request.actor, **fields)
        return redirect("consultations:edit_circular", slug, circular.pk)
    return render(request, "consultations/new_circular.html", {"consultation": consultation, "form": form})


@require_safe
def draft_circular(request, slug, pk):
    """The letter as it will print, who has approved it, and the one thing to do next."""
    circular = prepared(request, slug, pk)
    if circular.is_public():
        return redirect(circular)
    return render(request, "consultations/draft_circular.html", _draft_context(request, circular))


def _draft_context(request, circular):
    letter = letter_of(circular, request.at)
    given = {a.user_id: a for a in composition.approvals(circular, request.at, letter["content_sha256"])}
    approvers = composition.approvers(circular, request.at)
    may = {verb: _stands(request.actor, circular, verb) for verb in VERBS}
    may["approve"] = may["approve"] and request.actor.user.pk not in given
    return letter | {
        "approvals": [(user, given.get(user.pk)) for user in approvers],
        "any_one": circular.form in OF_THE_SECRETARIAT,
        "may": may,
        "may_retry": request.actor.may("consultations.issue", circular),
        "may_see_addresses": request.actor.may("consultations.see_reach", circular),
        "job": Job.objects.about(circular).first(),
        "enclosures": circular.enclosures.select_related("file"),
        "return_form": ReasonForm(required=False),
    }


VERBS = ("edit", "request_approval", "approve", "return_to_draft", "issue", "discard")


def _stands(actor, circular, verb):
    """Whether the actor may do ``verb`` and nothing stands in the way now."""
    perm = "prepare_circular" if verb == "edit" else verb
    return actor.may(f"consultations.{perm}", circular) and not getattr(circular, f"why_not_{verb}")()


def edit_circular(request, slug, pk):
    circular = prepared(request, slug, pk, "consultations.prepare_circular")
    form = CircularEditForm(request.POST or None, instance=circular, actor=request.actor)
    theirs = None
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_circular(circular, by=request.actor, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error.messages)
            theirs = _catch_up(form, circular, error, request.actor)
        else:
            messages.success(request, _("The letter has been saved."))
            return redirect("consultations:draft_circular", slug, pk)
    elif reason := circular.why_not_edit():
        messages.error(request, reason)
        return redirect(circular)
    context = letter_of(circular, request.at) | {
        "form": form,
        "theirs": theirs,
        "enclosure_form": EnclosureForm(),
        "enclosures": circular.enclosures.select_related("file"),
    }
    return render(request, "consultations/edit_circular.html", context)


def _catch_up(form, circular, error, actor):
    """After a conflict: what the others saved, and the form set to save over it if one so decides."""
    if getattr(error, "code", "") != "conflict":
        return None
    stands = Circular.objects.select_related("consultation").get(pk=circular.pk)
    theirs = form.theirs(stands, actor)
    form.data = form.data.copy()
    form.data["revision"] = stands.revision
    return theirs


@require_POST
def autosave(request, slug, pk):
    """Save what is being typed and answer with the page as it prints now. A conflict saves nothing and says so."""
    circular = prepared(request, slug, pk, "consultations.prepare_circular")
    form = CircularEditForm(request.POST, instance=circular, actor=request.actor)
    saved, reason = False, ""
    if form.is_valid():
        try:
            circular = actions.edit_circular(circular, by=request.actor, quietly=True, **form.cleaned_data)
            saved = True
        except ValidationError as error:
            reason = error.messages[0]
    else:
        reason = _first_error(form)
    context = letter_of(circular, request.at) | {"saved": saved, "reason": reason, "at": request.at, "swapped": True}
    return render(request, "consultations/edit_circular.html#page", context)


def _first_error(form):
    """The first thing that stands against a form, with the name of its field."""
    name, errors = next(iter(form.errors.items()))
    return f"{form[name].label}: {errors[0]}" if name in form.fields else errors[0]


@require_POST
def add_enclosure(request, slug, pk):
    circular = prepared(request, slug, pk, "consultations.prepare_circular")
    form = EnclosureForm(request.POST, request.FILES)
    if form.is_valid():
        title, file = form.cleaned_data["title"], form.cleaned_data["file"]
        _do(request, _("The file is enclosed."), actions.add_enclosure, circular, title=title, **file.fields())
        tell(request, file)
    else:
        messages.error(request, " ".join(message for errors in form.errors.values() for message in errors))
    return redirect(reverse("consultations:edit_circular", args=[slug, pk]) + "#enclosures")


@require_POST
def remove_enclosure(request, slug, pk, order):
    circular = prepared(request, slug, pk, "consultations.prepare_circular")
    _do(request, _("The file is no longer enclosed."), actions.remove_enclosure, circular, order=order)
    return redirect(reverse("consultations:edit_circular", args=[slug, pk]) + "#enclosures")


@require_safe
def draft_enclosure(request, slug, pk, order):
    circular = prepared(request, slug, pk)
    return serve(request, get_object_or_404(circular.enclosures.select_related("file"), order=order).file)


@require_POST
def request_approval(request, slug, pk):
    circular = prepared(request, slug, pk, "consultations.request_approval")
    _do(request, _("The letter has been sent for approval."), actions.request_approval, circular)
    return redirect(circular)


@require_POST
@freshly_signed_in
def approve(request, slug, pk):
    circular = prepared(request, slug, pk, "consultations.approve")
    _do(request, _("You have approved the letter."), actions.approve, circular, seen=request.POST.get("seen", ""))
    return redirect(circular)


@require_POST
def return_to_draft(request, slug, pk):
    circular = prepared(request, slug, pk, "consultations.return_to_draft")
    form = ReasonForm(request.POST, required=False)
    if form.is_valid():
        _do(request, _("The letter is a draft again."), actions.return_to_draft, circular, **form.cleaned_data)
    else:
        messages.error(request, form.errors["reason"][0])
    return redirect(circular)


@require_POST
@freshly_signed_in
def issue(request, slug, pk):
    circular = prepared(request, slug, pk, "consultations.issue")
    _do(request, _("The letter has its reference and is being printed."), actions.issue, circular)
    return redirect("consultations:draft_circular", slug, pk)


@require_POST
def retry_issue(request, slug, pk):
    circular = prepared(request, slug, pk, "consultations.issue")
    _do(request, _("The letter has been sent to print again."), actions.retry_issue, circular)
    return redirect("consultations:draft_circular", slug, pk)


@require_POST
def discard(request, slug, pk):
    circular = prepared(request, slug, pk, "consultations.discard")
    _do(request, _("The draft has been discarded."), actions.discard, circular)
    return redirect("consultations:circulars", slug)


@require_safe
def progress(request, slug, pk):
    """How far the print is: the fragment that the page asks for, and JSON for those who ask without htmx."""
    circular = prepared(request, slug, pk)
    job = Job.objects.about(circular).first()
    if not request.htmx:
        return JsonResponse({"state": circular.state, "job": job and job.state, "url": circular.get_absolute_url()})
    may_retry = request.actor.may("consultations.issue", circular)
    context = {"circular": circular, "job": job, "may_retry": may_retry}
    response = render(request, "consultations/draft_circular.html#progress", context)
    if circular.state != CircularState.ISSUING:
        response.headers["HX-Redirect"] = circular.get_absolute_url()
    return response


def _do(request, done, action, circular, **kwargs):
    """Act, and tell the person that it is done or why it was refused."""
    try:
        action(circular, by=request.actor, **kwargs)
        messages.success(request, done)
    except ValidationError as error:
        for message in error.messages:
            messages.error(request, message)
