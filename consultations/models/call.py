from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
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
        return self.filter(Q(opens_at__lte=actor.at) | Q(consultation__in=actor.consultations))


class Call(models.Model):
    """What is asked, and of whom. ``due_at`` may be empty: the letter of 2019 set no date.

    What comes after ``due_at`` is accepted and marked late, unless the call was closed (``closed_at``).
    """

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="calls")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20, choices=CallKind)
    subject = models.CharField(_("what is asked about"), max_length=200, blank=True)
    audience = ArrayField(models.CharField(max_length=20, choices=DelegationKind))
    opens_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

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

    def is_open(self, at):
        """Whether it takes inputs at ``at``: the clock decides, no job flips a flag."""
        return self.opens_at <= at and (self.closed_at is None or at < self.closed_at)


class Question(models.Model):
    """One question of a call, in the language it was asked in."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="questions")
    order = models.PositiveSmallIntegerField()
    text = models.TextField()
    language = models.CharField(max_length=7, default="en")

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["call", "order"], name="question_one_per_place"),
            models.CheckConstraint(condition=Q(order__gte=1, order__lte=len(ROMAN)), name="question_has_numeral"),
        ]

    def __str__(self):
        return f"({self.numeral}) {self.text}"

    @property
    def numeral(self):
        """As the letter numbers it: I, II, III."""
        return ROMAN[self.order - 1]
