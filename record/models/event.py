"""The record: what was done, by whom, in which capacity and when. Events are only ever added."""

import json

from django.conf import settings
from django.db import models, transaction
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from ..actor import Capacity
from ..hashing import canonical, content_hash
from .generic import About, AboutQuerySet, slug_of
from .reading import known, readings
from .verification import Verification

GENESIS = "0" * 64


class Verb(models.TextChoices):
    """Everything that can appear in the record."""

    CREATED = "created", _("created")
    CHANGED = "changed", _("changed")
    SCHEDULED = "scheduled", _("scheduled")
    SENT_FOR_APPROVAL = "sent_for_approval", _("sent for approval")
    APPROVED = "approved", _("approved")
    RETURNED = "returned", _("returned for changes")
    ISSUING = "issuing", _("given its reference and sent to print")
    ISSUED = "issued", _("issued")
    RELEASED = "released", _("released")
    SENT_FOR_CLEARANCE = "sent_for_clearance", _("sent for clearance")
    SUBMITTED = "submitted", _("submitted")
    REVISED = "revised", _("taken up for revision")
    SUPERSEDED = "superseded", _("superseded")
    WITHDRAWN = "withdrawn", _("withdrawn")
    DISCARDED = "discarded", _("discarded")
    RESENT = "resent", _("sent again")
    ASSUMED_SENT = "assumed_sent", _("taken as sent")
    INVITED = "invited", _("invited")
    INVITATION_WITHDRAWN = "invitation_withdrawn", _("invitation withdrawn")
    JOINED = "joined", _("joined")
    ENDED = "ended", _("ended")
    HANDED_OVER = "handed_over", _("handed over")
    APPLIED = "applied", _("asked to take part")
    ADMITTED = "admitted", _("admitted")
    DECLINED = "declined", _("declined")
    IMPORTED = "imported", _("brought in from a file")
    POSTPONED = "postponed", _("postponed")
    CANCELLED = "cancelled", _("cancelled")
    REPORTED = "reported", _("reported on")
    ACKNOWLEDGED = "acknowledged", _("acknowledged")
    BOUNCED = "bounced", _("came back")
    STOPPED = "stopped", _("stopped")
    RESUMED = "resumed", _("resumed")
    REMINDED = "reminded", _("reminded")
    CLOSED = "closed", _("closed")
    EXTENDED = "extended", _("extended")
    CONFIRMED = "confirmed", _("confirmed")
    UNDONE = "undone", _("undone")
    RESTORED = "restored", _("restored")
    TRACED = "traced", _("traced to the text")


class ChainQuerySet(models.QuerySet):
    def with_verification(self):
        """Each with when it was last verified, up to which event, and how many problems there were; else ``None``."""
        latest = Verification.objects.filter(chain=OuterRef("name")).order_by("-at", "-pk")
        return self.annotate(
            verified_at=Subquery(latest.values("at")[:1]),
            verified_length=Subquery(latest.values("length")[:1]),
            verified_problems=Subquery(latest.values("problems")[:1]),
        )


class Chain(models.Model):
    """The head of one chain of hashes: one for each consultation, one (named "") for the portal itself.

    Its row is locked last in a transaction, so that events get their place in the order of their commits.
    """

    name = models.CharField(max_length=80, primary_key=True)
    length = models.PositiveBigIntegerField(default=0)
    head = models.CharField(max_length=64, default=GENESIS)

    objects = ChainQuerySet.as_manager()

    def __str__(self):
        return self.name or "portal"


class EventQuerySet(AboutQuerySet):
    def visible_to(self, actor):
        """The events that the apps let ``actor`` read, each with ``known``: whether who it was, and the facts, are for
        this reader too. Of the others they are told the deed, the capacity and the delegation.
        """
        read, know = readings(actor)
        return self.filter(read).annotate(known=known(know))

    def of_chain(self, name):
        """The events of a consultation, by its slug, or of the portal itself (""), the newest first."""
        return self.filter(consultation=name or None).order_by("-place")

    @transaction.atomic
    def record(self, target, verb, *, by, consultation=None, **facts):
        """Add what ``by`` did to ``target``. Called last in an action: it holds the chain until the commit.

        ``facts`` is JSON: codes and values, never a sentence. Autosaves are no events. ``consultation`` is the
        object or its slug.
        """
        slug = slug_of(consultation)
        chain, _created = Chain.objects.select_for_update().get_or_create(name=slug or "")
        event = self.model(
            target=target,
            consultation=slug,
            verb=verb,
            user=by.user if by.user.is_authenticated else None,
            capacity=by.capacity,
            delegation=str(getattr(by.delegation, "code", "") or ""),
            at=by.at,
            request_id=by.request_id,
            facts=json.loads(canonical(facts)),  # as the database will give them back, so that the hash is of that
            place=chain.length + 1,
            previous=chain.head,
        )
        event.sha256 = event.compute_hash()
        event.save(force_insert=True)
        chain.length, chain.head = event.place, event.sha256
        chain.save(update_fields=["length", "head"])
        return event


class Event(About):
    """One deed. ``sha256`` covers every field and the event before it; the database refuses change and deletion."""

    verb = models.CharField(max_length=40, choices=Verb)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    capacity = models.CharField(max_length=20, choices=Capacity)
    delegation = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()
    request_id = models.CharField(max_length=64, blank=True)
    facts = models.JSONField(default=dict)
    place = models.PositiveBigIntegerField()
    previous = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["consultation", "place"]
        indexes = [models.Index(fields=["target_type", "target_id"], name="event_target")]
        constraints = [
            models.UniqueConstraint(fields=["consultation", "place"], name="event_one_per_place", nulls_distinct=False),
            models.CheckConstraint(condition=models.Q(verb__in=Verb.values), name="event_verb_known"),
        ]

    def __str__(self):
        return f"{self.consultation or 'portal'} {self.place}: {self.verb}"

    def compute_hash(self):
        """What ``sha256`` must be: the hash of all that the event says and of the event before it."""
        return content_hash(
            {
                "previous": self.previous,
                "place": self.place,
                "chain": self.consultation or "",
                "target": [self.target_type.app_label, self.target_type.model, self.target_id],
                "verb": str(self.verb),
                "user": self.user_id,
                "capacity": str(self.capacity),
                "delegation": self.delegation,
                "at": self.at,
                "request_id": self.request_id,
                "facts": self.facts,
            }
        )
