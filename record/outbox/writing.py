"""The e-mail that a row of the outbox becomes: the same at every try."""

from email.utils import format_datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils.translation import gettext as _

from ..mail_html import html_of
from ..models import File


class DamagedError(Exception):
    """A file that the message should carry is not what it was."""


def message(delivery, attachment):
    """The e-mail of a delivery: its text, the same as HTML, and its files."""
    papers, calendars = parts(attachment(key) for key in delivery.file_keys)
    page = html_of(delivery.subject, delivery.text, settings.SITE_URL)
    return EmailMultiAlternatives(
        subject=delivery.subject,
        body=delivery.text,
        to=[delivery.address],
        reply_to=[delivery.reply_to] if delivery.reply_to else None,
        attachments=papers,
        alternatives=[(page, "text/html"), *calendars],  # the plainest first, what says most last (RFC 2046)
        headers={**marks(delivery), "Date": format_datetime(delivery.queued_at), "Auto-Submitted": "auto-generated"},
    )


def marks(delivery):
    """By what it is known again: to us, and to a mail service that gives each message a name of its own."""
    host = urlsplit(settings.SITE_URL).hostname
    known = {"Message-ID": f"<{delivery.message_key}@{host}>", "X-Portal-Delivery": delivery.message_key}
    if settings.ANYMAIL.get("WEBHOOK_SECRET"):
        known["X-PM-Metadata-delivery"] = delivery.message_key  # Postmark keeps it, and takes it off the message
    return known


def parts(files):
    """The files that are attached, and those that say the same as the text: a calendar programme reads an invitation
    only if it is an alternative to the text (RFC 6047).
    """
    papers, calendars = [], []
    for name, content, content_type in files:
        if content_type.startswith("text/calendar"):
            calendars.append((content.decode(), content_type))
        else:
            papers.append((name, content, content_type))
    return papers, calendars


def attachment_of(key):
    """Name, bytes and type of a file; ``DamagedError`` if the bytes are not those that were kept."""
    file = File.objects.get(pk=key)
    content = file.read_intact()
    if content is None:
        raise DamagedError(
            _("The file “%(name)s” is missing or damaged. Tell the administrator; nothing was sent.")
            % {"name": file.name}
        )
    return file.name, content, file.content_type
