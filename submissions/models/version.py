from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import DelegationKind, PartyEntry
from accounts.models.party import OUTSIDE
from accounts.models.periods import in_force
from record.actor import Capacity
from record.models import File

from .submission import SPEAKING, Submission, SubmissionState, Visibility

INSIDE = frozenset({Capacity.STAFF, Capacity.COFACILITATOR})


def spoken_for(delegation_id):
    """The condition that a version was submitted in the name of this delegation, as the party's entries say."""
    entries = PartyEntry.objects.filter(party=OuterRef("submission__party"))
    in_group = _in_force_when_said("group__memberships__") & Q(group__memberships__delegation=delegation_id)
    named = Q(kind__in=["delegation", "associated"], delegation=delegation_id)
    included = entries.filter(named | (Q(kind="group") & in_group))
    return Exists(included) & ~Exists(entries.filter(kind__in=OUTSIDE, delegation=delegation_id))


def _in_force_when_said(prefix):
    return in_force(F("party__as_of"), prefix)


class SubmittedVersionQuerySet(models.QuerySet):
    def readable_by(self, actor):
        """What the actor may read: under the rules of the version itself and of the one that stands now.

        So an earlier version that was for a few is not opened by a later one that is for all.
        """
        readable = _open_to(_shown(actor))
        if actor.capacity in SPEAKING:
            readable |= Q(submission__delegation=actor.delegation_id) | spoken_for(actor.delegation_id)
        elif actor.consultations:
            readable |= Q(submission__consultation__in=actor.consultations) & _open_to(_shown_inside(actor))
        known = Q(submission__consultation__published=True) | Q(submission__consultation__in=actor.consultations)
        return self.filter(known, readable)

    visible_to = readable_by

    def newer(self):
        """The later versions of the same input, for a subquery."""
        return self.filter(submission=OuterRef("submission"), number__gt=OuterRef("number"))

    def current(self):
        """The last version of each input."""
        return self.filter(~Exists(self.model.objects.newer()))

    def standing(self):
        """Of inputs that were not withdrawn."""
        return self.exclude(submission__state=SubmissionState.WITHDRAWN)

    def for_list(self):
        """With what a row, a page and a JSON form show, in one query."""
        return self.select_related("submission__delegation", "submission__call", "submission__consultation", "receipt")

    def for_rows(self):
        """With what a row of the list shows, in one query and without the text."""
        return (
            self.for_list()
            .defer("content")
            .annotate(said_by=F("content__delegation"), wording=F("content__wording"), language=F("content__language"))
        )


def _open_to(visibilities):
    """The condition that a version, and every later one, has one of these."""
    later = SubmittedVersion.objects.newer().exclude(visibility__in=visibilities)
    return Q(visibility__in=visibilities) & ~Exists(later)


def _shown_inside(actor):
    """Which visibilities are open to someone who works for the consultation: not all of them to the secretariat."""
    return list(Visibility) if actor.capacity in INSIDE else [Visibility.PUBLIC, Visibility.PARTICIPANTS]


def _shown(actor):
    """Which visibilities are open to someone who is neither the delegation nor works for the consultation."""
    if actor.capacity in SPEAKING and actor.delegation.kind != DelegationKind.STAKEHOLDER:
        return [Visibility.PUBLIC, Visibility.PARTICIPANTS]
    return [Visibility.PUBLIC]


class SubmittedVersion(models.Model):
    """What was submitted. The database refuses any change of it; only its receipt comes once."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    sha256 = models.CharField(max_length=64, db_index=True)
    visibility = models.CharField(max_length=14, choices=Visibility)  # as in the content, for queries
    submitted_at = models.DateTimeField()
    submitted_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    late = models.BooleanField(_("late"))
    receipt = models.ForeignKey(File, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = SubmittedVersionQuerySet.as_manager()

    class Meta:
        ordering = ["submission", "number"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "number"], name="version_one_per_number"),
            models.CheckConstraint(condition=Q(number__gte=1), name="version_number_from_one"),
            models.CheckConstraint(condition=Q(visibility__in=Visibility.values), name="version_visibility_known"),
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="version_sha256_is_hex"),
        ]

    def __str__(self):
        return f"{self.content['reference']}, version {self.number}"

    def get_absolute_url(self):
        return self.submission.get_absolute_url()

    @property
    def reference(self):
        return self.content["reference"]
