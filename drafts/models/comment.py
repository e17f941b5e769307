"""What is said about the paragraphs of a text."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import DelegationKind
from consultations.models import Question
from record.actor import Capacity
from submissions.models.submission import SPEAKING
from submissions.models.version import INSIDE

from .version import FROZEN, DraftVersion


class CommentAudience(models.TextChoices):
    """Who reads a comment, the narrowest first. Comments of staff are always internal."""

    INTERNAL = "internal", _("the co-facilitators and their staff, among themselves")
    COFACILITATORS = "cofacilitators", _("the co-facilitators and their staff")
    PARTICIPANTS = "participants", _("the participants, without stakeholders")


class CommentQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """A delegation's own; to those who write the text all of them; to the others what is for the participants."""
        released = Q(version__state__in=FROZEN, version__consultation__published=True)
        known = released | Q(version__consultation__in=actor.consultations)
        return self.filter(known, _readable(actor))

    def own_of(self, actor):
        """Those that the actor may take back: of their delegation, or what they wrote internally themselves."""
        if actor.capacity in SPEAKING:
            return self.filter(delegation=actor.delegation_id)
        if actor.capacity in INSIDE:
            return self.filter(delegation=None, by=actor.user.pk, version__consultation__in=actor.consultations)
        return self.none()

    def standing(self):
        return self.filter(withdrawn_at=None)

    def for_list(self):
        """With what a list of them shows, in two queries."""
        related = self.select_related("version", "delegation", "by").defer("version__content")
        return related.prefetch_related("delegation__names")

    def hold(self, pk):
        """The row, held to the end of the transaction."""
        held = self.select_for_update(of=("self",), no_key=True)
        return held.select_related("version__consultation").get(pk=pk)


def _readable(actor):
    """The condition that the actor is among those who read a comment."""
    for_participants = Q(audience=CommentAudience.PARTICIPANTS)
    if actor.capacity in SPEAKING:
        own = Q(delegation=actor.delegation_id)
        return own if actor.delegation.kind == DelegationKind.STAKEHOLDER else own | for_participants
    here = Q(version__consultation__in=actor.consultations)
    if actor.capacity in INSIDE:
        return here
    return here & for_participants if actor.capacity == Capacity.SECRETARIAT else Q(pk__in=[])


class Comment(models.Model):
    """What somebody says about a paragraph of a released version. It follows the paragraph's key into later ones."""

    version = models.ForeignKey(DraftVersion, on_delete=models.PROTECT, related_name="comments")
    key = models.UUIDField()
    text = models.TextField(_("comment"), max_length=5000)
    audience = models.CharField(_("who reads it"), max_length=14, choices=CommentAudience)
    delegation = models.ForeignKey(
        "accounts.Delegation", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["version", "key"], name="comment_on_paragraph")]
        constraints = [
            models.CheckConstraint(condition=Q(audience__in=CommentAudience.values), name="comment_audience_known"),
            models.CheckConstraint(
                condition=Q(audience=CommentAudience.INTERNAL, delegation=None)
                | ~Q(audience=CommentAudience.INTERNAL) & Q(delegation__isnull=False),
                name="comment_internal_or_of_a_delegation",
            ),
        ]

    def __str__(self):
        return f"{self.delegation or self.by} on {self.key}"

    def why_not_withdraw(self):
        """What stands in the way of taking it back, as a sentence; "" if nothing."""
        return _("This comment has been taken back already.") if self.withdrawn_at else ""


class AskedParagraph(models.Model):
    """That a question of a call asks about this paragraph of a released version."""

    question = models.OneToOneField(Question, on_delete=models.CASCADE, related_name="asked_paragraph")
    version = models.ForeignKey(DraftVersion, on_delete=models.PROTECT, related_name="asked_paragraphs")
    key = models.UUIDField()

    class Meta:
        indexes = [models.Index(fields=["version", "key"], name="asked_about_paragraph")]

    def __str__(self):
        return f"{self.question_id} on {self.key}"
