"""What a reminder says: words in braces stand for facts, which are those of the moment at which it goes."""

import re

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import audiences, times
from .models import DeadlinePurpose, Meeting, ReminderAudience
from .reminding import duration

TOKEN = re.compile(r"\{([A-Za-z_]{1,40})\}")
TOKENS = {
    "what": gettext_lazy("the meeting, the call or the date"),
    "when": gettext_lazy("its day and hour"),
    "time_left": gettext_lazy("how long it is until then"),
    "where": gettext_lazy("room and place of the meeting"),
    "link": gettext_lazy("the address of its page"),
    "consultation": gettext_lazy("the title of the consultation"),
}
_STARTS = gettext_lazy("This is to remind you of the following meeting, which begins in {time_left}:")
_MEETING = "{what}\n{when}\n{where}"
_DUE = gettext_lazy("Written inputs to the call “{what}” are due by {when}, in {time_left}.")
_SUBMIT = gettext_lazy(
    "The portal has received no input of your delegation to this call. You can write, clear and submit it here:"
)
_CLEAR = gettext_lazy("An input of your delegation to this call awaits your clearance. Read and submit it here:")
_PAGE = gettext_lazy("More is to be found here:")
_WAS_DUE = gettext_lazy("Written inputs to the call “{what}” were due by {when}.")
# By what the date is, who is reminded, and whether it is before the date: subject, and paragraphs.
STARTING = {
    ("starts", "all", True): (gettext_lazy("reminder of {what}, {when}"), [_STARTS, _MEETING, _PAGE, "{link}"]),
    ("due", "all", True): (gettext_lazy("inputs are due {when}"), [_DUE, _PAGE, "{link}"]),
    ("due", "not_submitted", True): (gettext_lazy("your input is due {when}"), [_DUE, _SUBMIT, "{link}"]),
    ("due", "awaiting_clearance", True): (gettext_lazy("an input awaits your clearance"), [_DUE, _CLEAR, "{link}"]),
    ("due", "all", False): (gettext_lazy("inputs were due {when}"), [_WAS_DUE, _PAGE, "{link}"]),
    ("due", "not_submitted", False): (gettext_lazy("your input was due {when}"), [_WAS_DUE, _SUBMIT, "{link}"]),
    ("due", "awaiting_clearance", False): (
        gettext_lazy("an input awaits your clearance"),
        [_WAS_DUE, _CLEAR, "{link}"],
    ),
}
BEFORE = (gettext_lazy("reminder: {what}, {when}"), [gettext_lazy("In {time_left}, on {when}: {what}."), "{link}"])
AFTER = (gettext_lazy("{what}, {when}"), [gettext_lazy("This concerns {what}, {when}."), "{link}"])


def starting_text(purpose, audience, offset):
    """The subject and the text that a reminder begins with."""
    usual = BEFORE if offset > 0 else AFTER
    subject, paragraphs = STARTING.get((str(purpose), str(audience), offset > 0), usual)
    return str(subject), "\n\n".join(map(str, paragraphs))


def what_of(deadline):
    """What a deadline is the date of: the meeting, the call, or what was entered."""
    return deadline.title or str(deadline.target)


def zone_of(deadline, consultation):
    """On whose clock its date is said: that of the place of a meeting, else of the consultation."""
    return deadline.target.zone if isinstance(deadline.target, Meeting) else consultation.zone


def when_of(deadline, consultation):
    """Its date in words, the day alone where the record gives no hour; "" while it has none."""
    if deadline.at is None:
        return ""
    zone = zone_of(deadline, consultation)
    if isinstance(deadline.target, Meeting) and not deadline.target.hour_known:
        return times.short_date(deadline.at.astimezone(zone).date())
    return times.moment(deadline.at, zone)


def facts_of(deadline, consultation, at):
    """What stands for each token in a reminder that goes at ``at``."""
    meeting = deadline.target if isinstance(deadline.target, Meeting) else None
    return {
        "what": what_of(deadline),
        "when": when_of(deadline, consultation) or _("a date that is not set yet"),
        "time_left": _left(deadline, at),
        "where": ", ".join(part for part in (meeting.room, meeting.place) if part) if meeting else "",
        "link": settings.SITE_URL + _address(deadline, consultation),
        "consultation": consultation.title,
    }


def _left(deadline, at):
    """To the minute, from two hours on to five: what goes a little after its moment says "1 day" all the same."""
    minutes = round((deadline.at - at).total_seconds() / 60) if deadline.at else 0
    return duration(max(0, minutes if minutes < 120 else 5 * round(minutes / 5)))


def _address(deadline, consultation):
    """The page of the object; of a call that of the inputs, where one is written."""
    if deadline.purpose == DeadlinePurpose.DUE:
        return reverse("submissions:inputs", args=[consultation.slug])
    return deadline.target.get_absolute_url()


def filled(text, facts):
    """``text`` with what the tokens stand for. What it does not know stays as it was written."""
    return TOKEN.sub(lambda match: facts.get(match[1], match[0]), text)


def message(reminder, at):
    """The mail that a reminder sends at ``at``, the same to all: subject and text."""
    consultation = reminder.consultation
    facts = facts_of(reminder.deadline, consultation, at)
    context = {
        "consultation": consultation,
        "text": filled(reminder.body, facts),
        "to_addresses": reminder.audience == ReminderAudience.ALL,
        "private": audiences.is_private(reminder.audience),
        "site": settings.SITE_URL,
    }
    text = render_to_string("consultations/email/reminder.txt", context)
    subject = f"{consultation.short_title}: {filled(reminder.subject, facts)}"
    return " ".join(subject.split())[:240], text.strip() + "\n"


def why_not_say(text, deadline, offset):
    """What is wrong with a text for this deadline, as a sentence; "" if nothing."""
    used = TOKEN.findall(text)
    for name in used:
        if name not in TOKENS:
            return _("{%(name)s} stands for nothing. Choose one of the words in braces that are listed here.") % {
                "name": name
            }
    if "time_left" in used and offset <= 0:
        return _("{time_left} says nothing at or after the date. Take it out, or remind before the date.")
    if "where" in used and deadline.purpose != DeadlinePurpose.STARTS:
        return _("{where} is the room of a meeting, and this date has none. Take it out.")
    return ""
