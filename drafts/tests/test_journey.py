"""A paragraph as it is cited, through the versions, and the comparison in its other forms."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from drafts import actions, files, redline
from drafts.models import DraftVersion
from drafts.views import comparing

from .factories import House, client_of
from .test_pages import address, at, words


@pytest.fixture
def house(db):
    return House()


@pytest.fixture
def first(house):
    return house.release(house.begin())


def next_version(house, base, label, *deeds):
    version = actions.begin_next(base, by=house.staff, label=label)
    for deed in deeds:
        deed(version)
    return version


def steps(response):
    return [
        (step.version.label, [(row.look, getattr(row.new, "number", None), row.moved) for row in step.rows])
        for step in response.context["steps"]
    ]


def edit(house, order, text):
    return lambda version: actions.edit_paragraph(at(version, order), by=house.staff, revision=1, text=text)


@pytest.fixture
def later(house, first):
    """Two more versions, the last one a working draft: OP1 is changed, then split, and moved behind the last."""
    second = house.release(
        next_version(house, first, "Rev.1", edit(house, 4, "*Decides* to meet in 2023; and to rest;"))
    )
    third = next_version(house, second, "Rev.2")
    actions.split_paragraph(at(third, 4), by=house.staff, at=26, revision=1)
    actions.move_paragraph(at(third, 7), by=house.staff, to=4)
    return [first, second, third]


@pytest.mark.parametrize("cited", ["OP1", "op1", "OP1-a", "OP1 (a)", "PP1"])
def test_a_paragraph_is_found_as_people_cite_it(first, cited):
    order = {"a": 5, "1": 4}[cited.strip(")")[-1]] if cited != "PP1" else 3

    answer = client_of().get(f"/forum/drafts/1/{cited}/")

    assert answer["Location"] == f"/forum/drafts/1/#p-{at(first, order).key}"


@pytest.mark.parametrize("cited", ["OP9", "OP1-b", "OP1-bis", "A1.1", "OP" + "1" * 4 + "-" * 60])
def test_what_is_not_in_the_version_is_not_found(first, cited):
    assert client_of().get(f"/forum/drafts/1/{cited}/").status_code == 404


def test_each_numbered_paragraph_has_its_address_on_the_page(first):
    page = client_of().get(address("version", 1)).content.decode()

    assert [f'href="/forum/drafts/1/{cited}/"' in page for cited in ("OP1", "OP1-a", "OP2", "PP1")] == [True] * 4


def test_a_journey_shows_each_step_against_the_one_before(house, later):
    key = at(later[0], 4).key

    answer = client_of(house.staff).get(address("paragraph_journey", 3, key))

    assert steps(answer) == [
        ("Zero draft", [("inserted", "OP1", False)]),
        ("Rev.1", [("changed", "OP1", False)]),
        ("Rev.2", [("unchanged", "OP1", False)]),
    ]
    page = words(answer)
    assert "As it first stood. Decides to meet in 2022; and to hold four round tables;" in page
    assert "Changed. Decides to meet in 2022 2023 ; and to" in page


def test_the_journey_of_a_part_begins_with_what_it_was_split_from(house, later):
    part = at(later[2], 6)

    found = steps(client_of(house.staff).get(address("paragraph_journey", 3, part.key)))

    assert [label for label, _rows in found] == ["Zero draft", "Rev.1", "Rev.2"]
    assert found[2][1] == [("unchanged", "OP1 bis", False)]


def test_a_journey_goes_on_to_what_became_of_it(house, later):
    moved, split = at(later[0], 6).key, at(later[0], 4).key
    client = client_of(house.staff)

    assert steps(client.get(address("paragraph_journey", 1, moved)))[2] == ("Rev.2", [("unchanged", "OP2", True)])
    assert [look for look, *_ in steps(client.get(address("paragraph_journey", 1, split)))[2][1]] == ["unchanged"] * 2
    actions.delete_paragraph(later[2].paragraphs.get(key=moved), by=house.staff)
    gone = client.get(address("paragraph_journey", 1, moved))
    assert steps(gone)[2] == ("Rev.2", [("deleted", None, False)])
    assert client.get(address("paragraph_journey", 3, moved)).status_code == 404


def test_a_journey_through_a_merger(house, first):
    third = next_version(house, first, "Rev.1")
    gone = at(third, 5).key
    actions.merge_with_next(at(third, 4), by=house.staff, revision=1)

    found = client_of(house.staff).get(address("paragraph_journey", 1, gone))

    assert "The former (a) was merged into it." in words(found)
    assert steps(found)[1][0] == "Rev.1"


def test_who_is_outside_sees_no_step_and_no_count_of_the_working_draft(house, later):
    key = at(later[0], 4).key

    page = client_of().get(address("paragraph_journey", 2, key))

    assert [label for label, _rows in steps(page)] == ["Zero draft", "Rev.1"]
    assert "Rev.2" not in page.content.decode()
    assert client_of().get(address("paragraph_journey", 3, key)).status_code == 404
    assert client_of().get(address("paragraph_journey", 1, uuid.uuid4())).status_code == 404


def test_a_discarded_draft_is_no_step_of_a_journey(house, later):
    actions.discard(later[2], by=house.staff, reason="A sample.")
    client, key = client_of(house.staff), at(later[0], 4).key

    assert client.get(address("paragraph_journey", 3, key)).status_code == 404
    assert len(steps(client.get(address("paragraph_journey", 2, key)))) == 2


def test_queries_of_a_journey_do_not_grow_with_the_versions(house, first):
    counts, version, client = [], first, client_of()
    for number in (1, 2, 3):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address("paragraph_journey", 1, at(first, 4).key)).status_code == 200
        counts.append(len(captured))
        version = house.release(next_version(house, version, f"Rev.{number}"))

    assert counts == [counts[0]] * 3


# The comparison in its other forms


@pytest.fixture
def changed(house, first):
    """A second version with one change of substance, and one that follows from it."""
    version = next_version(house, first, "Rev.1", edit(house, 3, "*Recalling* its resolutions 73/195 and 71/1,[^1]"))
    actions.edit_paragraph(at(version, 6), by=house.staff, revision=1, text="*Also requests* a report.")
    return house.release(version)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["paragraph", 6, False]),
        ("?view=side", ["paragraph", 6, True]),
        ("?only=changed", ["left out", 2, False]),
        ("?view=side&only=changed", ["left out", 2, True]),
        ("?view=nothing&only=1", ["paragraph", 6, False]),
    ],
)
def test_how_it_is_shown_is_in_the_address(changed, query, found):
    answer = client_of().get(address("compare", 2, 1) + query)

    rows = answer.context["shown"]
    assert sum(row is not None for row, _left_out in rows) == found[1]
    assert any(left_out for _row, left_out in rows) == (found[0] == "left out")
    assert ("side-pair" in answer.content.decode()) == found[2]
    assert f'/compare/2/{answer.context["query"].replace("&", "&amp;")}"' in answer.content.decode()


def test_only_the_changes_say_how_many_paragraphs_are_between(changed):
    page = words(client_of().get(address("compare", 2, 1) + "?only=changed"))

    assert page.count("2 paragraphs without a change") == 2


def test_an_opening_word_that_shifts_is_counted_apart(changed):
    page = client_of().get(address("compare", 2, 1))

    assert "1 paragraph changed, and 1 only in its opening word." in words(page)
    assert "Changed only in its opening." in words(page)
    assert page.content.decode().count("data-change") == 1


def test_rows_that_were_stored_before_tell_it_too(changed):
    rows = files.rows_between(changed, DraftVersion.objects.get(number=1))

    assert files.stored(changed, "redline", changed.base)
    assert [row.look for row in rows if row.is_change] == ["changed", "opening"]


@pytest.mark.parametrize(
    ("old", "new", "look"),
    [
        ("*Decides* to meet;", "*Also decides* to meet;", "opening"),
        ("*Also decides* to meet;", "*Further decides* to meet;", "opening"),
        ("*Decides also* to meet;", "*Decides* to meet;", "opening"),
        ("*Decides further* that it meets;", "*Decides* that it meets;", "opening"),
        ("*Decides* further measures;", "*Decides* measures;", "changed"),
        ("*Decides* that all shall also meet;", "*Decides* that all shall meet;", "changed"),
        ("*Decides* to meet;", "*Also decides* to rest;", "changed"),
        ("*Décide* de se réunir;", "*Décide également* de se réunir;", "opening"),
    ],
)
def test_what_is_no_more_than_an_opening(old, new, look):
    from .test_redline import Para

    assert redline.compare([Para("a", old)], [Para("a", new)])[0].look == look


@pytest.fixture
def renumbered(house):
    """A version whose last paragraph refers to the one before it, and the next, in which another came between."""
    first = house.begin()
    actions.edit_paragraph(at(first, 6), by=house.staff, revision=1, text="*Requests* a report on paragraph 1 above.")
    second = next_version(house, house.release(first), "Rev.1")
    actions.insert_paragraph(second, by=house.staff, kind="operative", before=at(second, 4), text="*Notes* it;")
    actions.follow_references(second, by=house.staff)
    return house.release(second)


def test_a_number_that_follows_its_paragraph_is_counted_apart(renumbered):
    page = client_of().get(address("compare", 2, 1))

    assert "no paragraph changed" not in words(page)
    assert "1 new, and 1 only in a number that it refers to." in words(page)
    assert "Changed only in the numbers that it refers to." in words(page)
    assert page.content.decode().count("data-change") == 1
    assert files.stored(renumbered, "redline", renumbered.base)
    rows = files.rows_between(renumbered, renumbered.base)
    assert [row.look for row in rows if row.is_change] == ["inserted", "numbers"]
    steps = client_of().get(address("paragraph_journey", 2, rows[-1].key)).context["steps"]
    assert [row.look for step in steps for row in step.rows][-1] == "numbers"


def test_the_strip_shows_each_change_at_its_place(changed):
    answer = client_of().get(address("compare", 2, 1))

    marks = answer.context["strip"]["marks"]
    assert [mark["row"].look for mark in marks] == ["changed", "opening"]
    assert 0 < marks[0]["top"] < marks[1]["top"] < answer.context["strip"]["height"]
    page = answer.content.decode()
    assert [f'<a href="#p-{mark["row"].key}" class="mark' in page for mark in marks] == [True, True]
    assert comparing.strip([])["marks"] == []
