"""References of a draft that follow the new numbers; the check that shows them; numbers that are kept at a release."""

import pytest
from django.core.exceptions import ValidationError

from drafts import actions, composition, following, verification
from drafts.models import Paragraph, Step
from record.models import Event

from .factories import House, client_of
from .test_pages import address, at, words

TEXT = [
    {"kind": "title", "text": "T"},
    {"kind": "operative", "text": "*Decides* one;"},
    {"kind": "operative", "text": "*Requests* what paragraph 1 and paragraph 3 say;"},
    {"kind": "operative", "text": "*Urges* all, as in paragraph 9 above."},
]


@pytest.fixture
def house(db):
    return House()


@pytest.fixture
def working(house):
    """The next version, with a paragraph inserted between the first and the second."""
    working = actions.begin_next(house.release(house.begin(TEXT)), by=house.staff, label="Rev.1")
    actions.insert_paragraph(working, by=house.staff, after=at(working, 2), text="*Invites* all;")
    return working


def texts(version):
    return [paragraph.text for paragraph in version.paragraphs.in_order()]


def meant(version):
    return [(found.reference.printed, found.now) for found in following.Text(version).references()]


def test_follow_references_rewrites_them_and_records_it_once(house, working):
    actions.follow_references(working, by=house.staff)

    assert texts(working)[3:] == [
        "*Requests* what paragraph 1 and paragraph 4 say;",
        "*Urges* all, as in paragraph 9 above.",
    ]
    event = Event.objects.order_by("-pk").first()
    assert (event.verb, event.facts["followed"]) == ("changed", [at(working, 4).key.hex])
    assert at(working, 4).revision == 2


def test_what_followed_means_the_same_when_the_numbers_change_again(house, working):
    actions.follow_references(working, by=house.staff)
    assert meant(working) == [("1", ("OP1",)), ("4", ("OP4",)), ("9", None)]
    with pytest.raises(ValidationError, match="Every reference that can follow reads as it should already"):
        actions.follow_references(working, by=house.staff)

    actions.insert_paragraph(working, by=house.staff, after=at(working, 1), text="*Notes* it;")
    actions.follow_references(working, by=house.staff)

    assert texts(working)[4] == "*Requests* what paragraph 2 and paragraph 5 say;"


def test_what_followed_can_be_undone(house, working):
    before = texts(working)
    actions.follow_references(working, by=house.staff)

    actions.undo(working, by=house.staff, step=Step.objects.first().pk)

    assert texts(working) == before
    assert meant(working) == [("1", ("OP1",)), ("3", ("OP4",)), ("9", None)]


def test_with_numbers_kept_nothing_has_to_follow(house, working):
    working.refresh_from_db()
    actions.edit_version(working, by=house.staff, revision=working.revision, numbers_kept=True)
    working.refresh_from_db()

    with pytest.raises(ValidationError):
        actions.follow_references(working, by=house.staff)
    assert meant(working) == [("1", ("OP1",)), ("3", ("OP3",)), ("9", None)]


def test_a_released_version_is_left_alone(house):
    with pytest.raises(ValidationError, match="has been released and cannot be changed"):
        actions.follow_references(house.release(house.begin(TEXT)), by=house.staff)


def test_two_who_let_them_follow_change_them_once(transactional_db, second):
    house = House()
    working = actions.begin_next(house.release(house.begin(TEXT)), by=house.staff, label="Rev.1")
    actions.insert_paragraph(working, by=house.staff, after=at(working, 2), text="*Invites* all;")

    refused = second(
        lambda: actions.follow_references(working, by=house.staff),
        lambda: actions.follow_references(working, by=house.first),
    )

    assert refused.code == "follow"
    assert Step.objects.filter(deed="followed").count() == 1


def test_the_check_gives_advice_and_lets_references_follow(house, working):
    client = client_of(house.staff)

    page = words(client.get(address("check", 2)))
    assert "“paragraph 3” means what will be OP4 once this text is released." in page
    assert "“paragraph 9” leads nowhere: no paragraph of this text is meant by it." in page
    assert "1 reference means a paragraph that will have another number" in page
    assert f'href="{address("edit", 2)}#p-{at(working, 4).key}"' in client.get(address("check", 2)).content.decode()

    followed = words(client.post(address("follow_references", 2), follow=True))
    assert "The references follow the new numbers." in followed
    assert "Let them follow" not in followed
    assert "1 piece of advice on the wording" in words(client.get(address("version", 2)))
    assert "has been released and cannot be changed" in words(client.get(address("check", 1), follow=True))


def test_queries_of_the_check_do_not_grow(house, working, django_assert_num_queries):
    counted = []
    for _time in range(2):
        with django_assert_num_queries(5):
            counted.append(len(following.findings(type(working).objects.select_related("base").get(pk=working.pk))[0]))
        actions.insert_paragraph(working, by=house.staff, after=at(working, 2), text="Anything;")

    assert counted[1] > counted[0]


# Numbers that are kept, alternatives, and the note of changes


def test_numbers_are_kept_at_a_release_that_keeps_them_and_given_anew_by_the_next(house, working):
    working.refresh_from_db()
    actions.edit_version(working, by=house.staff, revision=working.revision, numbers_kept=True, note="One is new.")
    released = house.release(working)

    assert numbers(released) == ["", "OP1", "OP1 bis", "OP2", "OP3"]
    assert (released.content["numbers_kept"], released.content["note"]) == (True, "One is new.")
    assert list(verification.problems()) == []

    third = actions.begin_next(released, by=house.staff, label="Rev.2")
    actions.insert_paragraph(third, by=house.staff, after=at(third, 3), text="*Notes* it.")
    assert [each.number for each in composition.paragraphs_of(third)] == ["", "OP1", "OP1 bis", "OP1 ter", "OP2", "OP3"]
    assert numbers(house.release(third)) == ["", "OP1", "OP2", "OP3", "OP4", "OP5"]


def numbers(version):
    assert [each["number"] for each in version.content["paragraphs"]] == [
        each.number for each in version.paragraphs.in_order()
    ]
    return [each.number for each in version.paragraphs.in_order()]


def test_alternatives_are_released_with_their_numbers_and_only_they_are_marked(house, working):
    Paragraph.objects.filter(pk=at(working, 3).pk).update(alternative=True)

    released = house.release(working)

    assert numbers(released) == ["", "OP1", "OP1 alt", "OP2", "OP3"]
    marked = [each.get("alternative") for each in released.content["paragraphs"]]
    assert marked == [None, None, True, None, None]
    assert {"note", "numbers_kept"} & released.content.keys() == set()
    assert list(verification.problems()) == []
    following_one = actions.begin_next(released, by=house.staff, label="Rev.2")
    assert at(following_one, 3).alternative
    client = client_of()
    shown = client.get(address("version_json", 2)).json()
    assert [each.get("alternative") for each in shown["paragraphs"]] == marked
    assert b"1alt" in b"".join(client.get(address("version_xml", 2)))
    assert client.get(address("version_docx", 2)).status_code == 200


def test_the_note_of_changes_is_on_the_page_and_in_the_json(house, working):
    client, head = client_of(house.staff), {"label": "Rev.1", "dated": "2019-06-20", "organ": "General Assembly"}
    working.refresh_from_db()
    refused = client.post(address("edit_version", 2), head | {"note": "A\u202eB", "revision": working.revision})
    assert refused.status_code == 200

    head |= {"note": "One\r\ntwo", "numbers_kept": "on", "revision": working.revision}
    assert client.post(address("edit_version", 2), head).status_code == 302
    assert "Note of changes One two" in words(client.get(address("version", 2)))
    working.refresh_from_db()
    house.release(working)

    shown = client_of().get(address("version_json", 2)).json()
    assert (shown["note"], shown["numbers_kept"]) == (working.note, True)
