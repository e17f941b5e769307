"""What a text consists of: its paragraphs, and from which of the base they come."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .version import DraftVersion


class ParagraphKind(models.TextChoices):
    """What a paragraph is in a draft resolution."""

    TITLE = "title", _("title")
    ORGAN = "organ", _("name of the organ")
    HEADING = "heading", _("heading")
    PREAMBULAR = "preambular", _("preambular paragraph")
    OPERATIVE = "operative", _("operative paragraph")
    SUBPARAGRAPH = "subparagraph", _("sub-paragraph")
    ANNEX = "annex", _("heading of an annex")


def fitting_level(kind, level):
    """The level that a paragraph of this kind can have, nearest to the one given."""
    return min(max(level, 1), 3) if kind == ParagraphKind.SUBPARAGRAPH else 0


class ParagraphQuerySet(models.QuerySet):
    def in_order(self):
        return self.order_by("order")


class Paragraph(models.Model):
    """A paragraph of one version. ``key`` is the same in all versions; ``number`` is stored when it is released."""

    version = models.ForeignKey(DraftVersion, on_delete=models.PROTECT, related_name="paragraphs")
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    order = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=ParagraphKind)
    level = models.PositiveSmallIntegerField(default=0)
    text = models.TextField(max_length=20_000, blank=True)
    footnotes = models.JSONField(default=list, blank=True)  # texts, called for by [^1], [^2] …
    number = models.CharField(max_length=40, blank=True)
    alternative = models.BooleanField(default=False)  # to the paragraph before it: it has that one's number, and alt
    revision = models.PositiveIntegerField(default=1)

    objects = ParagraphQuerySet.as_manager()

    class Meta:
        ordering = ["version", "order"]
        constraints = [
            models.UniqueConstraint(fields=["version", "key"], name="paragraph_one_per_key"),
            models.UniqueConstraint(
                fields=["version", "order"], name="paragraph_one_per_place", deferrable=models.Deferrable.DEFERRED
            ),
            models.CheckConstraint(condition=Q(kind__in=ParagraphKind.values), name="paragraph_kind_known"),
            models.CheckConstraint(
                condition=Q(kind=ParagraphKind.SUBPARAGRAPH, level__range=(1, 3))
                | (~Q(kind=ParagraphKind.SUBPARAGRAPH) & Q(level=0)),
                name="paragraph_level_fits_kind",
                violation_error_message=_("Only sub-paragraphs have a level, from 1 to 3."),
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.text[:40]}".strip()


class Lineage(models.Model):
    """That a paragraph of a version comes from one of the base with another key: a part of it, or joined with it."""

    version = models.ForeignKey(DraftVersion, on_delete=models.PROTECT, related_name="lineage")
    key = models.UUIDField()
    base_key = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "key", "base_key"], name="lineage_once"),
            models.CheckConstraint(condition=~Q(key=models.F("base_key")), name="lineage_names_another"),
        ]

    def __str__(self):
        return f"{self.key} ← {self.base_key}"
