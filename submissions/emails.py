"""The messages about inputs: each function gives a subject and a text. Templates stand in ``email/``."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from consultations import times


def _text(name, **context):
    return render_to_string(f"submissions/email/{name}.txt", {"site": settings.SITE_URL, **context}).strip() + "\n"


def _subject(consultation, text):
    """One line, with the consultation first, so that a mission's mailbox sorts by it."""
    return " ".join(f"{consultation.short_title}: {text}".split())[:240]


def clearance_request(submission):
    """To those of the delegation who may clear."""
    consultation = submission.consultation
    return _subject(consultation, _("an input awaits your clearance")), _text(
        "clearance_request", submission=submission, consultation=consultation, due=_due(submission.call, consultation)
    )


def returned(submission):
    """To whoever asked for the clearance that was not given."""
    consultation = submission.consultation
    return _subject(consultation, _("an input was returned to you")), _text(
        "returned", submission=submission, consultation=consultation
    )


def receipt(version):
    """To the delegation, with the receipt. Nobody else gets one."""
    consultation = version.submission.consultation
    subject = _subject(consultation, _("receipt of input %(reference)s") % {"reference": version.reference})
    return subject, _text(
        "receipt",
        version=version,
        consultation=consultation,
        submitted=times.moment(version.submitted_at, consultation.zone),
    )


def _due(call, consultation):
    return times.moment(call.due_at, consultation.zone) if call.due_at else ""
