"""The addresses of files: what is kept is served, what is not is made or asked for, and to whom."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from drafts import actions, documents, files, jobs
from drafts.models import DraftVersion, VersionFileKind
from record.models import Job

from .factories import House, client_of
from .test_files import no_printer, released_pair  # noqa: F401 - a fixture
from .word import accepted, rejected

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture
def house(db):
    return House()


@pytest.fixture
def pair(house):
    return released_pair(house)


@pytest.fixture
def working(house, pair):
    """A draft over a released version, with a new paragraph in it."""
    version = actions.begin_next(pair[0], by=house.staff, label="Rev.2")
    return actions.insert_paragraph(
        version, by=house.staff, after=version.paragraphs.get(order=4), kind="operative", text="*Notes* a sample;"
    ).version


def address(name, *args):
    return reverse(f"drafts:{name}", args=["forum", *args])


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def bytes_of(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


def got(*args, query="", client=None):
    """The answer of an address, read to its end."""
    response = (client or client_of()).get(address(*args) + query)
    response.read = bytes_of(response)
    return response


def printed(version):
    jobs.print_version(Job.objects.about(version).get(task="drafts.print_version").pk)
    return DraftVersion.objects.get(pk=version.pk)


@pytest.mark.parametrize(
    ("path", "content_type"),
    [
        ("2.docx", WORD),
        ("2.xml", "application/akn+xml"),
        ("2/compare/1.docx", WORD),
    ],
)
def test_a_file_is_the_same_before_and_after_it_is_kept(pair, no_printer, path, content_type):  # noqa: F811
    made = client_of().get(f"/forum/drafts/{path}")
    printed(pair[0])

    kept = client_of().get(f"/forum/drafts/{path}")
    content = bytes_of(kept)

    assert [response["Content-Type"] for response in (made, kept)] == [content_type] * 2
    assert made["Content-Disposition"] == kept["Content-Disposition"]
    assert bytes_of(made) == content


def test_changes_are_tracked_against_any_other_version(house, pair):
    docx = bytes_of(client_of().get(address("compare_docx", 1, 2)))
    clean = [bytes_of(client_of().get(address("version_docx", number))) for number in (1, 2)]

    assert [accepted(docx), rejected(docx)] == [accepted(each) for each in clean]


def test_a_working_draft_is_a_word_file_for_those_who_work_on_it(house, working):
    docx = bytes_of(client_of(house.staff).get(address("version_docx", 3)))

    assert [each.text for each in accepted(docx) if "a sample;" in each.text] == ["1 bis.\t*Notes* a sample;"]


@pytest.mark.parametrize(
    ("name", "args", "statuses"),
    [
        # visitor, staff, co-facilitator, secretariat
        ("version_docx", [3], [404, 200, 200, 200]),
        ("compare_docx", [3, 2], [404, 200, 200, 200]),
        ("compare_docx", [2, 3], [404, 200, 200, 200]),
        ("version_xml", [3], [404] * 4),
        ("print_version", [3], [404] * 4),
        ("compare_pdf", [3, 2], [404] * 4),
        ("compare_pdf", [2, 3], [404] * 4),
    ],
)
def test_who_has_files_of_a_working_draft(house, working, name, args, statuses):
    clients = [client_of(actor) for actor in (None, house.staff, house.first, house.secretariat)]

    assert [client.get(address(name, *args)).status_code for client in clients] == statuses


def test_a_discarded_draft_has_no_files(house, working):
    actions.discard(working, by=house.staff, reason="A sample of a reason.")
    client = client_of(house.staff)

    paths = [address("version_docx", 3), address("compare_docx", 3, 2), address("compare_docx", 2, 3)]
    assert [client.get(path).status_code for path in paths] == [404] * 3
    assert "Akoma Ntoso" not in words(client.get(address("version", 3)))


@pytest.mark.parametrize("name", ["compare_docx", "compare_pdf"])
def test_a_version_is_no_pair_with_itself_or_with_nothing(pair, name):
    found = [client_of().get(address(name, 2, other)).status_code for other in (2, 9, 10**30)]

    assert found == [404] * 3


# Prints


@pytest.mark.parametrize(
    "query", ["", "?paper=a4", "?paper=&lines=0&sign=yes", "?paper=%00&lines=&sign=1e9", "?paper=foolscap"]
)
def test_without_options_the_address_is_that_of_the_stored_print(pair, no_printer, query):  # noqa: F811
    assert client_of().get(address("version_pdf", 2) + query).status_code == 404
    version = printed(pair[0])

    response = got("version_pdf", 2, query=query)

    assert response["ETag"] == f'"{version.pdf.sha256}"'


def test_letter_is_stored_with_the_release(pair, no_printer):  # noqa: F811
    printed(pair[0])

    response = got("version_pdf", 2, query="?paper=letter")

    assert response["ETag"] == f'"{files.stored(pair[0], VersionFileKind.PDF_LETTER).sha256}"'


def test_a_visitor_has_it_printed_waits_and_finds_it(pair, no_printer):  # noqa: F811
    client, query = client_of(), "?paper=letter&lines=1"
    asked = client.get(address("version_pdf", 2) + query)
    assert asked["Location"] == address("print_version", 2) + query
    page = words(client.get(asked["Location"]))
    assert ("Make the PDF" in page, "being printed" in page) == (True, False)

    answer = client.post(address("print_version", 2), {"paper": "letter", "lines": "1"})
    assert "It is being printed." in words(client.get(answer["Location"]))
    fragment = client.get(answer["Location"], headers={"HX-Request": "true"})
    assert (fragment.content.count(b"<html"), b'hx-trigger="every 2s"' in fragment.content) == (0, True)
    jobs.AS_CHOSEN[documents.Options("letter", lines=True)](Job.objects.first().pk)

    assert "Open the PDF" in words(client.get(answer["Location"]))
    assert got("version_pdf", 2, query=query, client=client)["Content-Type"] == "application/pdf"
    client.post(address("print_version", 2), {"paper": "letter", "lines": "1"})
    assert Job.objects.filter(task__startswith=actions.task_for(documents.Options("letter"))).count() == 1


def test_a_print_that_failed_says_why(pair, no_printer):  # noqa: F811
    answer = client_of().post(address("print_version", 2), {"sign": "1"})
    Job.objects.first().fail("Too long a text.")

    assert "Too long a text." in words(client_of().get(answer["Location"]))


def test_where_nothing_can_be_printed_the_page_says_so(pair, monkeypatch):
    monkeypatch.setattr("drafts.documents.pdf_available", lambda: "No fonts here.")
    client = client_of()

    page = client.post(address("print_version", 2), {"sign": "1"}, follow=True)

    assert "No fonts here." in words(page)
    assert "No fonts here." in words(client.post(address("compare_pdf", 2, 1), follow=True))
    assert Job.objects.exclude(task="drafts.print_version").count() == 0


def test_changes_as_a_print_are_asked_for_waited_for_and_served(pair, no_printer):  # noqa: F811
    client, path = client_of(), address("compare_pdf", 1, 2)
    page = words(client.get(path))
    assert "Zero draft of 7 June 2019, changes shown against Rev.1 of 7 June 2019." in page
    assert "have not been printed against each other yet" in page

    assert client.post(path)["Location"] == path
    assert "It is being printed." in words(client.get(path))
    jobs.print_redline(Job.objects.get(task=actions.REDLINE).pk)

    fragment = client.get(path, headers={"HX-Request": "true"})
    assert ("Open the PDF" in words(fragment), b"hx-get" in fragment.content) == (True, False)
    assert got("compare_pdf", 1, 2)["Content-Type"] == "application/pdf"


def test_changes_whose_print_failed_can_be_printed_again(pair, no_printer):  # noqa: F811
    client, path = client_of(), address("compare_pdf", 1, 2)
    client.post(path)
    Job.objects.get(task=actions.REDLINE).fail("Too long a text.")

    page = words(client.get(path))

    assert ("Too long a text." in page, "Print it again" in page) == (True, True)


def test_pages_lead_to_the_files(pair, no_printer):  # noqa: F811
    printed(pair[0])

    page = client_of().get(address("version", 2)).content.decode()
    compare = client_of().get(address("compare", 2, 1)).content.decode()

    for name, args in [("version_pdf", [2]), ("version_docx", [2]), ("version_xml", [2]), ("print_version", [2])]:
        assert f'href="{address(name, *args)}"' in page
    for name in ("compare_docx", "compare_pdf"):
        assert f'href="{address(name, 2, 1)}"' in page
        assert f'href="{address(name, 2, 1)}"' in compare


def test_files_that_are_kept_take_few_queries(pair, no_printer):  # noqa: F811
    printed(pair[0])
    client = client_of()

    def queries(name, *args):
        with CaptureQueriesContext(
            connection,
        ) as caught:
            got(name, *args, client=client)
        return len(caught)

    found = [queries(*each) for each in [("version_docx", 2), ("compare_docx", 2, 1), ("compare_pdf", 2, 1)]]
    assert found == [2, 3, 3]
