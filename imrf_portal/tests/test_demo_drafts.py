"""The sample texts of the demonstration, played by the real actions."""

import pytest
from django.core.exceptions import PermissionDenied

from consultations.capacities import actor_for
from consultations.documents import printing_here
from drafts import comparing, redline, verification
from drafts.models import DraftVersion
from drafts.tests.factories import House
from imrf_portal.demo import drafts_2019


@pytest.fixture
def played(db):
    house = House()
    people = {"staff": house.staff, "first": house.first, "second": house.second}
    with printing_here():
        deeds = list(drafts_2019.play(house.consultation, lambda role, at: actor_for(people[role].user, at=at)))
        for instant, deed in deeds:
            deed(at=instant)
    return deeds, list(DraftVersion.objects.order_by("number"))


def test_the_deeds_are_in_the_order_of_time(played):
    instants = [instant for instant, _deed in played[0]]

    assert instants == sorted(instants)


def test_three_versions_are_released_and_printed(played):
    versions = played[1]

    assert [(v.label, v.state, v.dated.isoformat(), bool(v.pdf_id)) for v in versions] == [
        ("Zero draft", "superseded", "2019-06-07", True),
        ("Rev.1 (sample)", "superseded", "2019-06-20", True),
        ("Rev.2 (sample)", "released", "2019-06-26", True),
    ]
    assert list(verification.problems()) == []


def test_every_kind_of_change_is_there_to_be_seen(played):
    zero, first, second = played[1]

    assert redline.counts(comparing.rows_between(first, zero)) == {
        "changed": 3,
        "inserted": 2,
        "moved": 1,
        "split": 1,
        "merged": 0,
    }
    assert redline.counts(comparing.rows_between(second, first)) == {
        "changed": 3,
        "deleted": 1,
        "moved": 0,
        "split": 0,
        "merged": 1,
    }


def test_the_texts_say_that_they_are_samples(played):
    for version in played[1]:
        assert "Sample text" in version.status_statement
        assert "Sample text" in version.paragraphs.get(order=1).text


def test_the_deeds_ask_the_rules(db):
    house = House()
    _instant, begin = next(iter(drafts_2019.play(house.consultation, lambda role, at: house.secretariat)))

    with pytest.raises(PermissionDenied):
        begin(at=house.staff.at)
