"""The directory brought in from a file: looked at first, then written or not."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from record.hashing import file_hash

from .. import tables
from ..access import require
from ..actions import importing as actions
from ..forms.directory import ConfirmForm, UploadForm
from ..fresh import freshly_signed_in

NEEDED = ("code",)


def preview_import(request):
    """Choose a file, and see what each of its rows would change. Nothing is written."""
    require(request.actor, "accounts.keep_directory", None)
    form = UploadForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        text = form.cleaned_data["file"]
        try:
            plan = actions.plan_for(*tables.read(text, NEEDED), request.at)
        except ValidationError as error:
            form.add_error("file", error)
        else:
            return _preview(request, text, plan)
    return render(request, "accounts/directory_import.html", {"form": form})


@require_POST
@freshly_signed_in
def import_directory(request):
    """Write what was shown; if the directory has changed meanwhile, show what the file would do now."""
    require(request.actor, "accounts.keep_directory", None)
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("The table did not arrive whole. Choose the file again."))
        return redirect("preview_import")
    text = form.cleaned_data["text"]
    try:
        return _import(request, text, form.cleaned_data["previewed"])
    except actions.OtherPlanError as error:
        messages.warning(request, error.messages[0])
        return _preview(request, text, error.plan)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("preview_import")


def _import(request, text, previewed):
    columns, rows = tables.read(text, NEEDED)
    source = file_hash(text.encode())
    plan = actions.import_directory(by=request.actor, columns=columns, rows=rows, previewed=previewed, source=source)
    count = len(plan.writes)
    done = ngettext("%(count)s delegation was brought in.", "%(count)s delegations were brought in.", count)
    messages.success(request, done % {"count": count})
    return redirect("directory")


def _preview(request, text, plan):
    form = ConfirmForm(initial={"text": text, "previewed": plan.digest})
    counts = {name: len(plan.of(name)) for name in ("faulty", "new", "changed", "unchanged")}
    context = {"confirm": form, "plan": plan, "counts": counts, "form": UploadForm()}
    return render(request, "accounts/directory_import.html", context)
