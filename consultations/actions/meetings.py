"""The calendar: a meeting is entered, changed, postponed, cancelled, reported on.

Page, lists, feed and reminders read the row, so that they follow in the same transaction; the letter that announces
the change is drafted in it too, and leaves when it is approved and issued like any other.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from record.models import Event, Verb

from .. import composition, deadlines, letters
from ..models import CircularForm, CircularKind, Consultation, Meeting, MeetingStatus
from .common import refuse
from .inviting import tell
from .preparing import create_circular

# What stands in other people's calendars: a change of one of these is announced.
ANNOUNCED = ["starts_at", "ends_at", "hour_known", "room", "place", "time_zone"]
# What is sent to those who asked for an invitation.
MAILED = {*ANNOUNCED, "kind", "subject", "link", "published"}
FIELDS = [
    *ANNOUNCED,
    "kind",
    "subject",
    "link",
    "closed",
    "languages",
    "agenda",
    "webcast",
    "seating",
    "accessibility",
    "published",
]


@transaction.atomic
def schedule_meeting(consultation, *, by, documents=(), **fields):
    """Enter a meeting into the calendar, under the next number of the consultation."""
    Consultation.objects.select_for_update(no_key=True).get(pk=consultation.pk)  # numbers, one at a time
    last = consultation.meetings.aggregate(last=Max("number"))["last"] or 0
    meeting = Meeting(consultation=consultation, number=last + 1, changed_at=by.at, **fields)
    meeting.full_clean()
    meeting.save(force_insert=True)
    meeting.documents.set(documents)
    deadlines.write_meeting(meeting)
    _record(meeting, Verb.SCHEDULED, by, number=meeting.number, start=meeting.starts_at)
    return meeting


@transaction.atomic
def change_meeting(meeting, *, by, revision, announce=True, documents=None, **fields):
    """Change a meeting; one that was postponed and gets its new date is scheduled again.

    ``revision`` is the one the editor began with: if someone has saved since, a ValidationError with the code
    "conflict" says so and nothing is written. Gives the draft of the letter that announces the change, or ``None``
    where nothing changed that stands in other people's calendars, where it was not wanted, and after the meeting.
    """
    meeting = Meeting.objects.hold(meeting.pk)
    refuse(meeting.why_not_change(), "change_meeting")
    _refuse_conflict(meeting, revision)
    was = _snapshot(meeting)
    changed = [name for name in FIELDS if name in fields and getattr(meeting, name) != fields[name]]
    for name in changed:
        setattr(meeting, name, fields[name])
    changed += _set_documents(meeting, documents)
    if meeting.status == MeetingStatus.POSTPONED and "starts_at" in changed:
        meeting.status, meeting.reason = MeetingStatus.SCHEDULED, ""
    if not changed:
        return None
    _save(meeting, by)
    to_come = not _is_over(meeting, by.at)
    if to_come and MAILED & set(changed):
        tell(meeting, by)
    _record(meeting, Verb.CHANGED, by, fields=changed, was=was["facts"], now=_snapshot(meeting)["facts"])
    moved = announce and meeting.published and set(changed) & set(ANNOUNCED)
    return _announce(meeting, "moved", was["words"], by) if moved and to_come else None


@transaction.atomic
def postpone_meeting(meeting, *, by, reason="", announce=True):
    """Postpone a meeting sine die. Gives the draft of the letter that says so, or ``None`` where none is wanted."""
    meeting = Meeting.objects.hold(meeting.pk)
    refuse(meeting.why_not_postpone(by.at), "postpone_meeting")
    return _call_off(meeting, Verb.POSTPONED, by=by, reason=reason, announce=announce)


@transaction.atomic
def cancel_meeting(meeting, *, by, reason="", announce=True):
    """Cancel a meeting for good. Gives the draft of the letter that says so, or ``None`` where none is wanted."""
    meeting = Meeting.objects.hold(meeting.pk)
    refuse(meeting.why_not_cancel(by.at), "cancel_meeting")
    return _call_off(meeting, Verb.CANCELLED, by=by, reason=reason, announce=announce)


@transaction.atomic
def report_meeting(meeting, *, by, revision, summary="", recording=""):
    """Add what is known after a meeting: the co-facilitators' summary, where it can be watched."""
    meeting = Meeting.objects.hold(meeting.pk)
    refuse(meeting.why_not_report(by.at), "report_meeting")
    _refuse_conflict(meeting, revision)
    meeting.summary, meeting.recording = summary, recording
    _save(meeting, by, in_calendars=False)
    _record(meeting, Verb.REPORTED, by, fields=[name for name in ("summary", "recording") if getattr(meeting, name)])


def _call_off(meeting, verb, *, by, reason, announce):
    was = _snapshot(meeting)
    meeting.status, meeting.reason = MeetingStatus(verb.value), reason
    _save(meeting, by)
    tell(meeting, by)
    _record(meeting, verb, by, was=was["facts"], reason=reason)
    return _announce(meeting, verb.value, was["words"], by) if announce and meeting.published else None


def _set_documents(meeting, documents):
    """Let these be its documents; ``None`` leaves them. Gives what has changed, as the record names it."""
    if documents is None or set(documents) == set(meeting.documents.all()):
        return []
    meeting.documents.set(documents)
    return ["documents"]


def _save(meeting, by, *, in_calendars=True):
    """Write the row; calendars that subscribe see by the rising sequence that theirs is old."""
    meeting.revision += 1
    if in_calendars:
        meeting.sequence += 1
        meeting.changed_at = by.at
    meeting.full_clean()
    meeting.save()
    deadlines.write_meeting(meeting)


def _refuse_conflict(meeting, revision):
    if revision != meeting.revision:
        raise ValidationError(
            _(
                "Someone else has changed this meeting since you opened it. Read what it says now, make your change "
                "again and save."
            ),
            code="conflict",
        )


def _snapshot(meeting):
    """What stood in the calendar, as facts for the record and as a letter words it."""
    facts = {name: getattr(meeting, name) for name in [*ANNOUNCED, "published"]}
    return {"facts": facts, "words": composition.meeting_words(meeting, "en")}


def _is_over(meeting, at):
    return meeting.status_at(at) == MeetingStatus.HELD


def _announce(meeting, what, was, by):
    """The draft of the letter, in the form in which the meeting was convened."""
    form = _form_of(meeting)
    subject, body = letters.change_text(what, form, was, meeting.reason)
    return create_circular(
        meeting.consultation,
        by=by,
        kind=CircularKind.CHANGE,
        form=form,
        meeting=meeting,
        subject=subject,
        body=body,
        dated=meeting.consultation.day(by.at),
        audience=composition.default_audience(form),
        addressee=composition.default_addressee(form),
    )


def _form_of(meeting):
    convened = meeting.circulars.filter(kind=CircularKind.CONVENING).issued().order_by("pk").first()
    return convened.form if convened else CircularForm.JOINT_LETTER


def _record(meeting, verb, by, **facts):
    Event.objects.record(meeting, verb, by=by, consultation=meeting.consultation, **facts)
