"""Instants that something is due at, and the messages that remind of them."""

from datetime import timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, ExpressionWrapper, F, OuterRef, Q, Value
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import DelegationKind
from record.hashing import content_hash
from record.models.generic import About, AboutQuerySet, type_of

from .consultation import Consultation


class DeadlinePurpose(models.TextChoices):
    """What happens at the instant."""

    STARTS = "starts", _("a meeting begins")
    DUE = "due", _("inputs are due")
    SILENCE = "silence", _("silence ends")
    OTHER = "other", _("another date")


class DeadlineQuerySet(AboutQuerySet):
    def visible_to(self, actor):
        """Dates as reminders hang on them are seen by who works for the consultation."""
        return self.filter(consultation__in=Consultation.objects.filter(pk__in=actor.consultations).values("slug"))

    def of(self, consultation):
        """Those of a consultation in the order of time; what has no date now comes last."""
        return self.filter(consultation=consultation.slug).order_by(F("at").asc(nulls_last=True), "pk")

    def hold(self, pk):
        """The row, held to the end of the transaction."""
        return self.select_for_update(no_key=True).get(pk=pk)

    def hold_many(self, keys):
        """The rows as a list, held in one order, so that two who hold several never wait for each other."""
        return list(self.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk"))

    def written(self, target, purpose, at, *, consultation, title=""):
        """The deadline of ``target`` (a meeting, a call, a silence procedure) moved to ``at``, an aware datetime;
        ``None`` where it has no date now: postponed sine die, cancelled, closed. Made when it is first written.
        """
        return self.update_or_create(
            target_type=type_of(target),
            target_id=target.pk,
            purpose=purpose,
            defaults={"at": at, "title": title},
            create_defaults={"at": at, "title": title, "consultation": consultation.slug},
        )[0]


class Deadline(About):
    """An instant that reminders hang on. Meetings, calls and silence write theirs; others are entered by hand.

    ``at`` is empty while it has no date. Of a meeting or a call the title is its own; ``title`` names the others, whose
    target is the consultation itself.
    """

    purpose = models.CharField(max_length=10, choices=DeadlinePurpose)
    title = models.CharField(_("what is due"), max_length=200, blank=True)
    at = models.DateTimeField(_("when"), null=True, blank=True)

    objects = DeadlineQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["consultation", "at"], name="deadline_of_consultation")]
        constraints = [
            models.UniqueConstraint(
                fields=["target_type", "target_id", "purpose"],
                condition=~Q(purpose=DeadlinePurpose.OTHER),
                name="deadline_one_per_object",
            ),
            models.CheckConstraint(condition=Q(purpose__in=DeadlinePurpose.values), name="deadline_purpose_known"),
            models.CheckConstraint(
                condition=~Q(purpose=DeadlinePurpose.OTHER) | ~Q(title=""), name="deadline_by_hand_has_title"
            ),
        ]

    def __str__(self):
        return self.title or f"{self.get_purpose_display()}: {self.target}"

    def revision(self):
        """What a form was based on: another once somebody has changed what it shows."""
        return content_hash([self.title, self.at])

    def why_not_change(self):
        """What stands in the way of changing it by hand, as a sentence; "" if nothing."""
        if self.purpose != DeadlinePurpose.OTHER:
            return _("This date follows its meeting or its call. Change it there, and the reminders follow.")
        return ""

    def why_not_end(self):
        if self.at is None:
            return _("This date has been taken away already. Its reminders wait for a new one.")
        return self.why_not_change()


class ReminderAudience(models.TextChoices):
    """Who is reminded. Who they are is asked when it is sent, never before."""

    ALL = "all", _("all")
    NOT_SUBMITTED = "not_submitted", _("those who have not submitted an input")
    AWAITING_CLEARANCE = "awaiting_clearance", _("those with an input that awaits their clearance")


class ReminderQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Who works for the consultation sees when it reminds, of what and with which words."""
        return self.filter(consultation__in=actor.consultations)

    def hold(self, pk):
        """The row, held to the end of the transaction."""
        return self.select_for_update(of=("self",), no_key=True).select_related("deadline", "consultation").get(pk=pk)

    def active(self):
        return self.filter(stopped_at=None)

    def waiting(self, at):
        """The active whose moment came by ``at``, which stood before it, and of which nothing is written for their
        date yet.
        """
        offset = ExpressionWrapper(F("offset") * Value(timedelta(minutes=1)), models.DurationField())
        moment = ExpressionWrapper(F("deadline__at") - offset, models.DateTimeField())
        written = ReminderRun.objects.filter(reminder=OuterRef("pk"), due_for=OuterRef("deadline__at"))
        came = self.active().annotate(moment=moment).filter(moment__lte=at, moment__gte=F("made_at"))
        return came.filter(~Exists(written))


class Reminder(models.Model):
    """A message relative to a deadline: ``offset`` minutes before it, or after it where negative.

    It follows the deadline when that moves, and waits while it has no date. ``revision`` counts its changes.
    """

    consultation = models.ForeignKey("consultations.Consultation", on_delete=models.PROTECT, related_name="reminders")
    deadline = models.ForeignKey(Deadline, on_delete=models.PROTECT, related_name="reminders")
    offset = models.IntegerField(_("minutes before"))
    audience = models.CharField(_("who is reminded"), max_length=20, choices=ReminderAudience)
    kinds = ArrayField(models.CharField(max_length=20, choices=DelegationKind), verbose_name=_("of these kinds"))
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"), max_length=5000)
    made_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(audience__in=ReminderAudience.values), name="reminder_audience_known"),
            models.CheckConstraint(
                condition=Q(offset__gte=-60 * 24 * 60, offset__lte=366 * 24 * 60), name="reminder_near"
            ),
        ]

    def __str__(self):
        return self.subject

    def get_absolute_url(self):
        return reverse("consultations:reminder", args=[self.consultation.slug, self.pk])

    # What stands in the way now, as a sentence; "" if nothing.

    def why_not_stop(self):
        return _("This reminder has been stopped already.") if self.stopped_at else ""

    def why_not_resume(self):
        return "" if self.stopped_at else _("This reminder has not been stopped.")


class ReminderOutcome(models.TextChoices):
    SENT = "sent", _("sent")
    NOBODY = "nobody", _("there was nobody to remind")
    OVERTAKEN = "overtaken", _("overtaken by a later one")
    MISSED = "missed", _("missed while the portal was down")


class ReminderRun(models.Model):
    """That a reminder was due for one date of its deadline, and what became of it: once for each date."""

    reminder = models.ForeignKey(Reminder, on_delete=models.PROTECT, related_name="runs")
    due_for = models.DateTimeField()  # the instant of the deadline, as it was then
    at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=ReminderOutcome)
    addresses = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["reminder", "due_for"], name="reminder_once_per_date"),
            models.CheckConstraint(condition=Q(outcome__in=ReminderOutcome.values), name="reminder_outcome_known"),
        ]

    def __str__(self):
        return f"{self.reminder}: {self.get_outcome_display()}"
