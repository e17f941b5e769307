"""What became of an answer in the text: the thread from an input to a paragraph, shown at both ends."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from submissions.models import SubmittedVersion

from .version import FROZEN, DraftVersion


class Disposition(models.TextChoices):
    """What became of what was said."""

    REFLECTED = "reflected", _("reflected")
    IN_PART = "in_part", _("reflected in part")
    NOT_REFLECTED = "not_reflected", _("not reflected")


class TraceQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Once the text is released, whoever may read the input; before that, those who write the text."""
        readable = SubmittedVersion.objects.readable_by(actor).standing()
        released = Q(draft__state__in=FROZEN) | Q(draft__consultation__in=actor.consultations)
        return self.filter(released, version__in=readable.values("pk"))

    def for_list(self):
        """With the input and the text that each leads from and to, in one query and without what they say."""
        related = ("draft__consultation", "version__submission__delegation", "version__submission__consultation")
        return self.select_related(*related).defer("draft__content", "version__content")


class Trace(models.Model):
    """What became of one answer of an input in one version of the text: in which paragraph, how far, and why.

    ``place`` is the answer's among those of the input's version, from 0. Without ``key`` it is in no paragraph.
    """

    draft = models.ForeignKey(DraftVersion, on_delete=models.PROTECT, related_name="traces")
    key = models.UUIDField(null=True, blank=True)
    version = models.ForeignKey(SubmittedVersion, on_delete=models.PROTECT, related_name="traces")
    place = models.PositiveSmallIntegerField()
    disposition = models.CharField(_("what became of it"), max_length=14, choices=Disposition)
    reason = models.TextField(_("reason"), max_length=2000, blank=True)
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = TraceQuerySet.as_manager()

    class Meta:
        ordering = ["place", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["draft", "version", "place", "key"], name="trace_once", nulls_distinct=False
            ),
            models.CheckConstraint(condition=Q(disposition__in=Disposition.values), name="trace_disposition_known"),
            models.CheckConstraint(
                condition=Q(disposition="not_reflected", key=None) & ~Q(reason="")
                | ~Q(disposition="not_reflected") & Q(key__isnull=False),
                name="trace_names_paragraph_or_reason",
            ),
        ]

    def __str__(self):
        return f"{self.version}, {self.place}: {self.get_disposition_display()}"
