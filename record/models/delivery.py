"""The outbox: one row per message and address, written in the transaction that decides to send."""

from functools import reduce
from operator import or_

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ..hashing import content_hash
from .file import File
from .generic import About, AboutQuerySet, slug_of


class DeliveryState(models.TextChoices):
    QUEUED = "queued", _("queued")
    STOPPED = "stopped", _("held back")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    FAILED = "failed", _("refused")
    BOUNCED = "bounced", _("bounced")
    UNCERTAIN = "uncertain", _("uncertain")
    ACKNOWLEDGED = "acknowledged", _("acknowledged")


UNTOLD = {}


def keep_untold(name, condition):
    """Let the messages for which ``condition`` holds be told of to nobody: their very row says what somebody writes."""
    UNTOLD[name] = condition


def message_key(target_type, target_id, kind, address):
    """The name of a message in the whole world. 32 letters, so that a header with it stays on one line."""
    return content_hash([target_type.app_label, target_type.model, target_id, kind, address])[:32]


class DeliveryQuerySet(AboutQuerySet):
    def queue(self, target, *, kind, subject, text, addresses, at, consultation=None, files=(), reply_to=""):
        """Write one row for each of ``addresses``, pairs of address and recipient (any object, or ``None``).

        An address that already has this message about this object gets none: the unique key decides. Answers go to
        ``reply_to``, or to the sender where it is empty.
        """
        target_type = ContentType.objects.get_for_model(target)
        rows = [
            self.model(
                target_type=target_type,
                target_id=target.pk,
                consultation=slug_of(consultation),
                kind=kind,
                subject=subject,
                text=text,
                reply_to=reply_to,
                address=address,
                recipient_type=ContentType.objects.get_for_model(recipient) if recipient else None,
                recipient_id=recipient.pk if recipient else None,
                message_key=message_key(target_type, target.pk, kind, address),
                queued_at=at,
            )
            for address, recipient in addresses
        ]
        written = self.bulk_create(rows, ignore_conflicts=True)
        kept = self.about(target).filter(kind=kind, address__in=[row.address for row in written])
        through = self.model.files.through
        through.objects.bulk_create(
            [through(delivery_id=pk, file_id=file.pk) for pk in kept.values_list("pk", flat=True) for file in files],
            ignore_conflicts=True,
        )
        return kept

    def hold(self, pk):
        """The row, held to the end of the transaction for a change of state."""
        return self.select_for_update(no_key=True).get(pk=pk)

    def bounced_or_failed(self):
        """What is known not to have arrived."""
        return self.filter(state__in=[DeliveryState.BOUNCED, DeliveryState.FAILED])

    def due(self, now):
        """What may be tried at ``now``: queued, and not put off until later."""
        return self.filter(state=DeliveryState.QUEUED).filter(Q(retry_after=None) | Q(retry_after__lte=now))

    def told(self):
        """Those that a list may show to people other than their readers: without what apps keep untold."""
        return self.exclude(reduce(or_, UNTOLD.values(), Q(pk__in=[])))

    def counts(self):
        """How many rows are in each state, in one query; states without rows are 0."""
        found = dict(self.order_by().values_list("state").annotate(models.Count("pk")))
        return {state: found.get(state, 0) for state in DeliveryState}


class Delivery(About):
    """One message to one address. ``state`` is written in ``record.outbox`` and ``record.bounces`` only.

    ``sent`` means taken by the mail server. A send whose outcome is not known is ``uncertain`` and is never
    repeated by itself: a person decides. ``tried_at`` is the real time of the last try, by which the rate is held.
    """

    kind = models.CharField(max_length=30)
    subject = models.CharField(max_length=250)
    text = models.TextField()
    reply_to = models.EmailField(blank=True)
    address = models.EmailField()
    recipient_type = models.ForeignKey(ContentType, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    recipient_id = models.BigIntegerField(null=True, blank=True)
    message_key = models.CharField(max_length=64, unique=True)
    files = models.ManyToManyField(File, related_name="+")
    state = models.CharField(max_length=12, choices=DeliveryState, default=DeliveryState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    retry_after = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=300, blank=True)
    queued_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    tried_at = models.DateTimeField(null=True, blank=True)
    bounced_at = models.DateTimeField(null=True, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "deliveries"
        ordering = ["address"]
        indexes = [
            models.Index(fields=["target_type", "target_id"], name="delivery_target"),
            # in the order in which they are claimed
            models.Index(
                F("retry_after").asc(nulls_first=True), "id", name="delivery_due", condition=Q(state="queued")
            ),
            models.Index(fields=["tried_at"], name="delivery_tried", condition=Q(tried_at__isnull=False)),
            models.Index(fields=["recipient_type", "recipient_id", "-queued_at"], name="delivery_recipient"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["target_type", "target_id", "kind", "address"], name="delivery_once_per_address"
            ),
            models.CheckConstraint(condition=Q(state__in=DeliveryState.values), name="delivery_state_known"),
            models.CheckConstraint(
                condition=~Q(state=DeliveryState.SENDING) | Q(lease_until__isnull=False),
                name="delivery_sending_has_lease",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["sent", "acknowledged"]) | Q(sent_at__isnull=False),
                name="delivery_sent_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state=DeliveryState.BOUNCED) | Q(bounced_at__isnull=False),
                name="delivery_bounced_has_time",
            ),
        ]

    def __str__(self):
        return f"{self.kind} to {self.address}: {self.state}"

    def why_not_settle(self):
        """What stands in the way of a person deciding what becomes of it, as a sentence; "" if nothing."""
        if self.state not in {DeliveryState.UNCERTAIN, DeliveryState.FAILED, DeliveryState.BOUNCED}:
            return _("This message needs no decision: its state is “%(state)s”. Load the page again.") % {
                "state": self.get_state_display()
            }
        return ""

    def why_not_mark_bounced(self):
        """What stands in the way of saying that it came back."""
        if self.state == DeliveryState.BOUNCED:
            return _("That this message came back is noted already.")
        if self.state == DeliveryState.ACKNOWLEDGED:
            return _("The receipt of this message was confirmed, so it did not come back for good.")
        if self.state not in {DeliveryState.SENT, DeliveryState.UNCERTAIN}:
            return _("Only a message that has left can come back: the state of this one is “%(state)s”.") % {
                "state": self.get_state_display()
            }
        return ""
