"""The letter that started the process is the acceptance test of the printed page: its words, and one sheet of paper."""

from datetime import date

import pytest

from consultations import documents, letters
from consultations.tests.letter_samples import ADDRESS, NEW_YORK, at, compose, printed, text_of, words
from imrf_portal.demo import seed_letter as seed
from record.hashing import content_hash

MEETING = letters.meeting_phrase(
    at(2019, 2, 13, 15, 30), at(2019, 2, 13, 18), NEW_YORK, room="Conference Room 3", place=""
)
QUESTIONS = [[f"({numeral})", text] for numeral, text in zip(("I", "II", "III"), seed.SEED_QUESTIONS, strict=True)]
FACTS = {"meeting": MEETING, "questions": QUESTIONS}


def seed_content():
    return compose(
        body=seed.SEED_BODY,
        facts=FACTS,
        letterheads=seed.SEED_LETTERHEADS,
        signatories=seed.SEED_SIGNATORIES,
        addressee=seed.SEED_ADDRESSEE,
    )


ORIGINAL = """\
PERMANENT MISSION OF BANGLADESH TO THE UNITED NATIONS

PERMANENT MISSION OF SPAIN TO THE UNITED NATIONS

New York, 01 February 2019

Excellency,

We write to you in our capacity as co-facilitators to the intergovernmental consultations and negotiations to determine
the precise modalities and organizational aspects of the International Migration Review Forum (IMRF) and articulate how
the contributions of the regional review and other relevant processes will inform the Forums, as a means to strengthen
the overall effectiveness and the consistency of the follow-up and review outlined in the Global Compact for Safe,
Orderly and Regular Migration. Paragraph-49 of the same Compact further envisioned IMRF as a global platform where
Member States would be able to review its implementation progress and guide the direction of the United Nation's work.

To fulfill this assignment, we, as co-facilitators, would like to convene inter-governmental consultations at the United
Nations Headquarters to engage with the Member States. The first of these informal consultations would take place on
Wednesday, 13<sup>th</sup> February 2019, 3:30 pm – 6:00 pm at Conference Room-3.

With a view to have focused discussion, we have designed following opening questions:

- (I) How would you envisage the architecture of IMRF in order to preserve its voluntary nature and maintaining a
360-degree approach to migration?
- (II) How to keep IMRF modalities practical and purpose-oriented?
- (III) How IMRF could best incorporate inputs from regional levels and GFMD?

These opening questions are suggestions from our side to kick-off a more structured discussion on IMRF modalities. But
our consultation should not be limited to finding the answers of these questions. Member States are encouraged to bring
additional elements through their innovative interventions and comments. Based on your ideas and comments, we will frame
the zero draft. We would appreciate receiving written inputs from you in timely manner throughout this process.

We envisage an open, transparent and all-inclusive intergovernmental consultation and negotiation process that should
conclude by the end of June' 2019, before commencement of this year's High-level Political Forum. As co-facilitators, we
would also engage with other stakeholders as appropriate. A more detailed calendar of our activities will be provided in
due course.

We look forward to working closely with you to ensure constructive intergovernmental negotiations and a positive
outcome, while we remain at your disposal for any clarification on the process.

Ambassador H.E. Mr. Masud Bin Momen
(Permanent Representative of Bangladesh to the
United Nations in New York)

Ambassador H.E. Mr. Agustin Santos Maraver
(Permanent Representative of Spain to the United
Nations in New York)

**All Permanent Representatives and
Permanent Observers to the United Nations
New York**
"""

CORRECTIONS = [
    (
        "PERMANENT MISSION OF BANGLADESH TO THE UNITED NATIONS",
        seed.SEED_LETTERHEADS[0],
    ),  # the style sheet sets capitals
    ("PERMANENT MISSION OF SPAIN TO THE UNITED NATIONS", seed.SEED_LETTERHEADS[1]),
    ("01 February 2019", "1 February 2019"),
    ("Paragraph-49", "Paragraph 49"),
    ("United Nation's", "United Nations’"),
    ("fulfill", "fulfil"),
    ("inter-governmental", "intergovernmental"),
    (
        "13<sup>th</sup> February 2019, 3:30 pm – 6:00 pm at Conference Room-3",
        "13 February 2019, from 3.30 p.m. to 6 p.m., in Conference Room 3",
    ),
    ("- (I) ", "(I) "),  # marks of the file it was kept in
    ("- (II) ", "(II) "),
    ("- (III) ", "(III) "),
    ("June' 2019", "June 2019"),
    ("this year's", "this year’s"),
    ("Ambassador H.E. Mr. Masud", "H.E. Mr. Masud"),  # the functional title, not the rank
    ("Ambassador H.E. Mr. Agustin", "H.E. Mr. Agustin"),
    ("(Permanent Representative of Bangladesh", "Permanent Representative of Bangladesh"),
    ("(Permanent Representative of Spain", "Permanent Representative of Spain"),
    ("United Nations in New York)", "United Nations in New York"),
    ("Nations in New York)", "Nations in New York"),
    ("**All Permanent", "All Permanent"),
    ("New York**", "New York"),
]


def test_the_demo_letter_says_what_the_letter_of_2019_said():
    text = ORIGINAL
    for old, new in CORRECTIONS:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    content = seed_content()

    assert letters.plain_text(content).replace(content["close"], "").split() == text.split()


def test_the_demo_letter_is_without_fault():
    found = letters.problems(
        seed.SEED_BODY,
        FACTS,
        form="joint_letter",
        kind="convening",
        subject="First informal consultation",
        dated=date(2019, 2, 1),
        known=letters.Known(
            meeting_day=date(2019, 2, 13),
            meeting_room="Conference Room 3",
            rooms=("Conference Room 3", "Conference Room 4", "Trusteeship Council Chamber"),
            symbols=("A/RES/71/1", "A/RES/73/195"),
            enclosed=0,
        ),
    )

    assert found == []


def test_the_original_letter_is_found_at_every_slip():
    body = ORIGINAL.partition("Excellency,\n")[2].partition("\nAmbassador")[0]
    found = letters.problems(body, {}, form="joint_letter", kind="convening", dated=date(2019, 2, 1))

    assert [(problem.level, problem.code, problem.excerpt) for problem in found] == [
        ("error", "markup", "<sup>"),
        ("error", "markup", "</sup>"),
        ("warning", "missing_meeting", ""),
        ("warning", "ordinal_date", "13<sup>th</sup> February"),
        ("warning", "month_year", "June' 2019"),
        ("warning", "time_span", "3:30 pm – 6:00 pm"),
        ("warning", "room", "Conference Room-3"),
        ("warning", "hyphen_number", "Paragraph-49"),
        ("warning", "possessive", "United Nation's"),
        ("warning", "spelling", "fulfill"),
        ("warning", "spelling", "inter-governmental"),
        ("warning", "straight_quotes", "'"),
    ]


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_the_letter_of_2019_stands_on_one_page_and_says_what_its_content_says(paper):
    content = seed_content()

    with documents.printing_here():
        (page,) = text_of(printed(content, paper=paper), "-raw")

    foot = f"Reference 2019-001 · SHA-256 {content_hash(content)[:16]}… Page 1 of 1 To verify this letter: {ADDRESS}"
    assert words(page) == words(letters.plain_text(content)) + words(foot)
