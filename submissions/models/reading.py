"""What is added to submitted versions for those who read them: how they came in on paper, themes, what is searched."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from consultations.models import Consultation
from record.hashing import content_hash
from record.models import File

from .submission import SubmissionState
from .version import SubmittedVersion


class PaperWay(models.TextChoices):
    """How an input came that was not written here."""

    NOTE_VERBALE = "note_verbale", _("as a note verbale")
    LETTER = "letter", _("as a letter")
    EMAIL = "email", _("by e-mail")


class PaperInputQuerySet(models.QuerySet):
    def to_confirm(self, delegation_id):
        """What this delegation has not confirmed yet, of what stands."""
        current = SubmittedVersion.objects.filter(submission__delegation=delegation_id).current().standing()
        return self.filter(confirmed_at=None, version__in=current.order_by().values("pk"))

    def hold(self, pk):
        """The row, held to the end of the transaction."""
        return self.select_for_update(of=("self",), no_key=True).select_related("version__submission").get(pk=pk)


class PaperInput(models.Model):
    """That a version was received on paper or by mail and entered by the secretariat; its delegation confirms it."""

    version = models.OneToOneField(SubmittedVersion, on_delete=models.PROTECT, related_name="paper")
    way = models.CharField(_("how it came"), max_length=14, choices=PaperWay)
    received_on = models.DateField(_("received on"))
    scan = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")
    entered_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    confirmed_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)

    objects = PaperInputQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(way__in=PaperWay.values), name="paper_way_known"),
            models.CheckConstraint(
                condition=Q(confirmed_by=None, confirmed_at=None)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="paper_confirmation_is_whole",
            ),
        ]

    def __str__(self):
        return f"{self.version}, {self.get_way_display()}"

    def why_not_confirm(self):
        """What stands in the way of confirming it, as a sentence; "" if nothing."""
        if self.version.submission.state == SubmissionState.WITHDRAWN:
            return _("This input was withdrawn, so there is nothing to confirm.")
        if self.confirmed_at:
            return _("This input has been confirmed already.")
        if SubmittedVersion.objects.filter(submission=self.version.submission_id, number__gt=self.version.number):
            return _("A later version has taken the place of this one. Confirm or revise that one.")
        return ""


class ThemeQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Themes are a tool of those who work for the consultation."""
        return self.filter(consultation__in=actor.consultations)

    def hold(self, pk):
        """The row, held to the end of the transaction."""
        return self.select_for_update(of=("self",), no_key=True).select_related("consultation").get(pk=pk)


class Theme(models.Model):
    """A subject under which passages of inputs are gathered, beyond the questions: such as who may take part."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="themes")
    name = models.CharField(_("name"), max_length=120)
    order = models.PositiveSmallIntegerField()
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = ThemeQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["consultation", "name"], name="theme_one_per_name"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("submissions:theme", args=[self.consultation.slug, self.pk])

    def revision(self):
        """What a form was based on: another once somebody has renamed it."""
        return content_hash(self.name)

    # What stands in the way now, as a sentence; "" if nothing.

    def why_not_code(self):
        if self.closed_at:
            return _("This theme is closed: nothing more is put under it. Choose another, or open it again.")
        return ""

    def why_not_close(self):
        return _("This theme is closed already.") if self.closed_at else ""

    def why_not_reopen(self):
        return "" if self.closed_at else _("This theme is open: passages are put under it.")


class ExcerptQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """To those who work for the consultation, of what stands and they may read."""
        readable = SubmittedVersion.objects.readable_by(actor).standing()
        return self.filter(theme__consultation__in=actor.consultations, version__in=readable.values("pk"))


class Excerpt(models.Model):
    """A passage of a submitted answer that staff have put under a theme. The words themselves are never touched.

    ``place`` is the answer's among those of the version, from 0; ``start`` and ``end`` are signs of its plain text, the
    whole answer where ``end`` is 0.
    """

    version = models.ForeignKey(SubmittedVersion, on_delete=models.PROTECT, related_name="excerpts")
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="excerpts")
    place = models.PositiveSmallIntegerField()
    start = models.PositiveIntegerField(default=0)
    end = models.PositiveIntegerField(default=0)
    coded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    coded_at = models.DateTimeField()

    objects = ExcerptQuerySet.as_manager()

    class Meta:
        ordering = ["place", "start", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "theme", "place", "start", "end"], name="excerpt_once"),
            models.CheckConstraint(condition=Q(end=0, start=0) | Q(end__gt=F("start")), name="excerpt_runs_forward"),
        ]

    def __str__(self):
        return f"{self.version}: {self.theme}"


class SearchPassage(models.Model):
    """What is searched of a version: one row for each answer, and for each file's text. Written when it is submitted.

    ``place`` counts the answers from 0, then the files. ``vector`` is made by the configuration of the language.
    """

    version = models.ForeignKey(SubmittedVersion, on_delete=models.CASCADE, related_name="passages")
    place = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=7)
    text = models.TextField()
    vector = SearchVectorField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "place"], name="passage_one_per_place"),
        ]
        indexes = [
            GinIndex(fields=["vector"], name="passage_vector"),
            GinIndex(fields=["text"], name="passage_trigrams", opclasses=["gin_trgm_ops"]),
        ]

    def __str__(self):
        return f"{self.version}, {self.place}"
