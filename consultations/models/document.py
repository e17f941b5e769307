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
        """Reference documents are public."""
        return self


class ReferenceDocument(models.Model):
    """A paper the process rests on: where it is found, by symbol, address or file."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=20, choices=DocumentKind)
    title = models.CharField(max_length=300)
    symbol = models.CharField(max_length=60, blank=True)
    summary = models.TextField(blank=True)
    dated = models.DateField()
    address = models.URLField(max_length=400, blank=True)
    file = models.ForeignKey(File, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = ReferenceDocumentQuerySet.as_manager()

    class Meta:
        ordering = ["dated", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=DocumentKind.values), name="document_kind_known"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("consultations:document", args=[self.consultation.slug, self.pk])
