"""Who has approved which content. An approval counts only while the content's hash is equal."""

from django.conf import settings
from django.db import models

from ..actor import Capacity
from .generic import About, AboutQuerySet


class ApprovalQuerySet(AboutQuerySet):
    def of(self, target, sha256):
        """The approvals of ``target`` with exactly this content."""
        return self.about(target).filter(content_sha256=sha256).select_related("user")


class Approval(About):
    """One person's approval of one content. An edit changes the hash and so voids it, without a row being touched."""

    content_sha256 = models.CharField(max_length=64)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    capacity = models.CharField(max_length=20, choices=Capacity)
    at = models.DateTimeField()

    objects = ApprovalQuerySet.as_manager()

    class Meta:
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(
                fields=["target_type", "target_id", "content_sha256", "user"], name="approval_once_per_person"
            ),
        ]

    def __str__(self):
        return f"{self.user} approves {self.content_sha256[:12]}"
