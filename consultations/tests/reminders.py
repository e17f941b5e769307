"""Dates and reminders for tests, entered by the actions."""

from datetime import UTC, datetime

from consultations import actions, deadlines
from consultations.models import Deadline, ReminderAudience
from record.actor import Actor

from .factories import AT, CallFactory, MeetingFactory

START = datetime(2019, 3, 20, 14, 0, tzinfo=UTC)  # ten o'clock in New York
HOUR, DAY = 60, 24 * 60


def meeting_of(team, **fields):
    """A published meeting at ``START``, entered at ``AT``."""
    return MeetingFactory(
        **{"consultation": team.consultation, "starts_at": START, "ends_at": None, "room": "Room 4", **fields}
    )


def date_of(target, at=AT):
    """The deadline of a meeting or a call."""
    deadlines.write_all(target.consultation, at)
    return Deadline.objects.about(target).get()


def call_of(team, **fields):
    return CallFactory(**{"consultation": team.consultation, "due_at": START, **fields})


def hang(deadline, team, offset=DAY, *, by=None, **fields):
    """A reminder to Member States on a deadline, entered by the secretariat at ``AT``."""
    plain = {"audience": ReminderAudience.ALL, "kinds": ["member_state"], "subject": "{what}", "body": "{what}, {when}"}
    by = by or team.secretariat
    return actions.create_reminder(team.consultation, by=by, deadline=deadline, offset=offset, **plain | fields)


def remind(team, at):
    """What the clock does at ``at``: the outcomes, and how many addresses each has."""
    runs = actions.remind(team.consultation, by=Actor.clock(at))
    return [(run.outcome, run.addresses) for run in runs]
