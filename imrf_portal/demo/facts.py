"""The record of 2019: what is public about the modalities consultation, and nothing that is not.

Where the record gives a day only, no hour stands here. Letters after the first are not public as text: those in
``letters_2019`` are samples and say so.
"""

from datetime import date

from .letters_2019 import LETTERS
from .seed_letter import SEED_QUESTIONS, SEED_SIGNATORIES
from .story import GENEVA, STATES, Call, Document, Draft, Meeting, Story, at

UNDOCS = "https://undocs.org/"

DOCUMENTS = [
    Document(
        "resolution",
        "New York Declaration for Refugees and Migrants",
        date(2016, 9, 19),
        "A/RES/71/1",
        "It starts the road to the Compact.",
        f"{UNDOCS}A/RES/71/1",
    ),
    Document(
        "mandate",
        "Global Compact for Safe, Orderly and Regular Migration",
        date(2018, 12, 19),
        "A/RES/73/195",
        "Paragraphs 48 to 54: the Forum replaces the High-level Dialogue and meets every four years from 2022, each "
        "time with a progress declaration; regional reviews alternate with it from 2020. Endorsed by 152 votes to 5, "
        "with 12 abstentions.",
        f"{UNDOCS}A/RES/73/195",
    ),
    Document(
        "letter",
        "Letter of the President of the General Assembly naming the co-facilitators",
        date(2018, 12, 21),
        summary="The President of the seventy-third session announces the two co-facilitators, the Permanent "
        "Representatives of Bangladesh and of Spain.",
    ),
    Document(
        "draft",
        "Zero draft of the resolution",
        date(2019, 6, 7),
        summary="Issued with a letter of the co-facilitators. Among other things it foresaw three days in the first "
        "semester of 2022, in plenary and several parallel round tables.",
    ),
    Document(
        "draft",
        "Final draft of the resolution",
        date(2019, 7, 5),
        summary="Under silence until Tuesday, 9 July 2019. Silence was broken by several States, on the words “within "
        "existing resources” and on the calendar for the progress declaration. The hour is not on record.",
    ),
    Document(
        "draft",
        "Revised text under a second silence",
        date(2019, 7, 10),
        summary="Under silence until Wednesday, 10 July 2019, and broken again. The day on which it was circulated is "
        "not on record: it stands here under the day on which its silence ended.",
    ),
    Document(
        "draft",
        "Final revised draft of the resolution",
        date(2019, 7, 12),
        summary="Under a third silence until Monday, 15 July 2019, which was not broken.",
    ),
    Document(
        "letter",
        "Letter of the co-facilitators announcing agreement",
        date(2019, 7, 15),
        summary="The draft is agreed under silence.",
    ),
    Document(
        "draft",
        "Draft resolution as submitted to the General Assembly",
        date(2019, 7, 19),
        "A/73/L.99",
        "It stands here under the day on which it was put to the vote.",
        f"{UNDOCS}A/73/L.99",
    ),
    Document(
        "resolution",
        "Format and organizational aspects of the international migration review forums",
        date(2019, 7, 19),
        "A/RES/73/326",
        "Adopted by a recorded vote of 118 to 5, with 13 abstentions. Against: Estonia, Hungary, Israel, Poland, "
        "United States of America (press release GA/12166).",
        f"{UNDOCS}A/RES/73/326",
    ),
]

MEETINGS = [
    Meeting(
        "informal",
        date(2019, 2, 13),
        entered=date(2019, 1, 30),
        hours=((15, 30), (18, 0)),
        room="Conference Room 3",
        agenda="The three opening questions of the letter of 1 February 2019.",
        documents=("A/RES/73/195",),
    ),
    Meeting(
        "informal",
        date(2019, 3, 20),
        entered=date(2019, 3, 1),
        agenda="Duration, content and format of the Forum\nContributions of the regional reviews and of the Global "
        "Forum on Migration and Development\nParticipation of stakeholders\nProgress declaration",
    ),
    Meeting(
        "informal",
        date(2019, 5, 8),
        entered=date(2019, 4, 15),
        agenda="Portugal spoke for 17 States.",
    ),
    Meeting(
        "stakeholders",
        date(2019, 5, 28),
        entered=date(2019, 5, 10),
        subject="Stakeholder consultation",
        place="Geneva",
        zone=GENEVA,
        agenda="Led by both co-facilitators, in the margins of the Friends of the Forum of the Global Forum on "
        "Migration and Development.",
    ),
    Meeting(
        "stakeholders",
        date(2019, 5, 28),
        entered=date(2019, 5, 10),
        subject="Informal consultation with parliamentarians",
        place="Geneva",
        zone=GENEVA,
        agenda="Held with the United Nations Network on Migration.",
    ),
    Meeting(
        "reading",
        date(2019, 6, 11),
        entered=date(2019, 6, 5),
        agenda="First consultation on the zero draft.",
        documents=("Zero draft of the resolution",),
    ),
    Meeting("reading", date(2019, 6, 20), entered=date(2019, 6, 11), agenda="Announced on 11 June 2019."),
    Meeting("reading", date(2019, 6, 26), entered=date(2019, 6, 11), agenda="Announced on 11 June 2019."),
    Meeting(
        "adoption",
        date(2019, 7, 19),
        entered=date(2019, 7, 15),
        subject="Adoption by the General Assembly",
        agenda="Draft resolution A/73/L.99, adopted as resolution 73/326 by a recorded vote: 118 in favour, 5 against "
        "(Estonia, Hungary, Israel, Poland, United States of America), 13 abstentions.",
        documents=("A/73/L.99", "A/RES/73/326"),
    ),
]

# Labels, days of the revisions and hours are samples, as their text is.
DRAFTS = [
    Draft("Zero draft", at(date(2019, 6, 5), 10), at(date(2019, 6, 7), 12), session="Seventy-third session (sample)"),
    Draft("Rev.1 (sample)", at(date(2019, 6, 17), 10), at(date(2019, 6, 20), 9)),
    Draft("Rev.2 (sample)", at(date(2019, 6, 24), 10), at(date(2019, 6, 26), 9)),
]

STORY = Story(
    slug="imrf-modalities",
    title="Intergovernmental consultations on the modalities of the International Migration Review Forum",
    short_title="IMRF modalities consultation",
    mandate="paragraphs 48 to 54 of the Global Compact for Safe, Orderly and Regular Migration, endorsed by the "
    "General Assembly in its resolution 73/195 of 19 December 2018",
    notice="The record of 2019 from public sources. Letters after the first are samples and say so; the hours at which "
    "things are done here are samples too.",
    opens_on=date(2019, 2, 1),
    expected_end=date(2019, 6, 30),
    since=at(date(2018, 12, 21), 12),
    signatories=SEED_SIGNATORIES,
    call=Call(tuple(SEED_QUESTIONS), opens_at=at(date(2019, 2, 1)), audience=STATES),  # the letter sets no date
    meetings=MEETINGS,
    documents=DOCUMENTS,
    letters=LETTERS,
    drafts=DRAFTS,
)
