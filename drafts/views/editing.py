"""The editor: each paragraph a form of its own. Every tool saves what is typed before it does its work."""

import re

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from consultations import times

from .. import actions, composition, text
from ..forms import FORMS, ParagraphForm, VersionEditForm
from ..models import Paragraph
from .reading import visible
from .releasing import do

EMPTY_LINE = re.compile(r"\n[^\S\n]*\n")


@require_safe
def edit(request, slug, number):
    version = visible(request, slug, number, "drafts.edit")
    if reason := version.why_not_edit():
        messages.error(request, reason)
        return redirect(version)
    return _editor(request, version)


def _editor(request, version, conflict=None, status=200):
    """The page of the editor; a conflict stands at its paragraph, with what was typed."""
    rows = [_row(paragraph) for paragraph in composition.paragraphs_of(version)]
    if conflict:
        for row in rows:
            if row["paragraph"].key == conflict["paragraph"].key:
                row.update(conflict, paragraph=row["paragraph"])
    context = {"consultation": version.consultation, "version": version, "rows": rows, "forms": FORMS}
    return render(request, "drafts/edit.html", context, status=status)


def _row(paragraph):
    return {"paragraph": paragraph, "values": ParagraphForm.of(paragraph)}


def edit_version(request, slug, number):
    version = visible(request, slug, number, "drafts.edit")
    form = VersionEditForm(request.POST or None, instance=version)
    if form.is_valid():
        try:
            actions.edit_version(version, by=request.actor, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, ValidationError(error.messages))
        else:
            messages.success(request, _("The draft has been saved."))
            return redirect("drafts:edit", slug, number)
    return render(
        request, "drafts/edit_version.html", {"consultation": version.consultation, "version": version, "form": form}
    )


@require_POST
def edit_paragraph(request, slug, number, key):
    """Save one paragraph: by htmx its state alone is answered, otherwise the editor."""
    version, paragraph = _paragraph(request, slug, number, key)
    row = _saved(request, paragraph)
    if request.htmx:
        told = {"version": version, "saved_at": _hour(request, version), "answered": True}
        return render(request, "drafts/edit.html#state", row | told)
    if row["reason"]:
        return _editor(request, version, row, status=409 if row["theirs"] else 200)
    return _back(version, key)


def _hour(request, version):
    """The time of day as the reader's clock shows it."""
    zone = request.user.time_zone or version.consultation.time_zone
    return f"{request.at.astimezone(times.zone_of(zone)):%H:%M:%S}"


def _saved(request, paragraph):
    """Save what was typed. The row of the editor, with the reason if it was refused and, in a conflict, theirs."""
    typed = request.POST.copy()
    if "over" in typed:  # someone who has read the conflict saves over what the others wrote
        typed["revision"] = typed["over"]
    form = ParagraphForm(typed)
    if not form.is_valid():
        reason = " ".join(message for errors in form.errors.values() for message in errors)
        return {"paragraph": paragraph, "values": request.POST, "reason": reason, "theirs": None}
    try:
        saved = actions.edit_paragraph(
            paragraph, by=request.actor, quietly=bool(request.htmx), **form.fields_of_paragraph()
        )
    except ValidationError as error:
        theirs = Paragraph.objects.filter(pk=paragraph.pk).first() if _is_conflict(error) else None
        return {"paragraph": paragraph, "values": form.cleaned_data, "reason": error.messages[0], "theirs": theirs}
    return {"paragraph": saved, "values": ParagraphForm.of(saved), "reason": "", "theirs": None}


def _is_conflict(error):
    return any(each.code == "conflict" for each in error.error_list)


def _tool(work):
    """A view that saves what is typed in the paragraph, then does ``work`` with it.

    What is refused is told at the paragraph: at the top of a long text nobody would see it.
    """

    @require_POST
    def view(request, slug, number, key):
        version, paragraph = _paragraph(request, slug, number, key)
        row = _saved(request, paragraph)
        if row["reason"]:
            return _editor(request, version, row, status=409 if row["theirs"] else 200)
        try:
            changed = work(request, row["paragraph"])
        except ValidationError as error:
            return _editor(request, version, row | {"reason": error.messages[0]})
        return _back(version, getattr(changed, "key", None) or key)

    return view


@_tool
def insert_paragraph(request, paragraph):
    form = {"kind": paragraph.kind, "level": paragraph.level}
    if paragraph.kind in {"title", "organ", "heading", "annex"}:
        form = {"kind": "preambular"} if paragraph.kind != "annex" else {"kind": "operative"}
    return actions.insert_paragraph(paragraph.version, by=request.actor, after=paragraph, **form)


@_tool
def move_up(request, paragraph):
    return actions.move_paragraph(paragraph, by=request.actor, to=paragraph.order - 1)


@_tool
def move_down(request, paragraph):
    return actions.move_paragraph(paragraph, by=request.actor, to=paragraph.order + 1)


@_tool
def split_paragraph(request, paragraph):
    """At the empty line, or where the cursor stood."""
    typed = request.POST.get("text", "").replace("\r\n", "\n")
    line = EMPTY_LINE.search(typed)
    place = line.start() if line else int(request.POST.get("at") or 0)
    at = len(text.clean(typed[:place]))
    return actions.split_paragraph(paragraph, by=request.actor, at=at, revision=paragraph.revision)


@_tool
def merge_with_next(request, paragraph):
    return actions.merge_with_next(paragraph, by=request.actor, revision=paragraph.revision)


@_tool
def delete_paragraph(request, paragraph):
    actions.delete_paragraph(paragraph, by=request.actor)
    messages.success(request, _("The paragraph has been deleted."))


@require_POST
def insert_first(request, slug, number):
    version = visible(request, slug, number, "drafts.edit")
    paragraph = do(request, "", actions.insert_paragraph, version, kind="title")
    return _back(version, paragraph.key if paragraph else "")


def _paragraph(request, slug, number, key):
    """The version and its paragraph; one that is gone is answered like one that never was."""
    version = visible(request, slug, number, "drafts.edit")
    paragraph = version.paragraphs.filter(key=key).first()
    if paragraph is None:
        raise Http404
    paragraph.version = version
    return version, paragraph


def _back(version, key):
    address = reverse("drafts:edit", args=[version.consultation.slug, version.number])
    return redirect(f"{address}#p-{key}")
