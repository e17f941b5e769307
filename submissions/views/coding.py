"""Themes: their list, what stands under each, and the forms by which passages of inputs are put there."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import tables
from accounts.access import access, require
from consultations.views.pages import consultation_for

from .. import actions, excerpts
from ..models import Excerpt, SubmittedVersion, Theme
from ..search_forms import CodeForm, MoveForm, RenameThemeForm, ThemeForm


def coding(actor, version):
    """What the page of an input shows to those who work with themes: what is under them, by the place of the answer,
    and the themes that more can be put under; ``None`` for other readers.
    """
    consultation = version.submission.consultation
    if not actor.may("submissions.read_themes", consultation):
        return None
    may, found = actor.may("submissions.code", consultation), {}
    for excerpt in Excerpt.objects.visible_to(actor).filter(version=version).select_related("theme__consultation"):
        excerpt.words = excerpts.words(excerpt, version.content["answers"][excerpt.place])
        found.setdefault(excerpt.place, []).append(excerpt)
    return {"may": may, "themes": list(_open(consultation)) if may else [], "found": found}


def _open(consultation):
    return Theme.objects.filter(consultation=consultation, closed_at=None)


def _theme(request, slug, pk, perm=None):
    """The theme of that key, for one who may know of it and may do ``perm``."""
    themes = Theme.objects.select_related("consultation")
    found = access(themes, request.actor, perm, consultation__slug=slug, pk=pk)
    request.consultation = found.consultation
    return found


def themes(request, slug):
    """The list; a new one is added at its foot."""
    consultation = consultation_for(request, slug)
    require(request.actor, "submissions.read_themes", consultation)
    form = ThemeForm(request.POST or None)
    if request.method == "POST":
        require(request.actor, "submissions.code", consultation)
        if form.is_valid() and _is_added(form, consultation, request.actor):
            messages.success(request, _("The theme stands at the end of the list."))
            return redirect("submissions:themes", slug)
    context = {
        "consultation": consultation,
        "themes": excerpts.themes(consultation, request.actor),
        "form": form,
        "may_code": request.actor.may("submissions.code", consultation),
    }
    return render(request, "submissions/themes.html", context)


def _is_added(form, consultation, actor):
    """Whether the theme was added; why not is said on the form."""
    try:
        actions.add_theme(consultation, by=actor, **form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True


@require_safe
def theme(request, slug, pk):
    """What stands under one theme, delegation by delegation."""
    found = _theme(request, slug, pk)
    rows = excerpts.gather(found.consultation, request.actor, found)
    for row in rows:
        row.address = excerpts.address(row)
    context = {
        "consultation": found.consultation,
        "theme": found,
        "excerpts": rows,
        "inputs": len({row.version.submission_id for row in rows}),
        "may_code": request.actor.may("submissions.code", found),
    }
    return render(request, "submissions/theme.html", context)


@require_safe
def themes_csv(request, slug):
    consultation = consultation_for(request, slug)
    require(request.actor, "submissions.read_themes", consultation)
    return _table(excerpts.gather(consultation, request.actor), f"{slug}-themes.csv")


@require_safe
def theme_csv(request, slug, pk):
    found = _theme(request, slug, pk)
    return _table(excerpts.gather(found.consultation, request.actor, found), f"{slug}-theme-{pk}.csv")


def _table(rows, name):
    response = StreamingHttpResponse(_lines(rows), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _lines(rows):
    yield tables.written([excerpts.COLUMNS])
    for row in rows:
        yield tables.lines([excerpts.line(row)])


def change_theme(request, slug, pk):
    """Give it another name. Whoever renames at once is shown both names."""
    found = _theme(request, slug, pk, "submissions.code")
    form, theirs = RenameThemeForm(request.POST or None, theme=found), None
    if form.is_valid():
        try:
            actions.rename_theme(found, by=request.actor, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
            theirs = _theirs(form, error, found)
        else:
            messages.success(request, _("The theme has its new name, here and on every input."))
            return redirect("submissions:themes", slug)
    context = {"consultation": found.consultation, "theme": found, "form": form, "theirs": theirs}
    return render(request, "submissions/theme_change.html", context)


def _theirs(form, error, theme):
    """The name that stands now, after a conflict: whoever saves again has seen it."""
    if error.code != "conflict":
        return None
    stands = Theme.objects.get(pk=theme.pk)
    form.data = form.data.copy()
    form.data["revision"] = stands.revision()
    return stands.name


@require_POST
def move_theme(request, slug, pk):
    found = _theme(request, slug, pk, "submissions.code")
    form = MoveForm(request.POST)
    if form.is_valid():
        actions.move_theme(found, by=request.actor, up=form.cleaned_data["way"] == "up")
    else:
        messages.error(request, _("A theme moves up or down. Use one of the two buttons beside it."))
    return redirect(f"{reverse('submissions:themes', args=[slug])}#theme-{pk}")


@require_POST
def close_theme(request, slug, pk):
    return _changed(request, slug, pk, actions.close_theme, _("The theme is closed: what stands under it stays."))


@require_POST
def reopen_theme(request, slug, pk):
    return _changed(request, slug, pk, actions.reopen_theme, _("The theme is open again."))


def _changed(request, slug, pk, deed, said):
    found = _theme(request, slug, pk, "submissions.code")
    try:
        deed(found, by=request.actor)
        messages.success(request, said)
    except ValidationError as error:
        messages.error(request, error.message)
    return redirect("submissions:themes", slug)


@require_POST
def code(request, slug, reference):
    """Put an answer, or what was selected of it, under a theme; back to that answer."""
    consultation = consultation_for(request, slug)
    form = CodeForm(request.POST, themes=Theme.objects.filter(consultation=consultation))
    version = _asked(request, consultation, reference, form.cleaned_data["version"] if form.is_valid() else None)
    require(request.actor, "submissions.code", consultation)
    address = f"{version.get_absolute_url()}?version={version.number}"
    if not form.is_valid():
        messages.error(request, _("Choose a theme of the list and an answer of this input. Nothing was changed."))
        return redirect(address)
    try:
        actions.code(version, by=request.actor, **form.passage())
        messages.success(request, _("It stands under “%(theme)s”.") % {"theme": form.cleaned_data["theme"]})
    except ValidationError as error:
        messages.error(request, error.message)
    return redirect(f"{address}#answer-{form.cleaned_data['place'] + 1}")


def _asked(request, consultation, reference, number):
    """That version of the input, or the one that stands, if the reader may know of it."""
    written, year, serial = reference
    within = {"consultation": consultation, "delegation__code": written, "year": year, "serial": serial}
    versions = SubmittedVersion.objects.for_list()
    versions = versions.filter(number=number) if number else versions.current()
    return access(versions, request.actor, **{f"submission__{key}": value for key, value in within.items()})


@require_POST
def uncode(request, slug, pk):
    """Take a passage out from under its theme; back to where one came from, its theme or its input."""
    consultation = consultation_for(request, slug)
    require(request.actor, "submissions.read_themes", consultation)
    related = ("theme__consultation", "version__submission__delegation", "version__submission__consultation")
    excerpts_here = Excerpt.objects.filter(theme__consultation=consultation).select_related(*related)
    found = excerpts_here.visible_to(request.actor).filter(pk=pk).first()
    if found is None:
        raise Http404
    require(request.actor, "submissions.code", consultation)
    back = excerpts.address(found) if request.POST.get("back") == "input" else found.theme.get_absolute_url()
    try:
        actions.uncode(found, by=request.actor)
        messages.success(request, _("It no longer stands under “%(theme)s”.") % {"theme": found.theme})
    except ValidationError as error:
        messages.error(request, error.message)
    return redirect(back)
