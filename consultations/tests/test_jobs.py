from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from celery import current_app
from django.utils import timezone

from consultations import actions, documents, jobs
from consultations.models import CircularState
from record.models import Delivery, File, Job
from record.models.job import LEASE, MAX_ATTEMPTS

from .factories import PDF, circular_in, publish
from .letter_samples import text_of
from .refusals import reloaded

pytestmark = pytest.mark.django_db


@dataclass
class Printer:
    """A printer that puts out ``PDF`` at once, or raises ``error``, and notes what it was given."""

    given: list = field(default_factory=list)
    error: Exception | None = None

    def circular_pdf(self, content, **facts):
        self.given.append((content, facts))
        if self.error:
            raise self.error
        return PDF


@pytest.fixture
def printer(monkeypatch):
    printer = Printer()
    monkeypatch.setattr(documents, "circular_pdf", printer.circular_pdf)
    return printer


@pytest.fixture
def job(team):
    """The job of a circular that is being issued."""
    return Job.objects.about(circular_in(CircularState.ISSUING, team)).get()


def again(row):
    return type(row).objects.get(pk=row.pk)


def test_print_circular_prints_and_publishes(job, printing_here, deeds, team):
    jobs.print_circular(job.pk)

    circular, job = reloaded(job.target), again(job)
    assert (job.state, job.done, job.total, job.reason, job.result) == ("done", 1, 1, "", circular.pdf)
    assert circular.state == "issued"
    [page] = text_of(circular.pdf.read())
    assert "2019-001" in page
    assert f"http://127.0.0.1:8000/verify/{circular.content_sha256}/" in page.replace("\n", "")
    verb, user, _facts = deeds(circular)[-1]
    assert (verb, user) == ("issued", team.secretariat.user)


def test_print_circular_prints_what_was_frozen(job, printer):
    circular = job.target

    jobs.print_circular(job.pk)

    assert printer.given == [
        (
            circular.content,
            {
                "reference": "2019-001",
                "verify_url": f"http://127.0.0.1:8000/verify/{circular.content_sha256}/",
                "issued_at": circular.issued_at,
                "paper": "a4",
            },
        )
    ]


def test_print_circular_that_fails_says_why_and_can_be_started_again(job, printer, team):
    printer.error = documents.RenderError("The paper is out. Fill it in and print again.")

    jobs.print_circular(job.pk)

    circular, job = reloaded(job.target), again(job)
    assert (job.state, job.reason) == ("failed", "The paper is out. Fill it in and print again.")
    assert (circular.state, circular.pdf, File.objects.count()) == ("issuing", None, 0)
    assert not Delivery.objects.filter(kind="circular").exists()

    printer.error = None
    actions.retry_issue(circular, by=team.second)
    jobs.print_circular(Job.objects.first().pk)

    assert (reloaded(circular).state, reloaded(circular).reference) == ("issued", "2019-001")


def test_print_circular_that_is_refused_says_why(team, printer):
    circular = circular_in(CircularState.DISCARDED, team)
    job = Job.objects.start("consultations.print_circular", circular, by=team.secretariat)

    jobs.print_circular(job.pk)

    assert (again(job).state, again(job).reason) == ("failed", "This circular does not wait for its print.")


def test_print_circular_run_twice_prints_once(job, printer):
    jobs.print_circular(job.pk)
    jobs.print_circular(job.pk)

    assert len(printer.given) == 1
    assert (again(job).state, File.objects.count()) == ("done", 1)


def test_print_circular_that_another_worker_has_is_left_to_it(job, printer):
    Job.objects.claim(job.pk, timezone.now())

    jobs.print_circular(job.pk)

    assert (printer.given, again(job).state, reloaded(job.target).state) == ([], "running", "issuing")


def test_print_circular_whose_worker_died_is_taken_over(job, printer):
    Job.objects.claim(job.pk, timezone.now() - LEASE - timedelta(seconds=1))

    jobs.print_circular(job.pk)

    assert (again(job).state, again(job).attempts, reloaded(job.target).state) == ("done", 2, "issued")


def test_print_circular_whose_worker_died_after_publishing_is_done(job, printer, team, deeds):
    """The letter is out; only the word of it was lost."""
    Job.objects.claim(job.pk, timezone.now() - LEASE - timedelta(seconds=1))
    circular = publish(job.target, team)
    before = deeds(circular)

    jobs.print_circular(job.pk)

    assert (printer.given, again(job).state, again(job).result) == ([], "done", circular.pdf)
    assert deeds(circular) == before


def test_print_circular_that_broke_off_three_times_fails(job, printer):
    for attempt in range(MAX_ATTEMPTS, 0, -1):
        Job.objects.claim(job.pk, timezone.now() - attempt * 2 * LEASE)

    jobs.print_circular(job.pk)

    assert (printer.given, again(job).state) == ([], "failed")
    assert again(job).reason == "The work broke off three times. Start it again, or tell the administrator."


def test_print_circular_has_the_name_by_which_it_is_started(job):
    assert job.task == jobs.print_circular.name == "consultations.print_circular"
    assert job.task in current_app.tasks


def test_issue_wakes_the_print_once_committed(team, printer, django_capture_on_commit_callbacks):
    circular = circular_in(CircularState.APPROVED, team)

    with django_capture_on_commit_callbacks(execute=True):
        actions.issue(circular, by=team.secretariat)
        assert printer.given == []

    assert reloaded(circular).state == "issued"
