"""What people have asked for: a calendar of their own, and invitations to meetings by mail."""

import hashlib

from django.conf import settings
from django.db import models
from django.db.models import Q

from .consultation import Consultation
from .meeting import Meeting


def hash_of(secret):
    """What is kept of a secret. It has 256 bits of chance, so that a plain hash cannot be guessed back."""
    return hashlib.sha256(secret.encode()).hexdigest()


class CalendarTokenQuerySet(models.QuerySet):
    def opened_by(self, secret):
        """The token that this secret opens, if it has not been revoked and the account has not ended."""
        held = self.filter(sha256=hash_of(secret), revoked_at=None, user__is_active=True)
        return held.select_related("user", "consultation")


class CalendarToken(models.Model):
    """That a person may read the calendar of a consultation without signing in, at an address only they know."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = CalendarTokenQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "consultation"], condition=Q(revoked_at=None), name="calendar_one_open_address"
            ),
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="calendar_sha256_is_hex"),
        ]

    def __str__(self):
        return f"calendar of {self.user}"


class MeetingSubscription(models.Model):
    """That a person wants the invitation to a meeting by mail, and whatever becomes of it, until ``ended_at``."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="subscriptions")
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "meeting"], condition=Q(ended_at=None), name="meeting_one_open_subscription"
            ),
        ]

    def __str__(self):
        return f"{self.user}: {self.meeting}"
