import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from consultations.models import MeetingKind
from consultations.models.consultation import RESERVED_SLUGS
from consultations.ordinals import ordinal

from .factories import (
    AT,
    CallFactory,
    CircularFactory,
    CoFacilitatorFactory,
    ConsultationFactory,
    DocumentFactory,
    EnclosureFactory,
    MeetingFactory,
    QuestionFactory,
    RoleFactory,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("number", "word"),
    [
        (1, "First"),
        (3, "Third"),
        (12, "Twelfth"),
        (13, "13th"),
        (21, "21st"),
        (22, "22nd"),
        (23, "23rd"),
        (24, "24th"),
        (111, "111th"),
        (112, "112th"),
        (121, "121st"),
    ],
)
def test_ordinal(number, word):
    assert ordinal(number) == word


@pytest.mark.parametrize(
    ("fields", "title"),
    [
        ({"kind": MeetingKind.INFORMAL, "place_in_kind": 2}, "Second informal consultation"),
        ({"kind": MeetingKind.READING, "place_in_kind": 1, "subject": "part I"}, "First reading of the draft: part I"),
        ({"kind": MeetingKind.INFORMAL}, "Informal consultation"),
        ({"kind": MeetingKind.BRIEFING}, "Briefing"),
        ({"kind": MeetingKind.BRIEFING, "subject": "A sample briefing"}, "A sample briefing"),
    ],
)
def test_title_of_a_meeting(fields, title):
    place = fields.pop("place_in_kind", None)
    meeting = MeetingFactory.build(**fields)
    meeting.place_in_kind = place

    assert meeting.title == title


def test_everything_says_what_it_is():
    role = RoleFactory(user__name="A person")
    circular = CircularFactory(year=2019, serial=1)
    said = [
        ConsultationFactory(),
        role,
        CoFacilitatorFactory(printed_name="A delegate"),
        MeetingFactory(),
        CallFactory(),
        CallFactory(subject="The zero draft"),
        QuestionFactory(),
        DocumentFactory(),
        circular,
        CircularFactory(),
        EnclosureFactory(circular=circular),
    ]

    assert [str(each) for each in said] == [
        "Sample",
        "A person, secretariat",
        "A delegate",
        "Informal consultation",
        "Opening questions",
        "The zero draft",
        "(I) Is this a sample?",
        "A sample resolution",
        "2019-001 A sample letter",
        "A sample letter",
        "A sample annex",
    ]


def test_address_of_the_portal_itself_is_no_consultation():
    for slug in sorted(RESERVED_SLUGS):
        with pytest.raises(ValidationError, match="This word is an address of the portal itself"):
            ConsultationFactory.build(slug=slug).full_clean()
    ConsultationFactory.build(slug="process").full_clean()


@pytest.mark.parametrize(
    ("factory", "fields", "constraint"),
    [
        (ConsultationFactory, {"slug": "accounts"}, "consultation_slug_not_reserved"),
        (ConsultationFactory, {"expected_end": "2019-01-31"}, "consultation_runs_forward"),
        (RoleFactory, {"kind": "king"}, "role_kind_known"),
        (RoleFactory, {"ends_at": AT.replace(year=2018)}, "role_runs_forward"),
        (CoFacilitatorFactory, {"ends_at": AT.replace(year=2018)}, "cofacilitator_runs_forward"),
        (MeetingFactory, {"kind": "party"}, "meeting_kind_known"),
        (MeetingFactory, {"status": "lost"}, "meeting_status_known"),
        (MeetingFactory, {"ends_at": AT}, "meeting_ends_after_it_starts"),
        (CallFactory, {"kind": "party"}, "call_kind_known"),
        (CallFactory, {"due_at": AT}, "call_due_after_it_opens"),
        (QuestionFactory, {"order": 16}, "question_has_numeral"),
        (DocumentFactory, {"kind": "party"}, "document_kind_known"),
    ],
)
def test_database_refuses_what_cannot_be(factory, fields, constraint):
    with pytest.raises(IntegrityError, match=constraint):
        factory(**fields)


@pytest.mark.parametrize(
    ("factory", "same", "constraint"),
    [
        (MeetingFactory, ("consultation", "number"), "meeting_one_per_number"),
        (CallFactory, ("consultation", "number"), "call_one_per_number"),
        (QuestionFactory, ("call", "order"), "question_one_per_place"),
        (RoleFactory, ("user", "consultation"), "role_one_open"),
        (CoFacilitatorFactory, ("consultation", "order"), "cofacilitator_one_open_per_place"),
        (CoFacilitatorFactory, ("consultation", "user"), "cofacilitator_one_open_per_person"),
    ],
)
def test_database_refuses_a_second(factory, same, constraint):
    first = factory()

    with pytest.raises(IntegrityError, match=constraint):
        factory(**{name: getattr(first, name) for name in same})


def test_ended_role_can_be_taken_up_again():
    role = RoleFactory(ends_at=AT)

    assert RoleFactory(user=role.user, consultation=role.consultation, starts_at=AT).pk != role.pk
