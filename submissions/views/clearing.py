"""The last reading of an input, and what follows: submitted or returned; later revised or withdrawn."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.fresh import freshly_signed_in
from record.hashing import content_hash

from .. import actions, changes, composition, desk
from ..forms import InputForm, NoteForm
from .reading import readable
from .writing import working_copy

VERBS = ("edit", "ask_for_clearance", "submit", "return_to_draft")


@require_safe
def clear(request, slug, copy):
    """The text as it would be submitted now, with its hash: all of the delegation read it, some can submit it."""
    submission = working_copy(request, slug, copy)
    content = composition.content_of(submission, request.at)
    context = {
        "consultation": submission.consultation,
        "submission": submission,
        "title": desk.title_of(submission),
        "content": content,
        "seen": content_hash(content),
        "words": composition.words_of(content["answers"]),
        "files": composition.by_language(content),
        "empty": composition.why_empty("files" in content),
        "language_name": composition.LANGUAGES[submission.language],
        "late": submission.is_late(request.at),
        "may": {verb: _stands(request, submission, verb) for verb in VERBS},
        "why_not": submission.why_not_submit(request.at),
        "places": _places(submission.call),
        "return_form": NoteForm(),
        "since": _since(request, submission, content),
    }
    return render(request, "submissions/clear.html", context)


def _places(call):
    """The name of each box, under which the browser keeps text that was not saved, and its question."""
    return [
        (InputForm.name_of(question), question.text if question else composition.additional())
        for question in composition.places(call)
    ]


def _since(request, submission, content):
    """What changed since it was last read by those who clear, or since the version that stands; ``None`` if neither.

    Where there are both, ``?since=version`` asks for the second.
    """
    read, version = submission.content_last_read(), submission.versions.order_by("-number").first()
    if not (read or version):
        return None
    of_version = version and (read is None or request.GET.get("since") == "version")
    return {
        "version": version if of_version else None,
        "both": bool(read and version),
        "changes": changes.between(version.content if of_version else read, content),
    }


def _stands(request, submission, verb):
    """Whether the actor may do ``verb`` and nothing stands in the way now."""
    may = request.actor.may(f"submissions.{verb}", submission)
    return may and not getattr(submission, f"why_not_{verb}")(request.at)


@require_POST
@freshly_signed_in
def submit(request, slug, copy):
    submission = working_copy(request, slug, copy, "submissions.submit")
    done = _("Your input has been submitted. The receipt goes to everyone of your delegation.")
    version = _do(request, done, actions.submit, submission, seen=request.POST.get("seen", ""))
    if version or not submission.is_editable():  # pressed twice: the first press has done it
        return redirect(submission if version is None else version.submission)
    return redirect(desk.clear_address(submission))


@require_POST
def return_to_draft(request, slug, copy):
    submission = working_copy(request, slug, copy, "submissions.return_to_draft")
    if (note := _note(request)) is not None:
        _do(request, _("The input is a draft again."), actions.return_to_draft, submission, note=note)
    return redirect(desk.clear_address(submission))


@require_POST
def revise(request, slug, copy):
    submission = working_copy(request, slug, copy, "submissions.revise")
    done = _("Write the next version. The present one stays in place until you submit.")
    if _do(request, done, actions.revise, submission):
        return redirect("submissions:edit", slug, copy)
    return redirect(submission)


@require_POST
@freshly_signed_in
def withdraw(request, slug, copy):
    submission = working_copy(request, slug, copy, "submissions.withdraw")
    if (note := _note(request)) is not None:
        _do(request, _("The input has been withdrawn."), actions.withdraw, submission, reason=note)
    return redirect(submission)


@require_POST
def receipt_again(request, slug, reference):
    """Send the receipt to print again whose print has failed."""
    version = readable(request, slug, reference)
    working_copy(request, slug, version.submission.key, "submissions.retry_receipt")
    _do(request, _("The receipt has been sent to print again."), actions.retry_receipt, version)
    return redirect(version)


def _note(request):
    """What was written beside the button; ``None``, and the reason told, where it cannot be taken."""
    form = NoteForm(request.POST)
    if form.is_valid():
        return form.cleaned_data["note"]
    messages.error(request, form.errors["note"][0])
    return None


def _do(request, done, action, target, **kwargs):
    """Act, and tell the person that it is done or why it was refused; then there is no answer."""
    try:
        result = action(target, by=request.actor, **kwargs)
        messages.success(request, done)
    except ValidationError as error:
        for message in error.messages:
            messages.error(request, message)
        return None
    return result
