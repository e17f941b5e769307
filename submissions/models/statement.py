"""Statements as they were delivered in a meeting, beside the written inputs."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Delegation, DelegationKind
from consultations.models import Meeting, MeetingKind, MeetingStatus
from record.actor import Capacity
from record.models import File

from .version import SubmittedVersion


class StatementQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Of an open meeting everybody reads them, of a closed one those who could be in the room and who work for
        the consultation; always only where the reader may know of the meeting.
        """
        known = self.filter(meeting__in=Meeting.objects.visible_to(actor))
        readable = Q(meeting__closed=False) | Q(meeting__consultation__in=actor.consultations)
        if actor.capacity in {Capacity.DELEGATE, Capacity.HEAD}:
            if actor.delegation.kind == DelegationKind.STAKEHOLDER:
                readable |= Q(meeting__kind=MeetingKind.STAKEHOLDERS)
            else:
                readable |= Q(meeting__closed=True)
            readable |= Q(delegation=actor.delegation)
        return known.filter(readable)

    def standing(self):
        return self.filter(withdrawn_at=None)

    def for_list(self):
        """With what a row, a JSON form and the address of the file show, in two queries."""
        related = self.select_related("meeting__consultation", "delegation", "file", "version__submission__delegation")
        return related.defer("version__content").prefetch_related("delegation__names")

    def hold(self, pk):
        """The row, held to the end of the transaction for a change of state."""
        held = self.select_for_update(of=("self",), no_key=True)
        return held.select_related("meeting__consultation", "delegation").get(pk=pk)


class Statement(models.Model):
    """What a delegation said in a meeting, as a file: "check against delivery". ``version`` is the input it goes with.

    ``behalf`` is the phrase that is printed under the name where it spoke for others too.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="statements")
    number = models.PositiveSmallIntegerField()
    delegation = models.ForeignKey(Delegation, on_delete=models.PROTECT, related_name="statements")
    behalf = models.CharField(_("on behalf of"), max_length=300, blank=True)
    language = models.CharField(_("language"), max_length=7, default="en")
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(
        SubmittedVersion,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="statements",
        verbose_name=_("the written input it goes with"),
    )
    added_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = StatementQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="statement_one_per_number"),
        ]

    def __str__(self):
        return f"{self.delegation}: {self.meeting}"

    def get_absolute_url(self):
        """Where its file is served."""
        return reverse("submissions:statement", args=[self.meeting.consultation.slug, self.meeting.number, self.number])

    def why_not_withdraw(self):
        """What stands in the way of taking it back, as a sentence; "" if nothing."""
        return _("This statement has been taken back already.") if self.withdrawn_at else ""


def why_not_add_statement(meeting, at):
    """What stands in the way of handing in a statement as delivered, as a sentence; "" if nothing."""
    if meeting.status == MeetingStatus.CANCELLED:
        return _("This meeting has been cancelled: no statement was delivered in it.")
    if not meeting.has_begun(at):
        return _("A statement is added as it was delivered, so not before the meeting has begun.")
    return ""
