from uuid import uuid4

from django.db import models
from django.db.models import OuterRef, Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.models import Delegation, Party, PartyCapacity
from consultations.models import Call, CallExtension, Consultation, Question
from record.actor import Capacity

REFERENCE = r"[A-Za-z0-9_-]+-[0-9]{4}-[1-9][0-9]{0,4}"
SPEAKING = frozenset({Capacity.DELEGATE, Capacity.HEAD})


class Visibility(models.TextChoices):
    """Who reads what was submitted, the widest first."""

    PUBLIC = "public", _("everyone")
    PARTICIPANTS = "participants", _("the participants, without stakeholders")
    COFACILITATORS = "cofacilitators", _("the co-facilitators and their staff only")


class SubmissionState(models.TextChoices):
    """The state of the working copy; what was submitted stands beside it in versions."""

    DRAFT = "draft", _("draft")
    IN_CLEARANCE = "in_clearance", _("awaiting clearance")
    SUBMITTED = "submitted", _("submitted")
    WITHDRAWN = "withdrawn", _("withdrawn")


EDITABLE = frozenset({SubmissionState.DRAFT, SubmissionState.IN_CLEARANCE})


class SubmissionQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """The working copies of the actor's own delegation. Nobody else is shown one, administrators included."""
        own = self.filter(delegation=actor.delegation_id, consultation__published=True)
        return own if actor.capacity in SPEAKING else self.none()

    def for_list(self):
        """The latest touched first, each with what a row shows, in one query."""
        related = self.select_related("consultation", "call", "delegation", "party", "began_by")
        return related.annotate(extended_until=_extended()).order_by("-touched_at", "-pk")

    def hold(self, pk):
        """The row, held to the end of the transaction for a change of state."""
        held = self.select_for_update(of=("self",), no_key=True).annotate(extended_until=_extended())
        return held.select_related("consultation", "call", "delegation", "party").get(pk=pk)


def _extended():
    return CallExtension.objects.until(OuterRef("call"), OuterRef("delegation"))


class Submission(models.Model):
    """A written input: the working copy of a delegation. ``state`` is written in ``submissions.actions`` only.

    Its reference is taken with the first submission, counted per consultation, delegation and year. What others
    read are its ``versions``, never this row's answers.
    """

    key = models.UUIDField(default=uuid4, unique=True, editable=False)  # its address: a number would tell of others
    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="submissions")
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="submissions")
    party = models.OneToOneField(Party, on_delete=models.PROTECT, related_name="submission")
    delegation = models.ForeignKey(Delegation, on_delete=models.PROTECT, related_name="submissions")
    capacity = models.CharField(_("capacity"), max_length=10, choices=PartyCapacity)
    language = models.CharField(_("language"), max_length=7, default="en")
    visibility = models.CharField(_("who may read it"), max_length=14, choices=Visibility, default=Visibility.PUBLIC)
    state = models.CharField(max_length=12, choices=SubmissionState, default=SubmissionState.DRAFT)
    revision = models.PositiveIntegerField(default=1)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    serial = models.PositiveSmallIntegerField(null=True, blank=True)
    began_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    touched_at = models.DateTimeField()
    asked_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    asked = models.PositiveSmallIntegerField(default=0)  # how often clearance was asked for: each has its own mail
    # What was last sent for clearance ("sent"), and the time before ("before"), to compare with.
    asked_content = models.JSONField(null=True, blank=True)
    note = models.TextField(blank=True)  # why it was returned or withdrawn

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        ordering = ["-touched_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "delegation"],
                condition=Q(capacity="national") & ~Q(state="withdrawn"),
                name="submission_one_national_per_call",
            ),
            models.UniqueConstraint(
                fields=["consultation", "delegation", "year", "serial"], name="submission_one_per_reference"
            ),
            models.CheckConstraint(condition=Q(capacity__in=PartyCapacity.values), name="submission_capacity_known"),
            models.CheckConstraint(condition=Q(visibility__in=Visibility.values), name="submission_visibility_known"),
            models.CheckConstraint(condition=Q(state__in=SubmissionState.values), name="submission_state_known"),
            models.CheckConstraint(
                condition=Q(year=None, serial=None) | Q(year__isnull=False, serial__isnull=False),
                name="submission_reference_is_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["submitted", "withdrawn"]) | Q(serial__isnull=False),
                name="submission_submitted_has_reference",
            ),
        ]

    def __str__(self):
        return self.reference or f"{self.delegation} ({self.get_state_display()})"

    def get_absolute_url(self):
        """Its own page once it has a reference, else the page where it is written."""
        if self.reference:
            return reverse("submissions:submission", args=[self.consultation.slug, self.reference])
        return reverse("submissions:edit", args=[self.consultation.slug, self.key])

    @property
    def reference(self):
        """``PRT-2019-1``; empty until it is first submitted."""
        return f"{self.delegation.code}-{self.year}-{self.serial}" if self.serial else ""

    def content_last_read(self):
        """What those who clear were last given to read, before what they are given now; ``None`` if nothing."""
        asked = self.asked_content or {}
        return asked.get("before" if self.state == SubmissionState.IN_CLEARANCE else "sent")

    @cached_property
    def extended_until(self):
        """Until when its delegation has more time than the others; ``None`` if it has none. Lists bring it along."""
        return self.call.more_time_of(self.delegation_id)

    @property
    def due_at(self):
        """Until when it is asked for; ``None`` where no date is set."""
        return self.call.due_for(self.extended_until)

    def is_late(self, at):
        """Whether it would be late at ``at``. Its delegation can have more time than the others."""
        return self.call.is_late(at) and self.call.is_late(at, self.extended_until)

    def is_taken(self, at):
        """Whether the call takes it at ``at``."""
        return self.call.is_open(at) or self.call.is_open(at, self.extended_until)

    def is_editable(self):
        return self.state in EDITABLE

    # What stands in the way at ``at``, as a sentence; "" if nothing. Loaded fields only.

    def why_not_edit(self, at):
        if self.state == SubmissionState.SUBMITTED:
            return _("This input has been submitted. Revise it to write its next version.")
        if self.state == SubmissionState.WITHDRAWN:
            return _("This input was withdrawn. Begin a new one.")
        return "" if self.is_taken(at) else why_closed()

    def why_not_ask_for_clearance(self, at):
        if self.state == SubmissionState.IN_CLEARANCE:
            return _("This input awaits clearance already.")
        return self.why_not_edit(at)

    def why_not_return_to_draft(self, _at):
        if self.state == SubmissionState.IN_CLEARANCE:
            return ""
        return _("This input does not await clearance, so there is nothing to return. Load the page again.")

    def why_not_submit(self, at):
        if self.state == SubmissionState.SUBMITTED:
            return _("This input has been submitted already. Its page shows its reference.")
        return self.why_not_edit(at)

    def why_not_revise(self, at):
        if self.state in EDITABLE:
            return _("This input is being written already. Open it and go on.")
        if self.state == SubmissionState.WITHDRAWN:
            return _("This input was withdrawn. Begin a new one.")
        return "" if self.is_taken(at) else why_closed()

    def why_not_withdraw(self, _at):
        if self.state == SubmissionState.WITHDRAWN:
            return _("This input has been withdrawn already.")
        return "" if self.serial else _("Nothing has been submitted yet, so there is nothing to withdraw.")


def why_closed():
    return _("This call no longer takes inputs. Copy your text from this page, and write to the secretariat.")


class Answer(models.Model):
    """The answer of a working copy to one question; without a question, the additional elements."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    html = models.TextField(blank=True)  # as submissions.prose cleans it

    class Meta:
        ordering = ["question__order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "question"], name="answer_one_per_question", nulls_distinct=False
            ),
        ]

    def __str__(self):
        return f"{self.submission_id}, {self.question_id}"
