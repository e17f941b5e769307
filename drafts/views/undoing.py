"""What was left behind in a working draft: earlier texts, deleted paragraphs, and the deed that can be undone."""

from itertools import pairwise

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from .. import actions, composition, deeds, editions, wording
from .editing import back
from .reading import visible
from .releasing import do


@require_safe
def paragraph_history(request, slug, number, key):
    version = visible(request, slug, number, "drafts.edit")
    kept = editions.of(version, key)
    paragraph = next((each for each in composition.paragraphs_of(version) if each.key == key), None)
    if not (kept or paragraph):
        raise Http404
    context = {
        "consultation": version.consultation,
        "version": version,
        "paragraph": paragraph,
        "key": key,
        "name": _name(paragraph, kept),
        "rows": [_row(edition, before, paragraph) for edition, before in pairwise([*kept, None])],
        "why_not": version.why_not_edit(),
    }
    return render(request, "drafts/paragraph_history.html", context)


def _name(paragraph, kept):
    return (paragraph.number if paragraph else "") or (paragraph or kept[0]).get_kind_display()


def _row(edition, before, paragraph):
    """An edition against the one before it, and whether it is what stands."""
    fields = editions.fields_of(edition)
    return {
        "edition": edition,
        "deed": deeds.DEEDS.get(edition.deed, edition.deed),
        "runs": wording.compare(before.text if before else edition.text, edition.text),
        "notes": wording.compare(*(" ".join(each.footnotes) for each in (before or edition, edition))),
        "restyled": before if before and _style(before) != _style(edition) else None,
        "stands": bool(paragraph) and editions.fields_of(paragraph) == fields,
    }


def _style(edition):
    return edition.kind, edition.level


@require_POST
def restore_edition(request, slug, number, key):
    version = visible(request, slug, number, "drafts.edit")
    paragraph = version.paragraphs.filter(key=key).first()
    chosen, revision = request.POST.get("edition", ""), request.POST.get("revision", "")
    edition = version.editions.filter(key=key, pk=int(chosen)).first() if _is_number(chosen) else None
    if not (paragraph and edition and _is_number(revision)):
        messages.error(request, _("Choose the text that shall be put back."))
        return redirect("drafts:paragraph_history", slug, number, key)
    try:
        actions.restore_edition(paragraph, edition, by=request.actor, revision=int(revision))
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("drafts:paragraph_history", slug, number, key)
    messages.success(request, _("The earlier text is back. What stood until now is in the history."))
    return back(version, key)


@require_safe
def deleted_paragraphs(request, slug, number):
    version = visible(request, slug, number, "drafts.edit")
    rows = [
        {
            "edition": each,
            "deed": deeds.DEEDS.get(each.deed, each.deed),
            "runs": wording.whole(wording.EQUAL, each.text),
        }
        for each in editions.deleted(version)
    ]
    context = {"consultation": version.consultation, "version": version, "rows": rows}
    return render(request, "drafts/deleted.html", context | {"why_not": version.why_not_edit()})


@require_POST
def restore_paragraph(request, slug, number, key):
    version = visible(request, slug, number, "drafts.edit")
    if do(request, _("The paragraph is back where it stood."), actions.restore_paragraph, version, key=key):
        return back(version, key)
    return redirect("drafts:deleted_paragraphs", slug, number)


@require_POST
def undo(request, slug, number):
    version = visible(request, slug, number, "drafts.edit")
    step = request.POST.get("step", "")
    undone = do(request, _("It has been undone."), actions.undo, version, step=int(step) if _is_number(step) else 0)
    return back(version, undone.key if undone and undone.key else "")


def _is_number(typed):
    return typed.isascii() and typed.isdigit() and len(typed) < 10
