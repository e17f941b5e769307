"""How a working draft is written: what each person left, who is where, what can be undone, what is brought in."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from record.models import File

from .paragraph import ParagraphKind
from .version import DraftVersion


class ParagraphEdition(models.Model):
    """A paragraph of a working draft as one person left it: what they typed in a row is one edition."""

    version = models.ForeignKey(DraftVersion, on_delete=models.PROTECT, related_name="editions")
    key = models.UUIDField()
    kind = models.CharField(max_length=12, choices=ParagraphKind)
    level = models.PositiveSmallIntegerField(default=0)
    text = models.TextField(max_length=20_000, blank=True)
    footnotes = models.JSONField(default=list, blank=True)
    deed = models.CharField(max_length=20)  # written, inserted, split, merged, deleted, restored, imported
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    began_at = models.DateTimeField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["version", "key", "-at"], name="edition_of_paragraph")]

    def __str__(self):
        return f"{self.key}, {self.deed}"


class Lease(models.Model):
    """Who is in a paragraph now. It stops nobody: others see it, and may take it over."""

    version = models.ForeignKey(DraftVersion, on_delete=models.CASCADE, related_name="leases")
    key = models.UUIDField()
    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    until = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "key"], name="lease_one_per_paragraph")]

    def __str__(self):
        return f"{self.user} in {self.key}"


class Step(models.Model):
    """What one deed did to a working draft, so that it can be undone.

    ``before`` and ``after`` have ``order``, the keys of all paragraphs; ``paragraphs``, by key the fields of those that
    the deed touched, ``null`` where there was none; and ``lineage``, the pairs of keys.
    """

    version = models.ForeignKey(DraftVersion, on_delete=models.CASCADE, related_name="steps")
    deed = models.CharField(max_length=20)  # inserted, moved, split, merged, deleted, restored, imported
    key = models.UUIDField(null=True, blank=True)  # of the paragraph that it was done to
    before = models.JSONField()
    after = models.JSONField()
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["version", "-id"], name="step_of_version")]

    def __str__(self):
        return f"{self.version}: {self.deed}"


class Import(models.Model):
    """A text that was brought in, from a file or pasted, as it was understood: shown, corrected, then taken over.

    ``rows`` are its paragraphs, each with the key of the paragraph that it is taken for; ``left`` is what was not
    understood, as text, with the reason.
    """

    version = models.ForeignKey(DraftVersion, on_delete=models.CASCADE, related_name="imports")
    file = models.ForeignKey(File, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    rows = models.JSONField(default=list)
    left = models.JSONField(default=list, blank=True)
    revision = models.PositiveIntegerField(_("revision of the draft that it was matched with"))
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    taken_over_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.version}: {self.file or self.at}"

    def why_not_take_over(self):
        if self.taken_over_at:
            return _("This text has been taken over already. Bring it in again if it has changed since.")
        return ""
