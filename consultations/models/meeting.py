import re
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models.user import validate_zone

from ..ordinals import ordinal
from .consultation import Consultation
from .document import ReferenceDocument

NUMBERED = re.compile(r"^\d{1,2}[.)]\s+")  # typed by hand, where the page numbers by itself


class MeetingKind(models.TextChoices):
    INFORMAL = "informal", _("informal consultation")
    READING = "reading", _("reading of the draft")
    STAKEHOLDERS = "stakeholders", _("stakeholder meeting")
    BRIEFING = "briefing", _("briefing")
    ADOPTION = "adoption", _("adoption")


COUNTED = {MeetingKind.INFORMAL, MeetingKind.READING}


class MeetingStatus(models.TextChoices):
    SCHEDULED = "scheduled", _("scheduled")
    POSTPONED = "postponed", _("postponed")
    CANCELLED = "cancelled", _("cancelled")
    HELD = "held", _("held")


class MeetingQuerySet(models.QuerySet):
    def hold(self, pk):
        """The row, held to the end of the transaction, so that two changes come one after the other."""
        return self.select_for_update(of=("self",), no_key=True).select_related("consultation").get(pk=pk)

    def visible_to(self, actor):
        """The published calendar is public; those who work for the consultation see what is being planned."""
        shown = Q(published=True, consultation__published=True)
        return self.filter(shown | Q(consultation__in=actor.consultations))

    def for_list(self):
        """In the order of time, each with its consultation and its ordinal among those of its kind."""
        earlier = (
            Meeting.objects.filter(
                Q(starts_at__lt=OuterRef("starts_at"))
                | Q(starts_at=OuterRef("starts_at"), number__lt=OuterRef("number")),
                consultation=OuterRef("consultation"),
                kind=OuterRef("kind"),
                published=True,
            )
            .order_by()
            .values("kind")
            .annotate(count=Count("pk"))
            .values("count")
        )
        return (
            self.select_related("consultation")
            .annotate(place_in_kind=Coalesce(Subquery(earlier), 0) + 1)
            .order_by("starts_at", "number")
        )


class Meeting(models.Model):
    """A meeting: an instant, a room, an ordinal of its kind. ``sequence`` counts its changes for calendars,
    ``revision`` those of its row for editors.

    That it was held is decided by the clock; ``status`` is written only when it is postponed or cancelled.
    """

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="meetings")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20, choices=MeetingKind)
    subject = models.CharField(max_length=200, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    hour_known = models.BooleanField(default=True, help_text=_("Off where the record gives the day only."))
    room = models.CharField(max_length=120, blank=True)
    place = models.CharField(max_length=120, default="United Nations Headquarters, New York")
    time_zone = models.CharField(max_length=64, default="America/New_York", validators=[validate_zone])
    link = models.URLField(blank=True)
    closed = models.BooleanField(_("closed meeting"), default=False)
    languages = models.CharField(_("languages"), max_length=120, blank=True)
    agenda = models.TextField(_("agenda"), max_length=10_000, blank=True)
    webcast = models.URLField(_("webcast"), blank=True)
    seating = models.CharField(_("seating"), max_length=200, blank=True)
    accessibility = models.TextField(_("accessibility"), max_length=2000, blank=True)
    documents = models.ManyToManyField(ReferenceDocument, blank=True, related_name="meetings")
    status = models.CharField(max_length=12, choices=MeetingStatus, default=MeetingStatus.SCHEDULED)
    published = models.BooleanField(default=True)
    reason = models.TextField(_("why it was postponed or cancelled"), max_length=1000, blank=True)
    summary = models.TextField(_("summary of the co-facilitators"), max_length=20_000, blank=True)
    recording = models.URLField(_("recording"), blank=True)
    revision = models.PositiveIntegerField(default=1)
    sequence = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "number"]
        constraints = [
            models.UniqueConstraint(fields=["consultation", "number"], name="meeting_one_per_number"),
            models.CheckConstraint(condition=Q(kind__in=MeetingKind.values), name="meeting_kind_known"),
            models.CheckConstraint(condition=Q(status__in=MeetingStatus.values), name="meeting_status_known"),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at")),
                name="meeting_ends_after_it_starts",
                violation_error_message=_("A meeting ends after it has begun: correct one of the two times."),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("consultations:meeting", args=[self.consultation.slug, self.number])

    @property
    def zone(self):
        return ZoneInfo(self.time_zone)

    @property
    def title(self):
        """ "Third informal consultation", or the subject where the kind is not counted."""
        kind = str(self.get_kind_display())
        if self.kind in COUNTED:
            place = getattr(self, "place_in_kind", None)
            name = f"{ordinal(place)} {kind}" if place else kind
            return f"{name}: {self.subject}" if self.subject else name[:1].upper() + name[1:]
        return self.subject or kind[:1].upper() + kind[1:]

    @property
    def agenda_items(self):
        """The items of the agenda, without numbers typed before them."""
        lines = (line.strip() for line in self.agenda.splitlines())
        return [NUMBERED.sub("", line) for line in lines if line]

    def day(self):
        """The date at the place of the meeting."""
        return self.starts_at.astimezone(self.zone).date()

    def has_begun(self, at):
        """Whether it stands and its beginning has passed; where only the day is known, whether that day has come."""
        come = self.starts_at <= at or (not self.hour_known and self.day() <= at.astimezone(self.zone).date())
        return come and self.status in {MeetingStatus.SCHEDULED, MeetingStatus.HELD}

    def status_at(self, at):
        """What it is at ``at``: a scheduled meeting is held once its end has passed."""
        if self.status == MeetingStatus.SCHEDULED and (self.ends_at or self.starts_at) <= at:
            return MeetingStatus.HELD
        return MeetingStatus(self.status)

    # What stands in the way now, as a sentence; "" if nothing.

    def why_not_change(self):
        if self.status == MeetingStatus.CANCELLED:
            return _("This meeting has been cancelled. Enter a new one instead.")
        return ""

    def why_not_postpone(self, at):
        if self.status == MeetingStatus.POSTPONED:
            return _("This meeting is postponed already. Change it to give it its new date, or cancel it.")
        return self.why_not_cancel(at)

    def why_not_cancel(self, at):
        if self.status_at(at) == MeetingStatus.HELD:
            return _("This meeting has been held already: it can be neither postponed nor cancelled.")
        return self.why_not_change()

    def why_not_report(self, at):
        if self.status_at(at) != MeetingStatus.HELD:
            return _("A meeting is reported on once it has been held.")
        return ""

    def why_not_ask_invitation(self, at):
        if self.status == MeetingStatus.CANCELLED:
            return _("This meeting has been cancelled: there is nothing to invite you to.")
        if self.status_at(at) == MeetingStatus.HELD:
            return _("This meeting has been held already: there is nothing to invite you to.")
        return ""
