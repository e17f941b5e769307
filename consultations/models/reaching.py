"""What follows the issue of a circular: that it was acknowledged, printed for the post, asked for as a copy."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Delegation
from record.actor import Capacity

from .circular import Circular
from .consultation import Consultation, Paper


class Acknowledgement(models.Model):
    """That a delegation says it has a circular: one of its people pressed the button. Once, and never taken back."""

    circular = models.ForeignKey(Circular, on_delete=models.PROTECT, related_name="acknowledgements")
    delegation = models.ForeignKey(Delegation, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    capacity = models.CharField(max_length=20, choices=Capacity)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(fields=["circular", "delegation"], name="acknowledgement_once"),
            models.CheckConstraint(condition=Q(capacity__in=Capacity.values), name="acknowledgement_capacity_known"),
        ]

    def __str__(self):
        return f"{self.delegation}: {self.circular}"


class CopyRequest(models.Model):
    """That a person wants circulars and released drafts of a consultation by mail too, until ``ended_at``."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="copy_requests")
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "consultation"], condition=Q(ended_at=None), name="copy_request_one_open"
            ),
        ]

    def __str__(self):
        return f"{self.user}: {self.consultation}"


class Visit(models.Model):
    """When a person last looked at their desk in a consultation: what is newer is shown as new."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "consultation"], name="visit_one_per_person"),
        ]

    def __str__(self):
        return f"{self.user}: {self.consultation}"


class PrintPart(models.TextChoices):
    """What a print run makes."""

    LETTERS = "letters", _("personal copies")
    LABELS = "labels", _("labels for envelopes")


class PrintRunQuerySet(models.QuerySet):
    def for_list(self):
        """The latest first, each with who asked for it."""
        return self.select_related("asked_by")

    def hold(self, pk):
        """The row, held to the end of the transaction, with its circular."""
        held = self.select_for_update(of=("self",), no_key=True)
        return held.select_related("circular__consultation").get(pk=pk)


class PrintRun(models.Model):
    """A printing of an issued circular for the post: personal copies, or the labels of their envelopes.

    ``delegations`` are the codes of those it is for, all that the letter went to where it is empty; the Job about it
    shows its progress and holds the file.
    """

    circular = models.ForeignKey(Circular, on_delete=models.PROTECT, related_name="print_runs")
    part = models.CharField(max_length=10, choices=PrintPart)
    paper = models.CharField(_("paper"), max_length=6, choices=Paper)
    delegations = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    options = models.JSONField(default=dict, blank=True)  # as consultations.printing.Choices
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()

    objects = PrintRunQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(part__in=PrintPart.values), name="print_run_part_known"),
            models.CheckConstraint(condition=Q(paper__in=Paper.values), name="print_run_paper_known"),
        ]

    def __str__(self):
        return f"{self.get_part_display()} of {self.circular}"

    def get_absolute_url(self):
        circular = self.circular
        return reverse("consultations:print_run", args=[circular.consultation.slug, circular.reference, self.pk])
