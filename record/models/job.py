"""Long work with its progress and the file it makes. Postgres holds the list; Redis only wakes a worker."""

from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ..actor import Actor, Capacity
from ..waking import wake
from .file import File
from .generic import About, AboutQuerySet, slug_of

LEASE = timedelta(minutes=11)  # longer than the hard limit of a task
MAX_ATTEMPTS = 3


class JobState(models.TextChoices):
    QUEUED = "queued", _("waiting")
    RUNNING = "running", _("under way")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")


class JobQuerySet(AboutQuerySet):
    def start(self, task, target, *, by, consultation=None):
        """A new job for ``task`` (a Celery task that takes the job's key), woken once this transaction commits."""
        job = self.create(
            task=task,
            target=target,
            consultation=slug_of(consultation),
            user=by.user if by.user.is_authenticated else None,
            capacity=by.capacity,
            at=by.at,
        )
        transaction.on_commit(job.wake, robust=True)
        return job

    def waiting(self, now):
        """The jobs nobody works on: queued, or left by a worker that died."""
        return self.filter(Q(state=JobState.QUEUED) | Q(state=JobState.RUNNING, lease_until__lt=now))

    def claim(self, pk, now):
        """The job, for this worker alone until its lease ends; ``None`` if another has it or it is over.

        After three attempts that ended without a word the job is failed instead.
        """
        if (
            not self.waiting(now)
            .filter(pk=pk)
            .update(state=JobState.RUNNING, lease_until=now + LEASE, attempts=F("attempts") + 1)
        ):
            return None
        job = self.get(pk=pk)
        if job.attempts > MAX_ATTEMPTS:
            job.fail(_("The work broke off three times. Start it again, or tell the administrator."))
            return None
        return job


class Job(About):
    """A piece of long work that can be left and come back to."""

    task = models.CharField(max_length=80)
    state = models.CharField(max_length=10, choices=JobState, default=JobState.QUEUED)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    capacity = models.CharField(max_length=20, choices=Capacity)
    at = models.DateTimeField()
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=1)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)
    result = models.ForeignKey(File, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=JobState.values), name="job_state_known"),
            models.CheckConstraint(
                condition=~Q(state=JobState.RUNNING) | Q(lease_until__isnull=False), name="job_running_has_lease"
            ),
        ]

    def __str__(self):
        return f"{self.task} {self.pk}: {self.state}"

    def wake(self):
        """Tell a worker. If the broker is away the sweeper finds the row within a minute."""
        wake(self.task, self.pk)

    def actor(self):
        """Who asked for the work, at the instant they asked."""
        return (
            Actor(user=self.user, capacity=Capacity(self.capacity), at=self.at) if self.user else Actor.clock(self.at)
        )

    def finish(self, result=None):
        self.state, self.result, self.done = JobState.DONE, result, self.total
        self.save(update_fields=["state", "result", "done"])

    def fail(self, reason):
        """End the work with a sentence for the person who waits for it."""
        self.state, self.reason = JobState.FAILED, reason
        self.save(update_fields=["state", "reason"])

    def is_over(self):
        return self.state in {JobState.DONE, JobState.FAILED}
