from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from record.actor import Capacity

from .delegation import Delegation, DelegationKind


class ApplicationState(models.TextChoices):
    RECEIVED = "received", _("awaits a decision")
    ADMITTED = "admitted", _("admitted")
    DECLINED = "declined", _("declined")


class ApplicationQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """What asks to take part is read by the secretariat."""
        return self if actor.capacity == Capacity.SECRETARIAT else self.none()

    def waiting(self):
        return self.filter(state=ApplicationState.RECEIVED)

    def decided(self):
        """Those that were answered, the last first."""
        return self.exclude(state=ApplicationState.RECEIVED).order_by("-decided_at", "-pk")

    def hold(self, pk):
        """The row, held to the end of the transaction, so that it is decided once."""
        return self.select_for_update(no_key=True).get(pk=pk)


class Application(models.Model):
    """That somebody asks to take part: who they are, under which rule, and whom to write to.

    ``answer`` is the sentence of the secretariat to the applicant. Admission makes or names a ``delegation``.
    """

    organization = models.CharField(_("name of the organization"), max_length=200)
    kind = models.CharField(_("what it is"), max_length=20, choices=DelegationKind, default=DelegationKind.STAKEHOLDER)
    rule = models.CharField(_("under which rule it takes part"), max_length=200)
    about = models.TextField(_("what it does on the subject"), max_length=2000, blank=True)
    contact_name = models.CharField(_("whom to write to"), max_length=150)
    email = models.EmailField(_("e-mail address"))
    consultation = models.SlugField(null=True, blank=True, max_length=80)
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=ApplicationState, default=ApplicationState.RECEIVED)
    answer = models.TextField(_("answer"), max_length=2000, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    delegation = models.ForeignKey(
        Delegation, null=True, blank=True, on_delete=models.PROTECT, related_name="applications"
    )

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=DelegationKind.values), name="application_kind_known"),
            models.CheckConstraint(condition=Q(state__in=ApplicationState.values), name="application_state_known"),
            models.CheckConstraint(
                condition=Q(state="received") | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="application_decision_has_person_and_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="admitted") | Q(delegation__isnull=False), name="application_admitted_has_delegation"
            ),
        ]

    def __str__(self):
        return self.organization

    def get_absolute_url(self):
        return reverse("application", args=[self.pk])

    def why_not_decide(self):
        """What stands in the way of a decision, as a sentence; "" if nothing."""
        if self.state == ApplicationState.RECEIVED:
            return ""
        return _("This request has been decided already: %(state)s. Load the page again.") % {
            "state": self.get_state_display()
        }
