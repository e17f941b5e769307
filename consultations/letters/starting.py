"""The texts that a new circular begins with, by what it is for and who writes it. Tokens stand for the facts.

"[… words]" is for the writer to fill in; a letter cannot be approved while one is left.
"""

from . import president
from .wording import JOINT_LETTER, NOTE_VERBALE, PLAIN_LETTER, PRESIDENT_LETTER

_CAPACITY = "We have the honour to write to you in our capacity as co-facilitators of the {consultation}."
_NOTE = (
    "The secretariat of the {consultation} presents its compliments to the Permanent Missions and Permanent Observer "
    "Missions to the United Nations and has the honour to "
)
_PLAIN = "We write to you as co-facilitators of the {consultation}."
_HOUR = "[… day, hour and whose time]"
_TEXT = "[… the text: its name and date]"
_OPENED = "Further to our letter of [… the day on which silence was opened], "
_OPENED_BY_NOTE = "further to the letter of the co-facilitators of [… the day on which silence was opened], "
_DRAFT = "[… the draft: its name and date]"
_CONSIDERED = "It will be considered at the {title_of_meeting}, on {meeting}. "
_OBJECTIONS = (
    "If no objection is received by then, we will consider the text agreed. An objection should be sent to us in "
    "writing and name the paragraphs that it concerns."
)
_THANKS = "We thank you for your engagement and remain at your disposal for any clarification."


def _text(*paragraphs):
    return "\n\n".join(paragraphs)


_BODIES = {
    ("convening", JOINT_LETTER): _text(
        f"{_CAPACITY} The process is mandated by {{mandate}}.",
        "We would like to invite all delegations to the {title_of_meeting}, which will be held on {meeting}.",
        "The meeting will be open to Member States and observers. [… what will be discussed, and how]",
        "We count on your delegation’s participation and remain at your disposal for any clarification.",
    ),
    ("convening", NOTE_VERBALE): _text(
        f"{_NOTE}inform them that the {{title_of_meeting}} will be held on {{meeting}}.",
        "[… seats for each delegation, languages, webcast and access for persons with disabilities]",
    ),
    ("convening", PLAIN_LETTER): _text(
        f"{_PLAIN} We would like to invite you to the {{title_of_meeting}}, which will be held on {{meeting}}.",
        "[… who may attend, how to register and how to take the floor]",
        "We look forward to hearing your views.",
    ),
    ("change", JOINT_LETTER): _text(
        _CAPACITY,
        "We wish to inform you of a change in our calendar: the {title_of_meeting} will now be held on {meeting}.",
        "This notice takes the place of what was announced before. We regret any inconvenience.",
    ),
    ("change", NOTE_VERBALE): _text(
        f"{_NOTE}inform them of a change in the calendar: the {{title_of_meeting}} will now be held on {{meeting}}.",
        "This notice takes the place of what was announced before.",
    ),
    ("change", PLAIN_LETTER): _text(
        f"{_PLAIN} The {{title_of_meeting}} will now be held on {{meeting}}.",
        "This notice takes the place of what was announced before. We regret any inconvenience.",
    ),
    ("call", JOINT_LETTER): _text(
        _CAPACITY,
        "To prepare the text that will be before delegations, we invite your written inputs on the following:",
        "{questions}",
        "Inputs are requested by {due}. Those that arrive later will still be considered as far as possible. You are "
        "welcome to bring elements beyond these questions.",
        _THANKS,
    ),
    ("call", NOTE_VERBALE): _text(
        f"{_NOTE}invite, on behalf of the co-facilitators, written inputs on the following:",
        "{questions}",
        "Inputs are requested by {due}.",
    ),
    ("call", PLAIN_LETTER): _text(
        f"{_PLAIN} We invite your written inputs on the following:",
        "{questions}",
        "Inputs are requested by {due}. They will be made available to all who take part.",
        _THANKS,
    ),
    ("transmittal", JOINT_LETTER): _text(
        _CAPACITY,
        f"Please find enclosed {_DRAFT}. It reflects the views that delegations have expressed "
        "in the meetings and in writing, and our assessment of where agreement may be found.",
        f"{_CONSIDERED}[… how to comment, and until when]",
        "We thank all delegations for their constructive engagement.",
    ),
    ("transmittal", NOTE_VERBALE): _text(
        f"{_NOTE}transmit, on behalf of the co-facilitators, [… the draft: its name and date].",
        "It will be considered at the {title_of_meeting}, on {meeting}.",
    ),
    ("transmittal", PLAIN_LETTER): _text(
        f"{_PLAIN} Please find enclosed [… the draft: its name and date], for your information.",
        "[… how views may be shared, and until when]",
    ),
    ("silence", JOINT_LETTER): _text(
        _CAPACITY,
        f"Please find enclosed {_TEXT}, which we place under a silence procedure until {_HOUR}.",
        _OBJECTIONS,
        "We thank all delegations for the flexibility that has brought us to this point.",
    ),
    ("silence", NOTE_VERBALE): _text(
        f"{_NOTE}inform them that the co-facilitators place {_TEXT} under a silence procedure until {_HOUR}. An "
        "objection should be sent to the co-facilitators in writing and name the paragraphs that it concerns.",
    ),
    ("silence", PLAIN_LETTER): _text(
        f"{_PLAIN} For your information, {_TEXT} stands under a silence procedure among Member States until {_HOUR}.",
    ),
    ("silence_extended", JOINT_LETTER): _text(
        _CAPACITY,
        f"{_OPENED}we extend the silence procedure on {_TEXT} until {_HOUR}. The extension holds for all delegations; "
        "the text has not changed.",
        _OBJECTIONS,
        "We thank all delegations for their flexibility.",
    ),
    ("silence_extended", NOTE_VERBALE): _text(
        f"{_NOTE}inform them, {_OPENED_BY_NOTE}that the co-facilitators extend the silence procedure on {_TEXT} until "
        f"{_HOUR}. The extension holds for all delegations; the text has not changed.",
    ),
    ("silence_extended", PLAIN_LETTER): _text(
        f"{_PLAIN} {_OPENED}and for your information, the silence procedure among Member States on {_TEXT} is extended "
        f"until {_HOUR}.",
    ),
    ("silence_broken", JOINT_LETTER): _text(
        _CAPACITY,
        f"{_OPENED}we wish to inform you that silence on {_TEXT} has been broken. The objections that we have received "
        "concern [… the paragraphs].",
        "We will consult on these paragraphs and circulate [… what follows, and when]. The text is not agreed until "
        "then.",
        "We thank all delegations for their engagement and count on their flexibility.",
    ),
    ("silence_broken", NOTE_VERBALE): _text(
        f"{_NOTE}inform them, {_OPENED_BY_NOTE}that silence on {_TEXT} has been broken. [… the paragraphs concerned, "
        "and what follows]",
    ),
    ("silence_broken", PLAIN_LETTER): _text(
        f"{_PLAIN} {_OPENED}and for your information, silence among Member States on {_TEXT} has been broken. [… what "
        "follows]",
    ),
    ("silence_concluded", JOINT_LETTER): _text(
        _CAPACITY,
        f"{_OPENED}we are pleased to inform you that no objection to {_TEXT} was received by {_HOUR}. The text is "
        "therefore agreed.",
        "Agreement under silence is not adoption: [… how and when action will be taken on the text]",
        "We thank all delegations for the constructive spirit that has brought us to this point.",
    ),
    ("silence_concluded", NOTE_VERBALE): _text(
        f"{_NOTE}inform them, {_OPENED_BY_NOTE}that no objection to {_TEXT} was received by {_HOUR}, and that the text "
        "is therefore agreed. [… how and when action will be taken on it]",
    ),
    ("silence_concluded", PLAIN_LETTER): _text(
        f"{_PLAIN} {_OPENED}and for your information, no objection to {_TEXT} was received from Member States, and the "
        "text is therefore agreed. [… how and when action will be taken on it]",
    ),
    ("free", JOINT_LETTER): _text(_CAPACITY, "[… the text of the letter]", _THANKS),
    ("free", NOTE_VERBALE): _text(f"{_NOTE}[… what is notified]."),
    ("free", PLAIN_LETTER): _text(_PLAIN, "[… the text of the letter]"),
    **{(kind, PRESIDENT_LETTER): body for kind, body in president.BODIES.items()},
}
_SUBJECTS = {
    "convening": "Invitation to a meeting",
    "change": "Change of a meeting",
    "call": "Call for written inputs",
    "transmittal": "Transmission of a draft",
    "silence": "Silence procedure",
    "silence_extended": "Extension of the silence procedure",
    "silence_broken": "Silence broken",
    "silence_concluded": "Silence concluded",
    "free": "Communication",
}
TEMPLATES = {key: (_SUBJECTS[key[0]], body) for key, body in _BODIES.items()}


def transmitting_text(draft, facts, *, with_meeting):
    """Subject and body of the joint letter by which ``draft``, as a sentence names it, is circulated.

    ``facts`` are paragraphs about it. Without a meeting at which it is considered, the letter speaks of none.
    """
    subject, body = TEMPLATES["transmittal", JOINT_LETTER]
    enclosed, *others = body.replace(_DRAFT, draft).partition("\n\n" + _CONSIDERED)
    considered = "".join(others) if with_meeting else "".join(others).replace(_CONSIDERED, "")
    return f"{subject}: {draft}", _text(enclosed, *facts, considered.strip())


_CORRECTIONS = {
    "corr": ("Corrigendum", "In {replaced}, for [… the words that were wrong] read [… the right words]."),
    "rev": ("Revision", "This letter replaces {replaced}."),
    "add": ("Addendum", "Further to {replaced}, [… what is added]."),
}
_OPENINGS = {
    JOINT_LETTER: _CAPACITY,
    PLAIN_LETTER: _PLAIN,
    NOTE_VERBALE: _NOTE,
    PRESIDENT_LETTER: f"{president.TRANSMITS}regarding the following.",
}


def opening(form):
    """The words a letter of that form begins with; those of a note verbale lead into its first sentence."""
    return _OPENINGS[form]


def starting_text(kind, form, correction=""):
    """Subject and body that a new circular begins with; a corrigendum and the like name the circular they stand to."""
    subject, body = TEMPLATES[kind, form]
    if not correction:
        return subject, body
    label, sentence = _CORRECTIONS[correction]
    if correction == "rev":
        return f"{label}: {subject}", _text(sentence, body)
    if form == NOTE_VERBALE:
        return label, _text(f"{_NOTE}inform them of the following.", sentence)
    return label, _text(_OPENINGS[form], sentence)
