from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from record.models import File

from .consultation import Consultation


class DocumentKind(models.TextChoices):
    MANDATE = "mandate", _("Mandate")
    RESOLUTION = "resolution", _("Resolution")
    LETTER = "letter", _("Letter")
    DRAFT = "draft", _("Draft text")
    STATEMENT = "statement", _("Statement")


class ReferenceDocumentQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Reference documents are public, unless they were taken out again: those are seen by who works for the
        consultation.
        """
        shown = Q(removed_at=None, consultation__published=True)
        return self.filter(shown | Q(consultation__in=actor.consultations))

    def standing(self):
        """Those that were not taken out."""
        return self.filter(removed_at=None)

    def hold(self, pk):
        """The row, held to the end of the transaction."""
        return self.select_for_update(of=("self",), no_key=True).select_related("consultation").get(pk=pk)


class ReferenceDocument(models.Model):
    """A paper the process rests on: where it is found, by symbol, address or file."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="documents")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20, choices=DocumentKind)
    title = models.CharField(max_length=300)
    symbol = models.CharField(max_length=60, blank=True)
    summary = models.TextField(blank=True)
    dated = models.DateField()
    address = models.URLField(max_length=400, blank=True)
    file = models.ForeignKey(File, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)

    objects = ReferenceDocumentQuerySet.as_manager()

    class Meta:
        ordering = ["dated", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=DocumentKind.values), name="document_kind_known"),
            models.UniqueConstraint(fields=["consultation", "number"], name="document_one_per_number"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("consultations:document", args=[self.consultation.slug, self.number])

    # What stands in the way now, as a sentence; "" if nothing.

    def why_not_change(self):
        if self.removed_at is not None:
            return _("This document has been taken out. Put it back first.")
        return ""

    why_not_remove = why_not_change

    def why_not_restore(self):
        if self.removed_at is None:
            return _("This document stands among the others already.")
        return ""
