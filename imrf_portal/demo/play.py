"""Plays a story: every deed by the action for it, in the capacity and at the instant in which it is done."""

from datetime import timedelta
from functools import partial
from operator import itemgetter

from accounts.access import require
from consultations import actions, audiences, composition, jobs, reminder_text, reminding
from consultations.documents import pdf_available
from consultations.models import Circular, CircularState, Deadline
from record.models import Job

from . import accounts, drafting, facts, inputs, people, remarks
from .story import at, evening_before


class PrintingError(Exception):
    """A letter of the demonstration could not be printed; the message is the reason."""


def play(story):
    """Set up one consultation and do its deeds in the order of their instants."""
    consultation = people.set_up(story)
    deeds = [
        (at(meeting.entered, 9), partial(enter, consultation, meeting))
        for meeting in story.meetings  # in the order in which they are entered, and so numbered
    ]
    circulars = {}
    for number, letter in enumerate(story.letters, start=1):
        deeds += steps(consultation, circulars, number, letter)
    if story is facts.STORY:
        deeds += inputs.play(consultation)
    else:
        deeds.append((at(story.opens_on, 15), partial(people.ask_to_take_part, consultation)))
    deeds += [(at(story.opens_on, 14), partial(hang, consultation, reminder)) for reminder in story.reminders]
    deeds += drafting.play(consultation, story.drafts, text_actor)
    deeds += remarks.play(consultation, story.drafts)
    for instant, deed in sorted(deeds, key=itemgetter(0)):
        deed(at=instant)


def text_actor(role, at):
    """Who works on the text: "staff", or the "first" or "second" co-facilitator."""
    leading = dict(zip(("first", "second"), accounts.COFACILITATORS, strict=True))
    email = leading[role][0] if role in leading else "staff@demo.invalid"
    return people.actor(email, at)


def enter(consultation, meeting, *, at):
    """Enter a meeting into the calendar, with the papers that lie at it."""
    by = people.actor(accounts.SECRETARIAT, at)
    require(by, "consultations.keep_calendar", consultation)
    papers = consultation.documents.all()
    actions.schedule_meeting(
        consultation,
        by=by,
        kind=meeting.kind,
        subject=meeting.subject,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        hour_known=bool(meeting.hours),
        room=meeting.room,
        place=meeting.place,
        time_zone=meeting.zone,
        agenda=meeting.agenda,
        documents=[paper for paper in papers if {paper.symbol, paper.title} & set(meeting.documents)],
    )


def hang(consultation, reminder, *, at):
    """Hang a reminder, with the usual text, on the date of a meeting or of the call."""
    by = people.actor(accounts.SECRETARIAT, at)
    require(by, "consultations.keep_reminders", consultation)
    meeting = consultation.meetings.filter(number=reminder.meeting).first()
    deadline = Deadline.objects.about(meeting or consultation.calls.get()).get()
    offset = reminder.days * reminding.MINUTES["days"]
    subject, body = reminder_text.starting_text(deadline.purpose, reminder.audience, offset)
    actions.create_reminder(
        consultation,
        by=by,
        deadline=deadline,
        offset=offset,
        audience=reminder.audience,
        kinds=audiences.default_kinds(deadline),
        subject=subject,
        body=body,
    )


def steps(consultation, circulars, number, letter):
    """The deeds that take a letter as far as it goes, with their instants; ``circulars`` are those begun so far.

    It is written and approved on the evening of the working day before it leaves.
    Where nothing can be printed letters stay approved, and one that corrects another, which has no reference, a draft.
    """
    evening, printable = evening_before(letter.at), not pdf_available()
    yield evening, partial(begin, consultation, circulars, number, letter)
    if letter.until == "draft" or (letter.corrects and not printable):
        return
    yield evening + timedelta(minutes=20), partial(ask, circulars, number)
    for place, email in enumerate(signing(letter), start=1):
        yield evening + timedelta(minutes=20 + 15 * place), partial(approve, circulars, number, email)
    if letter.until == "issued" and printable:
        yield letter.at, partial(issue, circulars, number)


def signing(letter):
    """The addresses of those who approve it: of a letter that stays in approval, the first of them."""
    both = [email for email, _code in accounts.COFACILITATORS]
    everyone = [accounts.SECOND_PERSON] if letter.form == "note_verbale" else both
    return everyone if letter.until == "issued" else everyone[:1]


def begin(consultation, circulars, number, letter, *, at):
    by = people.actor(accounts.SECRETARIAT, at)
    require(by, "consultations.prepare_circular", consultation)
    circulars[number] = actions.create_circular(
        consultation,
        by=by,
        kind=letter.kind,
        form=letter.form,
        subject=letter.subject,
        body=letter.body,
        dated=letter.dated,
        meeting=consultation.meetings.get(number=letter.meeting) if letter.meeting else None,
        call=consultation.calls.get() if letter.call else None,
        audience=list(letter.audience),
        addressee=letter.addressee,
        corrects=circulars.get(letter.corrects),
        correction=letter.correction,
    )


def ask(circulars, number, *, at):
    by = people.actor(accounts.SECRETARIAT, at)
    require(by, "consultations.request_approval", circulars[number])
    circulars[number] = actions.request_approval(circulars[number], by=by)


def approve(circulars, number, email, *, at):
    by, circular = people.actor(email, at), circulars[number]
    require(by, "consultations.approve", circular)
    circulars[number] = actions.approve(circular, by=by, seen=composition.content_sha256(circular, at))


def issue(circulars, number, *, at):
    """Issue a letter and print it at once, as the worker would."""
    by, circular = people.actor(accounts.SECRETARIAT, at), circulars[number]
    require(by, "consultations.issue", circular)
    actions.issue(circular, by=by)
    job = Job.objects.about(circular).get()
    jobs.print_circular(job.pk)
    circulars[number] = Circular.objects.get(pk=circular.pk)
    if circulars[number].state != CircularState.ISSUED:
        job.refresh_from_db()
        raise PrintingError(job.reason)
