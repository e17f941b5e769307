from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from types import SimpleNamespace

import pytest
from celery import shared_task
from django.core.files.storage import default_storage
from django.db import IntegrityError, connection, transaction

from record.actor import Actor
from record.models import Approval, Delivery, DeliveryState, File, Job, JobState
from record.models.job import LEASE

pytestmark = pytest.mark.django_db
IMRF = SimpleNamespace(slug="imrf")
woken = []


@shared_task(name="record.tests.wake")
def wake(job_id):
    woken.append(job_id)


def in_thread(function, *args, **options):
    """What another worker does: with its own connection, closed at the end."""
    try:
        return function(*args, **options)
    finally:
        connection.close()


# File and Approval


def test_same_bytes_are_stored_once_whoever_brings_them(letter, at, storage):
    again = File.objects.keep(letter.read(), name="same.pdf", content_type="application/pdf", at=at, consultation=IMRF)

    assert (again.key, again.sha256, again.size) == (letter.key, letter.sha256, 17)
    assert (again.consultation, str(again)) == ("imrf", "same.pdf")
    assert [path.name for path in storage.rglob("*") if path.is_file()] == [letter.sha256]


def test_file_knows_whether_it_is_intact(letter, storage):
    assert letter.is_intact()
    assert letter.read_intact() == b"%PDF-1.7 a sample"

    (storage / letter.key).write_bytes(b"%PDF-1.7 another")
    assert not letter.is_intact()

    default_storage.delete(letter.key)
    assert not letter.is_intact()


def test_approval_counts_for_its_content_only_and_once(letter, by):
    approval = {"target": letter, "user": by.user, "capacity": by.capacity, "at": by.at}
    first = Approval.objects.create(content_sha256="1" * 64, **approval)
    Approval.objects.create(content_sha256="2" * 64, **approval)

    assert list(Approval.objects.of(letter, "1" * 64)) == [first]
    assert str(first) == "A person of the secretariat approves 111111111111"
    with pytest.raises(IntegrityError), transaction.atomic():
        Approval.objects.create(content_sha256="1" * 64, **approval)


# Delivery


def test_queue_writes_one_row_for_each_address(letter, by, at):
    message = {"kind": "circular", "subject": "A sample", "text": "A sample.", "at": at, "consultation": IMRF}
    addresses = [("pt@mission.test", by.user), ("ph@mission.test", None), ("pt@mission.test", None)]

    rows = Delivery.objects.queue(letter, addresses=addresses, files=[letter], **message)

    assert [(row.address, row.recipient_id, list(row.files.all())) for row in rows] == [
        ("ph@mission.test", None, [letter]),
        ("pt@mission.test", by.user.pk, [letter]),
    ]
    assert str(rows[0]) == "circular to ph@mission.test: queued"
    assert {len(row.message_key) for row in rows} == {32}


def test_queue_gives_no_second_row_to_an_address(queue):
    [first] = queue("pt@mission.test")

    rows = queue("ph@mission.test", "pt@mission.test")

    assert [row.address for row in rows] == ["ph@mission.test", "pt@mission.test"]
    assert rows[1].pk == first.pk
    assert [row.files.count() for row in rows] == [1, 1]


def test_a_message_of_another_kind_is_another_message(queue):
    [first], [second] = queue("pt@mission.test"), queue("pt@mission.test", kind="reminder")

    assert first.message_key != second.message_key


@pytest.mark.parametrize("count", [1, 3])
def test_queue_costs_the_same_for_many(queue, count, django_assert_num_queries):
    with django_assert_num_queries(4):  # rows, their keys, their files, and the rows for the caller
        queue(*(f"{number}@mission.test" for number in range(count)))


def test_due_is_what_is_queued_and_not_put_off(queue, at):
    rows = queue("a@mission.test", "b@mission.test", "c@mission.test", "d@mission.test")
    put_off = [None, at, at + timedelta(seconds=1), None]
    for row, retry_after in zip(rows, put_off, strict=True):
        row.retry_after = retry_after
        row.save()
    Delivery.objects.filter(pk=rows[3].pk).update(state="failed")

    assert list(Delivery.objects.due(at)) == rows[:2]


def test_counts_name_every_state(queue):
    a, *_ = queue("a@mission.test", "b@mission.test", "c@mission.test")
    Delivery.objects.filter(pk=a.pk).update(state="failed")

    assert Delivery.objects.counts() == {state: {"queued": 2, "failed": 1}.get(state, 0) for state in DeliveryState}


# Job


@pytest.fixture
def job(letter, by):
    return Job.objects.start("record.tests.wake", letter, by=by, consultation=IMRF)


def test_job_wakes_a_worker_once_the_transaction_commits(letter, by, django_capture_on_commit_callbacks):
    woken.clear()

    with django_capture_on_commit_callbacks(execute=True):
        job = Job.objects.start("record.tests.wake", letter, by=by, consultation=IMRF)
        assert woken == []

    assert woken == [job.pk]
    assert (job.state, job.consultation, str(job)) == ("queued", "imrf", f"record.tests.wake {job.pk}: queued")


def test_job_belongs_to_one_worker_until_its_lease_ends(job, at):
    assert Job.objects.claim(job.pk, at) == job
    assert Job.objects.claim(job.pk, at + LEASE) is None

    claimed = Job.objects.claim(job.pk, at + LEASE + timedelta(seconds=1))
    assert (claimed, claimed.state, claimed.attempts) == (job, "running", 2)


def test_job_that_broke_off_three_times_fails_with_a_sentence(job, at):
    claims = [Job.objects.claim(job.pk, at + timedelta(hours=hours)) for hours in range(4)]

    job.refresh_from_db()
    assert claims == [job, job, job, None]
    assert (job.state, job.reason) == (
        "failed",
        "The work broke off three times. Start it again, or tell the administrator.",
    )
    assert Job.objects.claim(job.pk, at + timedelta(days=1)) is None


@pytest.mark.django_db(transaction=True)
def test_second_claim_waits_for_the_first_and_gets_nothing(job, at, wait_until_a_query_is_blocked):
    with ThreadPoolExecutor() as pool, transaction.atomic():
        Job.objects.claim(job.pk, at)
        second = pool.submit(in_thread, Job.objects.claim, job.pk, at)
        wait_until_a_query_is_blocked()

    assert second.result() is None


def test_job_ends_with_its_file(job, letter, at):
    Job.objects.claim(job.pk, at).finish(letter)

    job.refresh_from_db()
    assert (job.state, job.result, job.done, job.is_over()) == (JobState.DONE, letter, 1, True)
    assert Job.objects.claim(job.pk, at) is None


def test_job_remembers_who_asked_and_when(job, by, letter):
    assert not job.is_over()
    assert (job.actor().user, job.actor().capacity, job.actor().at) == (by.user, by.capacity, by.at)


def test_job_of_the_clock_acts_as_the_clock(letter, at):
    job = Job.objects.start("record.tests.wake", letter, by=Actor.clock(at))

    assert job.actor() == Actor.clock(at)
