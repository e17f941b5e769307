"""What the clock starts: mail that is due, work that nobody has taken, and the sign of life."""

import time
from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.core.cache import cache
from django.db.models import Q
from django.utils import timezone

from . import outbox
from .models import Job, JobState

BATCH = 500  # messages in one run
FRESH = timedelta(seconds=60)
SWEEP = 100  # jobs woken in one sweep, so that a long queue is not announced again and again in full


@shared_task(name="record.deliver")
def deliver():
    """Send what is due; if this was not all, leave the rest to another run, after a while where mail has a limit."""
    tried = outbox.deliver_due(limit=BATCH)
    if tried == BATCH:
        outbox.wake()
    elif tried and settings.MAIL_PER_MINUTE and outbox.is_more_due():
        outbox.wake(after=outbox.PACE)


@shared_task(name="record.sweep_jobs")
def sweep_jobs():
    """Wake a worker for each job that waits for more than a minute, or whose worker died."""
    now = timezone.now()
    fresh = Q(state=JobState.QUEUED, at__gt=now - FRESH, at__lte=now)  # a demo's may be of any year
    for job in Job.objects.waiting(now).exclude(fresh).order_by("pk")[:SWEEP]:
        job.wake()


@shared_task(name="record.heartbeat")
def heartbeat():
    """Note, in seconds since 1970, that the clock asked and a worker answered."""
    now = int(time.time())
    cache.set_many({"heartbeat:beat": now, "heartbeat:worker": now}, timeout=600)
