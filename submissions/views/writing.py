"""Writing an input: begun, typed, saved by itself. Whatever stands in the way, the text comes back in the page."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import access, require
from consultations import times
from consultations.models import Call
from consultations.views.pages import consultation_for

from .. import actions, desk
from ..forms import InputForm, NewInputForm
from ..models import Submission


def working_copy(request, slug, pk, perm="submissions.edit"):
    """The working copy of the actor's own delegation. To all others it does not exist."""
    copies = Submission.objects.for_list().prefetch_related("call__questions", "delegation__names")
    submission = access(copies, request.actor, perm, consultation__slug=slug, pk=pk)
    request.consultation = submission.consultation
    return submission


def new(request, slug):
    consultation = consultation_for(request, slug)
    calls = _open_calls(request, consultation)
    if not calls:
        require(request.actor, "submissions.begin", Call(consultation=consultation, audience=[]))
    initial = {"call": next((c for c in calls if str(c.number) == request.GET.get("call")), calls[0])}
    queryset = Call.objects.filter(pk__in=[call.pk for call in calls])
    form = NewInputForm(request.POST or None, initial=initial, calls=queryset, day=consultation.day(request.at))
    if form.is_valid():
        chosen = form.cleaned_data
        try:
            begun = actions.begin(chosen["call"], by=request.actor, language=chosen["language"], **form.party_fields())
            return redirect("submissions:edit", slug, begun.pk)
        except ValidationError as error:
            form.add_error(None, error)
    return render(request, "submissions/new.html", {"consultation": consultation, "form": form})


def _open_calls(request, consultation):
    calls = Call.objects.visible_to(request.actor).filter(consultation=consultation)
    return [c for c in calls if request.actor.may("submissions.begin", c) and c.is_open(request.at)]


@login_not_required  # so that text sent after the session ended is given back, and not lost on the way to the sign-in
def edit(request, slug, pk):
    if request.user.is_anonymous:
        return _give_back(request)
    submission = working_copy(request, slug, pk)
    form = InputForm(request.POST if request.method == "POST" else None, submission=submission)
    theirs = None
    if request.method == "POST" and form.is_valid():
        try:
            submission = _save(request, submission, form, quietly=False)
        except ValidationError as error:
            form.add_error(None, error)
            theirs = _catch_up(form, submission, error)
        else:
            return _go_on(request, submission)
    elif request.method != "POST" and (reason := submission.why_not_edit(request.at)):
        messages.warning(request, reason)
        return redirect(submission if submission.reference else desk.clear_address(submission))
    return render(request, "submissions/edit.html", _page(request, submission, form, theirs))


def _page(request, submission, form, theirs):
    return {
        "consultation": submission.consultation,
        "submission": submission,
        "title": desk.title_of(submission),
        "form": form,
        "boxes": list(form.boxes()),
        "theirs": theirs,
        "words": form.words(),
        "may_submit": request.actor.may("submissions.submit", submission),
    }


def _give_back(request):
    """Nobody is signed in: to the sign-in, or, for text that was sent, that text and how not to lose it."""
    if request.method != "POST":
        return redirect_to_login(request.get_full_path())
    typed = [text for name, text in request.POST.items() if name.startswith("answer_") and text.strip()]
    return render(request, "submissions/signed_out.html", {"typed": typed}, status=403)


@transaction.atomic
def _save(request, submission, form, *, quietly):
    """Options and answers, both or neither."""
    chosen = form.cleaned_data
    options = {"visibility": chosen["visibility"], "language": chosen["language"]}
    actions.set_options(submission, by=request.actor, **options)
    return actions.save_answers(
        submission, by=request.actor, revision=chosen["revision"], answers=form.answers(), quietly=quietly
    )


def _catch_up(form, submission, error):
    """After a conflict: what the others saved, and the form set to save over it if one so decides."""
    if error.error_list[0].code != "conflict":
        return None
    theirs = Submission.objects.get(pk=submission.pk)
    form.data = form.data.copy()
    form.data["revision"] = theirs.revision
    return InputForm(submission=theirs).boxes()


def _go_on(request, submission):
    """Saved; and where the button leads: on with the text, to those who may clear, or to the last reading."""
    then = request.POST.get("then", "")
    if then == "clear":
        return redirect(desk.clear_address(submission))
    try:
        if then == "ask":
            require(request.actor, "submissions.ask_for_clearance", submission)
            actions.ask_for_clearance(submission, by=request.actor)
            messages.success(request, _("Saved, and sent to those of your delegation who may clear it."))
            return redirect(desk.clear_address(submission))
        messages.success(request, _("Your input has been saved. Only your delegation can read it."))
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return redirect("submissions:edit", submission.consultation.slug, submission.pk)


@require_POST
def autosave(request, slug, pk):
    """Save what is being typed. A conflict (409) or a refusal (422) saves nothing and says why."""
    submission = working_copy(request, slug, pk)
    form = InputForm(request.POST, submission=submission)
    if not form.is_valid():
        return JsonResponse({"reason": " ".join(next(iter(form.errors.values())))}, status=422)
    try:
        submission = _save(request, submission, form, quietly=True)
    except ValidationError as error:
        status = 409 if error.error_list[0].code == "conflict" else 422
        return JsonResponse({"reason": error.messages[0]}, status=status)
    zone = request.user.time_zone or submission.consultation.time_zone
    saved = f"{request.at.astimezone(times.zone_of(zone)):%H:%M:%S}"
    return JsonResponse({"revision": submission.revision, "saved": saved, "words": form.words()})
