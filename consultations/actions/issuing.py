"""A circular from its issue on: being issued → issued → superseded or withdrawn."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from record import outbox
from record.models import Delivery, File, Job, Verb

from .. import addressees, composition, documents, emails
from ..models import REPLACING, Circular, CircularState, Consultation
from . import copies
from .common import record, refuse, refuse_changed, refuse_faults, refuse_nobody


@transaction.atomic
def issue(circular, *, by):
    """Take the next reference, freeze the content and send it to print. It is issued once the print is stored.

    Whom it goes to is answered now and kept in the record: what happens during the print changes nothing of it.

    Refused while PDF cannot be rendered, so that no reference is taken by a letter that never appears.
    """
    Consultation.objects.select_for_update(no_key=True).get(pk=circular.consultation_id)  # references, one at a time
    circular = Circular.objects.hold(circular.pk)
    refuse(circular.why_not_issue() or circular.consultation.why_not_issue(), "issue")
    refuse(documents.pdf_available(), "pdf")
    refuse_faults(circular, by.at)
    refuse_changed(circular, composition.content_sha256(circular, by.at))
    _refuse_corrected(circular)
    to = refuse_nobody(circular, by.at)
    circular.content_sha256 = circular.asked_sha256
    circular.content = composition.content_of(circular, by.at)
    circular.year = circular.consultation.day(by.at).year
    circular.serial = _next_serial(circular)
    circular.issued_at = by.at
    circular.state = CircularState.ISSUING
    circular.save(update_fields=["content_sha256", "content", "year", "serial", "issued_at", "state"])
    Job.objects.start("consultations.print_circular", circular, by=by, consultation=circular.consultation)
    facts = {"reference": circular.reference, "sha256": circular.content_sha256, "to": addressees.codes(to)}
    record(circular, Verb.ISSUING, by, **facts)
    return circular


@transaction.atomic
def retry_issue(circular, *, by):
    """Send a circular to print again whose print has failed."""
    circular = Circular.objects.hold(circular.pk)
    if circular.state != CircularState.ISSUING:
        raise ValidationError(_("This circular does not wait for its print."), code="retry_issue")
    latest = Job.objects.about(circular).first()
    if latest and not latest.is_over():
        raise ValidationError(_("The print is under way. Its page shows how far it is."), code="retry_issue")
    refuse(documents.pdf_available(), "pdf")
    Job.objects.start("consultations.print_circular", circular, by=by, consultation=circular.consultation)
    return circular


@transaction.atomic
def complete_issue(circular, pdf, *, by):
    """Publish a printed circular: store the PDF, supersede what it corrects, write one delivery for each address."""
    circular = Circular.objects.hold(circular.pk)
    if circular.state != CircularState.ISSUING:
        raise ValidationError(_("This circular does not wait for its print."), code="complete_issue")
    circular.pdf = File.objects.keep(
        pdf,
        name=f"{circular.consultation.slug}-{circular.reference}.pdf",
        content_type="application/pdf",
        at=by.at,
        consultation=circular.consultation,
    )
    circular.state = CircularState.ISSUED
    circular.save(update_fields=["pdf", "state"])
    if circular.correction in REPLACING:
        _supersede(circular, by)
    count = _send_to_addresses(circular, by)
    copies.send(circular, by)
    record(
        circular,
        Verb.ISSUED,
        by,
        reference=circular.reference,
        sha256=circular.content_sha256,
        pdf=circular.pdf.sha256,
        addresses=count,
    )
    return circular


@transaction.atomic
def withdraw(circular, *, by, reason):
    """Withdraw an issued circular. It stays in the register, marked, with the reason."""
    circular = Circular.objects.hold(circular.pk)
    refuse(circular.why_not_withdraw(), "withdraw")
    circular.state, circular.reason = CircularState.WITHDRAWN, reason
    circular.save(update_fields=["state", "reason"])
    record(circular, Verb.WITHDRAWN, by, reference=circular.reference, reason=reason)
    return circular


@transaction.atomic
def add_scan(circular, *, by, content, name):
    """Add the scan, a PDF as bytes or an open file, of the letter as it was signed: once, hashed like the letter."""
    circular = Circular.objects.hold(circular.pk)
    refuse(circular.why_not_add_scan(), "add_scan")
    circular.scan = File.objects.keep(
        content, name=name, content_type="application/pdf", at=by.at, consultation=circular.consultation
    )
    circular.save(update_fields=["scan"])
    record(circular, Verb.CHANGED, by, fields=["scan"], sha256=circular.scan.sha256)
    return circular


def _refuse_corrected(circular):
    """A letter that takes the place of another needs that one to stand, with no third under way to the same place."""
    if circular.correction not in REPLACING:
        return
    corrected = Circular.objects.hold(circular.corrects_id)
    if corrected.state != CircularState.ISSUED:
        raise ValidationError(
            _("%(reference)s no longer stands. Name the circular that replaced it, or none."),
            code="corrects",
            params={"reference": corrected.reference},
        )
    printing = corrected.corrections.filter(correction__in=REPLACING, state=CircularState.ISSUING).first()
    if printing:
        raise ValidationError(
            _("%(new)s is being issued in the place of %(old)s. Name the circular that replaces it, or none."),
            code="corrects",
            params={"new": printing.reference, "old": corrected.reference},
        )


def _next_serial(circular):
    taken = Circular.objects.filter(consultation=circular.consultation_id, year=circular.year)
    return (taken.aggregate(last=Max("serial"))["last"] or 0) + 1


def _supersede(circular, by):
    """Mark what ``circular`` takes the place of; what was withdrawn while it was printed stays withdrawn."""
    replaced = Circular.objects.hold(circular.corrects_id)
    if replaced.state != CircularState.ISSUED:
        return
    replaced.state = CircularState.SUPERSEDED
    replaced.save(update_fields=["state"])
    record(replaced, Verb.SUPERSEDED, by, reference=replaced.reference, replaced_by=circular.reference)


def _send_to_addresses(circular, by):
    """One message for each address that those have now to whom it was issued, in the order of lists."""
    to = [(address, one.delegation) for one in addressees.as_issued(circular) for address in one.addresses]
    subject, text = emails.circular(circular)
    files = [circular.pdf, *(enclosure.file for enclosure in circular.enclosures.select_related("file"))]
    rows = Delivery.objects.queue(
        circular,
        kind=emails.CIRCULAR,
        subject=subject,
        text=text,
        addresses=to,
        at=by.at,
        consultation=circular.consultation,
        files=files,
        reply_to=circular.consultation.contact,
    )
    transaction.on_commit(outbox.wake, robust=True)
    return len(rows)
