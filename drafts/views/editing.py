"""The editor: each paragraph a form of its own. Every tool saves what is typed before it does its work."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models.fields.json import KT
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from consultations import times

from .. import actions, collisions, composition, deeds, leases
from .. import text as texts
from ..forms import FORMS, ParagraphForm, VersionEditForm
from ..models import Paragraph
from .reading import visible


@require_safe
def edit(request, slug, number):
    version = visible(request, slug, number, "drafts.edit")
    if reason := version.why_not_edit():
        messages.error(request, reason)
        return redirect(version)
    return editor(request, version)


def editor(request, version, told=None, status=200):
    """The page of the editor; what is refused stands at its paragraph, with what was typed."""
    here = leases.others(version, request.actor)
    rows = [row_of(paragraph, here) for paragraph in composition.paragraphs_of(version)]
    context = page_of(version) | {"rows": rows, "undo": _undo(request, version)}
    if told:
        found = next((row for row in rows if row["paragraph"].key == told["paragraph"].key), None)
        if found:
            found.update(told, paragraph=found["paragraph"])
        else:
            context["lost"] = told
    return render(request, "drafts/edit.html", context, status=status)


def page_of(version):
    """What the editor and each of its fragments know."""
    address = reverse("drafts:edit", args=[version.consultation.slug, version.number])
    return {
        "consultation": version.consultation,
        "version": version,
        "forms": FORMS,
        "place": f"{address.removesuffix('edit/')}paragraphs/",
    }


def row_of(paragraph, here):
    return {"paragraph": paragraph, "values": ParagraphForm.of(paragraph), "other": here.get(paragraph.key)}


def _undo(request, version):
    """The step that can be taken back, and the words of its button. One query."""
    named = version.steps.annotate(name_before=KT("before__name"), name_after=KT("after__name"))
    step = named.filter(undone_at=None).defer("before", "after").select_related("by").first()
    return step and {"step": step.pk, "label": deeds.undo_label(step, request.at, zone_of(request, version))}


def zone_of(request, version):
    """The zone of the reader's clock."""
    return times.zone_of(request.user.time_zone or version.consultation.time_zone)


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
    version, paragraph = paragraph_or_lost(request, slug, number, key)
    if paragraph.pk is None and not request.htmx:
        return editor(request, version, _lost(request, paragraph), status=409)
    if paragraph.pk is None:
        raise Http404
    if "theirs" in request.POST:  # someone who has read the conflict goes on with what the others wrote
        return back(version, key)
    row = saved(request, paragraph)
    if request.htmx:
        if not row["reason"]:
            leases.take(version, key, request.actor)
        told = page_of(version) | {"saved_at": _hour(request, version), "answered": True}
        return render(request, "drafts/_edit_state.html", told | row)
    if row["reason"]:
        return refused(request, version, row)
    if row["merged_with"]:
        messages.success(request, _merged(row["merged_with"]))
    return back(version, key)


def _merged(name):
    return _("It has been saved, joined with what %(name)s has written. Read it once more.") % {"name": name}


def refused(request, version, row):
    return editor(request, version, row, status=409 if row["theirs"] else 200)


def _lost(request, paragraph):
    """What was typed in a paragraph that is no longer there, so that it can be copied."""
    return {"paragraph": paragraph, "values": request.POST}


def _hour(request, version):
    return f"{request.at.astimezone(zone_of(request, version)):%H:%M:%S}"


def saved(request, paragraph):
    """Save what was typed. The row of the editor, with the reason if it was refused and, in a conflict, theirs."""
    typed = request.POST.copy()
    if "over" in typed:  # someone who has read the conflict saves over what the others wrote
        typed["revision"] = typed["over"]
    if not request.htmx:
        typed["settled"] = "1"
    form = ParagraphForm(typed)
    row = {"paragraph": paragraph, "values": request.POST, "reason": "", "theirs": None, "merged_with": None}
    if not form.is_valid():
        return row | {"reason": " ".join(message for errors in form.errors.values() for message in errors)}
    try:
        kept = actions.edit_paragraph(
            paragraph, by=request.actor, quietly=bool(request.htmx), **form.fields_of_paragraph()
        )
    except ValidationError as error:
        row |= {"values": form.cleaned_data, "reason": error.messages[0]}
        return row | (_collision(paragraph, form.cleaned_data) if _is_conflict(error) else {})
    taken = kept.merged_with or kept.text != texts.clean(typed.get("text", ""))
    return row | {
        "paragraph": kept,
        "values": ParagraphForm.of(kept),
        "merged_with": kept.merged_with,
        "taken": bool(taken),
    }


def _collision(paragraph, typed):
    """What they wrote, and the three texts with the words marked that cannot both stand."""
    theirs = Paragraph.objects.filter(pk=paragraph.pk).first()
    if theirs is None:
        return {}
    marked = collisions.marked(typed["base"], theirs.text, texts.clean(typed["text"]))
    labels = (_("What you began with"), _("What they saved"), _("What you wrote"))
    return {"theirs": theirs, "sides": list(zip(labels, marked, strict=True))}


def _is_conflict(error):
    return any(each.code == "conflict" for each in error.error_list)


def paragraph_of(request, slug, number, key):
    """The version and its paragraph; one that is gone is answered like one that never was."""
    version, paragraph = paragraph_or_lost(request, slug, number, key)
    if paragraph.pk is None:
        raise Http404
    return version, paragraph


def paragraph_or_lost(request, slug, number, key):
    """The version and its paragraph; one without a row, if it was in this draft and somebody has typed in it since."""
    version = visible(request, slug, number, "drafts.edit")
    paragraph = version.paragraphs.filter(key=key).first()
    if paragraph is None:
        if not (request.POST.get("text") and version.editions.filter(key=key).exists()):
            raise Http404
        paragraph = Paragraph(version=version, key=key)
    paragraph.version = version
    return version, paragraph


def back(version, key):
    address = reverse("drafts:edit", args=[version.consultation.slug, version.number])
    return redirect(f"{address}#p-{key}")
