import pytest

from drafts import actions, comparing, redline

from .factories import House


@pytest.fixture
def versions(db):
    """Three released versions: in the second OP1 was split, in the third its second part was merged with (a)."""
    house = House()
    first = house.release(house.begin())
    second = actions.begin_next(first, by=house.staff, label="Rev.1")
    actions.split_paragraph(second.paragraphs.get(order=4), by=house.staff, at=26, revision=1)
    second = house.release(second)
    third = actions.begin_next(second, by=house.staff, label="Rev.2")
    actions.merge_with_next(third.paragraphs.get(order=5), by=house.staff, revision=1)
    return first, second, house.release(third)


def keys(version, *orders):
    return [version.paragraphs.get(order=order).key for order in orders]


def test_lineage_of_neighbours_and_through_all_versions(versions):
    first, second, third = versions
    op1, letter = keys(first, 4, 5)
    (part,) = keys(second, 5)

    assert comparing.lineage_between(second, first) == [(part, op1)]
    assert comparing.lineage_between(third, second) == [(part, letter)]
    assert comparing.lineage_between(third, first) == sorted([(part, op1), (part, letter)])


def test_lineage_the_other_way_round(versions):
    first, _second, third = versions

    forward = comparing.lineage_between(third, first)
    assert sorted(comparing.lineage_between(first, third)) == sorted((old, new) for new, old in forward)


def test_rows_carry_the_numbers_of_their_versions(versions):
    first, second, _third = versions
    rows = comparing.rows_between(second, first)

    assert [row.paragraph.number for row in rows] == ["", "", "PP1", "OP1", "OP2", "(a)", "OP3"]
    assert [row.split_from and row.split_from.number for row in rows][4] == "OP1"
    assert redline.counts(rows) == {"moved": 0, "split": 1, "merged": 0}


def test_compared_the_other_way_round_the_split_is_a_merger(versions):
    first, second, _third = versions

    assert redline.counts(comparing.rows_between(first, second))["merged"] == 1


def test_versions_without_a_line_between_them_are_compared_by_keys(versions):
    other = House("another")
    stranger = other.begin(label="Stranger")

    assert comparing.lineage_between(versions[2], stranger) == []
