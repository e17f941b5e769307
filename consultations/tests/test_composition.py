from datetime import UTC, date, datetime

import pytest
from django.utils import translation
from django.utils.translation import trans_real

from consultations import composition
from consultations.models import CoFacilitator, Correction, MeetingKind
from record.hashing import content_hash

from .factories import (
    AT,
    CallFactory,
    CircularFactory,
    CoFacilitatorFactory,
    ConsultationFactory,
    EnclosureFactory,
    MeetingFactory,
    QuestionFactory,
)

pytestmark = pytest.mark.django_db
BASE = {"consultation": "Consultations on a sample", "mandate": "General Assembly resolution 0/0"}


def led(**fields):
    """A consultation with two co-facilitators, entered in the wrong order."""
    consultation = ConsultationFactory(**fields)
    for order, state in ((2, "the Philippines"), (1, "Portugal")):
        CoFacilitatorFactory(
            consultation=consultation,
            order=order,
            printed_name=f"A delegate of {state}",
            printed_function=f"Of {state}",
            delegation__formal_name=f"Permanent Mission of {state}",
        )
    return consultation


# The content


def test_content_of_a_joint_letter_is_all_that_is_printed():
    consultation = led()
    meeting = MeetingFactory(consultation=consultation, room="Room 1")
    circular = CircularFactory(consultation=consultation, meeting=meeting, body="See you on {meeting}.")
    enclosure = EnclosureFactory(circular=circular)

    assert composition.content_of(circular, AT) == {
        "form": "joint_letter",
        "kind": "free",
        "language": "en",
        "subject": "A sample letter",
        "letterheads": ["Permanent Mission of Portugal", "Permanent Mission of the Philippines"],
        "correction": None,
        "place_and_date": "New York, 1 February 2019",
        "salutation": "Excellency,",
        "blocks": [
            {
                "type": "paragraph",
                "runs": [
                    [
                        "See you on Wednesday, 13 February 2019, from 3.30 p.m. to 6 p.m., in Room 1.",
                        False,
                    ]
                ],
            }
        ],
        "close": "Please accept, Excellency, the assurances of our highest consideration.",
        "signatories": [
            {"name": "A delegate of Portugal", "function": "Of Portugal"},
            {"name": "A delegate of the Philippines", "function": "Of the Philippines"},
        ],
        "addressee": ["All Permanent Representatives"],
        "enclosures": [{"title": "A sample annex", "sha256": enclosure.file.sha256}],
    }


def test_content_of_a_note_has_no_signatories_and_the_consultation_above():
    circular = CircularFactory(consultation=led(), form="note_verbale")

    content = composition.content_of(circular, AT)

    assert (content["letterheads"], content["signatories"]) == (["Consultations on a sample"], [])


def test_content_is_signed_by_those_who_lead_now():
    consultation = led()
    CoFacilitator.objects.filter(order=2).update(ends_at=AT)

    content = composition.content_of(CircularFactory(consultation=consultation), AT)

    assert [one["name"] for one in content["signatories"]] == ["A delegate of Portugal"]
    assert content["close"] == "Please accept, Excellency, the assurances of my highest consideration."


def test_content_of_a_corrigendum_names_what_it_corrects():
    consultation = led()
    corrected = CircularFactory(consultation=consultation, year=2019, serial=7)
    circular = CircularFactory(consultation=consultation, corrects=corrected, correction=Correction.CORR)

    assert composition.content_of(circular, AT)["correction"] == {
        "label": "Corrigendum",
        "reference": "2019-007",
        "names": "to circular 2019-007",
    }


def test_content_is_that_of_the_letter_whatever_the_reader_speaks(monkeypatch):
    consultation = led()
    corrected = CircularFactory(consultation=consultation, year=2019, serial=7)
    circular = CircularFactory(consultation=consultation, corrects=corrected, correction="corr", body="See {replaced}.")
    said = composition.content_sha256(circular, AT)
    monkeypatch.setattr(trans_real.translation("fr"), "gettext", "en français : {}".format)

    with translation.override("fr"):
        assert str(Correction.CORR.label) == "en français : Corrigendum"
        assert composition.content_sha256(circular, AT) == said


def test_content_follows_the_facts_until_it_is_frozen():
    consultation = led()
    meeting = MeetingFactory(consultation=consultation)
    circular = CircularFactory(consultation=consultation, meeting=meeting, body="{meeting}")
    before = composition.content_sha256(circular, AT)

    meeting.room = "Conference Room 2"
    assert composition.content_sha256(circular, AT) != before

    circular.content, circular.content_sha256 = {"subject": "Frozen"}, content_hash({"subject": "Frozen"})
    assert composition.content_of(circular, AT) == {"subject": "Frozen"}
    assert composition.content_sha256(circular, AT) == content_hash({"subject": "Frozen"})


# The facts


def test_facts_of_a_letter_that_names_none():
    assert composition.facts(CircularFactory(), AT) == BASE


def test_facts_of_a_meeting():
    consultation = ConsultationFactory()
    MeetingFactory(consultation=consultation, number=1)
    meeting = MeetingFactory(
        consultation=consultation, number=2, starts_at=datetime(2019, 2, 20, 15, tzinfo=UTC), ends_at=None
    )

    facts = composition.facts(CircularFactory(consultation=consultation, meeting=meeting), AT)

    assert facts == BASE | {
        "meeting": "Wednesday, 20 February 2019, at 10 a.m.",
        "place_of_meeting": "United Nations Headquarters, New York",
        "title_of_meeting": "second informal consultation",
    }


def test_facts_of_a_meeting_whose_hour_is_not_known_and_whose_kind_is_not_counted():
    meeting = MeetingFactory(kind=MeetingKind.BRIEFING, subject="Briefing by the sample office", hour_known=False)

    facts = composition.facts(CircularFactory(consultation=meeting.consultation, meeting=meeting), AT)

    assert (facts["meeting"], facts["title_of_meeting"]) == (
        "Wednesday, 13 February 2019",
        "Briefing by the sample office",
    )


@pytest.mark.parametrize(
    ("due", "expected"),
    [(None, {}), (datetime(2019, 3, 1, 22, 0, tzinfo=UTC), {"due": "Friday, 1 March 2019, at 5 p.m. (New York time)"})],
)
def test_facts_of_a_call(due, expected):
    call = CallFactory(due_at=due)
    QuestionFactory(call=call, order=2, text="And how?")
    QuestionFactory(call=call, order=1)

    facts = composition.facts(CircularFactory(consultation=call.consultation, call=call), AT)

    questions = [["(I)", "Is this a sample?"], ["(II)", "And how?"]]
    assert facts == BASE | {"questions": questions} | expected


def test_facts_of_a_correction():
    corrected = CircularFactory(year=2019, serial=7, dated=date(2019, 2, 5))

    facts = composition.facts(CircularFactory(corrects=corrected, correction="add"), AT)

    assert facts["replaced"] == "circular 2019-007 of 5 February 2019"


# What stands against it


def test_problems_are_those_of_the_letter_with_its_facts():
    meeting = MeetingFactory(starts_at=datetime(2019, 1, 10, 15, tzinfo=UTC), ends_at=None)
    fields = {"consultation": meeting.consultation, "kind": "convening"}
    bare = CircularFactory(**fields, body="We meet on {meeting}.")
    past = CircularFactory(**fields, body="We meet on {meeting}.", meeting=meeting)

    found = [[(p.level, p.code) for p in composition.problems(circular, AT)] for circular in (bare, past)]

    assert found == [[("error", "missing_fact")], [("warning", "meeting_past")]]


@pytest.mark.parametrize(
    ("form", "addressee"),
    [
        ("joint_letter", "All Permanent Representatives and\nPermanent Observers to the United Nations\nNew York"),
        ("note_verbale", "All Permanent Representatives and\nPermanent Observers to the United Nations\nNew York"),
        ("plain_letter", "All stakeholders taking part in the consultation"),
    ],
)
def test_letters_begin_with_the_addressees_of_their_form(form, addressee):
    assert composition.default_addressee(form) == addressee
