from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from accounts.models import DelegationKind

from .consultation import Consultation

ROMAN = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV"]


class CallKind(models.TextChoices):
    OPENING_QUESTIONS = "opening_questions", _("Opening questions")
    COMMENTS = "comments", _("Comments on a draft")


class CallQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """A call is public once it opens; those who work for the consultation see it before."""
        opened = Q(opens_at__lte=actor.at, consultation__published=True)
        return self.filter(opened | Q(consultation__in=actor.consultations))

    def open_to(self, delegation_id, at):
        """Those that take inputs of this delegation at ``at``, each with ``extended_until``: its own time, if any."""
        extended = CallExtension.objects.until(OuterRef("pk"), delegation_id)
        stands = Q(closed_at=None) | Q(closed_at__gt=at) | Q(extended_until__gte=at)
        return self.annotate(extended_until=extended).filter(stands, opens_at__lte=at)

    def hold(self, pk):
        """The row, held to the end of the transaction."""
        return self.select_for_update(of=("self",), no_key=True).select_related("consultation").get(pk=pk)


class Call(models.Model):
    """What is asked, and of whom. ``due_at`` may be empty: the letter of 2019 set no date.

    What comes after ``due_at`` is accepted and marked late, unless the call was closed (``closed_at``).
    """

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="calls")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20, choices=CallKind)
    subject = models.CharField(_("what is asked about"), max_length=200, blank=True)
    text = models.TextField(_("on what mandate it is asked"), max_length=5000, blank=True)
    audience = ArrayField(models.CharField(max_length=20, choices=DelegationKind))
    opens_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)

    objects = CallQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["consultation", "number"], name="call_one_per_number"),
            models.CheckConstraint(condition=Q(kind__in=CallKind.values), name="call_kind_known"),
            models.CheckConstraint(
                condition=Q(due_at=None) | Q(due_at__gt=F("opens_at")), name="call_due_after_it_opens"
            ),
        ]

    def __str__(self):
        return self.subject or str(self.get_kind_display())

    def is_open(self, at, extended_until=None):
        """Whether it takes inputs at ``at``: the clock decides, no job flips a flag.

        Those of a delegation that has more time are taken until then, also where it was closed for the others.
        """
        has_time = extended_until is not None and at <= extended_until
        return self.opens_at <= at and (self.closed_at is None or at < self.closed_at or has_time)

    def due_for(self, extended_until):
        """Until when it asks, of a delegation that has time until ``extended_until``; ``None`` where no date is set."""
        return max(filter(None, [self.due_at, extended_until]), default=None)

    def is_late(self, at, extended_until=None):
        """Whether what comes at ``at`` is late; where no date is set nothing is."""
        return self.due_at is not None and at > self.due_for(extended_until)

    def more_time_of(self, delegation_id):
        """Until when this delegation has more time; ``None`` if it has none."""
        return self.extensions.filter(delegation=delegation_id).values_list("until", flat=True).first()

    def is_closed(self, at):
        """Whether it was closed for good by ``at``."""
        return self.closed_at is not None and self.closed_at <= at

    def is_begun(self):
        """Whether anybody has begun an input to it: what was asked of them is not changed under their hands."""
        return self.submissions.exists()

    # What stands in the way now, as a sentence; "" if nothing.

    def why_not_change(self, at):
        if self.is_closed(at):
            return _("This call is closed. Reopen it first.")
        return ""

    def why_not_change_questions(self, at):
        if any(question.label for question in self.questions.all()):
            return _("This call asks about the paragraphs of a text, one by one, and stays as it was asked. Ask anew.")
        if not self.is_closed(at) and self.is_begun():
            return _(
                "Inputs to this call have been begun: its questions stay as they were asked. Change the date by which "
                "inputs are due, or ask anew in a call of its own."
            )
        return self.why_not_change(at)

    def why_not_extend(self, at):
        if self.due_at is None:
            return _("This call sets no date by which inputs are due. Change it to enter one.")
        return self.why_not_change(at)

    def why_not_give_time(self, _at):
        if self.due_at is None and self.closed_at is None:
            return _("This call sets no date and is not closed: inputs are taken of every delegation as it is.")
        return ""

    def why_not_close(self, at):
        if self.is_closed(at):
            return _("This call is closed already.")
        if self.opens_at > at:
            return _("This call has not opened yet. Change its dates instead.")
        return ""

    def why_not_reopen(self):
        if self.closed_at is None:
            return _("This call is not closed: inputs are taken.")
        return ""


class Question(models.Model):
    """One question of a call, in the language it was asked in."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="questions")
    order = models.PositiveSmallIntegerField()
    text = models.TextField()
    language = models.CharField(max_length=7, default="en")
    label = models.CharField(max_length=20, blank=True)  # of a paragraph that is asked about, such as OP4

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["call", "order"], name="question_one_per_place"),
            models.CheckConstraint(
                condition=Q(order__gte=1) & (Q(order__lte=len(ROMAN)) | ~Q(label="")), name="question_has_numeral"
            ),
        ]

    def __str__(self):
        return f"({self.numeral}) {self.text}"

    @property
    def numeral(self):
        """As the letter numbers it: I, II, III; or the number of the paragraph that is asked about."""
        return self.label or ROMAN[self.order - 1]


class CallExtensionQuerySet(models.QuerySet):
    def until(self, call, delegation):
        """Until when ``delegation`` has more time for ``call``, as part of a query; each a key, or a reference."""
        return Subquery(self.filter(call=call, delegation=delegation).values("until")[:1])


class CallExtension(models.Model):
    """That one delegation has more time for a call: what it sends until ``until`` is taken, and not late."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="extensions")
    delegation = models.ForeignKey("accounts.Delegation", on_delete=models.PROTECT, related_name="+")
    until = models.DateTimeField()
    given_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()

    objects = CallExtensionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["call", "delegation"], name="call_extension_one_per_delegation"),
        ]

    def __str__(self):
        return f"{self.delegation}: {self.call}"
