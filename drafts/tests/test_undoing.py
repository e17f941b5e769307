"""Every deed can be undone while what it did stands; and what each person left of a paragraph can be put back."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from drafts import actions, undoing
from drafts.models import ParagraphEdition, Step
from record.waking import quiet

from .factories import House, client_of
from .test_pages import address, at, words

KEYS = st.lists(st.sampled_from("abcdefg"), unique=True, max_size=7)


@st.composite
def states(draw):
    order = draw(KEYS)
    texts = {key: {"text": draw(st.sampled_from(["", "One", "Two"]))} for key in order}
    lineage = sorted([key, key.upper()] for key in draw(KEYS) if key in order)
    return {"order": order, "paragraphs": texts, "lineage": lineage, "names": {key: key for key in order}}


@given(st.lists(states(), min_size=2, max_size=6))
def test_undoing_all_deeds_gives_the_text_that_was(texts):
    steps = [undoing.step_between(*pair) for pair in pairwise(texts)]
    now = texts[-1]

    for before, after in reversed(steps):
        assert (undoing.changed_since(now, after), undoing.is_rearranged(now, after)) == ([], False)
        now = undoing.undone(now, before)

    assert {**now, "names": None} == {**texts[0], "names": None}


@pytest.mark.parametrize(
    ("key", "order", "present", "place"),
    [("b", "abc", "ac", 2), ("a", "abc", "bc", 1), ("c", "abc", "xab", 4), ("b", "abc", "ca", 3), ("z", "", "ab", 3)],
)
def test_what_is_put_back_stands_after_those_that_stood_before_it(key, order, present, place):
    assert undoing.place_of(key, list(order), list(present)) == place


@pytest.fixture
def house(db):
    return House()


@pytest.fixture
def working(house):
    return actions.begin_next(house.release(house.begin()), by=house.staff, label="Rev.1")


def text_of(version):
    fields = ("key", "order", "kind", "level", "text", "footnotes", "alternative")
    return list(version.paragraphs.in_order().values_list(*fields)), sorted(
        version.lineage.values_list("key", "base_key")
    )


def undo(working, by):
    step = Step.objects.filter(undone_at=None).first()
    return actions.undo(working, by=by, step=step.pk if step else 0)


def test_all_deeds_undone_give_the_text_with_its_keys_order_and_lineage(house, working):
    by, stood = house.staff, text_of(working)
    deleted = at(working, 3)
    actions.split_paragraph(at(working, 4), by=by, at=26, revision=1)
    actions.merge_with_next(at(working, 5), by=by, revision=1)
    actions.move_paragraph(at(working, 6), by=by, to=2)
    actions.delete_paragraph(deleted, by=by)
    actions.insert_paragraph(working, by=by, after=at(working, 2), text="New;")
    actions.restore_paragraph(working, by=by, key=deleted.key)
    assert Step.objects.count() == 6

    for _deed in range(6):
        undo(working, by)

    assert text_of(working) == stood
    with pytest.raises(ValidationError, match="There is nothing left to undo"):
        undo(working, by)


def test_undo_is_refused_once_what_was_done_has_been_written_in(house, working):
    inserted = actions.insert_paragraph(working, by=house.staff, after=at(working, 4))
    actions.edit_paragraph(inserted, by=house.first, revision=1, text="*Notes* it;")

    with pytest.raises(ValidationError, match=r"OP1 bis has been changed since.* Its history has the earlier texts"):
        undo(working, house.staff)


def test_undo_by_its_button(house, working):
    gone, client = at(working, 4), client_of(house.staff)
    actions.delete_paragraph(gone, by=house.first)
    step = Step.objects.get()
    page = words(client.get(address("edit", 2)))
    assert "Undo: deletion of OP1, by first, 7 June, 11:00" in page

    response = client.post(address("undo", 2), {"step": step.pk})

    assert response["Location"] == f"{address('edit', 2)}#p-{gone.key}"
    assert at(working, 4).key == gone.key
    again = words(client.post(address("undo", 2), {"step": step.pk}, follow=True))
    assert "There is nothing left to undo in this draft." in again
    assert "Undo:" not in again


def test_what_one_person_types_in_a_row_is_one_edition(house, working):
    paragraph, by = at(working, 4), house.staff

    def write(text, by):
        now = at(working, 4)
        actions.edit_paragraph(now, by=by, revision=now.revision, quietly=True, text=text)

    write(f"{paragraph.text} A", by)
    write(f"{paragraph.text} A B", by)
    write(f"{paragraph.text} A B C", house.first)
    by = replace(by, at=by.at + timedelta(minutes=11))
    write(f"{paragraph.text} A B C D", by)
    write("E", by)

    kept = ParagraphEdition.objects.filter(key=paragraph.key).values_list("deed", "text", "by__name")
    assert [(deed, text.removeprefix(paragraph.text), name) for deed, text, name in reversed(kept)] == [
        ("begun", "", "staff"),
        ("written", " A B", "staff"),
        ("written", " A B C", "first"),
        ("written", " A B C D", "staff"),
        ("written", "E", "staff"),
    ]


def test_history_shows_what_each_changed_and_puts_it_back(house, working):
    paragraph, client = at(working, 6), client_of(house.staff)
    actions.edit_paragraph(paragraph, by=house.first, revision=1, text="*Requests* two reports.")
    history, restore = (address(name, 2, paragraph.key) for name in ("paragraph_history", "restore_edition"))
    page = client.get(history).content.decode()
    assert "<del>a report</del><ins>two reports</ins>" in page
    begun = ParagraphEdition.objects.get(key=paragraph.key, deed="begun")

    stale = words(client.post(restore, {"edition": begun.pk, "revision": 1}, follow=True))
    assert "Someone else has saved this paragraph since you opened it." in stale
    nothing = words(client.post(restore, {"edition": "x"}, follow=True))
    assert "Choose the text that shall be put back." in nothing
    client.post(restore, {"edition": begun.pk, "revision": 2})

    assert at(working, 6).text == "*Requests* a report."
    assert words(client.get(address("edit", 2))).count("Undo: putting back of OP2") == 1


def test_deleted_paragraphs_are_listed_and_put_back_at_their_place(house, working):
    gone, client = at(working, 4), client_of(house.staff)
    actions.delete_paragraph(gone, by=house.first)
    page = words(client.get(address("deleted_paragraphs", 2)))
    assert "to meet in 2022; and to hold four round tables;" in page

    first, second = (client.post(address("restore_paragraph", 2, gone.key)) for _ in range(2))

    assert first["Location"] == f"{address('edit', 2)}#p-{gone.key}"
    assert second["Location"] == address("deleted_paragraphs", 2)
    assert (at(working, 4).key, at(working, 4).text) == (gone.key, gone.text)
    assert "Nothing has been deleted from this draft." in words(client.get(address("deleted_paragraphs", 2)))


def test_a_paragraph_that_never_was_has_no_history(house, working):
    unknown = "00000000-0000-4000-8000-000000000000"

    assert client_of(house.staff).get(address("paragraph_history", 2, unknown)).status_code == 404


# Two at once


@pytest.fixture
def ready(transactional_db):
    with quiet():
        house = House()
        return house, house.begin()


def test_an_edit_waits_for_a_move_and_is_saved(ready, second):
    house, working = ready
    moved = at(working, 4)

    ended = second(
        lambda: actions.move_paragraph(moved, by=house.staff, to=2),
        lambda: actions.edit_paragraph(moved, by=house.first, revision=1, text="Edited;"),
    )

    assert (ended.text, at(working, 2).text, at(working, 2).key) == ("Edited;", "Edited;", moved.key)


def test_an_edit_waits_for_a_deletion_and_is_refused(ready, second):
    house, working = ready
    gone = at(working, 4)

    ended = second(
        lambda: actions.delete_paragraph(gone, by=house.staff),
        lambda: actions.edit_paragraph(gone, by=house.first, revision=1, text="Edited;"),
    )

    assert ended.code == "gone"


def test_undo_waits_for_an_edit_and_is_refused(ready, second):
    house, working = ready
    with quiet():
        part = actions.split_paragraph(at(working, 4), by=house.staff, at=26, revision=1)

    ended = second(
        lambda: actions.edit_paragraph(part, by=house.first, revision=1, text="Edited;"),
        lambda: undo(working, house.staff),
    )

    assert ended.code == "changed"
    assert at(working, 5).text == "Edited;"


def test_two_who_undo_at_once_undo_one_deed(ready, second):
    house, working = ready
    with quiet():
        actions.insert_paragraph(working, by=house.staff, after=at(working, 4))
        actions.insert_paragraph(working, by=house.staff, after=at(working, 4))
    step = Step.objects.first().pk

    ended = second(*[lambda: actions.undo(working, by=house.staff, step=step)] * 2)

    assert ended.code == "stale"
    assert working.paragraphs.count() == 7
