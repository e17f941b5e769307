"""What a consultation still lacks before others should know of it: advice, that stands in nobody's way."""

from typing import NamedTuple

from django.utils.translation import gettext as _

from .models import DocumentKind, RoleKind

SIGNATURES = 2  # on joint letters


class Lack(NamedTuple):
    """A sentence, and the section of the page on which it is made good."""

    sentence: str
    section: str


def lacks(consultation, *, leading, working, calls, documents, meetings, at):
    """What is missing, in the order in which it matters; each argument is a list of what stands now."""
    found = [
        *_people(leading, working),
        *_calls(calls, consultation.day(at)),
    ]
    if not any(document.kind == DocumentKind.MANDATE for document in documents):
        found.append(Lack(_("The document of the mandate is not among the reference documents."), "documents"))
    if not meetings:
        found.append(Lack(_("No meeting has been entered into the calendar."), "meetings"))
    if consultation.expected_end < consultation.day(at):
        found.append(Lack(_("Its expected end has passed."), "facts"))
    return found


def _people(leading, working):
    if not leading:
        yield Lack(_("There is no co-facilitator: nobody can sign its letters or release its text."), "cofacilitators")
    elif len(leading) < SIGNATURES:
        yield Lack(_("There is one co-facilitator only: letters will have one letterhead."), "cofacilitators")
    if sum(role.kind == RoleKind.SECRETARIAT for role in working) < SIGNATURES:
        yield Lack(_("One person only is its secretariat: nobody could approve a note verbale by them."), "roles")


def _calls(calls, today):
    if not calls:
        yield Lack(_("Nothing is asked of delegations yet: there is no call."), "calls")
    for call in calls:
        words = {"number": call.number, "call": str(call)}
        if not call.questions.all() and call.kind == "opening_questions":
            yield Lack(_("Call %(number)s, %(call)s, has no question.") % words, "calls")
        if call.due_at and call.consultation.day(call.due_at) < today:
            yield Lack(_("Inputs to call %(number)s, %(call)s, were due before today.") % words, "calls")
