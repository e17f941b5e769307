"""Two people at once on a version: the second waits until the first is committed, and is then judged by what is."""

import pytest

from drafts import actions
from drafts.models import DraftVersion
from record.models import File
from record.waking import quiet

from .factories import House

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
