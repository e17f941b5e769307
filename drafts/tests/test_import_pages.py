"""The pages on which a text is brought in: given, looked through, corrected, taken over, all without script."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from drafts import actions, word
from drafts.importing import pasted
from drafts.models import Import
from record.models import File
from record.uploads import DOCX
from record.waking import quiet

from .factories import House, client_of
from .test_importing import TEXT
from .test_reading import CONTENT, IMPRINT

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(db):
    with quiet():
        yield House()


@pytest.fixture
def version(house):
    return house.begin()


@pytest.fixture
def client(house):
    return client_of(house.staff)


def address(name, version, *args):
    return reverse(f"drafts:{name}", args=["forum", version.number, *args])


def form_of(page):
    """What the form of the page sends when nothing is changed on it."""
    data = {"seen": page.context["seen"], "page": page.context["page"].number}
    for item in page.context["page"]:
        if "row" in item:
            data |= {
                f"kind-{item['place']}": item["form"],
                f"match-{item['place']}": item["old"].key if item["old"] else "new",
            }
        else:
            data[f"keep-{item['key']}"] = "stays" if item["state"] == "kept" else "goes"
    return data


def bring(version, client, **data):
    client.post(address("bring_in", version), {"text": TEXT} | data)
    return Import.objects.get()


def test_word_file_is_kept_looked_through_and_taken_over(house, version, client):
    file = SimpleUploadedFile("zero draft.docx", word.clean(CONTENT, IMPRINT), content_type=DOCX)

    page = client.post(address("bring_in", version), {"file": file}, follow=True)

    found = Import.objects.get()
    assert page.redirect_chain == [(address("read_import", version, found.pk), 302)]
    assert found.file == File.objects.get(name="zero draft.docx")
    body = page.content.decode()
    assert page.context["sentence"] == "1 paragraph is as it stands, 3 are changed, 4 are new, 2 would go"
    assert "Taken as masthead" in body

    answer = client.post(address("take_over", version, found.pk), form_of(page), follow=True)

    assert answer.redirect_chain == [(address("edit", version), 302)]
    assert "The text has been taken over. It can be undone as one step." in answer.content.decode()
    texts = list(version.paragraphs.in_order().values_list("text", flat=True))
    assert texts == [each["text"] for each in CONTENT["paragraphs"]]
    again = client.get(address("read_import", version, found.pk), follow=True)
    assert "This text has been taken over already." in again.content.decode()


def test_pasted_text_says_what_would_change(version, client):
    page = client.post(address("bring_in", version), {"text": TEXT}, follow=True)

    assert page.context["sentence"] == ("4 paragraphs are as they stand, 1 is changed, 1 is new, 1 would go")
    body = page.content.decode()
    assert "<del>2022</del><ins>2023</ins>" in body
    assert "Not in the text: it would go from the draft." in body
    assert page.content.decode().count('name="kind-') == 6


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "There is nothing to bring in yet."),
        ({"text": " \n "}, "There is nothing to bring in yet."),
        ({"text": "1. Decides.", "file": word.clean(CONTENT, IMPRINT)}, "Choose one: the Word file or the text"),
        ({"file": b"%PDF-1.7"}, "A PDF does not say where its paragraphs are."),
        ({"file": b"no document"}, "Word (.docx)"),
        ({"text": "- 3 -\n\n- 4 -"}, "No paragraph was found in this."),
    ],
)
def test_what_cannot_be_brought_in_is_refused_and_comes_back(version, client, data, words):
    if "file" in data:
        data = data | {"file": SimpleUploadedFile("text.docx", data["file"])}

    page = client.post(address("bring_in", version), data)

    assert page.status_code == 200
    assert words in page.content.decode()
    assert data.get("text", "").strip() in page.content.decode()
    assert not Import.objects.exists()


def test_choices_are_saved_and_what_they_change_is_looked_at_before_it_is_taken_over(version, client):
    found = bring(version, client)
    page = client.get(address("read_import", version, found.pk))
    gone = next(item["key"] for item in page.context["page"] if item["state"] == "deleted")
    data = form_of(page) | {f"keep-{gone}": "stays", "kind-2": "out", "match-3": "new", "kind-0": "nonsense"}

    stopped = client.post(address("take_over", version, found.pk), data, follow=True)

    assert "Look at it once more." in stopped.content.decode()
    assert stopped.context["sentence"].endswith("1 would go, 1 is left out")  # what row 3 was taken for
    assert version.paragraphs.count() == 6
    client.post(address("take_over", version, found.pk), form_of(stopped))
    assert version.paragraphs.filter(key=gone).exists()
    assert not version.paragraphs.filter(text__contains="Welcoming").exists()


def test_page_says_that_the_draft_has_changed_since(house, version, client):
    found = bring(version, client)
    chosen = client.get(address("read_import", version, found.pk))
    client.post(address("correct_import", version, found.pk), form_of(chosen) | {"kind-2": "heading"})
    paragraph = version.paragraphs.get(kind="title")
    actions.edit_paragraph(paragraph, by=house.first, revision=1, text="Another title of a sample")

    page = client.get(address("read_import", version, found.pk))

    assert "The draft has changed since this text was brought in." in page.content.decode()
    assert [item["form"] for item in page.context["page"] if "row" in item][:3] == ["title", "organ", "heading"]
    assert {item["state"] for item in page.context["page"] if item.get("form") == "title"} == {"changed"}


def test_long_text_comes_in_pages_and_every_form_is_small_enough(version, client, house):
    with quiet():
        text = "\n\n".join(f"{place}. Asks for {place} of this sample;" for place in range(1, 501))
        found = actions.bring_in(version, by=house.staff, **pasted.read(text))

    page = client.get(address("read_import", version, found.pk), {"page": 2})

    data = form_of(page)
    assert len(data) < 300
    assert page.content.decode().count("<option") < 100 * 25
    answer = client.post(address("correct_import", version, found.pk), data)
    assert answer["Location"].endswith("?page=2")


@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_the_database_as_often_for_many_rows(version, client, house, django_assert_num_queries, count):
    text = "\n\n".join(f"{place}. Asks for {place} of this sample;" for place in range(1, count + 1))
    found = actions.bring_in(version, by=house.staff, **pasted.read(text))
    path = address("read_import", version, found.pk)
    client.get(path)

    with django_assert_num_queries(10):
        client.get(path)


def test_import_of_another_version_is_not_here(house, version, client):
    found = bring(version, client)
    with quiet():
        released = house.release(version)
        following = actions.begin_next(released, by=house.staff, label="Rev.1")

    assert client.get(address("read_import", following, found.pk)).status_code == 404
    assert client.post(address("take_over", following, found.pk)).status_code == 404
    page = client.get(address("read_import", version, found.pk), follow=True)
    assert "This version has been released and cannot be changed." in page.content.decode()


def test_text_is_begun_and_brought_in(house, client):
    answer = client.post(
        reverse("drafts:begin", args=["forum"]),
        {"label": "Zero draft", "dated": "2019-06-07", "organ": "General Assembly", "bring_in": "1"},
    )

    assert answer["Location"] == reverse("drafts:bring_in", args=["forum", 1])
    page = client.get(reverse("drafts:edit", args=["forum", 1])).content.decode()
    assert answer["Location"] in page
