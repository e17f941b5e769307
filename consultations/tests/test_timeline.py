from datetime import date, timedelta
from itertools import combinations
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultations.timeline import Axis, Bar, Mark, by_month, layout, month_after, percent, width_of


def mark(day, kind="meeting", label="", **facts):
    return Mark(kind, day, f"{kind} of {day}", "/", label=label, **facts)


def row(timeline, kind):
    return next(row for row in timeline.rows if row.kind == kind)


def test_month_after_crosses_the_year():
    assert month_after(date(2018, 12, 31)) == date(2019, 1, 1)
    assert month_after(date(2019, 1, 15), 14) == date(2020, 3, 1)


def test_nothing_makes_no_picture():
    timeline = layout([])

    assert not timeline
    assert timeline.height == 0


def test_axis_covers_whole_months_of_marks_and_process():
    timeline = layout([mark(date(2019, 2, 13))], starts=date(2019, 2, 1), ends=date(2019, 4, 30))

    assert [(m.day, m.with_year) for m in timeline.months] == [
        (date(2019, 2, 1), True),
        (date(2019, 3, 1), False),
        (date(2019, 4, 1), False),
    ]
    assert timeline.months[0].x == "8.00%"


def test_every_january_has_its_year():
    timeline = layout([mark(date(2018, 12, 21)), mark(date(2019, 2, 1))])

    assert [m.with_year for m in timeline.months] == [True, True, False]


@pytest.mark.parametrize(("months", "written"), [(16, 16), (17, 6), (48, 16), (60, 10), (120, 10), (240, 1)])
def test_months_are_thinned_where_they_would_stand_too_close(months, written):
    axis = Axis(date(2019, 1, 1), month_after(date(2019, 1, 1), months))

    assert len(axis.months()) == written


def test_share_runs_from_the_left_margin_to_the_right():
    axis = Axis(date(2019, 2, 1), date(2019, 3, 1))

    assert axis.share(date(2019, 2, 1), 0) == pytest.approx(0.08)
    assert axis.share(date(2019, 3, 1), 0) == pytest.approx(0.88)
    assert axis.share(date(2019, 2, 15), 0) == pytest.approx(0.48)


def test_rows_stand_below_each_other_and_only_those_with_marks():
    day = date(2019, 3, 20)
    timeline = layout([mark(day, "text"), mark(day, "letter")])

    assert [r.kind for r in timeline.rows] == ["letter", "text"]
    assert timeline.rows[1].y == timeline.rows[0].y + timeline.rows[0].height


def test_far_marks_hang_side_by_side_with_their_names():
    days = [date(2019, 2, 13), date(2019, 5, 8)]
    placed = row(layout([mark(day, label="First reading") for day in days]), "meeting").marks

    assert [(p.mark.day, p.lane, p.named) for p in placed] == [(days[0], 0, True), (days[1], 0, True)]


def test_near_marks_hang_below_those_to_their_right():
    days = [date(2019, 6, 11), date(2019, 6, 20), date(2019, 6, 26)]
    placed = row(layout([mark(day) for day in days], starts=date(2019, 1, 1)), "meeting").marks

    assert [p.lane for p in placed] == [2, 1, 0]


def test_marks_of_one_day_hang_below_each_other():
    placed = row(layout([mark(date(2019, 5, 28)), mark(date(2019, 5, 28))]), "meeting").marks

    assert sorted(p.lane for p in placed) == [0, 1]


def test_name_that_would_hang_too_deep_is_shortened_to_its_date():
    days = [date(2019, 6, 1) + timedelta(4 * i) for i in range(7)]
    placed = row(layout([mark(day, label="A reading") for day in days], starts=date(2018, 7, 1)), "meeting").marks

    assert placed[0].named is False
    assert placed[-1].named is True


def test_label_that_fits_nowhere_is_left_out():
    placed = row(layout([mark(date(2019, 6, 1)) for _ in range(9)]), "meeting").marks

    assert [p.lane for p in placed].count(None) == 2
    assert [p.drop for p in placed if p.lane is None] == [0, 0]


def test_joined_texts_are_led_to_from_the_one_before():
    days = [date(2018, 12, 19), date(2019, 6, 7), date(2019, 7, 5), date(2019, 7, 12)]
    texts = [mark(day, "text", joined=day.year == 2019) for day in days]
    drawn = row(layout(texts), "text")
    places = [p.x for p in drawn.marks]

    assert drawn.joints == [(places[1], places[2]), (places[2], places[3])]


def test_versions_have_a_row_of_their_own_below_the_documents_of_the_same_day():
    day = date(2019, 6, 7)
    timeline = layout([mark(day, "version", joined=True), mark(day, "text"), mark(day)])

    assert [row.kind for row in timeline.rows] == ["meeting", "text", "version"]
    assert [item.kind for item in timeline.items] == ["meeting", "text", "version"]


def test_silence_is_a_bar_on_the_row_of_texts():
    silence = Bar(date(2019, 7, 5), date(2019, 7, 9), "Silence")
    timeline = layout([], bars=[silence])
    axis = Axis(date(2019, 7, 1), date(2019, 8, 1))

    start, end = axis.share(silence.start), axis.share(silence.end)
    assert row(timeline, "text").bars == [(percent(start), percent(end - start), silence)]


@pytest.mark.parametrize(
    ("today", "place", "index"),
    [
        (date(2019, 3, 1), True, 1),
        (date(2019, 1, 1), False, None),
        (date(2019, 4, 20), True, None),
        (None, False, None),
    ],
)
def test_today_is_a_line_on_the_axis_and_lies_between_the_items(today, place, index):
    timeline = layout([mark(date(2019, 2, 13)), mark(date(2019, 4, 10))], today=today)

    assert bool(timeline.today) is place
    assert (timeline.items.index(None) if None in timeline.items else None) == index


def test_items_are_in_the_order_of_time():
    days = [date(2019, 6, 7), date(2019, 2, 1), date(2019, 2, 13)]

    assert [m.day for m in layout([mark(day) for day in days]).items] == sorted(days)


@given(st.lists(st.tuples(st.integers(0, 200), st.sampled_from(["", "Rev.1", "A reading of the draft"])), max_size=25))
def test_no_label_or_line_crosses_another(marks):
    timeline = layout([mark(date(2019, 2, 1) + timedelta(days), label=label) for days, label in marks])
    shown = [p for r in timeline.rows for p in r.marks if p.lane is not None]

    for left, right in combinations(sorted(shown, key=lambda p: p.share), 2):
        if right.share < left.share + width_of(left.mark, left.named) and right.share > left.share:
            assert left.lane > right.lane, "the line of the right one would cross the label of the left"
    assert all(p.share + width_of(p.mark, p.named) <= 1 for p in shown)


def meeting(day):
    return SimpleNamespace(day=lambda: day)


def test_calendar_is_grouped_by_month_with_today_in_its_place():
    first, second = meeting(date(2019, 2, 13)), meeting(date(2019, 5, 28))

    months = by_month([first, second], date(2019, 5, 2))

    assert [(m.day, m.rows) for m in months] == [
        (date(2019, 2, 1), [first]),
        (date(2019, 5, 1), [None, second]),
    ]


@pytest.mark.parametrize("today", [date(2018, 1, 1), date(2019, 12, 1)])
def test_calendar_has_no_line_of_today_outside_the_meetings(today):
    only = meeting(date(2019, 2, 13))

    assert [m.rows for m in by_month([only], today)] == [[only]]
