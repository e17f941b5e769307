"""Advice on the wording of a working draft, and references that follow the new numbers."""

from itertools import groupby

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from .. import actions, checking, following
from .reading import visible
from .releasing import do


@require_safe
def check(request, slug, number):
    version = visible(request, slug, number, "drafts.edit")
    if reason := version.why_not_edit():
        messages.error(request, reason)
        return redirect(version)
    found, references, paragraphs = following.findings(version)
    by_key = {paragraph.key: paragraph for paragraph in paragraphs}
    context = {
        "consultation": version.consultation,
        "version": version,
        "count": len(found),
        "summary": checking.summary(found),
        "advised": [
            (by_key[key], checking.words_of(by_key[key]), list(group))
            for key, group in groupby(found, key=lambda each: each.key)
        ],
        "brackets": checking.brackets(paragraphs),
        "can_follow": sum(each.can_follow for each in references),
        "is_english": version.language == "en",
    }
    return render(request, "drafts/check.html", context)


@require_POST
def follow_references(request, slug, number):
    version = visible(request, slug, number, "drafts.edit")
    do(request, _("The references follow the new numbers."), actions.follow_references, version)
    return redirect("drafts:check", slug, number)
