import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.desk import counted
from consultations.documents import printing_here
from consultations.models import Role
from drafts import actions, composition, desk, jobs
from drafts.models import Paragraph, VersionState
from record.models import Job

from .factories import NOW, House, client_of


@pytest.fixture
def house(db):
    return House()


@pytest.fixture
def version(house):
    return house.release(house.begin())


@pytest.fixture
def working(house, version):
    return actions.begin_next(version, by=house.staff, label="Rev.1")


def address(name, *args):
    return reverse(f"drafts:{name}", args=["forum", *args])


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def at(version, order):
    return version.paragraphs.get(order=order)


def typed(paragraph, **changes):
    """What the form of a paragraph posts."""
    form = f"{paragraph.kind}-{paragraph.level}" if paragraph.level else paragraph.kind
    values = {"text": paragraph.text, "form": form, "revision": paragraph.revision, "base": paragraph.text}
    return values | {"footnotes": "\n".join(paragraph.footnotes), "at": ""} | changes


# Who sees what


@pytest.mark.parametrize(
    ("name", "statuses"),
    [
        # visitor, staff, co-facilitator, secretariat
        ("version", [404, 200, 200, 200]),
        ("compare", [404, 200, 200, 200]),
        ("edit", [302, 200, 200, 403]),
        ("edit_version", [302, 200, 200, 403]),
        ("version_json", [404, 404, 404, 404]),
        ("version_pdf", [404, 404, 404, 404]),
    ],
)
def test_who_sees_a_working_draft(house, working, name, statuses):
    args = [2, 1] if name == "compare" else [2]
    clients = [client_of(actor) for actor in (None, house.staff, house.first, house.secretariat)]

    assert [client.get(address(name, *args)).status_code for client in clients] == statuses


def test_a_working_draft_as_the_base_of_a_comparison_is_hidden_too(house, working):
    assert client_of().get(address("compare", 1, 2)).status_code == 404
    assert client_of(house.staff).get(address("compare", 1, 2)).status_code == 200


def test_the_list_shows_a_working_draft_to_those_who_work_on_it(house, working):
    assert "Rev.1" not in words(client_of().get(address("versions")))
    assert "Rev.1" in words(client_of(house.secretariat).get(address("versions")))


def test_the_staff_of_another_consultation_are_visitors(house, working):
    other = House("another")

    assert client_of(other.staff).get(address("version", 2)).status_code == 404
    assert client_of(other.staff).get(address("edit", 2)).status_code == 404


def test_a_role_that_has_ended_opens_nothing_in_an_open_session(house, working):
    client = client_of(house.staff)
    assert client.get(address("version", 2)).status_code == 200

    Role.objects.update(ends_at=NOW)

    assert client.get(address("version", 2)).status_code == 404


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("ask_for_release", []),
        ("approve_release", []),
        ("insert_first", []),
        *[(name, ["key"]) for name in ("edit_paragraph", "insert_paragraph", "move_up", "delete_paragraph")],
    ],
)
def test_verbs_are_closed_to_others(house, working, name, args):
    url = address(name, 2, *[at(working, 4).key for _ in args])

    assert client_of().post(url).status_code == 302
    assert client_of(house.secretariat).post(url).status_code == 403
    assert client_of(house.staff).get(url).status_code == 405


def test_staff_cannot_release(house, working):
    assert client_of(house.staff).post(address("approve_release", 2)).status_code == 403


# Reading


def test_a_released_version_reads_as_the_document(version):
    page = words(client_of().get(address("version", 1)))

    assert "PP1 Recalling its resolution 73/195, 1" in page
    assert "OP1 Decides to meet in 2022; and to hold four round tables;" in page
    assert f"SHA-256 {version.content_sha256}" in page


def test_json_of_a_version_is_exactly_this(version):
    keys = [str(paragraph.key) for paragraph in version.paragraphs.in_order()]
    rows = [
        ("", "title", 0, "A sample of a draft", []),
        ("", "organ", 0, "*The General Assembly*,", []),
        ("PP1", "preambular", 0, "*Recalling* its resolution 73/195,", ["Sample note."]),
        ("OP1", "operative", 0, "*Decides* to meet in 2022; and to hold four round tables;", []),
        ("(a)", "subparagraph", 1, "In New York;", []),
        ("OP2", "operative", 0, "*Requests* a report.", []),
    ]
    names = ("number", "kind", "level", "text", "footnotes")

    assert client_of().get(address("version_json", 1)).json() == {
        "url": "http://127.0.0.1:8000/forum/drafts/1/",
        "number": 1,
        "label": "Zero draft",
        "status": "",
        "state": "released",
        "language": "en",
        "dated": "2019-06-07",
        "released_at": "2019-06-07T11:00:00-04:00",
        "sha256": version.content_sha256,
        "base": None,
        "pdf": None,
        "paragraphs": [
            {"key": key, **dict(zip(names, row, strict=True)), "agreement": "open"}
            for key, row in zip(keys, rows, strict=True)
        ],
    }


def test_json_of_the_list_holds_what_is_released(house, working):
    results = client_of(house.staff).get(address("versions_json")).json()["results"]

    assert [(each["number"], each["label"]) for each in results] == [(1, "Zero draft")]


def test_pdf_is_served_once_it_is_there(version):
    assert client_of().get(address("version_pdf", 1)).status_code == 404
    with printing_here():
        jobs.print_version(Job.objects.about(version).get().pk)

    response = client_of().get(address("version_pdf", 1))

    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    assert b"".join(response.streaming_content).startswith(b"%PDF-")


def test_compare_says_first_what_changed(house, working):
    moved = at(working, 6)
    actions.split_paragraph(at(working, 4), by=house.staff, at=26, revision=1)
    actions.edit_paragraph(moved, by=house.staff, revision=1, text="*Requests* two reports.")
    actions.move_paragraph(moved, by=house.staff, to=3)
    actions.insert_paragraph(working, by=house.staff, after=at(working, 4), kind="preambular", text="*Noting* it,")

    response = client_of(house.staff).get(address("compare", 2, 1))

    page = words(response)
    assert "Zero draft of 7 June 2019 : 1 paragraph changed, 1 new, 1 moved, 1 split." in page
    assert "Moved; it was OP2. Changed. Requests a report two reports ." in page
    assert "Split off from the former OP1." in page
    assert "its resolution 73/195,¹" in page
    assert "<del>a report</del><ins>two reports</ins>" in response.content.decode()


def test_compare_with_itself_or_with_nothing_is_no_page(version):
    assert [client_of().get(address("compare", 1, other)).status_code for other in (1, 7)] == [404, 404]


def test_compare_of_equal_texts_says_so(house, working):
    assert "no paragraph changed." in words(client_of(house.staff).get(address("compare", 2, 1)))


def queries_of(url, actor):
    """How many queries a page takes, once what is asked only once has been asked."""
    client = client_of(actor)
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


@pytest.mark.parametrize(("name", "args"), [("version", [2]), ("compare", [2, 1]), ("edit", [2]), ("version", [1])])
def test_queries_do_not_grow_with_the_text(db, name, args):
    counts = []
    for slug, count in (("short", 3), ("long", 30)):
        house = House(slug)
        text = [{"kind": "title", "text": "T"}, *[{"kind": "operative", "text": f"Text {n}"} for n in range(count - 1)]]
        actions.begin_next(house.release(house.begin(text)), by=house.staff, label="Rev.1")
        counts.append(queries_of(reverse(f"drafts:{name}", args=[slug, *args]), house.staff))

    assert counts[0] == counts[1]


def test_public_pages_take_few_queries(house):
    version = house.release(house.begin())
    house.release(actions.begin_next(version, by=house.staff, label="Rev.1"))

    pages = [("versions", []), ("version", [2]), ("version_json", [2]), ("compare", [2, 1])]
    assert [queries_of(address(name, *args), None) for name, args in pages] == [3, 4, 2, 5]


def test_queries_of_the_list_do_not_grow(house):
    version, counts = house.release(house.begin()), []
    for number in (1, 2, 3):
        counts.append(queries_of(address("versions"), None))
        version = house.release(actions.begin_next(version, by=house.staff, label=f"Rev.{number}"))

    assert counts == [counts[0]] * 3


# Beginning and releasing


def test_staff_begin_a_text_and_its_next_version(house):
    client = client_of(house.staff)
    assert client.get(address("begin")).status_code == 200
    head = {"label": "Zero draft", "status_statement": "A sample.", "dated": "2019-06-07", "organ": "General Assembly"}

    response = client.post(address("begin"), head)

    assert response["Location"] == address("edit", 1)
    version = house.consultation.versions.get()
    assert [p.kind for p in version.paragraphs.in_order()] == ["title", "organ", "preambular", "operative"]
    again = words(client.post(address("begin"), head))
    assert "“Zero draft” is being worked on. Release or discard it before you begin another version." in again
    assert "This draft is still being worked on. Release it first." in words(
        client.get(address("begin_next", 1), follow=True)
    )


def test_staff_begin_the_next_version(house, version):
    client = client_of(house.staff)
    assert client.get(address("begin_next", 1)).status_code == 200

    response = client.post(
        address("begin_next", 1), {"label": "Rev.1", "dated": "2019-06-20", "organ": "General Assembly"}
    )

    assert response["Location"] == address("edit", 2)
    assert client.post(address("begin_next", 1), {"label": ""}).status_code == 200


def test_two_cofacilitators_release_a_draft(house, working):
    staff, first, second = client_of(house.staff), client_of(house.first), client_of(house.second)
    staff.post(address("ask_for_release", 2))
    seen = composition.content_sha256(working)
    assert f'name="seen" value="{seen}"' in first.get(address("version", 2)).content.decode()
    assert [counted(desk.waiting(house.consultation, actor)) for actor in (house.first, house.staff)] == [1, 0]

    first.post(address("approve_release", 2), {"seen": seen})
    assert "You have approved this draft already." in words(
        first.post(address("approve_release", 2), {"seen": seen}, follow=True)
    )
    second.post(address("approve_release", 2), {"seen": seen})

    working.refresh_from_db()
    assert working.state == VersionState.RELEASED
    assert "superseded" in words(client_of().get(address("version", 1)))


def test_what_stands_in_the_way_of_a_release_is_on_the_page(house, working):
    actions.insert_paragraph(working, by=house.staff, after=at(working, 4))
    client = client_of(house.staff)

    assert "OP2 is empty. Write its text or delete it." in words(client.get(address("version", 2)))
    assert "OP2 is empty." in words(client.post(address("ask_for_release", 2), follow=True))


def test_a_failed_print_can_be_started_again(house, version, monkeypatch):
    monkeypatch.setattr("drafts.documents.pdf_available", lambda: "No fonts here.")
    client = client_of(house.staff)
    assert "The PDF is being made." in words(client.get(address("version", 1)))
    jobs.print_version(Job.objects.about(version).get().pk)
    assert "No fonts here." in words(client.get(address("version", 1)))
    assert "No fonts here." not in words(client_of().get(address("version", 1)))

    client.post(address("print_again", 1))

    assert Job.objects.about(version).count() == 2


def test_desk_of_each_role(house, working):
    def titles(actor):
        lists = desk.items(house.consultation, actor)
        return {name: [(item.title, item.verb) for item in lists[name]] for name in lists}

    done = [("Zero draft", "")]
    assert titles(house.first) == {"needs": [], "progress": [("Rev.1", "Open")], "done": done}
    house.asked(working)
    assert titles(house.first) == {"needs": [("Rev.1", "Read and release")], "progress": [], "done": done}
    assert titles(house.staff) == {"needs": [], "progress": [("Rev.1", "Open")], "done": done}
    assert titles(House("another").staff) == {"needs": [], "progress": [], "done": []}


# Editing


def test_the_head_of_a_draft_is_edited(house, working):
    client = client_of(house.staff)
    values = {"label": "Draft one", "dated": "2019-06-20", "organ": "General Assembly", "revision": 1}
    assert client.post(address("edit_version", 2), values | {"revision": 9}).status_code == 200

    assert client.post(address("edit_version", 2), values)["Location"] == address("edit", 2)

    working.refresh_from_db()
    assert working.label == "Draft one"


def test_the_editor_of_a_released_version_says_why_not(house, version):
    page = words(client_of(house.staff).get(address("edit", 1), follow=True))

    assert "This version has been released and cannot be changed. Begin the next version from it." in page


def test_a_paragraph_is_saved_without_script(house, working):
    paragraph = at(working, 4)
    values = typed(paragraph, text="*Decides* anew;", form="preambular", footnotes="One\n\nTwo")

    response = client_of(house.staff).post(address("edit_paragraph", 2, paragraph.key), values)

    assert response["Location"] == f"{address('edit', 2)}#p-{paragraph.key}"
    paragraph.refresh_from_db()
    assert (paragraph.text, paragraph.kind, paragraph.footnotes) == ("*Decides* anew;", "preambular", ["One", "Two"])


def test_a_paragraph_is_saved_by_htmx(house, working):
    paragraph = at(working, 4)

    response = client_of(house.staff).post(
        address("edit_paragraph", 2, paragraph.key), typed(paragraph, text="New;"), headers={"HX-Request": "true"}
    )

    assert 'name="revision" value="2"' in response.content.decode()
    assert re.fullmatch(r"New; Saved \d\d:\d\d:\d\d", words(response))


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_a_conflict_shows_base_theirs_and_mine(house, working, headers):
    paragraph, client = at(working, 4), client_of(house.staff)
    url = address("edit_paragraph", 2, paragraph.key)
    actions.edit_paragraph(paragraph, by=house.first, revision=1, text="Theirs;")

    response = client.post(url, typed(paragraph, text="Mine;"), headers=headers)

    response.content = re.sub(r"</?mark>", "", response.content.decode())
    page = words(response)
    assert response.status_code == (200 if headers else 409)
    assert f"What you began with {paragraph.text} What they saved Theirs; What you wrote Mine; Save mine" in page
    assert at(working, 4).text == "Theirs;"

    client.post(url, typed(paragraph, text="Mine;", over="2"))
    assert at(working, 4).text == "Mine;"


def test_what_cannot_be_saved_is_given_back(house, working):
    paragraph = at(working, 4)

    response = client_of(house.staff).post(
        address("edit_paragraph", 2, paragraph.key), typed(paragraph, text="Typed;", form="poem")
    )

    assert "Typed;" in words(response)
    assert "poem is not one of the available choices." in words(response)


@pytest.mark.parametrize(
    ("tool", "order", "changes", "expected"),
    [
        ("insert_paragraph", 1, {}, ["A sample of a draft", "", "*The General Assembly*,"]),
        ("insert_paragraph", 4, {"text": "Typed;"}, ["Typed;", "", "In New York;"]),
        ("move_up", 4, {"text": "Typed;"}, ["Typed;", "*Recalling* its resolution 73/195,[^1]", "In New York;"]),
        ("move_down", 4, {}, ["*Decides* to meet in 2022; and to hold four round tables;", "*Requests* a report."]),
        ("split_paragraph", 4, {"text": "One\r\n \r\ntwo;"}, ["One", "two;", "In New York;"]),
        ("split_paragraph", 4, {"text": "One two;", "at": "4"}, ["One", "two;", "In New York;"]),
        ("merge_with_next", 4, {"text": "Typed;"}, ["Typed; In New York;", "*Requests* a report."]),
        ("delete_paragraph", 4, {}, ["In New York;", "*Requests* a report."]),
    ],
)
def test_tools_save_what_is_typed_and_do_their_work(house, tool, order, changes, expected):
    working = actions.begin_next(house.release(house.begin()), by=house.staff, label="Rev.1")
    paragraph = at(working, order)

    response = client_of(house.staff).post(address(tool, 2, paragraph.key), typed(paragraph, **changes))

    assert response.status_code == 302
    texts = [each.text for each in working.paragraphs.in_order()]
    place = texts.index(expected[0])
    assert texts[place : place + len(expected)] == expected


def test_a_tool_that_cannot_save_does_nothing(house, working):
    paragraph = at(working, 4)
    actions.edit_paragraph(paragraph, by=house.first, revision=1, text="Theirs;")

    response = client_of(house.staff).post(
        address("delete_paragraph", 2, paragraph.key), typed(paragraph, text="Mine;")
    )

    assert response.status_code == 409
    assert at(working, 4).text == "Theirs;"


def test_a_split_without_a_place_says_how(house, working):
    paragraph = at(working, 4)

    page = words(
        client_of(house.staff).post(address("split_paragraph", 2, paragraph.key), typed(paragraph), follow=True)
    )

    assert "put an empty line between the two parts of the text." in page


def test_a_title_can_be_inserted_at_the_top(house, working):
    client = client_of(house.staff)
    client.post(address("insert_first", 2))

    assert (at(working, 1).kind, at(working, 1).text) == ("title", "")
    released = client.post(address("insert_first", 1))
    assert released["Location"] == f"{address('edit', 1)}#p-"


def test_a_paragraph_of_another_version_is_not_found(house, version, working):
    client = client_of(house.staff)
    gone = at(working, 4)
    actions.delete_paragraph(gone, by=house.staff)

    assert client.post(address("move_up", 2, gone.key)).status_code == 404
    assert Paragraph.objects.filter(key=gone.key).count() == 1
