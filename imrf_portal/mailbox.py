"""The demo's mail as pages: the folder into which its messages are written, read one at a time."""

import email
import email.policy
import io
import os
import re
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime

from django.conf import settings
from django.db.models import Q
from django.http import FileResponse
from django.urls import reverse

from accounts.models import Application, Delegation, Invitation
from consultations.emails import CIRCULAR, COPY
from consultations.events import works_on
from consultations.models import Circular
from consultations.reminding import REMINDER
from drafts.models import DraftVersion
from record.actor import Capacity
from record.models import Delivery
from record.models.generic import type_of
from submissions.models.submission import SPEAKING

KEY = re.compile(r"[0-9A-Za-z_-]{8,150}")  # as ``record.smtp.put`` names its files
SHOWN = 50


@dataclass(frozen=True)
class Message:
    """One message as it would have left."""

    key: str
    subject: str
    to: str
    sender: str
    date: object
    text: str
    attachments: list = field(default_factory=list)  # (name, address)


def closed_to(actor):
    """The keys of messages that are for others. Circulars are for everyone; what went to the person or the delegation
    they act for is theirs; those at work read what is written about letters and drafts of their consultations (who
    asked for copies is told to nobody), the secretariat also what lets somebody in.
    """
    open_to = Q(kind=CIRCULAR) | Q(address=actor.user.email)
    if actor.capacity in SPEAKING:
        open_to |= Q(recipient_type=type_of(Delegation), recipient_id=actor.delegation_id)
    if actor.consultations:
        of_work = Q(target_type__in=[type_of(Circular), type_of(DraftVersion)]) & ~Q(kind=COPY) | Q(kind=REMINDER)
        open_to |= of_work & works_on(actor)
    if actor.capacity == Capacity.SECRETARIAT:
        open_to |= Q(target_type__in=[type_of(Invitation), type_of(Application)])
    return set(Delivery.objects.exclude(open_to).values_list("message_key", flat=True))


def latest(search="", closed=frozenset()):
    """The newest messages but the ``closed``, at most fifty; with ``search``, those that name it or go to it."""
    found = []
    for path in _newest():
        message = None if path.stem in closed else read(path.stem)
        if message and search.lower() in f"{message.subject} {message.to}".lower():
            found.append(message)
        if len(found) == SHOWN:
            break
    return found


def read(key):
    """The message of that key, or ``None``."""
    parsed = _parsed(key)
    if parsed is None:
        return None
    body = parsed.get_body(("plain",))
    names = [part.get_filename() or "file" for part in parsed.iter_attachments()]
    return Message(
        key=key,
        subject=parsed["Subject"] or "",
        to=parsed["To"] or "",
        sender=parsed["From"] or "",
        date=parsedate_to_datetime(parsed["Date"]),
        text=body.get_content() if body else "",
        attachments=[(name, reverse("mail_attachment", args=[key, place])) for place, name in enumerate(names)],
    )


def attachment(key, number):
    """The answer with one attachment, as a download, or ``None``."""
    parsed = _parsed(key)
    parts = list(parsed.iter_attachments()) if parsed else []
    if number >= len(parts):
        return None
    part = parts[number]
    answer = FileResponse(
        io.BytesIO(part.get_payload(decode=True)),
        as_attachment=True,
        filename=part.get_filename(),
        content_type=part.get_content_type(),
    )
    answer.headers["Content-Security-Policy"] = "sandbox"
    return answer


def _newest():
    if not settings.MAIL_DIR.is_dir():
        return []
    with os.scandir(settings.MAIL_DIR) as entries:
        written = [(entry.stat().st_mtime, entry.name) for entry in entries if entry.name.endswith(".eml")]
    return [settings.MAIL_DIR / name for _time, name in sorted(written, reverse=True)]


def _parsed(key):
    path = settings.MAIL_DIR / f"{key}.eml"
    if not KEY.fullmatch(key) or not path.is_file():
        return None
    return email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
