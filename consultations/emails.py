"""The messages about circulars: each function gives a subject and a text. Templates stand in ``email/``."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from . import times

CIRCULAR = "circular"  # the kind of delivery that carries an issued letter to an addressee
COPY = "copy"  # the kind that carries a letter or a draft to a person who asked for copies


def _text(name, **context):
    return render_to_string(f"consultations/email/{name}.txt", {"site": settings.SITE_URL, **context}).strip() + "\n"


def _subject(about, text):
    """One line, with the consultation first, so that a mission's mailbox sorts by it."""
    return " ".join(f"{about.consultation.short_title}: {text}".split())[:240]


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


def more_time(extension):
    """To the one delegation that has been given more time for a call."""
    return _of_time(extension, "more_time", _("your delegation has been given more time"))


def no_more_time(extension):
    """To the one delegation whose time for a call ends with that of the others again."""
    return _of_time(extension, "no_more_time", _("the date for all holds for your delegation again"))


def _of_time(extension, template, subject):
    call = extension.call
    consultation = call.consultation
    return _subject(call, subject), _text(
        template,
        call=call,
        consultation=consultation,
        until=times.moment(extension.until, consultation.zone),
        due=times.moment(call.due_at, consultation.zone) if call.due_at else "",
    )
