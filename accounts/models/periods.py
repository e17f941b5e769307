"""Rows that hold from one day to another. An empty end is open; ``to`` is the first day on which it no longer holds."""

from django.db import models
from django.db.models import F, Q


def in_force(day, prefix=""):
    """The condition that a row with ``valid_from`` and ``valid_to`` holds on ``day`` (a date)."""
    starts = Q(**{f"{prefix}valid_from": None}) | Q(**{f"{prefix}valid_from__lte": day})
    ends = Q(**{f"{prefix}valid_to": None}) | Q(**{f"{prefix}valid_to__gt": day})
    return starts & ends


def period_constraint(name):
    return models.CheckConstraint(
        condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gt=F("valid_from")), name=name
    )


class PeriodQuerySet(models.QuerySet):
    def on(self, day):
        """The rows in force on ``day``, a date."""
        return self.filter(in_force(day))


class Period(models.Model):
    """A row that is ended, never deleted."""

    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        abstract = True

    def holds_on(self, day):
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or self.valid_to > day)
