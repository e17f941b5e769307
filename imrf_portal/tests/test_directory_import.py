"""The directory taken out as a table and brought in from one, with a preview of every row."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts import tables
from accounts.models import Delegation

from .test_directory_pages import mali, secretariat, text_of  # noqa: F401 - fixtures

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mali")]
IMPORT, CONFIRM = "/accounts/directory-from-file/", "/accounts/directory-from-file/confirm/"


@pytest.fixture
def browser(secretariat):  # noqa: F811
    return secretariat


def upload(client, content, name="directory.csv"):
    content = content if isinstance(content, bytes) else content.encode()
    return client.post(IMPORT, {"file": SimpleUploadedFile(name, content)})


def hidden(answer):
    """What the form of the preview carries."""
    form = answer.context["confirm"]
    return {name: form[name].value() for name in form.fields}


def test_directory_is_brought_in_as_previewed(browser):
    preview = upload(browser, "code;name\nMLI;Republic of Mali\n".encode("utf-16"))
    mission = Delegation.objects.get()
    assert "name in English: Mali Republic of Mali" in text_of(preview)
    assert mission.names.count() == 1

    answer = browser.post(CONFIRM, hidden(preview), follow=True)

    assert "1 delegation was brought in." in text_of(answer)
    assert sorted(mission.names.values_list("name", flat=True)) == ["Mali", "Republic of Mali"]


def test_directory_that_has_changed_meanwhile_is_previewed_anew(browser):
    preview = upload(browser, "code,languages\nMLI,fr\n")
    Delegation.objects.update(languages="es")

    answer = browser.post(CONFIRM, hidden(preview))

    assert "The directory has changed since this was shown. Nothing was written." in text_of(answer)
    assert "languages of correspondence: es fr" in text_of(answer)
    assert Delegation.objects.get().languages == "es"
    assert browser.post(CONFIRM, hidden(answer)).headers["Location"] == "/accounts/directory/"
    assert Delegation.objects.get().languages == "fr"


def test_another_table_than_was_previewed_is_not_written(browser):
    sent = hidden(upload(browser, "code,languages\nMLI,fr\n"))

    browser.post(CONFIRM, sent | {"text": "code,languages\nMLI,ar\n"})

    assert Delegation.objects.get().languages == "en"


@pytest.mark.parametrize("sent", [{}, {"text": "code\nMLI\n"}, {"text": "", "previewed": "x"}])
def test_confirmation_without_its_table_asks_for_the_file_again(browser, sent):
    answer = browser.post(CONFIRM, sent, follow=True)

    assert "The table did not arrive whole. Choose the file again." in text_of(answer)


def test_faulty_rows_are_told_and_cannot_be_confirmed(browser):
    preview = upload(browser, "code,languages\nMLI,\n")

    assert "“languages” is empty." in text_of(preview)
    assert "Bring in these changes" not in text_of(preview)
    answer = browser.post(CONFIRM, hidden(preview), follow=True)
    assert "Some rows are faulty." in text_of(answer)


def test_file_that_says_what_is_so_has_nothing_to_bring_in(browser):
    taken = browser.get("/accounts/directory.csv").content

    preview = upload(browser, taken)

    assert "The file says what the directory says. There is nothing to bring in." in text_of(preview)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b"%PDF-1.7 \xff", "The file is in an encoding that cannot be told."),
        (b"name\nMali\n", "These columns are missing: code."),
        (b"code\n" + b"x" * tables.LIMIT, "The file is larger than 512 KB."),
    ],
    ids=["empty", "no text", "no code", "large"],
)
def test_file_that_is_no_directory_is_refused_in_a_sentence(browser, content, sentence):
    assert sentence in text_of(upload(browser, content))


def test_markup_in_a_file_is_shown_as_it_was_typed(browser):
    page = upload(browser, "code,name\nMLI,<script>alert(1)</script>\n").content.decode().split("<main")[1]

    assert "<script" not in page
    assert "<ins>&lt;script&gt;" in page


def test_table_out_holds_no_formula_and_names_its_day(browser):
    Delegation.objects.update(admitted_under='=HYPERLINK("x")')

    answer = browser.get("/accounts/directory.csv")

    assert re.fullmatch(r'attachment; filename="directory-\d{4}-\d\d-\d\d\.csv"', answer.headers["Content-Disposition"])
    assert "\"'=HYPERLINK(" in answer.content.decode()
