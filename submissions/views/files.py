"""The files of an input: added and described by its delegation, taken over into the answers, read by who reads it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.access import access
from consultations.models import Call
from consultations.views.circulars import tell
from record.serving import serve
from record.uploads import DOCX

from .. import actions, assigning, composition, desk, offline
from ..actions.attaching import MOST
from ..file_forms import AssignForm, AttachmentForm, DescriptionForm
from ..models import Submission
from .clearing import _do
from .reading import readable, shows_text
from .writing import working_copy


def files(request, slug, copy):
    """The files that the working copy brings, each with what can be done, and one more."""
    submission = working_copy(request, slug, copy)
    if reason := submission.why_not_edit(request.at):
        return _not_now(request, submission, reason)
    standing = list(submission.attachments.standing())
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = AttachmentForm(*sent, initial={"language": submission.language, "is_original": not standing})
    if form.is_valid():
        try:
            added = actions.attach(submission, by=request.actor, **form.attachment())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The file is kept as it was received. Only your delegation can read it."))
            tell(request, form.cleaned_data["file"])
            return _where_next(submission, added)
    rows = [_row(attachment) for attachment in standing]
    context = _context(submission) | {"form": form, "rows": rows, "room": len(standing) < MOST}
    return render(request, "submissions/files.html", context)


def _not_now(request, submission, reason):
    messages.warning(request, reason)
    return redirect(submission if submission.reference else desk.clear_address(submission))


def _context(submission):
    return {
        "consultation": submission.consultation,
        "submission": submission,
        "title": desk.title_of(submission),
    }


def _row(attachment):
    """What the page shows of a file, with the form in which it is described anew."""
    told = {name: getattr(attachment, name) for name in ("title", "language", "is_original")}
    return {
        "attachment": attachment,
        "language_name": composition.LANGUAGES.get(attachment.language, attachment.language),
        "form": DescriptionForm(initial=told, auto_id=f"id_{attachment.number}_%s"),
    }


def _is_form(attachment):
    """Whether a file is the form of its own call, filled without a connection."""
    submission = attachment.submission
    return assigning.form_of(attachment.text) == (submission.consultation.slug, submission.call.number)


def _where_next(submission, added):
    """What was filled without a connection is looked through at once; another file stands among the files."""
    here = (submission.consultation.slug, submission.key)
    if _is_form(added):
        return redirect("submissions:assign", *here, added.number)
    return redirect("submissions:files", *here)


def _attachment(request, slug, copy, number):
    """A file of the actor's own working copy that was not removed."""
    submission = working_copy(request, slug, copy)
    found = get_object_or_404(submission.attachments.standing(), number=number)
    found.submission = submission
    return found


@require_safe
def own_file(request, slug, copy, number):
    return serve(request, _attachment(request, slug, copy, number).file)


@require_POST
def change_file(request, slug, copy, number):
    attachment = _attachment(request, slug, copy, number)
    form = DescriptionForm(request.POST)
    if form.is_valid():
        _do(request, _("The file is described anew."), actions.change_attachment, attachment, **form.description())
    for errors in form.errors.values():
        messages.error(request, errors[0])
    return redirect("submissions:files", slug, copy)


@require_POST
def remove_file(request, slug, copy, number):
    attachment = _attachment(request, slug, copy, number)
    done = _("The file has been removed. What was submitted with it before keeps it.")
    _do(request, done, actions.remove_attachment, attachment)
    return redirect("submissions:files", slug, copy)


def assign(request, slug, copy, number):
    """The passages of a file, each with the question to which it would go; nothing is taken over unasked."""
    attachment = _attachment(request, slug, copy, number)
    submission = attachment.submission
    if reason := submission.why_not_edit(request.at):
        return _not_now(request, submission, reason)
    if reason := attachment.why_not_take_over():
        messages.warning(request, reason)
        return redirect("submissions:files", slug, copy)
    form = _assign_form(attachment, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            _take_over(request, attachment, form)
        except ValidationError as error:
            form = _assign_form(attachment, _with_revision(request.POST, submission))
            form.add_error(None, error)
        else:
            return redirect("submissions:edit", slug, copy)
    return render(request, "submissions/assign.html", _context(submission) | _assigning(attachment, form))


def _assign_form(attachment, data):
    return AssignForm(data, attachment=attachment, submission=attachment.submission, form=_is_form(attachment))


def _with_revision(typed, submission):
    """What was sent, set to confirm against what stands by now."""
    typed = typed.copy()
    typed["revision"] = Submission.objects.get(pk=submission.pk).revision
    return typed


def _take_over(request, attachment, form):
    chosen = form.cleaned_data
    replace = chosen["how"] == "replace"
    answers, revision = form.answers(), chosen["revision"]
    with transaction.atomic():
        actions.take_over(attachment, by=request.actor, answers=answers, revision=revision, replace=replace)
        if _is_form(attachment) and not chosen["keep"]:
            actions.remove_attachment(attachment, by=request.actor)
    messages.success(request, _("The passages stand in the answers. Read them through, and save what you change."))
    if left := form.left_out():
        messages.info(
            request,
            ngettext("%(count)s passage was left out.", "%(count)s passages were left out.", left) % {"count": left},
        )


def _assigning(attachment, form):
    told = assigning.form_of(attachment.text)
    return {
        "attachment": attachment,
        "form": form,
        "rows": form.shown(),
        "left_out": form.left_out(),
        "is_form": _is_form(attachment),
        "is_another_form": told is not None and not _is_form(attachment),
        "has_answers": bool(composition.answers_of(attachment.submission)),
    }


@login_not_required
@require_safe
def input_file(request, slug, reference, number):
    """A file of an input as it was submitted, to those who may read that version."""
    version = readable(request, slug, reference)
    if not shows_text(request.actor, version):
        raise Http404
    return serve(request, get_object_or_404(version.attachments.select_related("file"), number=number).file)


@require_safe
def form_docx(request, slug, call):
    """The form for writing without a connection, for those who may answer the call."""
    calls = Call.objects.select_related("consultation").prefetch_related("questions")
    found = access(calls, request.actor, "submissions.begin", consultation__slug=slug, number=call)
    request.consultation = found.consultation
    name = f"{slug}-{found.number}-form.docx"
    return FileResponse(offline.form_docx(found), as_attachment=True, filename=name, content_type=DOCX)
