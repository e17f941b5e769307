"""The messages about circulars: each function gives a subject and a text. Templates stand in ``email/``."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

CIRCULAR = "circular"  # the kind of delivery that carries an issued letter to an addressee
COPY = "copy"  # the kind that carries a letter or a draft to a person who asked for copies


def _text(name, **context):
    return render_to_string(f"consultations/email/{name}.txt", {"site": settings.SITE_URL, **context}).strip() + "\n"


def _subject(circular, text):
    """One line, with the consultation first, so that a mission's mailbox sorts by it."""
    return " ".join(f"{circular.consultation.short_title}: {text}".split())[:240]


def circular(circular):
    """The message that carries an issued circular to its addressees."""
    subject = _subject(circular, f"{circular.subject} ({circular.reference})")
    return subject, _text("circular", circular=circular, consultation=circular.consultation)


def copy(circular):
    """The message that carries a copy of an issued circular to a person who asked for copies."""
    subject = _subject(circular, f"{circular.subject} ({circular.reference})")
    return subject, _text("copy", circular=circular, consultation=circular.consultation)


def approval_request(circular):
    """To those who must approve a letter."""
    subject = _subject(circular, _("a letter awaits your approval"))
    return subject, _text("approval_request", circular=circular, consultation=circular.consultation)


def approved(circular):
    """To the secretariat, who can issue the letter now."""
    subject = _subject(circular, _("a letter has been approved"))
    return subject, _text("approved", circular=circular, consultation=circular.consultation)


def returned(circular):
    """To whoever drafted a letter that was returned to them."""
    subject = _subject(circular, _("a letter was returned to you"))
    return subject, _text("returned", circular=circular, consultation=circular.consultation)
