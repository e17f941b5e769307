"""The files that are kept of a released version."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from record.models import File

from .version import DraftVersion


class VersionFileKind(models.TextChoices):
    """In what form a released version is stored, or its redline against ``base``."""

    PDF_LETTER = "pdf_letter", _("PDF, Letter")
    WORD = "word", _("Word")
    AKOMA_NTOSO = "akn", _("Akoma Ntoso XML")
    REDLINE = "redline", _("redline")
    REDLINE_PDF = "redline_pdf", _("redline, PDF")
    REDLINE_WORD = "redline_word", _("Word with tracked changes")


class VersionFile(models.Model):
    """A file that was made of a released version once, so that it never changes later. Only ever added."""

    version = models.ForeignKey(DraftVersion, on_delete=models.PROTECT, related_name="files")
    kind = models.CharField(max_length=14, choices=VersionFileKind)
    base = models.ForeignKey(DraftVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "kind", "base"], name="version_file_once", nulls_distinct=False),
            models.CheckConstraint(condition=Q(kind__in=VersionFileKind.values), name="version_file_kind_known"),
        ]

    def __str__(self):
        return f"{self.version}, {self.get_kind_display()}"
