import time
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from celery import current_app, shared_task
from django.core import mail
from django.core.cache import cache

from record import jobs, outbox
from record.models import Delivery, Job, JobState

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
woken = []


@shared_task(name="record.tests.note")
def note(job_id):
    woken.append(job_id)


@pytest.fixture(autouse=True)
def _nobody_woken():
    woken.clear()


@pytest.fixture
def job(letter):
    """A function that gives a job of the sample task."""

    def job(**fields):
        return Job.objects.create(
            **{"task": "record.tests.note", "target": letter, "at": NOW, "capacity": "clock", **fields}
        )

    return job


def test_deliver_sends_what_is_due(queue):
    queue("pt@mission.test")

    jobs.deliver()

    assert [message.to for message in mail.outbox] == [["pt@mission.test"]]


def test_deliver_calls_another_run_when_much_waits(queue, monkeypatch):
    queue("a@mission.test", "b@mission.test", "c@mission.test")
    monkeypatch.setattr(jobs, "BATCH", 2)

    jobs.deliver()

    assert set(Delivery.objects.values_list("state", flat=True)) == {"sent"}


@pytest.mark.parametrize(
    ("fields", "wakes"),
    [
        ({"at": NOW - timedelta(seconds=59)}, False),
        ({"at": NOW - timedelta(seconds=60)}, True),
        ({"at": NOW + timedelta(days=1)}, True),  # of a demo that plays tomorrow
        ({"state": JobState.RUNNING, "lease_until": NOW + timedelta(seconds=1)}, False),
        ({"state": JobState.RUNNING, "lease_until": NOW - timedelta(seconds=1)}, True),
        ({"state": JobState.DONE, "at": NOW - timedelta(days=1)}, False),
        ({"state": JobState.FAILED, "at": NOW - timedelta(days=1)}, False),
    ],
)
def test_sweep_wakes_what_nobody_works_on(job, fields, wakes):
    made = job(**fields)

    with time_machine.travel(NOW, tick=False):
        jobs.sweep_jobs()

    assert woken == ([made.pk] if wakes else [])


def test_heartbeat_notes_the_time():
    began = int(time.time())

    jobs.heartbeat()

    assert began <= cache.get("heartbeat:beat") == cache.get("heartbeat:worker") <= time.time()


def test_tasks_have_the_names_that_the_clock_calls(settings):
    assert {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()} >= {
        jobs.deliver.name,
        jobs.sweep_jobs.name,
        jobs.heartbeat.name,
    }
    assert {jobs.deliver.name, jobs.sweep_jobs.name, jobs.heartbeat.name} <= set(current_app.tasks)


def test_batch_ends_before_the_limit_of_a_task(settings):
    assert outbox.BATCH_SECONDS + outbox.LEASE.total_seconds() < settings.CELERY_TASK_SOFT_TIME_LIMIT
    assert outbox.LEASE.total_seconds() > outbox.LAST_DOT + settings.EMAIL_TIMEOUT
