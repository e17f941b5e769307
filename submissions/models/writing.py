"""What a working copy is made from: earlier states of its answers, the files it brings, whom it aligns itself with."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import DelegationGroup
from consultations.models import Question
from record.models import File

from .submission import Submission
from .version import SubmittedVersion


class AnswerEdition(models.Model):
    """An answer as one person left it: what they typed in a row is one edition, so that any state can be taken back."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="editions")
    question = models.ForeignKey(Question, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    html = models.TextField(blank=True)
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    began_at = models.DateTimeField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["submission", "question", "-at"], name="edition_of_answer")]

    def __str__(self):
        return f"{self.submission_id}, {self.question_id}, {self.at:%Y-%m-%d %H:%M}"


class AttachmentQuerySet(models.QuerySet):
    def standing(self):
        """Those that were not removed, in their order, each with its file, in one query."""
        return self.filter(removed_at=None).select_related("file").order_by("number")


class Attachment(models.Model):
    """A file that a working copy brings: the statement as it was written, in one of its languages, or a scan.

    ``text`` is what could be read out of it, for searching and for taking over; the file is what counts.
    """

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="attachments")
    number = models.PositiveSmallIntegerField()
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("title"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=7, default="en")
    is_original = models.BooleanField(_("the original language"), default=False)
    text = models.TextField(blank=True)
    added_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "number"], name="attachment_one_per_number"),
            models.UniqueConstraint(
                fields=["submission"],
                condition=Q(is_original=True, removed_at=None),
                name="attachment_one_original",
            ),
        ]

    def __str__(self):
        return self.title or self.file.name

    # What stands in the way now, as a sentence; "" if nothing.

    def why_not_change(self):
        if self.removed_at:
            return _("This file was removed. Load the page again, and add it once more if it is needed.")
        return ""

    def why_not_take_over(self):
        if not self.text:
            return _("No text could be read in this file. Write the answers, or paste them.")
        return self.why_not_change()


class VersionAttachment(models.Model):
    """A file as it was submitted with a version. Only ever added, in the transaction that submits."""

    version = models.ForeignKey(SubmittedVersion, on_delete=models.PROTECT, related_name="attachments")
    number = models.PositiveSmallIntegerField()
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("title"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=7, default="en")
    is_original = models.BooleanField(_("the original language"), default=False)
    text = models.TextField(blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["version", "number"], name="version_attachment_one_per_number"),
        ]

    def __str__(self):
        return f"{self.version}: {self.file}"


class Alignment(models.Model):
    """That an input aligns itself with what a group or another delegation has said, and adds its own to it."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="alignments")
    group = models.ForeignKey(DelegationGroup, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(SubmittedVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(group__isnull=False) | Q(version__isnull=False), name="alignment_names_something"
            ),
            models.UniqueConstraint(
                fields=["submission", "group", "version"], name="alignment_once", nulls_distinct=False
            ),
        ]

    def __str__(self):
        return f"{self.submission_id} with {self.group or self.version}"
