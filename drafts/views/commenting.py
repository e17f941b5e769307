"""Comments on the paragraphs of a version: read in the order of the text, made, and taken back."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import require
from submissions.models.version import INSIDE

from .. import actions, commenting, places
from ..comment_forms import CommentForm
from ..models import DraftVersion, VersionState
from .reading import visible
from .releasing import do


@require_safe
def comments(request, slug, number):
    version = visible(request, slug, number, commenting.READ)
    return _page(request, version)


@require_POST
def comment(request, slug, number, key):
    """Comment on a paragraph. What is refused stays in its box, on the page."""
    version = visible(request, slug, number, "drafts.comment")
    form = CommentForm(request.POST, actor=request.actor)
    if form.is_valid():
        try:
            actions.comment(version, by=request.actor, key=key, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Your comment stands under its paragraph."))
            return redirect(f"{reverse('drafts:comments', args=[slug, number])}#p-{key}")
    return _page(request, version, key, form)


@require_POST
def withdraw_comment(request, slug, number, order):
    """Take back one's own comment, by its place among one's own on this version."""
    version = visible(request, slug, number)
    own = commenting.own_in_order(version, request.actor)[max(order - 1, 0) : order] if order < 10_000 else []
    found = next(iter(own), None)
    if found is None:
        raise Http404
    require(request.actor, "drafts.withdraw_comment", found)
    do(request, _("The comment has been taken back."), actions.withdraw_comment, found)
    return redirect(f"{reverse('drafts:comments', args=[slug, number])}#p-{found.key}")


def _page(request, version, key=None, form=None):
    """The page; with a form that was refused under the paragraph of ``key``, or above all where that is gone."""
    actor = request.actor
    rows, gone = commenting.gather(version, actor, places.laid_out(version))
    may = actor.may("drafts.comment", version)
    reason = version.why_not_comment(internally=actor.capacity in INSIDE) if may else ""
    for row in rows:
        row["form"] = form if row["key"] == str(key) else None
    context = {
        "consultation": version.consultation,
        "version": version,
        "rows": rows,
        "gone": gone,
        "count": sum(not each.withdrawn_at for row in rows for each in row["comments"]),
        "may": may and not reason,
        "reason": reason,
        "current": _current(version) if reason else None,
        "blank": CommentForm(actor=actor) if may else None,
        "refused": form,
        "homeless": form if form and not any(row["form"] for row in rows) else None,
    }
    return render(request, "drafts/comments.html", context)


def _current(version):
    """The text that can be commented on, in place of one that cannot; ``None`` where it is the one that is shown."""
    released = DraftVersion.objects.filter(consultation=version.consultation_id, state=VersionState.RELEASED)
    return released.exclude(pk=version.pk).defer("content").first()
