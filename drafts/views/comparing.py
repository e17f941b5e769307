"""Two versions compared, and one paragraph through all of them. The whole state of a page is in its address."""

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from .. import files, redline
from ..journey import journey
from ..models import VersionState
from .reading import versions_of, visible

LEAST = 40  # what a row weighs in the strip besides the signs of its words


@login_not_required
@require_safe
def compare(request, slug, number, other):
    """``number`` is the new text, ``other`` the base."""
    new, old = visible(request, slug, number), visible(request, slug, other)
    if new == old:
        raise Http404
    rows = files.rows_between(new, old)
    side, only = request.GET.get("view") == "side", request.GET.get("only") == "changed"
    context = {
        "consultation": new.consultation,
        "version": new,
        "base": old,
        "shown": shown(rows, only=only),
        "strip": strip(rows),
        "changes": sum(row.is_change for row in rows),
        "sentence": sentence_of(redline.counts(rows)),
        "side": side,
        "only": only,
        "query": query_of(side=side, only=only),
        "choices": choices(side=side, only=only),
        "others": versions_of(request, new.consultation).kept().exclude(pk__in=[new.pk, old.pk]),
    }
    return render(request, "drafts/compare.html", context)


def query_of(*, side, only):
    """What an address says of how the comparison is shown: nothing where it is as usual."""
    chosen = ({"view": "side"} if side else {}) | ({"only": "changed"} if only else {})
    return f"?{urlencode(chosen)}" if chosen else ""


def choices(*, side, only):
    """The ways to show it: (name, address, whether it is shown so)."""
    return [
        (_("In one text"), query_of(side=False, only=only) or "?", not side),
        (_("Side by side"), query_of(side=True, only=only), side),
        (_("Whole text"), query_of(side=side, only=False) or "?", not only),
        (_("Changes only"), query_of(side=side, only=True), only),
    ]


def shown(rows, *, only):
    """The rows that are shown, and between them how many are left out: (row, 0) or (None, count)."""
    found, left_out = [], 0
    for row in rows:
        if only and not row.is_change and row.state != redline.GONE:
            left_out += 1
            continue
        if left_out:
            found.append((None, left_out))
            left_out = 0
        found.append((row, 0))
    return [*found, (None, left_out)] if left_out else found


def strip(rows):
    """Where in the text the changes are: the height of the whole, and each change with its place in it."""
    found, top = [], 0
    for row in rows:
        height = LEAST + sum(len(run.text) for run in row.runs)
        if row.is_change and row.state != redline.GONE:
            found.append({"row": row, "top": top, "height": height})
        top += height
    return {"height": top, "marks": found}


def sentence_of(counts):
    """The counts of a comparison in words: "9 paragraphs changed, 2 new, 1 moved, and 3 only in their opening word"."""
    parts = []
    if counts["changed"]:
        parts.append(
            ngettext("%(count)s paragraph changed", "%(count)s paragraphs changed", counts["changed"])
            % {"count": counts["changed"]}
        )
    words = {
        "inserted": _("%(count)s new"),
        "deleted": _("%(count)s deleted"),
        "moved": _("%(count)s moved"),
        "split": _("%(count)s split"),
        "merged": _("%(count)s merged"),
    }
    parts += [words[name] % {"count": counts[name]} for name in words if counts[name]]
    sentence = ", ".join(parts) or _("no paragraph changed")
    openings = ngettext(
        "%(sentence)s, and %(count)s only in its opening word",
        "%(sentence)s, and %(count)s only in their opening word",
        counts["opening"],
    )
    numbers = ngettext(
        "%(sentence)s, and %(count)s only in a number that it refers to",
        "%(sentence)s, and %(count)s only in numbers that they refer to",
        counts["numbers"],
    )
    for words, count in ((openings, counts["opening"]), (numbers, counts["numbers"])):
        if count:
            sentence = words % {"sentence": sentence, "count": count}
    return sentence


@login_not_required
@require_safe
def paragraph_journey(request, slug, number, key):
    """A paragraph of this version through all versions that the reader may see."""
    version = visible(request, slug, number)
    if version.state == VersionState.DISCARDED:
        raise Http404
    steps = journey(version, key, versions_of(request, version.consultation).kept().defer("content"))
    paragraph = next((row.new for step in steps if step.version == version for row in step.rows if row.new), None)
    if paragraph is None:
        raise Http404
    context = {"consultation": version.consultation, "version": version, "paragraph": paragraph, "steps": steps}
    return render(request, "drafts/journey.html", context)
