"""The letter of 1 February 2019 that opened the process: its own words, with its slips of the pen set right.

``consultations/tests/test_letters.py`` holds the original and each correction, and compares word for word.
"""

SEED_LETTERHEADS = [
    "Permanent Mission of Bangladesh to the United Nations",
    "Permanent Mission of Spain to the United Nations",
]

SEED_BODY = """\
We write to you in our capacity as co-facilitators to the intergovernmental consultations and negotiations to \
determine the precise modalities and organizational aspects of the International Migration Review Forum (IMRF) and \
articulate how the contributions of the regional review and other relevant processes will inform the Forums, as a \
means to strengthen the overall effectiveness and the consistency of the follow-up and review outlined in the Global \
Compact for Safe, Orderly and Regular Migration. Paragraph 49 of the same Compact further envisioned IMRF as a global \
platform where Member States would be able to review its implementation progress and guide the direction of the \
United Nations’ work.

To fulfil this assignment, we, as co-facilitators, would like to convene intergovernmental consultations at the \
United Nations Headquarters to engage with the Member States. The first of these informal consultations would take \
place on {meeting}.

With a view to have focused discussion, we have designed following opening questions:

{questions}

These opening questions are suggestions from our side to kick-off a more structured discussion on IMRF modalities. \
But our consultation should not be limited to finding the answers of these questions. Member States are encouraged \
to bring additional elements through their innovative interventions and comments. Based on your ideas and comments, \
we will frame the zero draft. We would appreciate receiving written inputs from you in timely manner throughout this \
process.

We envisage an open, transparent and all-inclusive intergovernmental consultation and negotiation process that should \
conclude by the end of June 2019, before commencement of this year’s High-level Political Forum. As co-facilitators, \
we would also engage with other stakeholders as appropriate. A more detailed calendar of our activities will be \
provided in due course.

We look forward to working closely with you to ensure constructive intergovernmental negotiations and a positive \
outcome, while we remain at your disposal for any clarification on the process."""

SEED_QUESTIONS = [
    "How would you envisage the architecture of IMRF in order to preserve its voluntary nature and maintaining a "
    "360-degree approach to migration?",
    "How to keep IMRF modalities practical and purpose-oriented?",
    "How IMRF could best incorporate inputs from regional levels and GFMD?",
]

# Name over function, as the Correspondence Manual asks: the functional title, not the rank.
SEED_SIGNATORIES = [
    {
        "name": "H.E. Mr. Masud Bin Momen",
        "function": "Permanent Representative of Bangladesh to the United Nations in New York",
    },
    {
        "name": "H.E. Mr. Agustin Santos Maraver",
        "function": "Permanent Representative of Spain to the United Nations in New York",
    },
]

SEED_ADDRESSEE = """\
All Permanent Representatives and
Permanent Observers to the United Nations
New York"""
