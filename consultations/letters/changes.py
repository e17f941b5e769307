"""What a letter says about a meeting that moves, is postponed or is cancelled, beginning from the template of a change.

{meeting} stands for the new facts, which follow the calendar until the letter is issued; the old ones are written out.
"""

from .starting import opening
from .wording import NOTE_VERBALE, PRESIDENT_LETTER

MOVED, POSTPONED, CANCELLED = "moved", "postponed", "cancelled"
_SUBJECTS = {
    MOVED: "Change of a meeting",
    POSTPONED: "Postponement of a meeting",
    CANCELLED: "Cancellation of a meeting",
}
_SENTENCES = {
    MOVED: "the {{title_of_meeting}}, which had been announced for {was}, will now be held on {{meeting}}.",
    POSTPONED: "the {{title_of_meeting}}, which had been announced for {was}, is postponed. The new date will be "
    "communicated as soon as it is known.",
    CANCELLED: "the {{title_of_meeting}}, which had been announced for {was}, will not be held.",
}
_ENDS = "This notice takes the place of what was announced before."


def change_text(what, form, was, reason=""):
    """Subject and body of a letter that announces ``what`` became of a meeting that was to be held on ``was``."""
    sentence = _SENTENCES[what].format(was=was)
    if form == NOTE_VERBALE:
        told = f"{opening(form)}inform them of a change in the calendar: {sentence}"
    elif form == PRESIDENT_LETTER:
        told = f"{opening(form)}\n\nThere is a change in the calendar: {sentence}"
    else:
        told = f"{opening(form)}\n\nWe wish to inform you of a change in our calendar: {sentence}"
    return _SUBJECTS[what], "\n\n".join(filter(None, [told, reason, _ENDS]))
