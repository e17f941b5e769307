"""What the editor tells to whoever writes in it: where something was refused, and when it was saved."""

import re

import pytest

from accounts.models import User
from drafts import actions

from .factories import House, client_of
from .test_pages import address, at, typed, words


@pytest.fixture
def house(db):
    return House()


@pytest.fixture
def working(house):
    return actions.begin_next(house.release(house.begin()), by=house.staff, label="Rev.1")


def rows_with_reason(response):
    return [(row["paragraph"].order, row["reason"]) for row in response.context["rows"] if row.get("reason")]


@pytest.mark.parametrize(
    ("tool", "order", "sentence"),
    [
        ("split_paragraph", 2, "Say where to split: put an empty line between the two parts of the text."),
        ("merge_with_next", -1, "This is the last paragraph: there is none to merge it with."),
    ],
)
def test_what_a_tool_refuses_is_told_at_its_paragraph(house, working, tool, order, sentence):
    order = order if order > 0 else working.paragraphs.count()
    paragraph = at(working, order)

    response = client_of(house.staff).post(address(tool, 2, paragraph.key), typed(paragraph))

    assert rows_with_reason(response) == [(order, sentence)]
    page = response.content.decode()
    assert len(re.findall(r"<textarea[^>]* autofocus>", page)) == 1


@pytest.mark.parametrize(("zone", "hour"), [("", "07:00:00"), ("Asia/Dhaka", "17:00:00")])
def test_a_save_tells_the_time_of_the_readers_clock(house, working, zone, hour, time_machine):
    User.objects.filter(pk=house.staff.user.pk).update(time_zone=zone)
    paragraph = at(working, 2)
    time_machine.move_to("2019-06-10T11:00:00Z", tick=False)

    response = client_of(house.staff).post(
        address("edit_paragraph", 2, paragraph.key), typed(paragraph), headers={"HX-Request": "true"}
    )

    assert words(response).endswith(f"Saved {hour}")


def test_a_second_title_is_not_offered(house, working):
    first = at(working, 1)
    editor = address("edit", 2)
    actions.edit_paragraph(first, by=house.staff, revision=first.revision, kind="title")
    assert "Insert a title at the top" not in words(client_of(house.staff).get(editor))
    actions.delete_paragraph(at(working, 1), by=house.staff)
    assert "Insert a title at the top" in words(client_of(house.staff).get(editor))


def test_a_released_version_leads_to_the_next_that_is_worked_on(house, working):
    page = words(client_of(house.staff).get(address("version", 1)))
    assert ("Go on with Rev.1" in page, "Begin the next version" in page) == (True, False)
    actions.discard(working, by=house.staff, reason="A sample.")
    page = words(client_of(house.staff).get(address("version", 1)))
    assert ("Go on with Rev.1" in page, "Begin the next version" in page) == (False, True)
