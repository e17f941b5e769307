"""The letters of the record of 2019. The first is real; the words of the others are samples, their days on record
where that is said."""

from datetime import date

from .seed_letter import SEED_ADDRESSEE, SEED_BODY
from .story import Letter, at

SAMPLE = "[Sample text: this is not the letter that was sent.]"
WRITE = (
    "We write to you in our capacity as co-facilitators of the intergovernmental consultations on the modalities of "
    "the International Migration Review Forum."
)


def sample(*paragraphs):
    """A body whose first sentence says that it is a sample."""
    return "\n\n".join([SAMPLE, *paragraphs])


LETTERS = [
    Letter(
        "convening",
        "First informal consultation and opening questions",
        SEED_BODY,
        at(date(2019, 2, 1), 10),
        meeting=1,
        call=True,
        addressee=SEED_ADDRESSEE,
        sample=False,
    ),
    Letter(
        "convening",
        "Second informal consultation",
        sample(
            WRITE,
            "Further to our letter of 1 February 2019, we would like to invite all delegations to the second informal "
            "consultation, which will be held at United Nations Headquarters on {meeting}.",
            "To structure the discussion we suggest the following clusters:",
            "(a) Duration, content and format of the Forum;\n"
            "(b) Contributions of the regional reviews and of the Global Forum on Migration and Development;\n"
            "(c) Participation of stakeholders;\n"
            "(d) Progress declaration.",
            "Written inputs remain welcome throughout the process.",
        ),
        at(date(2019, 3, 6), 11),
        meeting=2,
        addressee=SEED_ADDRESSEE,
    ),
    Letter(
        "change",
        "Room of the third informal consultation",
        sample(
            "The secretariat of the consultations on the modalities of the International Migration Review Forum "
            "presents its compliments to the Permanent Missions and Permanent Observer Missions to the United Nations "
            "and has the honour to inform them that the room of the third informal consultation, on {meeting}, will be "
            "announced in the Journal of the United Nations on the day of the meeting. That announcement takes the "
            "place of any made before.",
        ),
        at(date(2019, 5, 3), 16),
        form="note_verbale",
        meeting=3,
        addressee=SEED_ADDRESSEE,
    ),
    Letter(
        "convening",
        "Stakeholder consultation in Geneva",
        sample(
            WRITE,
            "We would like to invite you to a consultation with stakeholders, which will be held in Geneva on "
            "{meeting}, in the margins of the Friends of the Forum of the Global Forum on Migration and Development.",
            "We would be grateful for your views on how stakeholders should take part in the Forum and in its "
            "preparation.",
        ),
        at(date(2019, 5, 14), 11),
        form="plain_letter",
        meeting=4,
        audience=("stakeholder",),
        addressee="All stakeholders taking part in the consultation",
    ),
    Letter(
        "transmittal",
        "Zero draft of the resolution",
        sample(
            WRITE,
            "We are pleased to transmit the zero draft of the resolution. It reflects the views that delegations have "
            "expressed in three informal consultations and in writing, and our assessment of where agreement may be "
            "found.",
            "It will be considered for the first time on {meeting}. Further consultations are planned for 20 and 27 "
            "June 2019.",
        ),
        at(date(2019, 6, 7), 15),
        meeting=6,
        addressee=SEED_ADDRESSEE,
    ),
    Letter(
        "transmittal",
        "Corrigendum: zero draft of the resolution",
        sample(
            WRITE,
            "In {replaced}, for “20 and 27 June 2019” read “20 and 26 June 2019”. The letter reads in full:",
            "We are pleased to transmit the zero draft of the resolution. It reflects the views that delegations have "
            "expressed in three informal consultations and in writing, and our assessment of where agreement may be "
            "found.",
            "It will be considered for the first time on {meeting}. Further consultations are planned for 20 and 26 "
            "June 2019.",
        ),
        at(date(2019, 6, 10), 10),
        meeting=6,
        addressee=SEED_ADDRESSEE,
        corrects=5,
        correction="corr",
    ),
    Letter(
        "silence",
        "Final draft of the resolution under silence",
        sample(
            WRITE,
            "Following the readings of the draft we now place the final draft of the resolution, dated 5 July 2019, "
            "under a silence procedure until Tuesday, 9 July 2019. The hour is not on record.",
            "If no objection is received by then, we will consider the text agreed. An objection should be sent to us "
            "in writing and name the paragraphs that it concerns.",
        ),
        at(date(2019, 7, 5), 17),
        addressee=SEED_ADDRESSEE,
    ),
]
