"""A consultation is set up, as a copy or from nothing, changed and published."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from accounts.tests.factories import UserFactory
from consultations import actions
from consultations.actions.copying import Part, moved
from consultations.models import Consultation, Deadline, RoleKind
from record.actor import Actor, Capacity
from record.models import Event

from .factories import (
    AT,
    CallFactory,
    CoFacilitatorFactory,
    DocumentFactory,
    MeetingFactory,
    QuestionFactory,
    RoleFactory,
    circular_in,
    kept,
)

pytestmark = pytest.mark.django_db
FACTS = {
    "slug": "next",
    "title": "Consultations on the next sample",
    "short_title": "Next sample",
    "mandate": "General Assembly resolution 1/1",
    "place": "New York",
    "time_zone": "America/New_York",
    "opens_on": date(2019, 2, 8),
    "expected_end": date(2019, 8, 7),
    "contact": "next@portal.test",
}
CHIEF = Capacity.ADMINISTRATOR


def administrator():
    return Actor(UserFactory(is_superuser=True), CHIEF, at=AT)


def copy(team, *parts, **facts):
    return actions.found(by=team.secretariat, source=team.consultation, parts=list(parts), **FACTS | facts)


def roles(consultation):
    return list(consultation.roles.order_by("pk").values_list("user", "kind"))


def test_found_makes_an_unpublished_consultation_whose_founder_is_its_secretariat(team, deeds):
    founded = actions.found(by=team.secretariat, **FACTS)

    assert {name: getattr(founded, name) for name in FACTS} == FACTS
    assert founded.published is False
    assert roles(founded) == [(team.secretariat.user.pk, "secretariat")]
    assert deeds(founded) == [("created", team.secretariat.user, {})]
    assert deeds(founded.roles.get()) == [
        ("created", team.secretariat.user, {"user": team.secretariat.user.pk, "role": "secretariat"})
    ]
    assert set(Event.objects.values_list("consultation", flat=True)) == {"next"}


def test_found_by_an_administrator_is_kept_by_whom_they_name():
    person = UserFactory()

    founded = actions.found(by=administrator(), secretariat=person, **FACTS)

    assert roles(founded) == [(person.pk, "secretariat")]


def test_founder_of_the_secretariat_names_nobody_else(team):
    founded = actions.found(by=team.secretariat, secretariat=UserFactory(), **FACTS)

    assert roles(founded) == [(team.secretariat.user.pk, "secretariat")]


def test_found_refused_where_an_administrator_names_nobody_or_themselves():
    by = administrator()

    for person, sentence in (
        (None, "Name the account of the person who becomes its secretariat."),
        (by.user, "Nobody gives a part to themselves. Name somebody else as its secretariat."),
    ):
        with pytest.raises(ValidationError) as error:
            actions.found(by=by, secretariat=person, **FACTS)
        assert error.value.messages == [sentence]
    assert not Consultation.objects.exists()


@pytest.mark.parametrize(
    ("facts", "field"), [({"slug": "new"}, "slug"), ({"time_zone": "Moon"}, "time_zone"), ({"title": ""}, "title")]
)
def test_found_refused_with_facts_that_cannot_be(team, facts, field):
    with pytest.raises(ValidationError) as error:
        actions.found(by=team.secretariat, **FACTS | facts)

    assert list(error.value.message_dict) == [field]


def test_found_refused_at_an_address_that_is_taken(team):
    with pytest.raises(ValidationError) as error:
        actions.found(by=team.secretariat, **FACTS | {"slug": team.consultation.slug})

    assert list(error.value.message_dict) == ["slug"]


# Copies


def test_copy_takes_over_nothing_that_is_not_asked_for(team):
    _fill(team)

    founded = copy(team)

    assert (founded.rooms, founded.paper, founded.president_name) == ([], "a4", "")
    rows = ("calls", "meetings", "documents", "cofacilitators", "circulars", "submissions", "versions")
    assert {name: getattr(founded, name).count() for name in rows} == dict.fromkeys(rows, 0)
    assert roles(founded) == [(team.secretariat.user.pk, "secretariat")]


def test_copy_takes_over_all_parts_and_never_a_letter(team, deeds):
    _fill(team)

    founded = copy(team, *Part)

    assert (founded.rooms, founded.paper, founded.president_name) == (["Room XIX"], "letter", "H.E. the President")
    assert founded.circulars.count() == 0
    assert roles(founded) == [(team.secretariat.user.pk, "secretariat"), (team.staff.user.pk, "staff")]
    leading = founded.cofacilitators.values_list("user", "order", "printed_name", "starts_at")
    assert list(leading) == [
        (team.first.user.pk, 1, team.first.user.name, AT),
        (team.other.user.pk, 2, team.other.user.name, AT),
    ]
    assert deeds(founded) == [
        ("created", team.secretariat.user, {"source": team.consultation.slug, "parts": sorted(Part)})
    ]


def test_copy_moves_calls_by_days_and_opens_them_again(team):
    call = CallFactory(
        consultation=team.consultation,
        number=4,
        subject="A sample",
        opens_at=datetime(2019, 3, 8, 15, tzinfo=UTC),  # ten o'clock in New York, in winter
        due_at=datetime(2019, 3, 15, 22, tzinfo=UTC),  # six o'clock, in summer
        closed_at=datetime(2019, 3, 20, tzinfo=UTC),
    )
    QuestionFactory(call=call, text="Qu’en dites-vous ?", language="fr")

    copied = copy(team, Part.CALLS).calls.get()

    assert (copied.number, copied.subject, copied.audience, copied.closed_at) == (1, "A sample", call.audience, None)
    assert copied.opens_at == datetime(2019, 3, 15, 14, tzinfo=UTC)  # still ten o'clock, an hour earlier in UTC
    assert copied.due_at == datetime(2019, 3, 22, 22, tzinfo=UTC)
    assert list(copied.questions.values_list("order", "text", "language")) == [(1, "Qu’en dites-vous ?", "fr")]
    assert Deadline.objects.get(consultation="next").at == copied.due_at


def test_copy_moves_meetings_on_the_clock_of_their_place_and_books_no_room(team):
    starts = datetime(2019, 3, 27, 9, tzinfo=UTC)  # ten o'clock in Geneva, before the clocks go forward
    meeting = MeetingFactory(
        consultation=team.consultation,
        number=7,
        starts_at=starts,
        ends_at=starts + timedelta(hours=3),
        time_zone="Europe/Zurich",
        place="Palais des Nations, Geneva",
        room="Room XIX",
        link="https://meet.test/",
        agenda="Opening",
    )
    paper = DocumentFactory(consultation=team.consultation)
    meeting.documents.add(paper)
    for status in ("cancelled", "postponed"):
        MeetingFactory(consultation=team.consultation, status=status)

    founded = copy(team, Part.MEETINGS, Part.DOCUMENTS)

    copied = founded.meetings.get()
    assert (copied.number, copied.starts_at) == (1, datetime(2019, 4, 3, 8, tzinfo=UTC))  # ten o'clock in summer
    assert copied.ends_at - copied.starts_at == timedelta(hours=3)
    assert (copied.place, copied.agenda, copied.room, copied.link) == (meeting.place, "Opening", "", "")
    assert list(copied.documents.values_list("consultation__slug", "title")) == [("next", paper.title)]


def test_copy_takes_over_documents_with_their_files_but_not_what_was_taken_out(team):
    file = kept()
    DocumentFactory(consultation=team.consultation, number=3, title="The paper", file=file)
    DocumentFactory(consultation=team.consultation, removed_at=AT)

    copied = copy(team, Part.DOCUMENTS).documents.get()

    assert (copied.number, copied.title, copied.dated, copied.file) == (1, "The paper", date(2018, 12, 20), file)


def test_copy_leaves_out_who_has_left_and_closed_accounts(team):
    CoFacilitatorFactory(consultation=team.consultation, order=3, user__is_active=False)
    CoFacilitatorFactory(consultation=team.consultation, order=4, ends_at=AT)
    RoleFactory(consultation=team.consultation, kind=RoleKind.STAFF, user__is_active=False)
    RoleFactory(consultation=team.consultation, kind=RoleKind.STAFF, ends_at=AT)

    founded = copy(team, Part.COFACILITATORS, Part.STAFF)

    assert (founded.cofacilitators.count(), founded.roles.count()) == (2, 2)


def test_no_instant_moves_nowhere():
    assert moved(None, 7, UTC) is None


def _fill(team):
    """The consultation of ``team`` with something of everything."""
    consultation = team.consultation
    consultation.rooms, consultation.paper = ["Room XIX"], "letter"
    consultation.president_name = "H.E. the President"
    consultation.save()
    QuestionFactory(call=CallFactory(consultation=consultation))
    MeetingFactory(consultation=consultation)
    DocumentFactory(consultation=consultation)
    circular_in("issued", team)


# Changes


def test_change_consultation_writes_what_differs_and_names_it_in_the_record(team, deeds):
    consultation = team.consultation

    actions.change_consultation(consultation, by=team.secretariat, revision=1, title="Another", place="New York")

    consultation.refresh_from_db()
    assert (consultation.title, consultation.revision) == ("Another", 2)
    assert deeds(consultation) == [("changed", team.secretariat.user, {"fields": ["title"]})]


def test_change_consultation_that_changes_nothing_is_no_deed(team, deeds):
    actions.change_consultation(team.consultation, by=team.secretariat, revision=1, rooms=[])

    assert deeds(team.consultation) == []


def test_change_consultation_refused_after_another_has_saved(team):
    actions.change_consultation(team.consultation, by=team.second, revision=1, rooms=["Theirs"])

    with pytest.raises(ValidationError) as error:
        actions.change_consultation(team.consultation, by=team.secretariat, revision=1, rooms=["Mine"])

    assert error.value.code == "conflict"
    team.consultation.refresh_from_db()
    assert team.consultation.rooms == ["Theirs"]


def test_change_consultation_refused_with_facts_that_cannot_be(team):
    with pytest.raises(ValidationError):
        actions.change_consultation(team.consultation, by=team.secretariat, revision=1, paper="parchment")


# Publication


def test_publish_lets_everybody_know(team, deeds):
    Consultation.objects.update(published=False)

    actions.publish(team.consultation, by=team.secretariat)

    assert Consultation.objects.visible_to(team.public).get() == team.consultation
    assert deeds(team.consultation) == [("released", team.secretariat.user, {})]


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"published": True}, "This consultation is published already."),
        (
            {"published": False, "contact": ""},
            "Nobody would know whom to ask: enter the address of the secretariat among the facts first.",
        ),
    ],
)
def test_publish_refused(team, facts, sentence):
    Consultation.objects.update(**facts)

    with pytest.raises(ValidationError) as error:
        actions.publish(team.consultation, by=team.secretariat)

    assert error.value.messages == [sentence]


def test_letter_of_an_unpublished_consultation_is_not_issued(team):
    circular = circular_in("approved", team)
    Consultation.objects.update(published=False)

    with pytest.raises(ValidationError) as error:
        actions.issue(circular, by=team.secretariat)

    sentence = "This consultation is not published yet: its letters would lead nowhere. Publish it first."
    assert error.value.messages == [sentence]
