"""What is said about the paragraphs of a text."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consultations.models import Question

from .version import DraftVersion


class CommentAudience(models.TextChoices):
    """Who reads a comment, the narrowest first. Comments of staff are always internal."""

    INTERNAL = "internal", _("the co-facilitators and their staff, among themselves")
    COFACILITATORS = "cofacilitators", _("the co-facilitators and their staff")
    PARTICIPANTS = "participants", _("the participants, without stakeholders")


class Comment(models.Model):
    """What somebody says about a paragraph of a released version. It follows the paragraph's key into later ones."""

    version = models.ForeignKey(DraftVersion, on_delete=models.PROTECT, related_name="comments")
    key = models.UUIDField()
    text = models.TextField(_("comment"), max_length=5000)
    audience = models.CharField(_("who reads it"), max_length=14, choices=CommentAudience)
    delegation = models.ForeignKey(
        "accounts.Delegation", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["version", "key"], name="comment_on_paragraph")]
        constraints = [
            models.CheckConstraint(condition=Q(audience__in=CommentAudience.values), name="comment_audience_known"),
            models.CheckConstraint(
                condition=Q(audience=CommentAudience.INTERNAL, delegation=None)
                | ~Q(audience=CommentAudience.INTERNAL) & Q(delegation__isnull=False),
                name="comment_internal_or_of_a_delegation",
            ),
        ]

    def __str__(self):
        return f"{self.delegation or self.by} on {self.key}"


class AskedParagraph(models.Model):
    """That a question of a call asks about this paragraph of a released version."""

    question = models.OneToOneField(Question, on_delete=models.CASCADE, related_name="asked_paragraph")
    version = models.ForeignKey(DraftVersion, on_delete=models.PROTECT, related_name="asked_paragraphs")
    key = models.UUIDField()

    class Meta:
        indexes = [models.Index(fields=["version", "key"], name="asked_about_paragraph")]

    def __str__(self):
        return f"{self.question_id} on {self.key}"
