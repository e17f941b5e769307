"""The texts of a President's cover letter: one sentence transmits the letter of the co-facilitators and says what it
is about. The letter itself is enclosed.
"""

TRANSMITS = (
    "I have the honour to transmit herewith a letter from {cofacilitators}, co-facilitators of the {consultation}, "
)
_THANKS = "I thank the co-facilitators for their work and count on the constructive engagement of all delegations."
_ABOUT = {
    "convening": "regarding the {title_of_meeting}, which will be held on {meeting}.",
    "change": "regarding a change in the calendar: the {title_of_meeting} will now be held on {meeting}.",
    "call": "by which they invite written inputs. Inputs are requested by {due}.",
    "transmittal": "by which they circulate [… the draft: its name and date]. It will be considered at the "
    "{title_of_meeting}, on {meeting}.",
    "silence": "by which they place [… the text: its name and date] under a silence procedure until [… day, hour and "
    "whose time].",
    "silence_extended": "by which they extend the silence procedure on [… the text: its name and date], opened by "
    "their letter of [… date], until [… day, hour and whose time].",
    "silence_broken": "by which they inform delegations that silence on [… the text: its name and date], opened by "
    "their letter of [… date], has been broken. [… what follows]",
    "silence_concluded": "by which they inform delegations that silence on [… the text: its name and date], opened by "
    "their letter of [… date], has not been broken, and that the text is agreed. [… when action will be taken on it]",
    "free": "regarding [… what it is about].",
}
BODIES = {kind: f"{TRANSMITS}{about}\n\n{_THANKS}" for kind, about in _ABOUT.items()}
