"""A text brought in from elsewhere: given, looked through and corrected, taken over."""

from itertools import groupby

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from .. import actions, composition
from ..import_forms import CHOICES, BringInForm, corrections
from ..importing import choosing, matching, planning, words
from .reading import visible
from .releasing import do

PER_PAGE = 100  # each has two fields, and a form may have a thousand
WAITING = 5


def bring_in(request, slug, number):
    version = visible(request, slug, number, "drafts.edit")
    if reason := version.why_not_edit():
        messages.error(request, reason)
        return redirect(version)
    form = BringInForm(request.POST, request.FILES) if request.method == "POST" else BringInForm()
    if form.is_valid():
        try:
            found = actions.bring_in(version, by=request.actor, **form.source())
        except ValidationError as error:
            form.add_error(None, ValidationError(error.messages))
        else:
            for note in form.cleaned_data["file"].notes if form.cleaned_data["file"] else []:
                messages.info(request, note)
            return redirect("drafts:read_import", slug, number, found.pk)
    waiting = version.imports.filter(taken_over_at=None).select_related("file", "by")[:WAITING]
    context = {"consultation": version.consultation, "version": version, "form": form, "waiting": waiting}
    return render(request, "drafts/import.html", context)


@require_safe
def read_import(request, slug, number, pk):
    """What would be taken over, against the draft as it is now."""
    version, found = _import(request, slug, number, pk)
    if reason := version.why_not_edit() or found.why_not_take_over():
        messages.error(request, reason)
        return redirect(version)
    paragraphs = composition.paragraphs_of(version)
    rows = planning.rows_over(found, version, paragraphs)
    compared = matching.compared(rows, paragraphs)
    items = choosing.items(rows, compared)
    page = Paginator(items, PER_PAGE).get_page(request.GET.get("page"))
    choosing.offer(page.object_list, compared)
    context = {
        "consultation": version.consultation,
        "version": version,
        "found": found,
        "page": page,
        "forms": CHOICES,
        "sentence": _sentence(choosing.counts(items)),
        "gone": [item for item in items if item["state"] == "deleted"],
        "left": _left(found.left),
        "is_stale": found.revision != version.revision,
        "seen": planning.seen(version.revision, rows),
    }
    return render(request, "drafts/import_rows.html", context)


@require_POST
def correct_import(request, slug, number, pk):
    _version, found = _import(request, slug, number, pk)
    _correct(request, found, _("Your choices have been saved."))
    return _back(request, slug, number, pk)


@require_POST
def take_over(request, slug, number, pk):
    """Save what was chosen on the page, then take over what was seen: where the one changes the other, it is told."""
    version, found = _import(request, slug, number, pk)
    if not _correct(request, found, ""):
        return _back(request, slug, number, pk)
    taken = do(request, "", actions.take_over, found, seen=request.POST.get("seen", ""))
    if taken is None:
        return _back(request, slug, number, pk)
    messages.success(request, _("The text has been taken over. It can be undone as one step."))
    return redirect("drafts:edit", slug, version.number)


def _correct(request, found, done):
    keys = {str(key) for key in found.version.paragraphs.values_list("key", flat=True)}
    return do(request, done, actions.correct_import, found, **corrections(request.POST, found, keys))


def _import(request, slug, number, pk):
    version = visible(request, slug, number, "drafts.edit")
    found = get_object_or_404(version.imports.select_related("file"), pk=pk)
    found.version = version
    return version, found


def _back(request, slug, number, pk):
    answer = redirect("drafts:read_import", slug, number, pk)
    page = request.POST.get("page", "")
    if page.isdecimal() and len(page) < 5:
        answer["Location"] += f"?page={page}"
    return answer


def _left(left):
    """What was left out, by its reason: (sentence, texts)."""
    order = list(words.REASONS)
    sorted_left = sorted(left, key=lambda each: order.index(each["reason"]))
    return [
        (words.REASONS[reason], [each["text"] for each in group])
        for reason, group in groupby(sorted_left, key=lambda each: each["reason"])
    ]


def _sentence(counts):
    """What taking over would do, in words."""
    parts = {
        "unchanged": ngettext(
            "%(count)s paragraph is as it stands", "%(count)s paragraphs are as they stand", counts["unchanged"]
        ),
        "changed": ngettext("%(count)s is changed", "%(count)s are changed", counts["changed"]),
        "inserted": ngettext("%(count)s is new", "%(count)s are new", counts["inserted"]),
        "moved": ngettext("%(count)s has moved", "%(count)s have moved", counts["moved"]),
        "deleted": ngettext("%(count)s would go", "%(count)s would go", counts["deleted"]),
        "out": ngettext("%(count)s is left out", "%(count)s are left out", counts["out"]),
    }
    said = [text % {"count": counts[name]} for name, text in parts.items() if counts[name]]
    return ", ".join(said)
