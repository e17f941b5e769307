"""The sample texts of the demonstration, played by the real actions."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from consultations.capacities import actor_for
from consultations.documents import printing_here
from drafts import comparing, redline, verification
from drafts.models import DraftVersion
from drafts.tests.factories import House
from imrf_portal.demo import drafting, facts, rehearsal, sample_text
from imrf_portal.tests.conftest import copied

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def played(django_db_setup, django_db_blocker):
    """The deeds, and the versions that they leave, in a database of their own."""
    with django_db_blocker.unblock(), copied(name := connection.settings_dict["NAME"], f"{name}_drafts"):
        yield play()


def play():
    house = House()
    people = {"staff": house.staff, "first": house.first, "second": house.second}
    with printing_here():
        deeds = list(
            drafting.play(house.consultation, facts.DRAFTS, lambda role, at: actor_for(people[role].user, at=at))
        )
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


@pytest.mark.parametrize("hour", [5, 15])
@pytest.mark.parametrize("day", range(7))
def test_the_rehearsals_drafts_lie_between_its_first_letter_and_now(day, hour):
    now = datetime(2026, 11, 23, hour, tzinfo=UTC) + timedelta(days=day)
    story = rehearsal.story(now)

    instants = [instant for instant, _deed in drafting.play(None, story.drafts, None)]

    assert instants == sorted(set(instants))
    assert story.letters[0].at < instants[0]
    assert instants[-1] < now


def test_in_the_rehearsal_a_text_is_always_being_worked_on(demo):
    versions = list(DraftVersion.objects.filter(consultation__slug="rehearsal").order_by("number"))

    assert [(v.number, v.label, v.state, v.base and v.base.number, bool(v.pdf_id)) for v in versions] == [
        (1, "Zero draft", "superseded", None, True),
        (2, "Rev.1 (sample)", "released", 1, True),
        (3, "Rev.2 (sample)", "working", 2, False),
    ]
    assert {v.status_statement for v in versions} == {sample_text.HEAD["status_statement"]}
    assert versions[2].asked_sha256 == ""
    assert redline.counts(comparing.rows_between(versions[2], versions[1]))["changed"] == 3


def test_the_deeds_ask_the_rules(db):
    house = House()
    _instant, begin = next(iter(drafting.play(house.consultation, facts.DRAFTS, lambda role, at: house.secretariat)))

    with pytest.raises(PermissionDenied):
        begin(at=house.staff.at)
