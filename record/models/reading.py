"""Who reads which events. Every app says it for its own objects, so that the record stands below them all.

An event that no reader opens is read by nobody: a kind of object that is forgotten here is hidden, not shown.
"""

from functools import reduce
from operator import or_
from typing import NamedTuple

from django.db.models import Case, Exists, OuterRef, Q, Value, When

from .generic import type_of

NOTHING = Q(pk__in=[])
READERS = {}


class Reading(NamedTuple):
    """The events that an actor may read; of these, those of which they may also know who it was, and the facts."""

    read: Q
    know: Q = NOTHING

    @classmethod
    def wholly(cls, condition):
        """Everything about the events for which ``condition`` holds."""
        return cls(condition, condition)


def register(name, reader):
    """Let ``reader(actor)`` yield Readings of the events of an app."""
    READERS[name] = reader


def about(model, among=None, *, verbs=None):
    """The condition that an event is about an object of ``model``, one of ``among`` (a queryset), one of ``verbs``."""
    condition = Q(target_type=type_of(model))
    if verbs is not None:
        condition &= Q(verb__in=verbs)
    return condition if among is None else condition & Exists(among.filter(pk=OuterRef("target_id")))


def readings(actor):
    """What all apps together let ``actor`` read and know, as two conditions."""
    found = [reading for reader in READERS.values() for reading in reader(actor)]
    return [reduce(or_, conditions, NOTHING) for conditions in zip(*found, strict=True)] if found else [NOTHING] * 2


def known(condition):
    """Whether ``condition`` holds, as a column."""
    return Case(When(condition, then=Value(True)), default=Value(False))
