"""What stands against a letter before it is approved: faults that refuse it, and advice from the house style."""

import re

from django.utils.translation import gettext as _

from .dates import date_problems, late_deadline
from .problem import ERROR, NOTHING_KNOWN, WARNING, Problem
from .rooms import other_rooms, room_problems
from .style import style_problems
from .symbols import symbol_problems
from .text import QUESTIONS, is_hidden, stand_alone, tokens, unknown_tokens
from .wording import NOTE_VERBALE, PRESIDENT_LETTER
from .zones import has_hour, zone_problems

MARKUP = re.compile(r"</?[A-Za-z!][^<>\n]{0,200}>|&(?:[a-z]{2,8}|#x?[0-9a-fA-F]{1,6});")
PLACEHOLDER = re.compile(r"\[…[^\[\]\n]{0,200}\]")
PLURAL = re.compile(r"\b(?:[Ww]e|[Oo]urs?|us)\b")
CITES = re.compile(r"\b(?:letter|note|circular)s?\b[^.\n]{0,60}\b(?:of|dated)\b")
ENCLOSED = re.compile(r"\b(?:enclosed|herewith)\b", re.IGNORECASE)
ENDING = frozenset({"silence", "silence_extended"})  # kinds that say until when
FOLLOWING = frozenset({"silence_extended", "silence_broken", "silence_concluded"})  # kinds that follow another letter
FIRST_PERSON = re.compile(r"\b(?:[Ww]e|[Oo]ur|[Uu]s|I|my)\b")
FORMULAS = (
    ("salutation_twice", re.compile(r"^[^\S\n]*(?:Your )?Excellenc(?:y|ies),?[^\S\n]*$", re.MULTILINE)),
    ("close_twice", re.compile(r"\b(?:Please accept, Excellency|avails itself of this opportunity|Yours sincerely)")),
)
ENOUGH = 20  # findings of one letter; more do not help anybody


def problems(body, facts, *, form, kind, subject="", dated=None, language="en", known=NOTHING_KNOWN):
    """What is wrong with a letter, errors first, at most twenty findings. ``known`` is what stands beside it.

    The rules of style are those of English letters; a letter in another language is not judged by them.
    """
    found = [*_faults("subject", subject), *_faults("body", body), *_token_faults(body, facts)]
    if not body.strip():
        found.append(
            Problem(ERROR, "body", "empty", _("The letter has no text yet. Write it, or begin from a template."))
        )
    found += [*_missing(body, facts, kind, form), *_due_late(body, known)]
    for field, text in (("subject", subject), ("body", body)):
        found += [*room_problems(field, text, known.rooms), *symbol_problems(field, text, known.symbols)]
    if kind != "change" and known.meeting_room:  # a change names the room that was announced before, too
        found += other_rooms(body, known.rooms, known.meeting_room)
    if language.split("-")[0] == "en":
        found += _in_english(subject, body, form=form, kind=kind, dated=dated, known=known)
    if dated and known.meeting_day and known.meeting_day < dated and kind in {"convening", "change"}:
        message = _("The meeting is on a day before the date of the letter. Check the two dates.")
        found.append(Problem(WARNING, "dated", "meeting_past", message))
    return sorted(dict.fromkeys(found), key=lambda problem: problem.level != ERROR)[:ENOUGH]


def _in_english(subject, body, *, form, kind, dated, known):
    """Dates, hours and style, as letters in English write them; and what a letter of this kind is expected to say."""
    names_meeting = known.meeting_day if "meeting" in tokens(body) and kind not in ENDING else None
    yield from date_problems(body, kind=kind, dated=dated, meeting_day=names_meeting)
    yield from style_problems("subject", subject)
    yield from style_problems("body", body)
    yield from zone_problems(body)
    yield from _manners(body, form)
    if not PLACEHOLDER.search(body):  # else its words are still to come
        yield from _missing_words(body, kind)
    if known.enclosed == 0 and (match := ENCLOSED.search(body)):
        message = _("The letter says “%(found)s”, but nothing is enclosed. Enclose the file, or take the word out.")
        yield Problem(WARNING, "body", "not_enclosed", message % {"found": match[0]}, match[0])


def _due_late(body, known):
    """Inputs that prepare a meeting are due before it."""
    if known.due_day and known.meeting_day and {"due", "meeting"} <= set(tokens(body)):
        yield from late_deadline(known.due_day, known.meeting_day, "{due}")


def _faults(field, text):
    """What could not be printed as it was meant, in any language."""
    if any(is_hidden(sign) for sign in text):
        message = _(
            "The text contains invisible control characters. Type the passage again, or paste it as plain text."
        )
        yield Problem(ERROR, field, "control", message)
    for match in MARKUP.finditer(text):
        message = _("“%(found)s” would be printed as it stands. Take it out; *asterisks* emphasise.") % {
            "found": match[0]
        }
        yield Problem(ERROR, field, "markup", message, match[0])
    for match in PLACEHOLDER.finditer(text):
        message = _("“%(found)s” still waits for its words. Write them in its place.") % {"found": match[0]}
        yield Problem(ERROR, field, "placeholder", message, match[0])


def _token_faults(body, facts):
    for name in dict.fromkeys(unknown_tokens(body)):
        message = _("{%(name)s} stands for nothing. Use one of the listed names in braces, or write the words.")
        yield _about(name, "unknown_token", message)
    for name in dict.fromkeys(tokens(body)):
        if not facts.get(name):
            yield _about(
                name, "missing_fact", _fact_missing().get(name, _("{%(name)s} is not known. Write the words."))
            )
    if facts.get("questions") and not stand_alone(QUESTIONS, body):
        message = _("{questions} is printed as a numbered list. Put it in a paragraph of its own.")
        yield Problem(ERROR, "body", "questions_inline", message, QUESTIONS)


def _about(name, code, message):
    return Problem(ERROR, "body", code, message % {"name": name}, f"{{{name}}}")


def _fact_missing():
    """What to do when a token has no fact; a function, so that it speaks the reader's language."""
    meeting = _("{%(name)s} needs a meeting. Choose the meeting that this letter is about.")
    call = _("{questions} needs a call. Choose the call whose questions are printed.")
    return {
        "meeting": meeting,
        "title_of_meeting": meeting,
        "place_of_meeting": meeting,
        "questions": call,
        "due": _("{due} is not known: no call is chosen, or it has no due date. Choose one, or take the sentence out."),
        "replaced": _("{replaced} needs the circular that this one corrects. Choose it."),
    }


def _missing(body, facts, kind, form):
    """Facts that a letter of this kind is expected to name; a cover letter leaves the questions to what it covers."""
    used = set(tokens(body))
    if kind in {"convening", "change"} and "meeting" not in used:
        message = _(
            "The letter does not say {meeting}. Write it where day, time and room belong, and they follow the calendar."
        )
        yield Problem(WARNING, "body", "missing_meeting", message)
    printed = form == PRESIDENT_LETTER or "questions" in used
    if kind == "call" and facts.get("questions") and not printed:
        message = _(
            "The call has questions, but the letter does not print them. Put {questions} in a paragraph of its own."
        )
        yield Problem(WARNING, "body", "missing_questions", message)
    if kind == "call" and facts.get("due") and "due" not in used:
        message = _("The call has a due date, but the letter does not name it. Write {due} where it belongs.")
        yield Problem(WARNING, "body", "missing_due", message)
    if facts.get("replaced") and "replaced" not in used:
        message = _("The text does not name the circular it corrects. Write {replaced} where it belongs.")
        yield Problem(WARNING, "body", "missing_replaced", message)


def _missing_words(body, kind):
    """What a letter about silence is expected to say."""
    if kind in ENDING and body.strip() and not has_hour(body) and "due" not in tokens(body):
        message = _("The letter does not say at what hour silence ends. Write day and hour, and whose time it is.")
        yield Problem(WARNING, "body", "missing_hour", message)
    if kind in FOLLOWING and body.strip() and not CITES.search(body) and "replaced" not in tokens(body):
        message = _("The letter does not name the one by which silence was opened. Write “our letter of” and its date.")
        yield Problem(WARNING, "body", "missing_letter", message)


def _manners(body, form):
    """What the portal prints by itself, and in which person one writes."""
    said = {
        "salutation_twice": _("The portal prints the salutation. Take it out of the text."),
        "close_twice": _("The portal prints the closing formula. Take it out of the text."),
    }
    for code, pattern in FORMULAS:
        if match := pattern.search(body):
            yield Problem(WARNING, "body", code, said[code], match[0].strip())
    if form == NOTE_VERBALE and (match := FIRST_PERSON.search(body)):
        message = _("A note verbale is written in the third person. Write “the secretariat” for “%(found)s”.")
        yield Problem(WARNING, "body", "third_person", message % {"found": match[0]}, match[0])
    if form == PRESIDENT_LETTER and (match := PLURAL.search(body)):
        message = _("The President signs alone and writes in the singular. Write “I” or “my” for “%(found)s”.")
        yield Problem(WARNING, "body", "singular", message % {"found": match[0]}, match[0])
