"""What each person left of an answer, so that any state of it can be read again and put back."""

from datetime import timedelta
from itertools import takewhile
from operator import eq

from django.db.models import F, Window
from django.db.models.functions import RowNumber

from . import composition
from .models import AnswerEdition

TOGETHER = timedelta(minutes=10)  # what one person types within it is one edition
KEPT = 0.9  # as long as so much of it stands: what somebody took out is never lost in it
MOST = 50  # of one answer that a page shows


def keep(submission, answers, by):
    """Keep each of ``answers``, as they were just written by ``by``, as an edition. Two queries and one for each."""
    latest = submission.editions.order_by("question_id", "-at", "-pk").distinct("question_id")
    latest = {edition.question_id: edition for edition in latest}
    for answer in answers:
        last = latest.get(answer.question_id)
        if last and _goes_on(last, answer.html, by):
            last.html, last.at = answer.html, by.at
            last.save(update_fields=["html", "at"])
        else:
            AnswerEdition.objects.create(
                submission=submission,
                question_id=answer.question_id,
                html=answer.html,
                by=by.user,
                began_at=by.at,
                at=by.at,
            )


def of(submission):
    """The latest editions of each answer by the key of its question, the newest first. One query."""
    place = Window(RowNumber(), partition_by=F("question_id"), order_by=[F("at").desc(), F("pk").desc()])
    latest = submission.editions.annotate(place=place).filter(place__lte=MOST)
    found = {}
    for edition in latest.select_related("by").order_by("-at", "-pk"):
        found.setdefault(edition.question_id, []).append(edition)
    return found


def ancestor(submission, question, known, brought=""):
    """The latest state of an answer that its writer knows, by its fingerprints ``known``; ``None`` if it is not found.

    Editions come first: of what was sent with no answer they tell whether it was saved. What a page was opened with
    may be no edition, since what one person types in a row is one; then the page has ``brought`` it, as clean HTML.
    """
    states = submission.editions.filter(question=question).values_list("html", flat=True)[:MOST]
    return next((html for html in [*states, brought, ""] if composition.fingerprint(html) in known), None)


def _goes_on(last, html, by):
    return last.by_id == by.user.pk and by.at - last.began_at < TOGETHER and stands_of(last.html, html) >= KEPT


def stands_of(before, now):
    """What part of ``before`` still stands at the beginning and at the end of ``now``, from 0 to 1."""
    if not before:
        return 1
    head = _alike(before, now)
    return (head + _alike(before[head:][::-1], now[head:][::-1])) / len(before)


def _alike(one, other):
    """How many signs at the beginning are the same."""
    return sum(takewhile(bool, map(eq, one, other)))
