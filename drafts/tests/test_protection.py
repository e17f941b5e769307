"""The database refuses to change what was released; verify_record finds what was changed all the same."""

import uuid

import pytest
from django.db import IntegrityError, connection, transaction

from drafts import actions, verification
from drafts.models import DraftVersion, Lineage, Paragraph, VersionState

from .factories import House


@pytest.fixture
def house(db):
    return House()


@pytest.fixture
def version(house):
    """A released second version with a paragraph that was split."""
    second = actions.begin_next(house.release(house.begin()), by=house.staff, label="Rev.1")
    actions.split_paragraph(second.paragraphs.get(order=4), by=house.staff, at=26, revision=1)
    return house.release(second)


def frozen():
    return pytest.raises(IntegrityError, match="is refused: the row is frozen")


@pytest.mark.parametrize(
    "changes",
    [
        {"label": "x"},
        {"state": "working"},
        {"content_sha256": "0" * 64},
        {"content": {}},
        {"revision": 9},
        {"note": "x"},
        {"numbers_kept": True},
    ],
)
def test_a_released_version_cannot_be_changed(version, changes):
    with frozen():
        DraftVersion.objects.filter(pk=version.pk).update(**changes)


def test_a_released_version_can_be_superseded_and_printed(version):
    DraftVersion.objects.filter(pk=version.pk).update(state=VersionState.SUPERSEDED)


@pytest.mark.parametrize(
    "changes",
    [
        {"text": "x"},
        {"kind": "organ"},
        {"order": 99},
        {"number": "OP9"},
        {"footnotes": ["x"]},
        {"alternative": True},
    ],
)
def test_its_paragraphs_cannot_be_changed(version, changes):
    with frozen():
        version.paragraphs.filter(order=4).update(**changes)


def test_its_parts_cannot_be_taken_away_or_added(version):
    for doomed in (
        version.paragraphs.filter(order=4),
        version.lineage.all(),
        DraftVersion.objects.filter(pk=version.pk),
    ):
        with frozen(), transaction.atomic():
            doomed._raw_delete(doomed.db)
    with frozen(), transaction.atomic():
        Paragraph.objects.create(version=version, order=99, kind="operative", text="x")
    with frozen(), transaction.atomic():
        Lineage.objects.create(version=version, key=uuid.uuid4(), base_key=uuid.uuid4())
    with frozen(), transaction.atomic():
        version.lineage.update(base_key=uuid.uuid4())


def test_a_working_draft_can_be_changed(house):
    working = house.begin()

    assert working.paragraphs.filter(order=4).update(text="x") == 1


def test_verification_finds_nothing_in_what_was_released(version):
    assert list(verification.problems()) == []
    assert list(verification.problems(version.consultation.slug)) == []
    assert list(verification.problems("another")) == []


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        (
            'UPDATE drafts_draftversion SET content = content || \'{"label": "x"}\'',
            "the content does not have its hash",
        ),
        ("UPDATE drafts_paragraph SET text = 'x'", "its paragraphs are not those that were released"),
        ("DELETE FROM drafts_lineage", "its lineage is not the one that was released"),
    ],
)
def test_verification_finds_what_was_changed_past_the_triggers(version, statement, what):
    table = statement.replace("DELETE FROM", "").split()[0 if statement.startswith("DELETE") else 1]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(statement)

    assert what in {problem.what for problem in verification.problems("forum")}
    assert {problem.where for problem in verification.problems()} <= {"forum version 1", "forum version 2"}
