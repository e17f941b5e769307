"""Several people in one working draft: what both write is joined, and who is where is shown and keeps nobody out."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from django.core.exceptions import ValidationError

from accounts.models import User
from drafts import actions, collisions, leases
from drafts.models import Lease
from record.models import Event

from .factories import House, client_of
from .test_pages import address, at, typed, words

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def house(db):
    return House()


@pytest.fixture
def working(house):
    return house.begin()


FIELDS = {"kind": "operative", "level": 0, "alternative": False, "footnotes": [], "text": "One two three four"}


@pytest.mark.parametrize(
    ("theirs", "mine", "expected"),
    [
        ({"text": "One two three FOUR"}, {"text": "ONE two three four"}, {"text": "ONE two three FOUR"}),
        ({"kind": "preambular"}, {"footnotes": ["Note"]}, {"kind": "preambular", "footnotes": ["Note"]}),
        ({"alternative": True}, {"text": "One"}, {"alternative": True, "text": "One"}),
        ({"footnotes": ["A"]}, {"footnotes": ["A"]}, {"footnotes": ["A"]}),
        ({"footnotes": ["A"]}, {"footnotes": ["B"]}, None),
        ({"kind": "heading"}, {"kind": "preambular"}, None),
        ({"text": "One 2 three four"}, {"text": "One zwei three four"}, None),
    ],
)
def test_what_only_one_has_changed_is_taken(theirs, mine, expected):
    assert collisions.joined(FIELDS, FIELDS | theirs, FIELDS | mine) == (expected and FIELDS | expected)


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_what_two_have_written_at_once_is_joined_and_told(house, working, headers):
    paragraph, client = at(working, 4), client_of(house.staff)
    form = typed(paragraph, base_form="operative", base_footnotes="")
    actions.edit_paragraph(paragraph, by=house.first, revision=1, text=paragraph.text.replace("2022", "2026"))

    response = client.post(
        address("edit_paragraph", 1, paragraph.key),
        form | {"text": paragraph.text.replace("four", "five")},
        headers=headers,
        follow=True,
    )

    assert at(working, 4).text == "*Decides* to meet in 2026; and to hold five round tables;"
    assert "joined with what first has written" in words(response)
    if headers:
        page = response.content.decode()
        assert "data-taken" in page
        assert 'name="revision" value="3"' in page


def test_a_conflict_marks_what_cannot_both_stand(house, working):
    paragraph, client = at(working, 4), client_of(house.staff)
    actions.edit_paragraph(paragraph, by=house.first, revision=1, text=paragraph.text.replace("2022", "2026"))
    url, text = address("edit_paragraph", 1, paragraph.key), paragraph.text.replace("2022", "2030")

    page = client.post(url, typed(paragraph, text=text), headers=HTMX).content.decode()

    assert [f"<mark>{year}</mark>" in page for year in (2022, 2026, 2030)] == [True] * 3
    client.post(url, typed(paragraph, text=text, theirs="1"))
    assert "2026" in at(working, 4).text


def test_a_tool_waits_until_what_was_joined_has_been_read(house, working):
    paragraph = at(working, 4)
    actions.edit_paragraph(paragraph, by=house.first, revision=1, text=paragraph.text.replace("2022", "2026"))

    response = client_of(house.staff).post(
        address("delete_paragraph", 1, paragraph.key), typed(paragraph, text=paragraph.text.replace("four", "five"))
    )

    assert "Read it, then use the tool." in words(response)
    assert at(working, 4).text == "*Decides* to meet in 2026; and to hold five round tables;"


def test_what_was_typed_in_a_paragraph_that_is_gone_is_given_back(house, working):
    paragraph = at(working, 4)
    actions.delete_paragraph(paragraph, by=house.first)
    client = client_of(house.staff)

    answers = [
        client.post(address(name, 1, paragraph.key), typed(paragraph, text="What I typed;"), headers=headers)
        for name, headers in (("edit_paragraph", {}), ("move_up", {}), ("edit_paragraph", HTMX))
    ]

    assert [answer.status_code for answer in answers] == [409, 409, 404]
    assert ["What I typed;" in words(answer) for answer in answers] == [True, True, False]


def test_a_lease_is_seen_by_others_taken_over_given_back_and_no_event(house, working):
    paragraph, events = at(working, 4), Event.objects.count()
    staff, first = client_of(house.staff), client_of(house.first)
    url = address("lease", 1, paragraph.key)
    sentence = "staff is writing here. You can write all the same: what you both write is joined."

    assert staff.post(url).json() == {"here": ""}
    assert first.post(url).json() == {"here": sentence}
    assert first.get(address("presence", 1)).json()["here"] == {str(paragraph.key): sentence}
    assert sentence in words(first.get(address("edit", 1)))
    assert staff.get(address("presence", 1)).json()["here"] == {}
    assert first.post(url, {"over": "1"}).json() == {"here": ""}
    assert Lease.objects.get().user == house.first.user
    staff.post(url, {"back": "1"})
    assert Lease.objects.count() == 1  # it is another's
    first.post(url, {"back": "1"})
    assert (Lease.objects.count(), Event.objects.count()) == (0, events)


def test_a_lease_ends_by_itself_and_a_save_keeps_it(house, working):
    paragraph = at(working, 4)
    leases.take(working, paragraph.key, house.staff)
    ends = house.first.at + leases.TERM
    before, after = (replace(house.first, at=at) for at in (ends - timedelta(seconds=1), ends))
    assert leases.others(working, before) == {paragraph.key: house.staff.user}
    assert leases.others(working, after) == {}

    client_of(house.first).post(address("edit_paragraph", 1, paragraph.key), typed(paragraph), headers=HTMX)

    assert Lease.objects.get().user == house.first.user


def test_presence_tells_how_far_each_paragraph_is_only_to_a_page_that_is_older(house, working):
    paragraph, client = at(working, 4), client_of(house.staff)
    actions.edit_paragraph(paragraph, by=house.first, revision=1, text="New;")
    url = address("presence", 1)

    older, level = (client.get(url, {"revision": number}).json() for number in (1, 2))

    rows = [[str(each.key), each.revision] for each in working.paragraphs.in_order()]
    assert (older["paragraphs"], older["revision"]) == (rows, 2)
    assert level == {"revision": 2, "here": {}}
    assert "New;" in words(client.get(address("paragraph_now", 1, paragraph.key)))


def test_presence_in_a_released_draft_says_that_it_is_closed(house, working):
    paragraph = at(working, 4)
    house.release(working)
    client = client_of(house.staff)

    told = client.get(address("presence", 1)).json()

    assert told["closed"] == "This version has been released and cannot be changed. Begin the next version from it."
    assert client.post(address("lease", 1, paragraph.key)).json() == {"here": ""}
    assert not Lease.objects.exists()


# Opening words


def save(house, working, key, text, *, settled=True, **fields):
    paragraph = working.paragraphs.get(key=key)
    return actions.edit_paragraph(
        paragraph, by=house.staff, revision=paragraph.revision, settled=settled, text=text, **fields
    ).text


def test_opening_words_are_set_once_when_the_first_writing_settles(house, working):
    key = actions.insert_paragraph(working, by=house.staff, after=at(working, 4)).key

    assert save(house, working, key, "Requests the", settled=False) == "Requests the"
    assert save(house, working, key, "Requests the sample;") == "*Requests* the sample;"
    assert save(house, working, key, "Requests the sample;") == "Requests the sample;"  # somebody has taken it out
    assert save(house, working, key, "Requests the sample anew;") == "Requests the sample anew;"
    assert save(house, working, key, "Recalling the sample,", kind="preambular") == "Recalling the sample,"


def test_opening_words_are_set_with_a_new_kind_and_left_in_texts_that_stood(house):
    working = house.begin(
        [{"kind": "heading", "text": "Decides to meet"}, {"kind": "operative", "text": "Requests it"}]
    )
    first, second = working.paragraphs.in_order()

    assert save(house, working, first.key, "Decides to meet", kind="operative") == "*Decides* to meet"
    assert save(house, working, second.key, "Requests it now") == "Requests it now"


@pytest.mark.parametrize(("kind", "expected"), [("operative", True), ("heading", False)])
def test_only_what_is_numbered_is_an_alternative(house, working, kind, expected):
    paragraph = at(working, 4)

    actions.edit_paragraph(paragraph, by=house.staff, revision=1, kind=kind, alternative=True)

    assert at(working, 4).alternative is expected


@pytest.mark.parametrize(
    ("order", "tool", "expected"),
    [
        (6, "indent_paragraph", ("subparagraph", 1)),
        (5, "indent_paragraph", ("subparagraph", 2)),
        (5, "outdent_paragraph", ("operative", 0)),
        (6, "outdent_paragraph", "Only a sub-paragraph can be taken a level back."),
        (1, "indent_paragraph", "A title or heading cannot be indented. Choose another kind for it first."),
    ],
)
def test_indent_and_outdent(house, working, order, tool, expected):
    deed = partial(getattr(actions, tool), at(working, order), by=house.staff)
    if isinstance(expected, str):
        with pytest.raises(ValidationError) as refusal:
            deed()
        assert refusal.value.messages == [expected]
        return

    done = deed()

    assert (done.kind, done.level) == expected


def test_insert_before_and_move_to_a_place(house, working):
    client, second = client_of(house.staff), at(working, 2)
    client.post(address("insert_before", 1, second.key), typed(second))
    assert [at(working, order).text for order in (1, 2, 3)] == ["A sample of a draft", "", second.text]

    last = at(working, 7)
    client.post(address("move_paragraph", 1, last.key), typed(last, to="2"))
    assert at(working, 2).key == last.key
    refusal = words(client.post(address("move_paragraph", 1, last.key), typed(last, to="²")))
    assert "Say to which place the paragraph shall move, counted from 1." in refusal


def test_people_are_named_as_they_are(house, working):
    User.objects.filter(pk=house.staff.user.pk).update(name="<b>A member of staff</b>")
    client_of(house.staff).post(address("lease", 1, at(working, 4).key))

    assert (
        "&lt;b&gt;A member of staff&lt;/b&gt; is writing here."
        in client_of(house.first).get(address("edit", 1)).content.decode()
    )
