"""In whose name an input is: chosen when it is begun, changed until it is submitted; later joined, or set right."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import require
from accounts.fresh import freshly_signed_in
from accounts.models import PartyCapacity
from consultations.models import Call
from consultations.views.pages import consultation_for

from .. import actions, desk, naming
from ..models import Submission, SubmittedVersion
from ..naming_forms import AlignForm, ChangePartyForm, NewInputForm
from .clearing import _do
from .reading import readable
from .writing import working_copy

PREVIEW = "submissions/_naming_preview.html"


def new(request, slug):
    """The first choices. With ``then=preview``, or asked for as a fragment, nothing is begun."""
    consultation = consultation_for(request, slug)
    calls = _open_calls(request, consultation)
    if not calls:
        require(request.actor, "submissions.begin", Call(consultation=consultation, audience=[]))
    form = NewInputForm(
        request.POST or None,
        initial=_first_choices(request, consultation, calls),
        calls=Call.objects.filter(pk__in=[call.pk for call in calls]),
        consultation=consultation,
        actor=request.actor,
    )
    preview = _preview(request, form)
    if request.method == "POST" and not preview and form.is_valid():
        try:
            begun = _begin(request, form)
            return redirect("submissions:edit", slug, begun.key)
        except ValidationError as error:
            form.add_error(None, error)
    return _page(
        request,
        "submissions/new.html",
        {"consultation": consultation, "form": form, "preview": preview, "calls": calls},
    )


def _page(request, template, context):
    """The page, or, where the script asks while one chooses, only how it will read."""
    if request.htmx:
        return render(request, PREVIEW, context)
    return render(request, template, {**context, "rows": context["form"].rows()})


def _begin(request, form):
    chosen = form.chosen()
    return actions.begin(
        form.cleaned_data["call"], by=request.actor, language=form.cleaned_data["language"], **chosen._asdict()
    )


def _first_choices(request, consultation, calls):
    """The call that is asked for, or the first that waits; on behalf of others where the own input is there already."""
    waiting = {call.pk for call in desk.unanswered(consultation, request.actor)}
    asked = [call for call in calls if str(call.number) == request.GET.get("call")]
    call = [*asked, *(call for call in calls if call.pk in waiting), *calls][0]
    capacity = PartyCapacity.NATIONAL if call.pk in waiting else PartyCapacity.ON_BEHALF
    return {"call": call, "capacity": capacity}


def _open_calls(request, consultation):
    calls = Call.objects.visible_to(request.actor).open_to(request.actor.delegation_id, request.at)
    return [c for c in calls.filter(consultation=consultation) if request.actor.may("submissions.begin", c)]


def _preview(request, form, submission=None):
    """How it will read and who will be listed, where that is asked for and the choices are whole; else ``None``."""
    asked = request.method == "POST" and (request.htmx or request.POST.get("then") == "preview")
    if not asked or not form.is_valid():
        return None
    call, language = _answered(form, submission)
    chosen, speaker = form.chosen(), request.actor.delegation
    composed = chosen._replace(wording="").words(speaker, language)
    form.propose(composed)
    listed = _listed(chosen)
    alignments = naming.kept(chosen.alignments)
    named_in_call = chosen.capacity == PartyCapacity.ON_BEHALF
    return {
        "composed": composed,
        "phrase": chosen.wording or composed,
        "aligned": naming.aligned_phrase(alignments, language),
        "names": [delegation.name_on(chosen.as_of) for delegation in listed],
        "warnings": naming.warnings(call, request.actor, listed, chosen.as_of, but=submission) if named_in_call else [],
        "as_of": chosen.as_of,
        "language": language,
    }


def _answered(form, submission):
    if submission is not None:
        return submission.call, submission.language
    return form.cleaned_data["call"], form.cleaned_data["language"]


def _listed(chosen):
    if chosen.capacity == PartyCapacity.NATIONAL:
        return []
    return list(naming.listed(chosen).with_names().in_order(chosen.as_of))


def name(request, slug, copy):
    """Change in whose name a working copy is. A conflict shows theirs, and saves nothing."""
    submission = working_copy(request, slug, copy, "submissions.change_party")
    if submission.serial and submission.capacity == PartyCapacity.NATIONAL:
        return _align(request, submission)
    if reason := naming.why_not_change_party(submission, request.at):
        messages.warning(request, reason)
        return redirect(submission if submission.reference else desk.clear_address(submission))
    form = ChangePartyForm(request.POST or None, submission=submission, actor=request.actor)
    preview, theirs = _preview(request, form, submission), None
    if request.method == "POST" and not preview and form.is_valid():
        try:
            actions.change_party(submission, by=request.actor, was=form.cleaned_data["was"], **form.chosen()._asdict())
            messages.success(request, _("Saved. The input now stands in the name that you have chosen."))
            return redirect("submissions:edit", slug, copy)
        except ValidationError as error:
            theirs = _caught_up(form, submission, error)
    context = {"consultation": submission.consultation, "submission": submission, "title": desk.title_of(submission)}
    return _page(request, "submissions/name.html", {**context, "form": form, "preview": preview, "theirs": theirs})


def _align(request, submission):
    """Of an input that was submitted in national capacity: with whom its next version aligns itself."""
    if reason := naming.why_not_change_alignments(submission, request.at):
        messages.warning(request, reason)
        return redirect(submission)
    form, theirs = AlignForm(request.POST or None, submission=submission, actor=request.actor), None
    if request.method == "POST" and form.is_valid():
        try:
            was, alignments = form.cleaned_data["was"], form.alignments()
            actions.change_alignments(submission, by=request.actor, was=was, alignments=alignments)
            messages.success(request, _("Saved. It takes effect with the next version that you submit."))
            return redirect("submissions:edit", submission.consultation.slug, submission.key)
        except ValidationError as error:
            theirs = _caught_up(form, submission, error)
    context = {"consultation": submission.consultation, "submission": submission, "title": desk.title_of(submission)}
    context |= {"form": form, "rows": form.rows(), "theirs": theirs}
    return render(request, "submissions/align.html", context)


def _caught_up(form, submission, error):
    """Add the refusal. After a conflict the form is set to save over what now stands, which is returned."""
    form.add_error(None, error)
    if error.error_list[0].code != "conflict":
        return None
    submission = Submission.objects.select_related("party").get(pk=submission.pk)
    form.data = form.data.copy()
    form.data["was"] = naming.fingerprint(submission)
    return naming.told(submission)


@require_POST
@freshly_signed_in
def associate(request, slug, reference):
    version = readable(request, slug, reference)
    require(request.actor, "submissions.associate", version.submission)
    done = _("Your delegation is now associated with this input. Those who submitted it are told.")
    _do(request, done, actions.associate, version.submission)
    return redirect(version)


@require_POST
@freshly_signed_in
def disown(request, slug, reference):
    """What was for those listed only can no longer be read by who is not: so it leads to the desk then."""
    version = readable(request, slug, reference)
    require(request.actor, "submissions.disown", version.submission)
    done = _("It is on record that your delegation was listed wrongly. Those who submitted it are told.")
    _do(request, done, actions.disown, version.submission)
    if SubmittedVersion.objects.readable_by(request.actor).filter(pk=version.pk).exists():
        return redirect(version)
    return redirect(reverse("desk", args=[slug]))
