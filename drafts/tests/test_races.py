"""Two people at once on a version: the second waits until the first is committed, and is then judged by what is."""

import pytest

from drafts import actions, composition
from drafts.models import Comment, DraftVersion, Trace
from record.models import File
from record.waking import quiet

from .factories import House
from .said import Said

pytestmark = pytest.mark.django_db(transaction=True)
PDF = b"%PDF-1.7 a sample"


@pytest.fixture
def house(db):
    with quiet():
        return House()


@pytest.fixture
def released(house):
    with quiet():
        return house.release(house.begin())


def test_two_who_begin_the_next_version_begin_one(house, released, second):
    ended = second(
        lambda: actions.begin_next(released, by=house.staff, label="Rev.1"),
        lambda: actions.begin_next(released, by=house.first, label="Revision"),
    )

    assert ended.code == "working"
    assert list(DraftVersion.objects.order_by("number").values_list("label", flat=True)) == [released.label, "Rev.1"]


def test_second_completion_of_a_print_waits_and_is_refused(house, released, second):
    DraftVersion.objects.get(pk=released.pk)

    ended = second(*[lambda: actions.complete_print(released, PDF, by=house.staff)] * 2)

    assert ended.messages == ["The PDF of this version is stored already."]
    assert File.objects.filter(name__endswith=f"draft-{released.number}.pdf").count() == 1


def test_second_who_notes_the_same_of_an_answer_waits_and_is_told(second):
    with quiet():
        said = Said()
        version = said.input()

    ended = second(lambda: said.trace(version), lambda: said.trace(version, by=said.first, disposition="in_part"))

    assert ended.code == "noted"
    assert [trace.disposition for trace in Trace.objects.all()] == ["reflected"]


def test_comment_waits_for_the_release_that_supersedes_its_text_and_is_refused(second):
    with quiet():
        said = Said()
        draft = said.asked(said.next())
        seen = composition.content_sha256(draft)
        actions.approve_release(draft, by=said.first, seen=seen)

    ended = second(lambda: actions.approve_release(draft, by=said.second, seen=seen), said.comment)

    assert ended.messages == ["This version has been superseded. Comment on the current text."]
    assert not Comment.objects.exists()
