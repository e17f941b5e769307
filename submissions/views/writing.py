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
from consultations import asking, times

from .. import actions, composition, desk, editions, presence, prose, together
from ..forms import InputForm
from ..letter import letter_of
from ..models import Submission


def working_copy(request, slug, copy, perm="submissions.edit"):
    """The working copy of the actor's own delegation. To all others it does not exist."""
    copies = Submission.objects.for_list().prefetch_related("call__questions", "delegation__names")
    submission = access(copies, request.actor, perm, consultation__slug=slug, key=copy)
    request.consultation = submission.consultation
    return submission


@login_not_required  # so that text sent after the session ended is given back, and not lost on the way to the sign-in
def edit(request, slug, copy):
    if request.user.is_anonymous:
        return _give_back(request)
    submission = working_copy(request, slug, copy)
    form = InputForm(request.POST if request.method == "POST" else None, submission=submission)
    theirs = None
    if request.method == "POST" and form.is_valid():
        try:
            submission = _save(request, submission, form, quietly=False)
        except ValidationError as error:
            form, theirs = _caught_up(form, submission, error)
        else:
            return _go_on(request, submission)
    elif request.method != "POST" and (reason := submission.why_not_edit(request.at)):
        messages.warning(request, reason)
        return redirect(desk.clear_address(submission) if submission.is_editable() else submission)
    return render(request, "submissions/edit.html", _page(request, submission, form, theirs))


def _page(request, submission, form, theirs):
    letter = letter_of(submission.call, request.actor)
    return {
        "consultation": submission.consultation,
        "submission": submission,
        "title": desk.title_of(submission),
        "form": form,
        "boxes": _with_what_is_asked(list(form.boxes())),
        "theirs": theirs,
        "words": form.words(),
        "here": presence.told(presence.heard(submission, request.actor)),
        "letter": letter,
        "content": letter and letter.content,
        "may_submit": request.actor.may("submissions.submit", submission),
    }


def _with_what_is_asked(boxes):
    """The boxes, each with the paragraph of a text that its question asks about, where it does."""
    asked = asking.about([box["question"] for box in boxes if box["question"]])
    return [box | {"about": asked.get(box["question"] and box["question"].pk)} for box in boxes]


def _give_back(request):
    """Nobody is signed in: to the sign-in, or, for text that was sent, that text and how not to lose it."""
    if request.method != "POST":
        return redirect_to_login(request.get_full_path())
    typed = [text for name, text in request.POST.items() if name.startswith("answer_") and text.strip()]
    return render(request, "submissions/signed_out.html", {"typed": typed}, status=403)


@transaction.atomic
def _save(request, submission, form, *, quietly):
    """Options and answers, both or neither; of each only what was changed in this page."""
    actions.set_options(submission, by=request.actor, **form.options())
    revision = form.cleaned_data["revision"]
    return actions.save_answers(submission, by=request.actor, revision=revision, quietly=quietly, **form.written())


def _caught_up(form, submission, error):
    """The form with the refusal. After a conflict it is set to save over what the others wrote, which comes along."""
    if error.error_list[0].code != "conflict":
        form.add_error(None, error)
        return form, None
    submission = Submission.objects.get(pk=submission.pk)
    boxes = list(InputForm(submission=submission).boxes())
    theirs = [box for box in boxes if form.is_touched(box["name"]) and box["was"] not in form.known(box["name"])]
    data = form.data.copy()
    data["revision"] = submission.revision
    for box in theirs:
        box["compared"] = _compared(submission, form, box)
    for box in boxes:
        data[f"was_{box['name']}"], data[f"base_{box['name']}"] = box["was"], box["base"]
        if not form.is_touched(box["name"]):
            data.pop(box["name"], None)  # what stands now is shown and kept
    form = InputForm(data, submission=submission)
    form.add_error(None, error)
    return form, theirs


def _compared(submission, form, box):
    """The three texts of a box at which two have written; ``None`` where nobody knows how it was before."""
    name, question = box["name"], box["question"]
    base = editions.ancestor(submission, question and question.pk, form.known(name), form.base(name))
    return None if base is None else together.compared(base, box["html"], form.touched()[name])


def _go_on(request, submission):
    """Saved; and where the button leads: on with the text, to those who may clear, or to the last reading."""
    then = request.POST.get("then", "")
    if submission.merged:
        messages.warning(request, _("Merged with what a colleague wrote meanwhile. Read the text again."))
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
    return redirect("submissions:edit", submission.consultation.slug, submission.key)


@require_POST
def autosave(request, slug, copy):
    """Save what is being typed. A conflict (409) or a refusal (422) saves nothing and says why."""
    submission = working_copy(request, slug, copy)
    form = InputForm(request.POST, submission=submission)
    if not form.is_valid():
        return JsonResponse({"reason": " ".join(next(iter(form.errors.values())))}, status=422)
    try:
        submission = _save(request, submission, form, quietly=True)
    except ValidationError as error:
        status = 409 if error.error_list[0].code == "conflict" else 422
        return JsonResponse({"reason": error.messages[0]}, status=status)
    return JsonResponse(_said(request, submission, form))


def _said(request, submission, form):
    """What the page is told after a save. Boxes in which others wrote keep their fingerprint: they are as opened.

    ``texts`` are those that stand otherwise than the page has them: merged with what it sent, or written by others.
    What was typed meanwhile is based on what was sent (``was`` and ``base``), and is merged with the next save.
    """
    zone = request.user.time_zone or submission.consultation.time_zone
    touched = form.touched()
    stands = {name: submission.merged.get(q and q.pk, form.stands(name)) for name, q in form.places.items()}
    return {
        "revision": submission.revision,
        "saved": f"{request.at.astimezone(times.zone_of(zone)):%H:%M:%S}",
        "words": sum(prose.words(html) for html in stands.values()),
        "merged": bool(submission.merged),
        "others": form.others_wrote(),
        "was": {f"was_{name}": composition.fingerprint(html) for name, html in touched.items()},
        "base": {f"base_{name}": html for name, html in touched.items()},
        "texts": {
            name: {"html": html, "was": composition.fingerprint(html)}
            for name, html in stands.items()
            if (html != touched[name] if name in touched else composition.fingerprint(html) != form.opened(name))
        },
        "here": presence.told(presence.heard(submission, request.actor, request.POST.get("box", ""))),
    }
