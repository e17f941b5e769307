"""A working draft until it is released: asked for, approved by each co-facilitator, frozen, printed."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from consultations.actions import copies
from record import outbox
from record.models import Approval, Delivery, File, Job, Verb

from .. import composition, documents, emails
from ..models import DraftVersion, Paragraph, VersionState
from . import tracing
from .common import record, refuse
from .files import keep_redline
from .transmitting import draft_letter, enclose_print

PRINT = "drafts.print_version"


@transaction.atomic
def ask_for_release(version, *, by):
    """Ask the co-facilitators to release the draft as it is now. Mails them once committed."""
    version = DraftVersion.objects.hold(version.pk)
    refuse(version.why_not_ask_for_release(), "ask_for_release")
    _refuse_problems(version)
    people = composition.approvers(version, by.at)
    if not people:
        raise ValidationError(
            _("Nobody can release this draft: the consultation has no co-facilitator now. Ask the administrator."),
            code="approvers",
        )
    version.asked_sha256 = composition.content_sha256(version)
    version.save(update_fields=["asked_sha256"])
    _write(version, people, by)
    record(version, Verb.SENT_FOR_APPROVAL, by, sha256=version.asked_sha256)
    return version


@transaction.atomic
def approve_release(version, *, by, seen):
    """Approve the content whose hash is ``seen``. The approval of the last co-facilitator releases the version."""
    version = DraftVersion.objects.hold(version.pk)
    refuse(version.why_not_approve_release(), "approve_release")
    sha256 = composition.content_sha256(version)
    if not seen == sha256 == version.asked_sha256:
        raise ValidationError(
            _("The draft has changed since you opened it. Read it again before you release it."), code="changed"
        )
    if Approval.objects.of(version, sha256).filter(user=by.user).exists():
        raise ValidationError(
            _("You have approved this draft already. It waits for the other co-facilitator."), code="approve_release"
        )
    Approval.objects.create(
        target=version,
        consultation=version.consultation.slug,
        content_sha256=sha256,
        user=by.user,
        capacity=by.capacity,
        at=by.at,
    )
    complete = composition.is_approved(version, sha256, by.at)
    if complete:
        _release(version, by)
    record(version, Verb.APPROVED, by, sha256=sha256, complete=complete)
    if complete:
        record(version, Verb.RELEASED, by, sha256=sha256, label=version.label)
        if version.base:
            record(version.base, Verb.SUPERSEDED, by, superseded_by=version.number)
    return version


@transaction.atomic
def complete_print(version, pdf, *, by):
    """Store the PDF of a released version, once, and send it to those who asked for copies."""
    version = DraftVersion.objects.hold(version.pk)
    refuse(version.why_not_print_again(), "complete_print")
    version.pdf = File.objects.keep(
        pdf,
        name=f"{version.consultation.slug}-draft-{version.number}.pdf",
        content_type="application/pdf",
        at=by.at,
        consultation=version.consultation,
    )
    version.save(update_fields=["pdf"])
    copies.write(version, emails.copy, by, files=lambda printed: [printed.pdf])
    enclose_print(version, by)
    record(version, Verb.CHANGED, by, fields=["pdf"], sha256=version.pdf.sha256)
    return version


@transaction.atomic
def print_again(version, *, by):
    """Send a released version to print again whose print has failed."""
    version = DraftVersion.objects.hold(version.pk)
    refuse(version.why_not_print_again(), "print_again")
    latest = Job.objects.about(version).filter(task=PRINT).first()
    if latest and not latest.is_over():
        raise ValidationError(_("The PDF is being made. Load the page again in a moment."), code="print_again")
    Job.objects.start(PRINT, version, by=by, consultation=version.consultation)
    return version


def _refuse_problems(version):
    problems = composition.problems(version, composition.content_of(version))
    if problems:
        raise ValidationError([ValidationError(message, code="problems") for message in problems])


def _release(version, by):
    """Freeze the version: its numbers, its content, its hash. What it was made from is superseded."""
    if version.base_id:
        version.base = DraftVersion.objects.hold(version.base_id)
        version.base.state = VersionState.SUPERSEDED
        version.base.save(update_fields=["state"])
    version.content = composition.content_of(version)
    version.content_sha256 = version.asked_sha256
    paragraphs = list(version.paragraphs.in_order())
    for paragraph, number in zip(paragraphs, composition.numbers_at_release(version, paragraphs), strict=True):
        paragraph.number = number
    Paragraph.objects.bulk_update(paragraphs, ["number"])
    version.state, version.released_at = VersionState.RELEASED, by.at
    version.save(update_fields=["content", "content_sha256", "state", "released_at"])
    if version.base_id:
        keep_redline(version, by=by)
    Job.objects.start(PRINT, version, by=by, consultation=version.consultation)
    if documents.pdf_available():  # says why not: then nobody is kept waiting for a print
        copies.write(version, emails.copy, by, files=lambda _unprinted: [])
    tracing.tell(version, by)
    draft_letter(version, by)


def _write(version, people, by):
    """Put one message to each of ``people`` into the outbox."""
    subject, text = emails.release_request(version)
    Delivery.objects.queue(
        version,
        kind=f"release-{version.revision}",
        subject=subject,
        text=text,
        addresses=[(person.email, person) for person in people],
        at=by.at,
        consultation=version.consultation,
    )
    transaction.on_commit(outbox.wake, robust=True)
