"""Statements as delivered: who hands them in and reads them, what refuses them, two at once, what the record says."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError

from consultations.models import MeetingKind, MeetingStatus
from consultations.tests.factories import MeetingFactory
from record import uploads, wording
from record.actor import Actor
from record.models import Event, File
from record.waking import quiet
from submissions import actions
from submissions.models import Statement
from submissions.models.statement import why_not_add_statement
from submissions.statements import beside, gather

from . import factories as make

pytestmark = pytest.mark.django_db
AT = datetime(2019, 2, 13, 22, 0, tzinfo=UTC)  # within the meeting of that afternoon
CAPACITIES = ("staff", "cofacilitator", "secretariat")


@pytest.fixture
def meeting(world):
    return MeetingFactory(consultation=world.consultation, number=3)


def spoken(by):
    """The same person, while the meeting lasts."""
    return by.later(AT - by.at)


def file(content=b"%PDF-1.7 a statement", name="statement.pdf"):
    return {"content": content, "name": name, "content_type": uploads.PDF}


def added(meeting, by, **fields):
    by = spoken(by)
    given = {"delegation": by.delegation, **file(), **fields}
    return actions.add_statement(meeting, by=by, **given)


def refusal(deed):
    with pytest.raises(ValidationError) as refused:
        deed()
    return refused.value.messages[0]


# Who may


def people(world):
    observer = make.delegation("VAT", "Holy See", "observer_state")
    stakeholder = make.delegation("ngo", "A sample", "stakeholder")
    return {
        "public": Actor(at=make.AT),
        "own": world.delegate,
        "other": make.member(make.delegation("ESP", "Spain"), "head"),
        "observer": make.member(observer, "head"),
        "stakeholder": make.member(stakeholder, "head"),
        **{capacity: make.works_for(world.consultation, capacity) for capacity in CAPACITIES},
        "administrator": make.works_for(world.consultation, "administrator"),
    }


EVERYBODY = "public own other observer stakeholder staff cofacilitator secretariat administrator"
IN_THE_ROOM = "own other observer staff cofacilitator secretariat"
READERS = {
    ("informal", False): EVERYBODY,
    ("informal", True): IN_THE_ROOM,
    ("reading", True): IN_THE_ROOM,
    ("stakeholders", False): EVERYBODY,
    ("stakeholders", True): "own other observer stakeholder staff cofacilitator secretariat",
    ("briefing", True): IN_THE_ROOM,
}


@pytest.mark.parametrize(("kind", "closed"), READERS)
def test_statement_is_read_by(world, meeting, kind, closed):
    type(meeting).objects.update(kind=kind, closed=closed)
    added(meeting, world.head)

    readers = [name for name, actor in people(world).items() if Statement.objects.visible_to(actor).exists()]

    assert readers == READERS[kind, closed].split()


def test_statement_of_an_unpublished_meeting_is_read_by_those_at_work(world, meeting):
    added(meeting, world.head)
    type(meeting).objects.update(published=False)

    readers = [name for name, actor in people(world).items() if Statement.objects.visible_to(actor).exists()]

    assert readers == list(CAPACITIES)


def test_stakeholder_reads_their_own_of_a_closed_meeting(world, meeting):
    type(meeting).objects.update(closed=True)
    stakeholder = make.member(make.delegation("ngo", "A sample", "stakeholder"), "head")
    secretariat = make.works_for(world.consultation, "secretariat")
    added(meeting, secretariat, delegation=stakeholder.delegation)

    assert [Statement.objects.visible_to(actor).count() for actor in (stakeholder, world.head)] == [1, 1]


@pytest.mark.parametrize(
    ("kind", "closed", "expected"),
    [
        ("informal", False, "own other observer stakeholder secretariat"),
        ("informal", True, "own other observer secretariat"),
        ("stakeholders", True, "own other observer stakeholder secretariat"),
    ],
)
def test_statement_is_added_by(world, meeting, kind, closed, expected):
    meeting.kind, meeting.closed = kind, closed

    assert [n for n, a in people(world).items() if a.may("submissions.add_statement", meeting)] == expected.split()


def test_statement_is_taken_back_by_its_delegation_and_the_secretariat(world, meeting):
    statement = added(meeting, world.head)

    may = [name for name, a in people(world).items() if a.may("submissions.withdraw_statement", statement)]

    assert may == ["own", "secretariat"]


def test_secretariat_of_another_process_has_no_part_in_it(world, meeting):
    statement = added(meeting, world.head)
    other = make.works_for(make.consultation("other"), "secretariat")

    assert not other.may("submissions.withdraw_statement", statement)
    assert not other.may("submissions.add_statement", meeting)


# Adding and taking back


def test_add_statement_keeps_the_file_under_the_next_number_and_records(world, meeting):
    first = added(meeting, world.delegate, behalf="on behalf of a list", language="fr")
    second = added(meeting, world.head, **file(b"%PDF-1.7 another"))

    assert [(s.number, s.delegation, s.added_by) for s in (first, second)] == [
        (1, world.portugal, world.delegate.user),
        (2, world.portugal, world.head.user),
    ]
    assert (first.behalf, first.language, first.file.read(), first.added_at) == (
        "on behalf of a list",
        "fr",
        b"%PDF-1.7 a statement",
        AT,
    )
    event = Event.objects.about(first).get()
    assert (event.verb, event.user, event.facts) == (
        "created",
        world.delegate.user,
        {"meeting": 3, "delegation": "PRT", "language": "fr", "sha256": first.file.sha256},
    )


NOT_BEGUN = "A statement is added as it was delivered, so not before the meeting has begun."


@pytest.mark.parametrize(
    ("fields", "at", "reason"),
    [
        ({}, datetime(2019, 2, 13, 20, 29, tzinfo=UTC), NOT_BEGUN),
        ({}, datetime(2019, 2, 13, 20, 30, tzinfo=UTC), ""),
        ({}, datetime(2020, 2, 13, tzinfo=UTC), ""),
        ({"hour_known": False}, datetime(2019, 2, 13, 5, 0, tzinfo=UTC), ""),
        ({"hour_known": False}, datetime(2019, 2, 13, 4, 59, tzinfo=UTC), NOT_BEGUN),
        ({"status": MeetingStatus.POSTPONED}, AT, NOT_BEGUN),
        (
            {"status": MeetingStatus.CANCELLED},
            AT,
            "This meeting has been cancelled: no statement was delivered in it.",
        ),
    ],
)
def test_why_not_add_statement(world, fields, at, reason):
    assert why_not_add_statement(MeetingFactory(consultation=world.consultation, **fields), at) == reason


def test_add_statement_refused_before_the_meeting(world, meeting):
    early = make.later(world.head, days=-9)

    refused = refusal(lambda: actions.add_statement(meeting, by=early, delegation=world.portugal, **file()))

    assert refused == NOT_BEGUN
    assert not File.objects.exists()


def test_add_statement_refused_with_the_same_file_until_that_was_taken_back(world, meeting):
    statement = added(meeting, world.head)

    refused = refusal(lambda: added(meeting, world.delegate))
    actions.withdraw_statement(statement, by=spoken(world.delegate))

    assert refused == "This very file is among the statements of this meeting already. Nothing was added."
    assert added(meeting, world.delegate).number == 2


def test_add_statement_refused_where_it_would_be_too_much(world, meeting, monkeypatch):
    monkeypatch.setattr(uploads, "TOTAL_LIMIT", 30)
    added(meeting, world.head)

    refused = refusal(lambda: added(meeting, world.head, **file(b"%PDF-1.7 another")))

    assert refused.startswith("The files here would come to more than 25 MB together.")
    added(meeting, make.member(make.delegation("ESP", "Spain")), **file(b"%PDF-1.7 another"))


def test_add_statement_goes_with_an_input_of_the_own_delegation_only(world, meeting):
    spain = make.member(make.delegation("ESP", "Spain"), "head")
    own, theirs = (make.submitted(make.begun(world.call, by), by) for by in (world.head, spain))
    elsewhere = make.submitted(make.begun(make.call(make.consultation("other")), world.head), world.head)
    foreign = "This input is not one of the delegation that spoke. Choose another, or none."

    assert refusal(lambda: added(meeting, world.head, version=theirs)) == foreign
    assert refusal(lambda: added(meeting, world.head, version=elsewhere)) == foreign
    assert added(meeting, world.head, version=own).version == own


def test_add_statement_refused_with_an_input_that_was_withdrawn(world, meeting):
    version = make.submitted(make.begun(world.call, world.head), world.head)
    version.submission = actions.withdraw(version.submission, by=world.head)

    refused = refusal(lambda: added(meeting, world.head, version=version))

    assert refused == "This input was withdrawn. Choose another, or none."


def test_withdraw_statement_keeps_the_row_and_records(world, meeting):
    secretariat = make.works_for(world.consultation, "secretariat")
    statement = actions.withdraw_statement(added(meeting, world.head), by=spoken(secretariat))

    assert statement.withdrawn_at == AT
    assert not Statement.objects.standing().exists()
    event = Event.objects.about(statement).order_by("place").last()
    assert (event.verb, event.user, event.facts) == (
        "withdrawn",
        secretariat.user,
        {"meeting": 3, "delegation": "PRT"},
    )


def test_withdraw_statement_refused_twice(world, meeting):
    statement = actions.withdraw_statement(added(meeting, world.head), by=spoken(world.head))

    refused = refusal(lambda: actions.withdraw_statement(statement, by=spoken(world.head)))

    assert refused == "This statement has been taken back already."


def test_statement_is_named(world, meeting):
    assert str(added(meeting, world.head)) == "PRT: Informal consultation"


# As lists show them


def test_states_stand_first_and_then_the_alphabet(world, meeting):
    others = [("VAT", "Holy See", "observer_state"), ("ngo", "A sample", "stakeholder"), ("ALB", "Albania")]
    for place, by in enumerate([world.head, *(make.member(make.delegation(*other)) for other in others)]):
        added(meeting, by, **file(b"%%PDF-1.7 %d" % place))

    assert [row.name for row in gather(meeting, world.head)] == ["Albania", "Portugal", "Holy See", "A sample"]


@pytest.mark.parametrize(
    ("visibility", "readers"),
    [
        ("public", EVERYBODY),
        ("participants", "own other observer staff cofacilitator secretariat"),
        ("cofacilitators", "own staff cofacilitator"),
    ],
)
def test_statement_leads_to_its_input_only_for_who_may_read_that(world, meeting, visibility, readers):
    version = make.submitted(make.begun(world.call, world.head), world.head, visibility)
    added(meeting, world.head, version=version)

    shown = {name: gather(meeting, actor)[0].input for name, actor in people(world).items()}

    assert [name for name, found in shown.items() if found == version] == readers.split()


def test_input_leads_to_its_statement_only_for_who_may_read_that(world, meeting):
    version = make.submitted(make.begun(world.call, world.head), world.head)
    statement = added(meeting, world.head, version=version)
    type(meeting).objects.update(closed=True)

    shown = {name: list(beside(version.submission, actor)) for name, actor in people(world).items()}

    assert [name for name, found in shown.items() if found == [statement]] == IN_THE_ROOM.split()


def test_statement_and_input_lose_each_other_when_one_is_withdrawn(world, meeting):
    version = make.submitted(make.begun(world.call, world.head), world.head)
    statement = added(meeting, world.head, version=version)
    submission = actions.withdraw(version.submission, by=world.head)

    assert gather(meeting, world.head)[0].input is None
    assert list(beside(submission, world.head)) == [statement]

    actions.withdraw_statement(statement, by=spoken(world.head))

    assert list(beside(submission, world.head)) == []


# The record


def test_record_tells_of_a_statement_to_its_readers(world, meeting):
    type(meeting).objects.update(closed=True)
    statement = added(meeting, world.delegate)
    actions.withdraw_statement(statement, by=spoken(world.delegate))
    names = {"PRT": "Portugal"}
    kind = wording.KINDS[Statement]
    target = kind.load([statement.pk])[statement.pk]

    told = {
        name: [(wording.sentence(kind, event, target, names), event.known) for event in seen]
        for name, actor in people(world).items()
        if (seen := Event.objects.about(statement).order_by("place").visible_to(actor))
    }

    sentences = [
        f"A delegate of Portugal {done} the statement of Portugal in the meeting “First informal consultation”."
        for done in ("handed in", "took back")
    ]
    assert list(told) == IN_THE_ROOM.split()
    knowing = ("own", *CAPACITIES)
    assert told == {name: [(sentence, name in knowing) for sentence in sentences] for name in told}


def test_statement_is_found_in_the_record_by_meeting_and_number(world, meeting):
    statement = added(meeting, world.head)
    words = wording.KINDS[Statement]
    target = words.load([statement.pk])[statement.pk]

    assert (words.name(target), words.title(target), words.address(target)) == (
        "3-1",
        "Portugal: First informal consultation",
        "/sample/meetings/3/#statement-1",
    )
    assert [words.keys("sample", name).count() for name in ("3-1", "3-2", "3", "x-1", "3-x")] == [1, 0, 0, 0, 0]
    assert [words.search(typed).count() for typed in ("prt", "spain")] == [1, 0]


# Two at once


@pytest.mark.django_db(transaction=True)
def test_two_statements_at_once_have_numbers_without_gap_or_twin(world, meeting, second):
    other = make.member(make.delegation("ESP", "Spain"))

    second(lambda: added(meeting, world.head), lambda: added(meeting, other, **file(b"%PDF-1.7 another")))

    assert list(Statement.objects.values_list("number", "delegation__code")) == [(1, "PRT"), (2, "ESP")]


@pytest.mark.django_db(transaction=True)
def test_the_same_file_pressed_twice_is_added_once(world, meeting, second):
    ended = second(*[lambda: added(meeting, world.head)] * 2)

    assert ended.code == "twice"
    assert Statement.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_second_withdrawal_of_a_statement_waits_and_is_refused(world, meeting, second):
    with quiet():
        statement = added(meeting, world.head)

    ended = second(*[lambda: actions.withdraw_statement(statement, by=spoken(world.head))] * 2)

    assert ended.messages == ["This statement has been taken back already."]
    assert Event.objects.about(statement).count() == 2


def test_kinds_of_meetings_are_all_considered():
    assert {kind for kind, _closed in READERS} | {"adoption"} == set(MeetingKind.values)
