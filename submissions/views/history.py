"""The history of an input that is being written: for its own delegation, as the working copy is."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from .. import actions, composition, desk, editions, prose
from .writing import working_copy


@require_safe
def history(request, slug, copy):
    """Every answer as it stands, and as people left it before."""
    submission = working_copy(request, slug, copy)
    kept, stands = editions.of(submission), dict(submission.answers.values_list("question", "html"))
    parts = []
    for question in composition.places(submission.call):
        key = question and question.pk
        rows = [(edition, prose.words(edition.html), edition.html == stands.get(key)) for edition in kept.get(key, [])]
        parts.append((question, rows))
    context = {
        "consultation": submission.consultation,
        "submission": submission,
        "title": desk.title_of(submission),
        "parts": parts,
        "why_not": submission.why_not_edit(request.at),
    }
    return render(request, "submissions/history.html", context)


@require_POST
def restore(request, slug, copy):
    submission = working_copy(request, slug, copy)
    chosen, revision = request.POST.get("edition", ""), request.POST.get("revision", "")
    edition = submission.editions.filter(pk=int(chosen)).first() if _is_number(chosen) else None
    if edition is None or not _is_number(revision):
        messages.error(request, _("Choose the text that shall be put back."))
        return redirect("submissions:history", slug, copy)
    try:
        actions.restore_answer(submission, edition, by=request.actor, revision=int(revision))
        messages.success(request, _("The earlier text is back. What stood until now is in the history."))
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return redirect("submissions:history", slug, copy)


def _is_number(typed):
    return typed.isascii() and typed.isdigit() and len(typed) < 10
