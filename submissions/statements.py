"""The statements of a meeting as a reader is shown them: on its page, in their JSON form, beside an input."""

from django.db.models import Prefetch

from consultations.models import Meeting

from .composition import LANGUAGES, RANK
from .models import Statement, SubmittedVersion


def gather(meeting, actor):
    """What the actor may know of, those taken back too, as lists print them: States first, then alphabetical.

    Each has ``name`` and, only where the reader may read it, ``input``: the version that it goes with.
    """
    rows = list(Statement.objects.visible_to(actor).filter(meeting=meeting).for_list())
    readable = _readable(rows, actor)
    day = meeting.day()
    for row in rows:
        row.meeting = meeting
        if row.version_id:
            row.version.submission.consultation = meeting.consultation
        row.name = row.delegation.name_on(day)
        row.language_name = LANGUAGES.get(row.language, row.language)
        row.input = row.version if row.version_id in readable and not row.withdrawn_at else None
    return sorted(rows, key=lambda row: _place(row, day))


def _readable(rows, actor):
    """The keys of the versions that go with ``rows`` and that the actor may read; asked only where there are any."""
    keys = {row.version_id for row in rows} - {None}
    if not keys:
        return frozenset()
    versions = SubmittedVersion.objects.readable_by(actor).standing().filter(pk__in=keys)
    return frozenset(versions.values_list("pk", flat=True))


def _place(row, day):
    delegation = row.delegation
    return RANK[delegation.kind], delegation.sort_key_on(day), delegation.code, row.number


def beside(submission, actor):
    """The statements that go with an input, of those the actor may know of, with a version that they may read."""
    readable = SubmittedVersion.objects.readable_by(actor).filter(submission=submission)
    statements = Statement.objects.visible_to(actor).standing().filter(version__in=readable)
    meetings = Prefetch("meeting", Meeting.objects.for_list())
    return statements.prefetch_related(meetings).order_by("meeting__starts_at", "pk")
