"""The files of a working copy: added, described, removed; and what one says, taken over into the answers.

A changed set of files is a change of the input: what awaited clearance is a draft again.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from record import uploads
from record.models import File, Verb

from ..models import Attachment, Submission
from .common import record, refuse, touch
from .writing import save_answers

MOST = 5


@transaction.atomic
def attach(submission, *, by, content, name, content_type, text="", title="", language="en", is_original=False):
    """Keep a file (bytes or open) as received, under the next number. ``text`` is what could be read in it.

    One of the files can be the original: marking another takes the mark from the one that had it.
    """
    submission = Submission.objects.hold(submission.pk)  # numbers, one at a time
    refuse(submission.why_not_edit(by.at), "edit")
    standing = list(submission.attachments.standing())
    refuse(_why_not_another(standing), "files")
    uploads.refuse_large([*(each.file.size for each in standing), uploads.size_of(content)])
    file = File.objects.keep(
        content, name=name, content_type=content_type, at=by.at, consultation=submission.consultation
    )
    refuse(_why_not_again(standing, file), "twice")
    if is_original:
        _unmark(submission)
    attachment = Attachment(
        submission=submission,
        number=_next_number(submission),
        file=file,
        title=title,
        language=language,
        is_original=is_original,
        text=text,
        added_by=by.user,
        added_at=by.at,
    )
    attachment.full_clean(validate_constraints=False)
    attachment.save(force_insert=True)
    _changed(submission, by)
    return attachment


@transaction.atomic
def change_attachment(attachment, *, by, title, language, is_original):
    """Say anew what a file is called, in which language it is and whether that is the original."""
    submission, attachment = _hold(attachment, by)
    if (attachment.title, attachment.language, attachment.is_original) == (title, language, is_original):
        return attachment
    if is_original:
        _unmark(submission)
    attachment.title, attachment.language, attachment.is_original = title, language, is_original
    attachment.full_clean(validate_constraints=False)
    attachment.save(update_fields=["title", "language", "is_original"])
    _changed(submission, by)
    return attachment


@transaction.atomic
def remove_attachment(attachment, *, by):
    """Take a file out of the working copy. In what was submitted with it, it stays."""
    submission, attachment = _hold(attachment, by)
    attachment.removed_at = by.at
    attachment.save(update_fields=["removed_at"])
    _changed(submission, by)
    return attachment


@transaction.atomic
def take_over(attachment, *, by, answers, revision, replace=False):
    """Put ``answers``, HTML by the key of the question, behind those that stand, or in their place.

    What they replace stays in the history; it is refused where somebody has written since ``revision``.
    """
    submission, attachment = _hold(attachment, by)
    refuse(attachment.why_not_take_over(), "take_over")
    refuse("" if answers else _("Nothing was chosen. Say of at least one passage where it belongs."), "nothing")
    if replace and revision != submission.revision:
        raise ValidationError(
            _("The answers have been changed since you opened this page. Read them again, then confirm once more."),
            code="conflict",
        )
    if not replace:
        answers = _behind(dict(submission.answers.values_list("question", "html")), answers)
    return save_answers(submission, by=by, revision=submission.revision, answers=answers, quietly=False)


def _behind(kept, answers):
    """The answers that stand, each with the new one behind it; once, also where it was pressed twice."""
    return {
        key: kept.get(key, "") + ("" if kept.get(key, "").endswith(html) else html) for key, html in answers.items()
    }


def _hold(attachment, by):
    """The input and its file, held for a change of what it brings."""
    submission = Submission.objects.hold(attachment.submission_id)
    refuse(submission.why_not_edit(by.at), "edit")
    attachment = submission.attachments.select_related("file").get(pk=attachment.pk)
    refuse(attachment.why_not_change(), "removed")
    return submission, attachment


def _why_not_another(standing):
    if len(standing) >= MOST:
        return _("An input can bring 5 files, and this one has them. Remove one first.")
    return ""


def _why_not_again(standing, file):
    if any(each.file.sha256 == file.sha256 for each in standing):
        return _("This very file is among those of this input already. Nothing was added.")
    return ""


def _next_number(submission):
    return (submission.attachments.aggregate(last=Max("number"))["last"] or 0) + 1


def _unmark(submission):
    submission.attachments.filter(is_original=True).update(is_original=False)


def _changed(submission, by):
    """The deed is recorded without the file's name or hash: what is not submitted is told to nobody."""
    touch(submission, by)
    record(submission, Verb.CHANGED, by, fields=["files"])
