"""An input from its submission on: a version is frozen, its receipt leaves; revised, or withdrawn."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.models import Address, Delegation, Membership
from record.hashing import content_hash
from record.models import File, Job, Verb

from .. import composition, emails, naming
from ..models import Submission, SubmissionState, SubmittedVersion, VersionAttachment
from . import indexing
from .common import record, refuse, refuse_empty, write
from .naming import tell_named, tell_working

PRINT = "submissions.print_receipt"


@transaction.atomic
def submit(submission, *, by, seen):
    """Submit exactly the text whose hash is ``seen``: freeze it as the next version and send its receipt to print.

    The first submission takes the reference. What comes after the due date is marked late, and refused only if
    the call was closed.
    """
    Delegation.objects.select_for_update(no_key=True).get(pk=submission.delegation_id)  # references, one at a time
    submission = Submission.objects.hold(submission.pk)
    refuse(submission.why_not_submit(by.at), "submit")
    refuse(naming.why_not_show(submission), "alignment")
    refuse_empty(submission)
    content = composition.content_of(submission, by.at)
    if seen != content_hash(content):
        raise ValidationError(
            _("The text has changed since you opened it. Read it again before you submit it."), code="changed"
        )
    if not submission.serial:
        submission.year = submission.consultation.day(by.at).year
        submission.serial = next_serial(submission)
    submission.state, submission.note, submission.touched_at = SubmissionState.SUBMITTED, "", by.at
    submission.asked_content = None  # from now on what was submitted is what one compares with
    submission.save(update_fields=["state", "note", "touched_at", "year", "serial", "asked_content"])
    version = _freeze(submission, composition.with_reference(content, submission.reference), by)
    tell_named(version, by)
    if version.number > 1:
        tell_working(version, f"revised-{version.number}", emails.revised(version), by)
    Job.objects.start(PRINT, version, by=by, consultation=submission.consultation)
    record(
        submission,
        Verb.SUBMITTED,
        by,
        reference=submission.reference,
        version=version.number,
        sha256=version.sha256,
        late=version.late,
        visibility=version.visibility,
    )
    return version


def next_serial(submission):
    taken = Submission.objects.filter(
        consultation=submission.consultation_id, delegation=submission.delegation_id, year=submission.year
    )
    return (taken.aggregate(last=Max("serial"))["last"] or 0) + 1


def _freeze(submission, content, by):
    last = submission.versions.aggregate(last=Max("number"))["last"] or 0
    version = SubmittedVersion.objects.create(
        submission=submission,
        number=last + 1,
        content=content,
        sha256=content_hash(content),
        visibility=submission.visibility,
        submitted_at=by.at,
        submitted_by=by.user,
        late=submission.is_late(by.at),
    )
    _freeze_files(version, submission)
    indexing.index(version)  # with its files: after they are there
    return version


def _freeze_files(version, submission):
    VersionAttachment.objects.bulk_create(
        VersionAttachment(
            version=version,
            **{
                name: getattr(attachment, name)
                for name in ("number", "file", "title", "language", "is_original", "text")
            },
        )
        for attachment in submission.attachments.standing()
    )


@transaction.atomic
def complete_receipt(version, pdf, *, by):
    """Keep a printed receipt (bytes of PDF) and mail it to all of the delegation, people and official addresses."""
    submission = Submission.objects.hold(version.submission_id)
    version = SubmittedVersion.objects.select_related("submission").get(pk=version.pk)
    if version.receipt_id:
        raise ValidationError(_("This receipt has been made already."), code="complete_receipt")
    version.receipt = File.objects.keep(
        pdf,
        name=f"{submission.consultation.slug}-{version.reference}-v{version.number}.pdf",
        content_type="application/pdf",
        at=by.at,
        consultation=submission.consultation,
    )
    version.save(update_fields=["receipt"])
    version.submission = submission
    write(
        version,
        "receipt",
        _delegation_addresses(submission, by.at),
        emails.receipt(version),
        by,
        consultation=submission.consultation,
        files=[version.receipt],
    )
    record(submission, Verb.CHANGED, by, fields=["receipt"], version=version.number, sha256=version.receipt.sha256)
    return version


def _delegation_addresses(submission, at):
    """Everyone of the delegation once, as a person where an address is both."""
    members = Membership.objects.reachable(at).filter(delegation=submission.delegation_id).select_related("user")
    addresses = Address.objects.in_use().filter(delegation=submission.delegation_id)
    found = {address.email.lower(): (address.email, submission.delegation) for address in addresses}
    found |= {member.user.email: (member.user.email, member.user) for member in members}
    return list(found.values())


@transaction.atomic
def retry_receipt(version, *, by):
    """Send a receipt to print again whose print has failed."""
    Submission.objects.hold(version.submission_id)
    latest = Job.objects.about(version).first()
    if version.receipt_id or (latest and not latest.is_over()):
        raise ValidationError(_("The receipt is there, or being made. Load the page again."), code="retry_receipt")
    Job.objects.start(PRINT, version, by=by, consultation=version.submission.consultation)


@transaction.atomic
def revise(submission, *, by):
    """Take up a submitted input for its next version. The present one stays readable until that is submitted."""
    submission = Submission.objects.hold(submission.pk)
    refuse(submission.why_not_revise(by.at), "revise")
    submission.state, submission.touched_at = SubmissionState.DRAFT, by.at
    submission.save(update_fields=["state", "touched_at"])
    record(submission, Verb.REVISED, by, reference=submission.reference)
    return submission


@transaction.atomic
def withdraw(submission, *, by, reason=""):
    """Withdraw a submitted input, also while it is being revised. Its text is no longer shown outside; staff are told.

    Those who could read it see that it was there, and the reason; so the public does only where it was public.
    """
    submission = Submission.objects.hold(submission.pk)
    refuse(submission.why_not_withdraw(by.at), "withdraw")
    submission.state, submission.note, submission.touched_at = SubmissionState.WITHDRAWN, reason, by.at
    submission.save(update_fields=["state", "note", "touched_at"])
    version = submission.versions.order_by("-number").first()
    version.submission = submission
    tell_working(version, "withdrawn", emails.withdrawn(version), by)
    record(submission, Verb.WITHDRAWN, by, reference=submission.reference, reason=reason)
    return submission
