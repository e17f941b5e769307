from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import DelegationKind
from record.models import File

from .call import Call
from .consultation import Consultation
from .meeting import Meeting

REFERENCE = r"[0-9]{4}-[0-9]{3,5}"


class CircularKind(models.TextChoices):
    """What a circular is for."""

    CONVENING = "convening", _("convening a meeting")
    CHANGE = "change", _("change of a meeting")
    CALL = "call", _("call for written inputs")
    TRANSMITTAL = "transmittal", _("transmitting a draft")
    SILENCE = "silence", _("silence opened")
    SILENCE_EXTENDED = "silence_extended", _("silence extended")
    SILENCE_BROKEN = "silence_broken", _("silence broken")
    SILENCE_CONCLUDED = "silence_concluded", _("silence concluded")
    FREE = "free", _("other")


class AddresseeRule(models.TextChoices):
    """Which of those named by kind and group a circular goes to; answered when it is issued."""

    ALL = "all", _("all of them")
    NOT_SUBMITTED = "not_submitted", _("those who have not submitted an input to the call")
    SUBMITTED = "submitted", _("those who have submitted an input to the call")


class CircularForm(models.TextChoices):
    """How it is written: who speaks, and how it is signed."""

    JOINT_LETTER = "joint_letter", _("joint letter of the co-facilitators")
    NOTE_VERBALE = "note_verbale", _("note verbale of the secretariat")
    PLAIN_LETTER = "plain_letter", _("plain letter to stakeholders")
    PRESIDENT_LETTER = "president_letter", _("cover letter of the President")


# Forms that nobody signs in the portal: a second person of the secretariat approves them.
OF_THE_SECRETARIAT = frozenset({CircularForm.NOTE_VERBALE, CircularForm.PRESIDENT_LETTER})


class CircularState(models.TextChoices):
    DRAFT = "draft", _("draft")
    IN_APPROVAL = "in_approval", _("in approval")
    APPROVED = "approved", _("approved")
    ISSUING = "issuing", _("being issued")
    ISSUED = "issued", _("issued")
    SUPERSEDED = "superseded", _("superseded")
    WITHDRAWN = "withdrawn", _("withdrawn")
    DISCARDED = "discarded", _("discarded")


EDITABLE = frozenset({CircularState.DRAFT, CircularState.IN_APPROVAL, CircularState.APPROVED})
PUBLIC_STATES = frozenset({CircularState.ISSUED, CircularState.SUPERSEDED, CircularState.WITHDRAWN})
FROZEN = PUBLIC_STATES | {CircularState.ISSUING}
CLOSED = PUBLIC_STATES | {CircularState.DISCARDED}


class Correction(models.TextChoices):
    """How a new circular stands to the one it names, in the words of United Nations documents."""

    CORR = "corr", _("Corrigendum")
    REV = "rev", _("Revision")
    ADD = "add", _("Addendum")


REPLACING = frozenset({Correction.CORR, Correction.REV})  # an addendum stands beside what it names


class CircularQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """The issued are public; those who work for the consultation see what is being prepared."""
        issued = Q(state__in=PUBLIC_STATES, consultation__published=True)
        return self.filter(issued | Q(consultation__in=actor.consultations))

    def issued(self):
        return self.filter(state__in=PUBLIC_STATES)

    def in_preparation(self):
        """What is not issued yet, the latest first, each with who drafted it."""
        preparing = self.filter(state__in=[*EDITABLE, CircularState.ISSUING])
        return preparing.select_related("consultation", "drafted_by").order_by("-pk")

    def for_list(self):
        """The newest first, each with what a row of the register shows, in one query."""
        return self.select_related("consultation", "corrects", "pdf").order_by("-year", "-serial", "-pk")

    def hold(self, pk):
        """The row, held to the end of the transaction for a change of state."""
        held = self.select_for_update(of=("self",), no_key=True)
        return held.select_related("consultation", "meeting", "call", "corrects", "pdf").get(pk=pk)


class Circular(models.Model):
    """A letter, from its draft to the register. ``state`` is written in ``consultations.actions`` only.

    Until it is issued its content is composed from these fields and the facts they name; what is approved is the
    hash of that content. Issuing freezes it into ``content``; from then on the database refuses any change.
    """

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="circulars")
    kind = models.CharField(_("what it is for"), max_length=20, choices=CircularKind)
    form = models.CharField(_("form"), max_length=20, choices=CircularForm, default=CircularForm.JOINT_LETTER)
    language = models.CharField(_("language"), max_length=7, default="en")
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"), max_length=20_000)
    dated = models.DateField(_("date of the letter"))
    meeting = models.ForeignKey(
        Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="circulars", verbose_name=_("meeting")
    )
    call = models.ForeignKey(
        Call, null=True, blank=True, on_delete=models.PROTECT, related_name="circulars", verbose_name=_("call")
    )
    audience = ArrayField(
        models.CharField(max_length=20, choices=DelegationKind), verbose_name=_("to the addresses of"), blank=True
    )
    groups = ArrayField(  # codes of groups: of the kinds, only their members on the day of issue
        models.CharField(max_length=40), verbose_name=_("only members of"), default=list, blank=True
    )
    rule = models.CharField(_("and of these"), max_length=14, choices=AddresseeRule, default=AddresseeRule.ALL)
    also = ArrayField(  # codes of delegations, whatever their kind
        models.CharField(max_length=40), verbose_name=_("and in any case to"), default=list, blank=True
    )
    addressee = models.TextField(_("addressees, as printed"), max_length=400)
    corrects = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="corrections",
        verbose_name=_("earlier circular that it corrects or adds to"),
    )
    correction = models.CharField(_("how"), max_length=4, choices=Correction, blank=True)
    revision = models.PositiveIntegerField(default=1)

    state = models.CharField(max_length=12, choices=CircularState, default=CircularState.DRAFT)
    drafted_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    asked_sha256 = models.CharField(max_length=64, blank=True)  # the content that was sent for approval
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    serial = models.PositiveSmallIntegerField(null=True, blank=True)
    content = models.JSONField(null=True, blank=True)
    content_sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    issued_at = models.DateTimeField(null=True, blank=True)
    pdf = models.ForeignKey(File, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    scan = models.ForeignKey(File, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)

    objects = CircularQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "-serial", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["consultation", "year", "serial"], name="circular_one_per_reference"),
            models.CheckConstraint(condition=Q(kind__in=CircularKind.values), name="circular_kind_known"),
            models.CheckConstraint(condition=Q(form__in=CircularForm.values), name="circular_form_known"),
            models.CheckConstraint(condition=Q(rule__in=AddresseeRule.values), name="circular_rule_known"),
            models.CheckConstraint(condition=Q(state__in=CircularState.values), name="circular_state_known"),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(FROZEN))
                | (Q(year__isnull=False, serial__isnull=False, content__isnull=False) & ~Q(content_sha256="")),
                name="circular_frozen_has_reference_and_content",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(PUBLIC_STATES)) | Q(pdf__isnull=False, issued_at__isnull=False),
                name="circular_issued_has_pdf_and_time",
            ),
            models.CheckConstraint(
                condition=Q(corrects=None, correction="")
                | (Q(corrects__isnull=False) & Q(correction__in=Correction.values)),
                name="circular_correction_names_its_kind",
                violation_error_message=_("Say which circular it corrects and how, or neither."),
            ),
        ]

    def __str__(self):
        return f"{self.reference} {self.subject}".strip()

    def get_absolute_url(self):
        if self.reference and self.state in PUBLIC_STATES:
            return reverse("consultations:circular", args=[self.consultation.slug, self.reference])
        return reverse("consultations:draft_circular", args=[self.consultation.slug, self.pk])

    @property
    def reference(self):
        """``2019-001``: counted per consultation and year, without gaps. Empty until it is taken."""
        return f"{self.year}-{self.serial:03d}" if self.serial else ""

    def is_frozen(self):
        return self.state in FROZEN

    def is_public(self):
        return self.state in PUBLIC_STATES

    # What stands in the way now, as a sentence; "" if nothing. Loaded fields only.

    def why_not_edit(self):
        if self.state in EDITABLE:
            return ""
        if self.state == CircularState.DISCARDED:
            return _("This draft was discarded. Begin a new circular.")
        return _("This circular has been issued and cannot be changed. Issue a corrigendum that names it.")

    def why_not_request_approval(self):
        if self.state == CircularState.DRAFT:
            return ""
        if self.state in EDITABLE:
            return _("This circular has been sent for approval already.")
        return self.why_not_edit()

    def why_not_approve(self):
        if self.state == CircularState.IN_APPROVAL:
            return ""
        if self.state == CircularState.DRAFT:
            return _("This circular is being changed. It can be approved once it is sent for approval again.")
        if self.state == CircularState.APPROVED:
            return _("This circular has been approved already.")
        return self.why_not_edit()

    def why_not_return_to_draft(self):
        if self.state in {CircularState.IN_APPROVAL, CircularState.APPROVED}:
            return ""
        if self.state == CircularState.DRAFT:
            return _("This circular is a draft already.")
        return self.why_not_edit()

    def why_not_issue(self):
        if self.state == CircularState.APPROVED:
            return ""
        if self.state in EDITABLE:
            return _("This circular has not been approved yet. Send it for approval first.")
        if self.state == CircularState.ISSUING:
            return _("This circular is being issued. Its page shows how far the print is.")
        return self.why_not_edit()

    def why_not_withdraw(self):
        if self.state == CircularState.ISSUED:
            return ""
        if self.state == CircularState.WITHDRAWN:
            return _("This circular has been withdrawn already.")
        if self.state == CircularState.SUPERSEDED:
            return _("This circular has been superseded. Withdraw the one that replaced it.")
        return _("Only an issued circular can be withdrawn. Discard a draft instead.")

    def why_not_print(self):
        """What stands in the way of printing it for the post; asks for the letter that takes its place, if one does."""
        if self.state == CircularState.ISSUED:
            return ""
        if self.state == CircularState.WITHDRAWN:
            return _("This circular has been withdrawn and is no longer posted. Issue a new one and print that.")
        if self.state == CircularState.SUPERSEDED:
            other = self.corrections.filter(correction__in=REPLACING, state__in=PUBLIC_STATES).first()
            return _("This circular has been superseded and is no longer posted. Print %(reference)s in its place.") % {
                "reference": other.reference
            }
        return _("Only an issued circular can be printed for the post. Issue it first.")

    def why_not_acknowledge(self):
        if not self.is_public():
            return _("The receipt of a circular can be confirmed once it is issued.")
        if self.state == CircularState.WITHDRAWN:
            return _("This circular has been withdrawn. Its receipt need not be confirmed.")
        return ""

    def why_not_send_again(self):
        if self.state == CircularState.ISSUED:
            return ""
        if self.state == CircularState.SUPERSEDED:
            return _("This circular has been superseded and goes to nobody any more. Send the one that replaced it.")
        return _("Only a circular that stands is sent: this one is not issued, or was withdrawn.")

    def why_not_discard(self):
        if self.state in EDITABLE:
            return ""
        if self.state == CircularState.DISCARDED:
            return _("This draft has been discarded already.")
        return _("This circular has its reference and cannot be discarded. Withdraw it instead.")

    def why_not_add_scan(self):
        if not self.is_public():
            return _("A scan of the signed letter can be added once the circular is issued.")
        return _("The scan of the signed letter is there already.") if self.scan_id else ""


class Enclosure(models.Model):
    """A file that goes with a circular, in order."""

    circular = models.ForeignKey(Circular, on_delete=models.CASCADE, related_name="enclosures")
    order = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["circular", "order"], name="enclosure_one_per_place"),
        ]

    def __str__(self):
        return self.title
