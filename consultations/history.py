"""What became of a meeting, for its readers: the old facts beside the new, out of the record."""

from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from record.models import Event, Verb

from . import times

TOLD = (Verb.CHANGED, Verb.POSTPONED, Verb.CANCELLED)


@dataclass(frozen=True)
class Change:
    """What was changed at one instant. ``lines`` are (what, old, new); ``new`` is "" where nothing took its place."""

    at: datetime
    verb: str
    reason: str = ""
    lines: list = field(default_factory=list)


def changes_of(meeting, *, inside=False):
    """The changes of what stands in other people's calendars, the latest first.

    What happened while the meeting was not published is told only to those ``inside``, who work for the consultation.
    """
    events = Event.objects.about(meeting).filter(verb__in=TOLD).only("verb", "at", "facts").order_by("-place")
    changes = [_change(event) for event in events if inside or _was_public(event.facts)]
    return [change for change in changes if change.lines]


def _was_public(facts):
    return all(facts.get(when, {}).get("published", True) for when in ("was", "now"))


def _change(event):
    was, now = event.facts.get("was", {}), event.facts.get("now", {})
    if event.verb != Verb.CHANGED:
        return Change(event.at, event.verb, event.facts.get("reason", ""), [(_("Date"), _when(was), "")])
    lines = [(_("Date"), _when(was), _when(now))]
    lines += [(label, was.get(name), now.get(name)) for name, label in (("room", _("Room")), ("place", _("Place")))]
    return Change(event.at, event.verb, lines=[(label, old, new) for label, old, new in lines if old != new])


def _when(facts):
    """When it was to be, as a page says it."""
    if not facts.get("starts_at"):
        return ""
    start, end = (facts.get(name) and datetime.fromisoformat(facts[name]) for name in ("starts_at", "ends_at"))
    return times.span(start, end, facts.get("time_zone", "UTC"), facts.get("hour_known", True))
