from zoneinfo import ZoneInfo

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Delegation
from accounts.models.user import validate_zone
from record.hashing import content_hash

# Names at the root of the portal; a consultation cannot be called so.
RESERVED_SLUGS = frozenset(
    {
        "accounts",
        "admin",
        "acting",
        "static",
        "media",
        "healthz",
        "readyz",
        "verify",
        "styleguide",
        "demo",
        "search",
        "api",
        "csp",
        "favicon",
        "robots",
        "record",
        "mail",
        "new",
    }
)


def validate_slug_is_free(value):
    if value in RESERVED_SLUGS:
        raise ValidationError(_("This word is an address of the portal itself. Choose another."))


class Paper(models.TextChoices):
    A4 = "a4", _("A4")
    LETTER = "letter", _("Letter")


class ConsultationQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """That a consultation is held is public, once it is published; who works for it sees it while it is set up."""
        return self.filter(Q(published=True) | Q(pk__in=actor.consultations))

    def hold(self, pk):
        """The row, held to the end of the transaction."""
        return self.select_for_update(no_key=True).get(pk=pk)


class Consultation(models.Model):
    """One process, from the co-facilitators' first letter to adoption. Everything hangs on it."""

    slug = models.SlugField(max_length=80, unique=True, validators=[validate_slug_is_free])
    title = models.CharField(max_length=300)
    short_title = models.CharField(max_length=80)
    mandate = models.TextField()
    notice = models.TextField(blank=True, help_text=_("Shown above every page, such as that this is a rehearsal."))
    place = models.CharField(max_length=80, default="New York")
    time_zone = models.CharField(max_length=64, default="America/New_York", validators=[validate_zone])
    opens_on = models.DateField()
    expected_end = models.DateField()
    contact = models.EmailField(_("address of the secretariat"))
    published = models.BooleanField(_("published"), default=True)
    paper = models.CharField(_("paper of its letters"), max_length=6, choices=Paper, default=Paper.A4)
    rooms = ArrayField(models.CharField(max_length=120), verbose_name=_("rooms"), default=list, blank=True)
    president_letterhead = models.CharField(_("letterhead of the President"), max_length=200, blank=True)
    president_name = models.CharField(_("name of the President as it is printed"), max_length=150, blank=True)
    president_function = models.CharField(_("function of the President as it is printed"), max_length=200, blank=True)
    revision = models.PositiveIntegerField(default=1)

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        ordering = ["opens_on"]
        constraints = [
            models.CheckConstraint(condition=Q(expected_end__gte=F("opens_on")), name="consultation_runs_forward"),
            models.CheckConstraint(
                condition=~Q(slug__in=sorted(RESERVED_SLUGS)), name="consultation_slug_not_reserved"
            ),
            models.CheckConstraint(condition=Q(paper__in=Paper.values), name="consultation_paper_known"),
        ]

    def __str__(self):
        return self.short_title

    def get_absolute_url(self):
        return reverse("overview", args=[self.slug])

    @property
    def zone(self):
        return ZoneInfo(self.time_zone)

    def day(self, instant):
        """The date at the place of the consultation, at ``instant``."""
        return instant.astimezone(self.zone).date()

    # What stands in the way now, as a sentence; "" if nothing.

    def why_not_publish(self):
        if self.published:
            return _("This consultation is published already.")
        if not self.contact:
            return _("Nobody would know whom to ask: enter the address of the secretariat among the facts first.")
        return ""

    def why_not_issue(self):
        """Letters, whose links lead nowhere before, leave once it is published."""
        if not self.published:
            return _("This consultation is not published yet: its letters would lead nowhere. Publish it first.")
        return ""


class RoleKind(models.TextChoices):
    STAFF = "staff", _("staff of the co-facilitators")
    SECRETARIAT = "secretariat", _("secretariat")


class TermQuerySet(models.QuerySet):
    def at(self, instant):
        """Those in force at ``instant``, an aware datetime."""
        return self.filter(starts_at__lte=instant).filter(Q(ends_at=None) | Q(ends_at__gt=instant))


class Role(models.Model):
    """That a person works for a consultation, from one instant to another. Ended, never deleted."""

    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="roles")
    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="roles")
    kind = models.CharField(max_length=20, choices=RoleKind)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)

    objects = TermQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=RoleKind.values), name="role_kind_known"),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gte=F("starts_at")), name="role_runs_forward"
            ),
            models.UniqueConstraint(
                fields=["user", "consultation", "kind"], condition=Q(ends_at=None), name="role_one_open"
            ),
        ]

    def __str__(self):
        return f"{self.user}, {self.get_kind_display()}"

    def why_not_end(self, at):
        """What stands in the way of ending it now, as a sentence; "" if nothing."""
        if self.ends_at is not None and self.ends_at <= at:
            return _("This role has ended already.")
        return ""


class CoFacilitator(models.Model):
    """One of those who lead a consultation: whose letterhead and signature stand on its letters, in ``order``."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="cofacilitators")
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="cofacilitations")
    delegation = models.ForeignKey(Delegation, on_delete=models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField()
    printed_name = models.CharField(_("name as it is printed"), max_length=150)
    printed_function = models.CharField(_("function as it is printed"), max_length=200)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)

    objects = TermQuerySet.as_manager()

    class Meta:
        ordering = ["order"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gte=F("starts_at")), name="cofacilitator_runs_forward"
            ),
            models.UniqueConstraint(
                fields=["consultation", "order"], condition=Q(ends_at=None), name="cofacilitator_one_open_per_place"
            ),
            models.UniqueConstraint(
                fields=["consultation", "user"], condition=Q(ends_at=None), name="cofacilitator_one_open_per_person"
            ),
        ]

    def __str__(self):
        return self.printed_name

    def revision(self):
        """What a form was based on: another once somebody has changed what it shows."""
        return content_hash([self.printed_name, self.printed_function, self.order])

    # What stands in the way now, as a sentence; "" if nothing.

    def why_not_change(self, at):
        if self.ends_at is not None and self.ends_at <= at:
            return _("This person does not co-facilitate any more: nothing is printed under this name again.")
        return ""

    why_not_end = why_not_change
