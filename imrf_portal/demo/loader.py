"""Loads the demonstration into an empty database, whole or not at all, and sends its mail.

All rows come in one transaction: a load that is killed leaves nothing, and the next begins anew. The mail goes out
after that, since a claim counts only once it is committed; what a kill leaves in the outbox the next start sends.
"""

from datetime import timedelta
from itertools import count, groupby

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import missions
from accounts.models import User
from consultations.documents import printing_here
from consultations.models import Consultation
from record import outbox, waking
from record.models import Delivery

from . import facts, inputs, people, rehearsal
from .accounts import SECRETARIAT
from .play import play

HOUSEHOLD = {"contenttypes", "auth", "sessions"}  # what Django keeps for itself
LOCK = 0x1312F  # in the database: one load at a time
TICK = timedelta(seconds=0.2)  # from one message to the next, in the story


class RefusedError(Exception):
    """The demonstration cannot be loaded here; the message is a sentence."""


def is_there():
    """Whether the demonstration has been loaded: all of its rows came at once."""
    record = Consultation.objects.filter(slug=facts.STORY.slug)
    return record.exists() and User.objects.filter(email=SECRETARIAT).exists()


def holds_anything():
    """Whether the database holds any row that is not Django's own."""
    models = (model for model in apps.get_models() if model._meta.app_label not in HOUSEHOLD)
    return any(model._default_manager.exists() for model in models)


def load(now):
    """Load both consultations into an empty database; ``now`` is the instant from which the rehearsal is dated."""
    with waking.quiet(), printing_here(), transaction.atomic():
        _wait_for_other_loads()
        if is_there():  # another start was quicker
            return
        if holds_anything():
            raise RefusedError(
                _(
                    "This database holds something already, and the demonstration loads only into an empty one. "
                    "Name an empty database in DATABASE_URL, or start without DEMO=1."
                )
            )
        missions.load(settings.BASE_DIR / "data" / "missions.csv")
        people.invite()
        for story in (facts.STORY, rehearsal.story(now)):
            play(story)
        inputs.rehearse(Consultation.objects.get(slug=story.slug), at=now)


def deliver():
    """Send the mail that waits, an earlier load's too, as if in the year of its story."""
    for written_at, messages in _batches():
        outbox.deliver_due(ticking(written_at), limit=messages)


def ticking(start):
    """A clock that begins a little after ``start`` and goes on by a fifth of a second whenever it is asked."""
    ticks = count(20)
    return lambda: start + next(ticks) * TICK


def _batches():
    """When the messages that are due were written, and how many at once, in the order in which they will be sent."""
    due = Delivery.objects.due(timezone.now()).filter(retry_after=None)
    written = due.order_by("pk").values_list("queued_at", flat=True)
    return [(instant, len(list(rows))) for instant, rows in groupby(written)]


def _wait_for_other_loads():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '60s'; SET LOCAL statement_timeout = '60s'")
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
