"""Reference documents, and the papers of a meeting as one archive."""

import io
import zipfile
from html import unescape

import pytest
from django.core.files.storage import default_storage

from consultations.models import CircularState
from record.models import File

from . import factories
from .factories import AT, PDF, ConsultationFactory, DocumentFactory, MeetingFactory, circular_in

pytestmark = pytest.mark.django_db
ZIP = "/process/meetings/1/documents.zip"


@pytest.fixture
def team():
    return factories.team(ConsultationFactory(slug="process"))


@pytest.fixture
def meeting(team):
    return MeetingFactory(consultation=team.consultation, number=1)


def kept(meeting, name, content=b"A sample"):
    file = File.objects.keep(content, name=name, content_type="application/pdf", at=AT)
    document = DocumentFactory(consultation=meeting.consultation, file=file, address="https://documents.test/1")
    meeting.documents.add(document)
    return document


def text(answer):
    return unescape(answer.content.decode())


def test_document_has_a_page_with_its_meetings_and_file(client_of, meeting):
    document = kept(meeting, "sample.pdf")
    client = client_of()

    page = text(client.get(document.get_absolute_url()))

    assert "First informal consultation" in page
    assert "https://documents.test/1" in page
    assert f"/process/documents/{document.number}/" in text(client.get("/process/documents/"))
    assert client.get(f"/process/documents/{document.number}/file/").getvalue() == b"A sample"


def test_unpublished_meeting_is_not_named_on_the_page_of_a_document(client_of, team, meeting):
    document = kept(meeting, "sample.pdf")
    meeting.published = False
    meeting.save()

    visitor, staff = (text(client_of(who).get(document.get_absolute_url())) for who in (None, team.staff))

    assert ("First informal" in visitor, "No meeting names it." in visitor, "First informal" in staff) == (
        False,
        True,
        True,
    )


def test_document_without_file_has_none_and_that_of_another_process_stands_elsewhere(client_of, team):
    own, other = DocumentFactory(consultation=team.consultation), DocumentFactory()

    paths = [f"/process/documents/{own.number}/file/", f"/process/documents/{other.number}/", "/process/documents/0/"]
    assert [client_of().get(path).status_code for path in paths] == [404, 404, 404]


def test_documents_as_json(client_of, meeting):
    document = kept(meeting, "sample.pdf")

    [row] = client_of().get("/process/documents.json").json()["results"]

    assert (row["url"], row["address"], row["file"]) == (
        f"http://127.0.0.1:8000/process/documents/{document.number}/",
        "https://documents.test/1",
        f"http://127.0.0.1:8000/process/documents/{document.number}/file/",
    )


def test_papers_of_a_meeting_are_one_archive_with_safe_names(client_of, team, meeting):
    large = b"A large sample" * 100_000
    kept(meeting, "../../etc/passwd")
    kept(meeting, "sample.pdf", large)
    kept(meeting, "sample.pdf", b"Another")
    letter = circular_in(CircularState.ISSUED, team, meeting=meeting)
    circular_in(CircularState.WITHDRAWN, team, meeting=meeting)

    answer = client_of().get(ZIP)

    assert answer.streaming
    assert answer.headers["Content-Disposition"] == 'attachment; filename="process-meeting-1.zip"'
    with zipfile.ZipFile(io.BytesIO(answer.getvalue())) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == {
            "01 passwd": b"A sample",
            "02 sample.pdf": large,
            "03 sample.pdf": b"Another",
            f"04 {letter.reference}.pdf": PDF,
        }


def test_page_leads_to_the_archive_only_where_there_is_one(client_of, meeting):
    assert (client_of().get(ZIP).status_code, ZIP in text(client_of().get("/process/meetings/1/"))) == (404, False)

    kept(meeting, "sample.pdf")

    assert (client_of().get(ZIP).status_code, ZIP in text(client_of().get("/process/meetings/1/"))) == (200, True)


def test_archive_with_a_damaged_file_is_not_begun(client_of, meeting):
    document = kept(meeting, "sample.pdf", b"Bytes of this test only")
    default_storage.delete(document.file.key)

    assert client_of().get(ZIP).status_code == 503
