"""The Celery application. Postgres holds the work, Redis only wakes the worker."""

import os

from celery import Celery
from celery.signals import beat_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "imrf_portal.settings")

app = Celery("imrf_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(related_name="jobs")


@beat_init.connect
def first_heartbeat(sender=None, **_kwargs):
    """The scheduler is there: say so at once, not after its first interval."""
    app.send_task("record.heartbeat")
