"""A version of the text, from its first draft to what took its place."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from consultations.models import Consultation
from record.models import File


class VersionState(models.TextChoices):
    WORKING = "working", _("working draft")
    RELEASED = "released", _("released")
    SUPERSEDED = "superseded", _("superseded")
    DISCARDED = "discarded", _("discarded")


FROZEN = frozenset({VersionState.RELEASED, VersionState.SUPERSEDED})
UNRELEASED = [VersionState.WORKING, VersionState.DISCARDED]


class VersionQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """What is released is public; those who work for the consultation see working and discarded drafts too."""
        released = Q(state__in=FROZEN, consultation__published=True)
        return self.filter(released | Q(consultation__in=actor.consultations))

    def released(self):
        return self.filter(state__in=FROZEN)

    def kept(self):
        """What was not discarded."""
        return self.exclude(state=VersionState.DISCARDED)

    def for_list(self):
        """The newest first, each with what a row of the list shows, in one query."""
        return self.select_related("consultation", "base", "pdf").order_by("-number")

    def hold(self, pk):
        """The row, held to the end of the transaction: whoever changes the version or its paragraphs does so first."""
        held = self.select_for_update(of=("self",), no_key=True)
        return held.select_related("consultation", "base", "pdf").get(pk=pk)


class DraftVersion(models.Model):
    """One version of the text. ``state`` is written in ``drafts.actions`` only.

    ``number`` stands for it for ever, ``label`` is what people call it. Released, its content is frozen and hashed:
    from then on the database refuses any change of it, of its paragraphs and of their lineage. Discarded, it keeps its
    number and its text, and is in nobody's way.
    """

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    label = models.CharField(_("label"), max_length=80, help_text=_("Such as “Zero draft” or “Rev.1”."))
    status_statement = models.CharField(
        _("status of the text"),
        max_length=400,
        blank=True,
        help_text=_("One sentence, printed on every page: such as “A basis for further work, without prejudice.”"),
    )
    language = models.CharField(_("language"), max_length=7, default="en")
    organ = models.CharField(_("organ"), max_length=120, default="General Assembly")
    session = models.CharField(_("session"), max_length=80, blank=True)
    agenda_item = models.CharField(_("agenda item"), max_length=200, blank=True)
    symbol = models.CharField(_("symbol"), max_length=60, blank=True)
    dated = models.DateField(_("date of the text"))
    note = models.TextField(_("note of changes"), max_length=4000, blank=True)
    numbers_kept = models.BooleanField(
        _("keep the numbers"),
        default=False,
        help_text=_("Paragraphs keep the numbers of the text before, with bis and ter for new ones, until a revision."),
    )
    base = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    revision = models.PositiveIntegerField(default=1)

    state = models.CharField(max_length=12, choices=VersionState, default=VersionState.WORKING)
    begun_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    asked_sha256 = models.CharField(
        max_length=64, blank=True
    )  # the content that the co-facilitators are asked to release
    content = models.JSONField(null=True, blank=True)
    content_sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    released_at = models.DateTimeField(null=True, blank=True)
    discarded_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(max_length=1000, blank=True)  # why it was discarded
    pdf = models.ForeignKey(File, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["consultation", "number"], name="draft_one_per_number"),
            models.UniqueConstraint(
                fields=["consultation"], condition=Q(state=VersionState.WORKING), name="version_one_working"
            ),
            models.UniqueConstraint(
                fields=["consultation"], condition=Q(state=VersionState.RELEASED), name="version_one_current"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="draft_number_from_one"),
            models.CheckConstraint(condition=Q(state__in=VersionState.values), name="version_state_known"),
            models.CheckConstraint(
                condition=Q(state__in=UNRELEASED)
                | (Q(content__isnull=False, released_at__isnull=False) & ~Q(content_sha256="")),
                name="version_released_has_content_and_time",
            ),
            models.CheckConstraint(
                condition=Q(state=VersionState.DISCARDED, discarded_at__isnull=False) & ~Q(reason="")
                | ~Q(state=VersionState.DISCARDED) & Q(discarded_at=None, reason=""),
                name="version_discarded_has_time_and_reason",
            ),
        ]

    def __str__(self):
        return self.label

    def get_absolute_url(self):
        return reverse("drafts:version", args=[self.consultation.slug, self.number])

    def is_frozen(self):
        return self.state in FROZEN

    # What stands in the way now, as a sentence; "" if nothing. Loaded fields only.

    def why_not_edit(self):
        if self.state == VersionState.WORKING:
            return ""
        if self.state == VersionState.DISCARDED:
            return _(
                "This draft has been discarded and cannot be changed. Copy what you need into the draft that stands."
            )
        return _("This version has been released and cannot be changed. Begin the next version from it.")

    def why_not_ask_for_release(self):
        if self.asked_sha256 and self.state == VersionState.WORKING:
            return _("The co-facilitators have been asked to release this draft already.")
        return self.why_not_edit()

    def why_not_approve_release(self):
        if self.state == VersionState.DISCARDED:
            return _("This draft has been discarded. Read the draft that stands.")
        if self.state != VersionState.WORKING:
            return _("This version has been released already.")
        if not self.asked_sha256:
            return _("This draft is being changed. It can be released once that is asked for again.")
        return ""

    def why_not_begin_next(self):
        if self.state == VersionState.RELEASED:
            return ""
        if self.state == VersionState.WORKING:
            return _("This draft is still being worked on. Release it first.")
        if self.state == VersionState.DISCARDED:
            return _("This draft has been discarded. Begin from the version that was released last.")
        return _("This version has been superseded. Begin the next from the one that replaced it.")

    def why_not_discard(self):
        if self.state == VersionState.DISCARDED:
            return _("This draft has been discarded already.")
        if self.state != VersionState.WORKING:
            return _("This version has been released and stays. Begin the next version from it.")
        if self.asked_sha256:
            return _(
                "The co-facilitators have been asked to release this draft. "
                "Call that back first: change anything in it, then discard it."
            )
        return ""

    def why_not_print_again(self):
        if self.state == VersionState.DISCARDED:
            return _("A draft that was discarded is not printed. Read it on its page.")
        if self.state == VersionState.WORKING:
            return _("A working draft is not printed. Release it first.")
        return _("The PDF of this version is stored already.") if self.pdf_id else ""

    def why_not_print_as_chosen(self):
        if self.state == VersionState.DISCARDED:
            return _("A draft that was discarded is not printed. Read it on its page.")
        if self.state == VersionState.WORKING:
            return _("A working draft is not printed. Release it first.")
        return ""

    why_not_keep_files = why_not_print_as_chosen

    def why_not_comment(self, *, internally=False):
        """Of those who write the text, ``internally``, the working draft is commented on too."""
        if self.state == VersionState.RELEASED or (internally and self.state == VersionState.WORKING):
            return ""
        if self.state == VersionState.SUPERSEDED:
            return _("This version has been superseded. Comment on the current text.")
        if self.state == VersionState.DISCARDED:
            return _("This draft has been discarded. Comment on the text that stands.")
        return _("Only what is released can be commented on. Wait for the release of this draft.")

    def why_not_trace(self):
        if self.state == VersionState.SUPERSEDED:
            return _("This version has been superseded. Say what became of the inputs in the current text.")
        if self.state == VersionState.DISCARDED:
            return _("This draft has been discarded. Say what became of the inputs in the text that stands.")
        return ""
