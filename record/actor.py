"""Who acts: a person in one capacity at one instant. Every action, rule and ``visible_to`` takes an Actor."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import rules
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Capacity(models.TextChoices):
    """In what quality someone acts; the record keeps it with every deed."""

    PUBLIC = "public", _("the public")
    DELEGATE = "delegate", _("delegate")
    HEAD = "head", _("head of delegation")
    STAFF = "staff", _("staff of the co-facilitators")
    COFACILITATOR = "cofacilitator", _("co-facilitator")
    SECRETARIAT = "secretariat", _("secretariat")
    ADMINISTRATOR = "administrator", _("administrator")
    CLOCK = "clock", _("the portal")


@dataclass(frozen=True)
class Actor:
    """A person in a capacity.

    ``delegation`` is whom they speak for (delegates, heads and co-facilitators); ``consultations`` holds the
    keys of those in which a role of theirs is in force at ``at``, an aware instant stamped when the request
    entered. So a rule reads loaded fields only, and a role that has ended opens nothing, in open sessions too.
    """

    user: Any = field(default_factory=AnonymousUser)
    capacity: Capacity = Capacity.PUBLIC
    delegation: Any = None
    at: datetime = field(default_factory=timezone.now)
    request_id: str = ""
    consultations: frozenset = frozenset()
    flags: frozenset = frozenset()

    @classmethod
    def clock(cls, at=None):
        """The portal itself, for what the clock starts. It holds no role and is asked no rule."""
        return cls(capacity=Capacity.CLOCK, at=at or timezone.now())

    @property
    def is_anonymous(self):
        return not self.user.is_authenticated

    @property
    def delegation_id(self):
        return self.delegation.pk if self.delegation else None

    def holds(self, capacity, consultation):
        """Whether this person acts as ``capacity`` in ``consultation`` (an object or its key)."""
        return self.capacity == capacity and getattr(consultation, "pk", consultation) in self.consultations

    def may(self, perm, target=None):
        """Whether the rules let this actor do ``perm``. An unknown name is a bug, and raises ``KeyError``."""
        return rules.permissions.permissions[perm].test(self, target)

    def later(self, delta):
        """The same person in the same capacity, ``delta`` (a timedelta) later."""
        return replace(self, at=self.at + delta)
