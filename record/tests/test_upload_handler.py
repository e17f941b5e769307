import io
import tempfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from record import upload_handler
from record.uploads import LIMIT

from .sample_files import PDF


@pytest.fixture
def requested():
    """A function that gives the request that posts this, closed at the end as the server does."""
    requests = []

    def requested(data, **options):
        requests.append(RequestFactory().post("/", data, **options))
        return requests[-1]

    yield requested
    for request in requests:
        request.close()


@pytest.fixture
def received(requested):
    """A function that gives the file of a form that was sent, past what Django cleans in the sender's own class."""

    def received(content, name="a.pdf"):
        file = SimpleUploadedFile("a.pdf", content)
        file._name = name
        request = requested({"before": "1", "file": file, "later": "2"})
        assert request.POST.dict() == {"before": "1", "later": "2"}
        return request.FILES["file"]

    return received


@pytest.mark.parametrize("content", [PDF, bytes(LIMIT)])
def test_a_file_comes_in_whole_and_into_no_named_place(received, content):
    file = received(content)

    assert (file.size, file.fault, file.read()) == (len(content), "", content)
    assert not isinstance(file.file.name, str)  # a descriptor: the system knows no path


@pytest.mark.parametrize("more", [1, 5 << 20])
def test_of_a_file_that_is_too_long_nothing_is_kept_and_the_form_is_still_read(received, more):
    file = received(bytes(LIMIT + more))

    assert (file.size, file.fault, file.read()) == (LIMIT + more, "size", b"")


def test_the_limit_counts_what_comes_and_not_what_is_said(requested):
    lines = [b"--b", b'Content-Disposition: form-data; name="file"; filename="a.pdf"', b"Content-Length: 3", b""]
    content = b"\r\n".join([*lines, bytes(LIMIT + 1), b"--b--", b""])

    request = requested(content, content_type="multipart/form-data; boundary=b")

    assert request.FILES["file"].fault == "size"


@pytest.mark.django_db
def test_a_body_that_is_longer_than_any_form_is_not_read(client, monkeypatch):
    monkeypatch.setattr(upload_handler, "BODY_LIMIT", 1000)
    body = io.BytesIO(bytes(2000))

    answer = client.generic("POST", "/accounts/login/", body.read(), content_type="multipart/form-data; boundary=b")

    assert answer.status_code == 400


def test_a_body_without_length_is_read_as_empty(requested):
    request = requested({"file": SimpleUploadedFile("a.pdf", PDF)}, CONTENT_LENGTH="")

    assert (request.POST.dict(), request.FILES.dict()) == ({}, {})


@pytest.mark.parametrize("name", ["a." + "b" * 300, "\u202e.pdf", "x" * 300 + ".pdf", "CON", "a.pdf::$DATA", "a b"])
def test_no_name_makes_a_path(received, name):
    assert received(PDF, name).read() == PDF


class Full(io.BytesIO):
    """A disk that takes nothing."""

    def write(self, data):
        raise OSError(28, "No space left on device")


class FullAtLast(io.BytesIO):
    """A disk that is full when the last bytes come, and again when what is left is dropped."""

    def flush(self):
        raise OSError(28, "No space left on device")

    def close(self):
        raise OSError(28, "No space left on device")


def no_room():
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize("file", [Full, FullAtLast, no_room])
def test_a_full_disk_is_told_and_nothing_is_kept(received, monkeypatch, caplog, file):
    monkeypatch.setattr(tempfile, "TemporaryFile", file)

    upload = received(PDF)

    assert (upload.size, upload.fault, upload.read()) == (len(PDF), "room", b"")
    assert "An upload could not be written." in [record.message for record in caplog.records]


def test_what_breaks_off_is_closed():
    handler = upload_handler.BoundedHandler()
    handler.upload_interrupted()
    handler.new_file("file", "a.pdf", "application/pdf", None)

    handler.upload_interrupted()

    assert handler.file.closed
