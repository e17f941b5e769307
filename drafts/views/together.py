"""Several people in one working draft: who is where, and what the others have changed."""

from django.http import JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from .. import composition, leases
from .editing import page_of, paragraph_of, row_of
from .reading import visible


@require_POST
def lease(request, slug, number, key):
    """Take a paragraph, keep it, take it over from somebody (``over``) or give it back (``back``)."""
    version, _paragraph = paragraph_of(request, slug, number, key)
    if "back" in request.POST:
        leases.give_back(version, key, request.actor)
        return JsonResponse({"here": ""})
    other = None if version.why_not_edit() else leases.take(version, key, request.actor, over="over" in request.POST)
    return JsonResponse({"here": here(other) if other else ""})


@require_safe
def presence(request, slug, number):
    """Who is where and, if the draft is no longer at the ``revision`` that a page knows, how far each paragraph is."""
    version = visible(request, slug, number, "drafts.edit")
    there = leases.others(version, request.actor)
    told = {"revision": version.revision, "here": {str(key): here(user) for key, user in there.items()}}
    if reason := version.why_not_edit():
        told["closed"] = str(reason)
    elif request.GET.get("revision") != str(version.revision):
        rows = version.paragraphs.in_order().values_list("key", "revision")
        told["paragraphs"] = [[str(key), revision] for key, revision in rows]
    return JsonResponse(told)


@require_safe
def paragraph_now(request, slug, number, key):
    """A paragraph of the editor as it now is, to stand in place of one that is older."""
    version, _paragraph = paragraph_of(request, slug, number, key)
    there = leases.others(version, request.actor)
    rows = (row_of(each, there) for each in composition.paragraphs_of(version) if each.key == key)
    return render(request, "drafts/_edit_paragraph.html", page_of(version) | {"row": next(rows)})


def here(user):
    return _("%(name)s is writing here. You can write all the same: what you both write is joined.") % {"name": user}
