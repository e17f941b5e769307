"""The directory brought in from a file: what it would change, and that exactly this is written."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from accounts import directory_file, tables
from accounts.actions import directory as deeds
from accounts.actions import importing as actions
from accounts.models import Address, Delegation, DelegationGroup, DelegationKind, GroupKind
from accounts.tests.factories import AddressFactory
from accounts.tests.keeping import AT, DAY, secretariat, state
from record.models import Event, Verb

pytestmark = pytest.mark.django_db
HEADER = ",".join(directory_file.COLUMNS)
NEW = "IOM,un_entity,,,IOM,International Organization for Migration,en,invited,iom@example.test,"


@pytest.fixture
def mali():
    return state("Mali", "MLI", iso2="ML")


@pytest.fixture
def group():
    return DelegationGroup.objects.create(code="G3", name="Group of three", kind=GroupKind.NEGOTIATING)


def read(*lines, header=HEADER):
    return tables.read("\n".join([header, *lines]) + "\n")


def planned(*lines, header=HEADER, at=AT):
    return actions.plan_for(*read(*lines, header=header), at)


def bring_in(plan, *lines, header=HEADER, by=None):
    columns, rows = read(*lines, header=header)
    return actions.import_directory(
        by=by or secretariat(), columns=columns, rows=rows, previewed=plan.digest, source="0" * 64
    )


def test_what_is_taken_out_changes_nothing_when_it_is_brought_in(mali, group):
    AddressFactory(delegation=mali, email="Mali@example.test")
    group.memberships.create(delegation=mali)
    mali.formal_name = "=Mission"
    mali.save()
    Delegation.objects.create(code="bare", kind=DelegationKind.STAKEHOLDER, formal_name="A sample")

    rows = [entry.cells() for entry in directory_file.entries(DAY).values()]
    plan = actions.plan_for(*tables.read(tables.written([directory_file.COLUMNS, *rows])), AT)

    assert [(row.after.code, row.outcome) for row in plan.rows] == [("MLI", "unchanged"), ("bare", "unchanged")]


def test_plan_shows_old_and_new_of_each_field(mali, group):
    AddressFactory(delegation=mali, email="old@example.test")

    plan = planned("MLI,Republic of Mali,new@example.test OLD@example.test,G3", header="code,name,addresses,groups")

    assert [(row.outcome, row.facts) for row in plan.rows] == [
        (
            "changed",
            {
                "name": ["Mali", "Republic of Mali"],
                "addresses": ["old@example.test", "new@example.test old@example.test"],
                "groups": ["", "G3"],
            },
        )
    ]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("MLI,member_state,ML,MLI,Mali,Mission,en,,", "The row has more or fewer cells than the first line."),
        (",stakeholder,,,Name,Name,en,,,", "“” is no code: up to 40 letters, digits and hyphens."),
        ("A B,stakeholder,,,Name,Name,en,,,", "“A B” is no code: up to 40 letters, digits and hyphens."),
        ("X,club,,,Name,Name,en,,,", "“club” is no kind. Write one of: member_state,"),
        ("X,member_state,,,Name,Name,en,,,", "A State needs its ISO code of three capital letters in “iso3”."),
        ("X,member_state,,MLI,Name,Name,en,,,", "Another delegation has the ISO code MLI."),
        ("X,stakeholder,m,,Name,Name,en,,,", "ISO codes are two or three capital letters, or empty."),
        ("X,stakeholder,,,,Name,en,,,", "“name” is empty."),
        ("X,stakeholder,,,Name,Name," + "e" * 61 + ",,,", "“languages” is longer than 60 letters."),
        ("X,stakeholder,,,Na\u202eme,Name,en,,,", "This holds invisible characters that change the line"),
        ("X,stakeholder,,,Name,Name,en,,nobody,", "“nobody” is no e-mail address. Correct it."),
        ("X,stakeholder,,,Name,Name,en,,a@b.test A@b.test,", "a@b.test stands twice in the row. Leave one."),
        ("X,stakeholder,,,Name,Name,en,,,G9", "There is no group with the code G9."),
        ("MLI,stakeholder,ML,MLI,Mali,Mission,en,,,", "Kind and ISO codes of who is in the directory already"),
    ],
)
def test_plan_says_what_is_wrong_with_a_row_and_nothing_is_written(mali, line, fault):
    plan = planned(line)

    assert [(row.outcome, len(row.faults), row.faults[0].startswith(fault)) for row in plan.rows] == [
        ("faulty", 1, True)
    ]
    with pytest.raises(ValidationError, match="Some rows are faulty"):
        bring_in(plan, line)
    assert list(Delegation.objects.all()) == [mali]


def test_plan_refuses_a_code_that_stands_twice_and_warns_of_doubled_addresses(mali):
    AddressFactory(delegation=mali, email="iom@example.test")

    plan = planned(NEW, NEW)

    assert [(row.outcome, row.faults, row.warnings) for row in plan.rows] == [
        ("new", [], ["iom@example.test is an address of MLI too."]),
        ("faulty", ["IOM stands in a line above. Join the two lines."], ["iom@example.test is an address of MLI too."]),
    ]


def test_import_writes_a_new_delegation(mali, group):
    line = f"{NEW}G3"

    bring_in(planned(line), line)

    made = Delegation.objects.get(code="IOM")
    assert (made.kind, made.name_on(DAY), made.admitted_under) == ("un_entity", "IOM", "invited")
    assert [address.email for address in made.addresses.in_use()] == ["iom@example.test"]
    assert list(group.members_on(DAY)) == [made]
    event = Event.objects.get()
    assert (event.verb, event.target, event.facts["source"]) == (Verb.IMPORTED, made, "0" * 64)
    assert event.facts["changes"]["groups"] == ["", "G3"]


def test_import_changes_from_the_day_on_and_takes_nothing_out(mali, group):
    AddressFactory(delegation=mali, email="old@example.test")
    AddressFactory(delegation=mali, email="again@example.test", active=False)
    group.memberships.create(delegation=mali)
    header, line = "code,name,addresses,groups", "MLI,Republic of Mali,again@example.test new@example.test,"

    bring_in(planned(line, header=header), line, header=header)

    before = DAY - timedelta(days=1)
    assert (mali.name_on(before), mali.name_on(DAY)) == ("Mali", "Republic of Mali")
    assert sorted(Address.objects.values_list("email", "active")) == [
        ("again@example.test", True),
        ("new@example.test", True),
        ("old@example.test", False),
    ]
    assert (list(group.members_on(before)), list(group.members_on(DAY))) == ([mali], [])
    assert planned(line, header=header).writes == []


def test_import_refused_and_shown_anew_once_the_directory_has_changed(mali):
    header, line = "code,name", "MLI,Republic of Mali"
    plan = planned(line, header=header)
    deeds.add_name(mali, by=secretariat(), language="en", name="Mali Republic", valid_from=DAY, confirmed=True)

    with pytest.raises(actions.OtherPlanError) as refused:
        bring_in(plan, line, header=header)

    assert [row.facts for row in refused.value.plan.rows] == [{"name": ["Mali Republic", "Republic of Mali"]}]
    assert [event.verb for event in Event.objects.all()] == [Verb.CHANGED]


def test_import_names_the_line_that_cannot_be_written_and_writes_none(mali):
    header, lines = "code,name,languages", ["MLI,Republic of Mali,fr", "PER,Peru,es"]
    state("Peru of old", "PER")
    deeds.add_name(mali, by=secretariat(), language="en", name="Mali Republic", valid_from=DAY, confirmed=True)

    with pytest.raises(ValidationError, match="Line 2: The name “Mali Republic” holds on that day or later"):
        bring_in(planned(*lines, header=header), *lines, header=header)

    assert sorted(Delegation.objects.values_list("languages", flat=True)) == ["en", "en"]


@pytest.mark.django_db(transaction=True)
def test_a_file_that_is_brought_in_twice_at_once_is_written_once(second):
    mali = state("Mali", "MLI", iso2="ML")
    AddressFactory(delegation=mali, email="old@example.test")
    by, header, line = secretariat(), "code,addresses", "MLI,new@example.test"
    plan = planned(line, header=header)

    ended = second(*[lambda: bring_in(plan, line, header=header, by=by)] * 2)

    assert isinstance(ended, actions.OtherPlanError)
    assert [event.verb for event in Event.objects.all()] == [Verb.IMPORTED]
    assert sorted(Address.objects.in_use().values_list("email", flat=True)) == ["new@example.test"]
