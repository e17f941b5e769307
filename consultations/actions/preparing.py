"""A circular before its issue: draft → in approval → approved, and back; or discarded."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from record import uploads
from record.models import Approval, Event, File, Verb

from .. import composition, emails
from ..models import Circular, CircularState, Enclosure, Role, RoleKind
from .common import record, refuse, refuse_changed, refuse_faults, refuse_nobody, write

FIELDS = [
    "kind",
    "form",
    "language",
    "subject",
    "body",
    "dated",
    "meeting",
    "call",
    "audience",
    "groups",
    "rule",
    "also",
    "addressee",
    "corrects",
    "correction",
]
MAX_ENCLOSURES = 10


@transaction.atomic
def create_circular(consultation, *, by, **fields):
    """Begin a circular. Its text starts from the template of its kind and form unless ``body`` is given."""
    circular = Circular(consultation=consultation, drafted_by=by.user, **fields)
    circular.full_clean()
    circular.save(force_insert=True)
    Event.objects.record(circular, Verb.CREATED, by=by, consultation=consultation, kind=circular.kind)
    return circular


@transaction.atomic
def edit_circular(circular, *, by, revision, quietly=False, **fields):
    """Change the text or facts of a circular that is not issued. What was approved is approved no more.

    ``revision`` is the one the editor began with: if someone has saved since, nothing is written and a
    ValidationError with the code "conflict" says so. ``quietly`` is an autosave: no event, unless it takes the
    circular back from approval.
    """
    circular = Circular.objects.hold(circular.pk)
    refuse(circular.why_not_edit(), "edit")
    if revision != circular.revision:
        raise ValidationError(
            _(
                "Someone else has saved this circular since you opened it. Press Save to see both texts, and decide "
                "which stays."
            ),
            code="conflict",
        )
    changed = [name for name in FIELDS if name in fields and getattr(circular, name) != fields[name]]
    if not changed:
        return circular
    for name in changed:
        setattr(circular, name, fields[name])
    circular.full_clean()
    was, circular.state = circular.state, CircularState.DRAFT
    circular.revision += 1
    circular.save(update_fields=[*changed, "revision", "state"])
    if not quietly or was != CircularState.DRAFT:
        record(circular, Verb.CHANGED, by, fields=changed)
    return circular


@transaction.atomic
def add_enclosure(circular, *, by, title, content, name, content_type):
    """Enclose a file, bytes or an open one, with a circular that is not issued."""
    circular = _held_for_edit(circular)
    _refuse_more(circular, uploads.size_of(content))
    file = File.objects.keep(
        content, name=name, content_type=content_type, at=by.at, consultation=circular.consultation
    )
    return _enclosed(circular, title, file, by)


@transaction.atomic
def enclose(circular, *, by, title, file):
    """Enclose what the portal keeps already with a circular that is not issued."""
    circular = _held_for_edit(circular)
    _refuse_more(circular, file.size)
    return _enclosed(circular, title, file, by)


def _refuse_more(circular, size):
    enclosed = [enclosure.file for enclosure in circular.enclosures.select_related("file")]
    if len(enclosed) >= MAX_ENCLOSURES:
        raise ValidationError(_("A circular can enclose ten files. Join some of them into one."), code="enclosures")
    uploads.refuse_large([*(file.size for file in enclosed), size])


def _enclosed(circular, title, file, by):
    last = circular.enclosures.aggregate(last=Max("order"))["last"] or 0
    enclosure = Enclosure.objects.create(circular=circular, order=last + 1, title=title, file=file)
    _back_to_draft(circular, by, enclosed=file.sha256)
    return enclosure


@transaction.atomic
def remove_enclosure(circular, *, by, order):
    """Take an enclosure out of a circular that is not issued. The file itself stays in the record."""
    circular = _held_for_edit(circular)
    for enclosure in circular.enclosures.filter(order=order):
        enclosure.delete()
        _back_to_draft(circular, by, taken_out=enclosure.file.sha256)


@transaction.atomic
def request_approval(circular, *, by):
    """Send a draft to those who must approve it. Mails them once committed."""
    circular = Circular.objects.hold(circular.pk)
    refuse(circular.why_not_request_approval(), "request_approval")
    refuse_faults(circular, by.at)
    refuse_nobody(circular, by.at)
    people = composition.approvers(circular, by.at)
    refuse("" if people else _nobody_approves(), "approvers")
    circular.state = CircularState.IN_APPROVAL
    circular.asked_sha256 = composition.content_sha256(circular, by.at)
    circular.save(update_fields=["state", "asked_sha256"])
    write(circular, f"approval-{circular.revision}", people, emails.approval_request(circular), by)
    record(circular, Verb.SENT_FOR_APPROVAL, by, sha256=circular.asked_sha256)
    return circular


@transaction.atomic
def approve(circular, *, by, seen):
    """Approve the content whose hash is ``seen``. The last approval that was missing makes the circular approved.

    Two signatures: a joint letter needs every co-facilitator, a note verbale or a cover letter of the President a
    second person of the secretariat.
    """
    circular = Circular.objects.hold(circular.pk)
    refuse(circular.why_not_approve(), "approve")
    sha256 = composition.content_sha256(circular, by.at)
    refuse_changed(circular, sha256)
    if seen != sha256:
        raise ValidationError(
            _("The letter has changed since you opened it. Read it again before you approve it."), code="changed"
        )
    if Approval.objects.of(circular, sha256).filter(user=by.user).exists():
        raise ValidationError(_("You have approved this letter already. It waits for the others."), code="approve")
    Approval.objects.create(
        target=circular,
        consultation=circular.consultation.slug,
        content_sha256=sha256,
        user=by.user,
        capacity=by.capacity,
        at=by.at,
    )
    complete = composition.is_approved(circular, by.at)
    if complete:
        circular.state = CircularState.APPROVED
        circular.save(update_fields=["state"])
        write(circular, f"approved-{circular.revision}", _secretariat(circular, by), emails.approved(circular), by)
    record(circular, Verb.APPROVED, by, sha256=sha256, complete=complete)
    return circular


@transaction.atomic
def return_to_draft(circular, *, by, reason=""):
    """Take a circular back from approval, with a word of why. Whoever drafted it is told."""
    circular = Circular.objects.hold(circular.pk)
    refuse(circular.why_not_return_to_draft(), "return_to_draft")
    circular.state, circular.reason = CircularState.DRAFT, reason
    circular.revision += 1
    circular.save(update_fields=["state", "reason", "revision"])
    if by.user != circular.drafted_by:
        mail = emails.returned(circular)
        write(circular, f"returned-{circular.revision}", [circular.drafted_by], mail, by)
    record(circular, Verb.RETURNED, by, reason=reason)
    return circular


@transaction.atomic
def discard(circular, *, by):
    """Lay a draft aside for good. It keeps its place in the record and had no reference."""
    circular = Circular.objects.hold(circular.pk)
    refuse(circular.why_not_discard(), "discard")
    circular.state = CircularState.DISCARDED
    circular.save(update_fields=["state"])
    record(circular, Verb.DISCARDED, by)
    return circular


def _nobody_approves():
    """Of the forms of the secretariat only: a letter that nobody signs is refused before."""
    return _("Nobody can approve this letter: the secretariat has no second person now. Ask the administrator.")


def _held_for_edit(circular):
    circular = Circular.objects.hold(circular.pk)
    refuse(circular.why_not_edit(), "edit")
    return circular


def _back_to_draft(circular, by, **facts):
    circular.revision += 1
    circular.state = CircularState.DRAFT
    circular.save(update_fields=["revision", "state"])
    record(circular, Verb.CHANGED, by, fields=["enclosures"], **facts)


def _secretariat(circular, by):
    roles = Role.objects.at(by.at).filter(consultation=circular.consultation_id, kind=RoleKind.SECRETARIAT)
    return [role.user for role in roles.select_related("user")]
