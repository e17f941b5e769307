import os

import pytest
from django.contrib.auth.models import AnonymousUser

from record.models import File
from record.serving import serve

pytestmark = pytest.mark.django_db

VIEWER = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"


@pytest.fixture
def served(rf):
    """A function that gives the answer and its bytes to a visitor, or to ``user``."""

    def served(file, *, name="", method="GET", user=None, **headers):
        request = rf.generic(method, "/", headers=headers)
        request.user, request.resolver_match = user or AnonymousUser(), None
        response = serve(request, file, name=name)
        content = b"".join(response) if response.streaming else response.content
        response.close()
        return response, content

    return served


@pytest.fixture
def page(at):
    """A stored file in which a browser would run something."""
    return File.objects.keep(b"<script>", name="a.html", content_type="text/html", at=at)


def test_pdf_is_shown_and_can_run_nothing(served, letter):
    response, content = served(letter)

    assert (response.status_code, content) == (200, b"%PDF-1.7 a sample")
    assert dict(response.headers) == {
        "Content-Type": "application/pdf",
        "Content-Length": "17",
        "Content-Disposition": 'inline; filename="letter.pdf"',
        "ETag": f'"{letter.sha256}"',
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": VIEWER,
        "Cache-Control": "public, no-cache",
    }


@pytest.mark.parametrize("content_type", ["text/html", "image/svg+xml", "application/xml", "application/octet-stream"])
def test_other_files_are_downloads_in_which_nothing_runs(served, at, content_type):
    file = File.objects.keep(b"<script>", name="a.html", content_type=content_type, at=at)

    response, _ = served(file, name="annex.html")

    assert response.headers["Content-Type"] == content_type
    assert response.headers["Content-Disposition"] == 'attachment; filename="annex.html"'
    assert response.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("name", "disposition"),
    [
        ("Anexo é.pdf", "inline; filename*=utf-8''Anexo%20%C3%A9.pdf"),
        ("各位同事.pdf", "inline; filename*=utf-8''%E5%90%84%E4%BD%8D%E5%90%8C%E4%BA%8B.pdf"),
        ("a\r\nSet-Cookie: a=b.pdf", 'inline; filename="aSet-Cookie a=b.pdf"'),
        ('a"; filename=b.exe', 'inline; filename="a; filename=b.exe"'),
        ("../../etc/passwd", 'inline; filename="passwd"'),
        ("a\u202efdp.exe", 'inline; filename="afdp.exe"'),
        ("a\0.pdf", 'inline; filename="a.pdf"'),
        ("x" * 300 + ".pdf", f'inline; filename="{"x" * 120}.pdf"'),
    ],
)
def test_no_name_can_break_the_header(served, letter, name, disposition):
    assert served(letter, name=name)[0].headers["Content-Disposition"] == disposition


def test_what_somebody_signed_in_gets_is_kept_nowhere(served, letter, by):
    assert served(letter, user=by.user)[0].headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("sent", ['"{}"', 'W/"{}"', '"other", "{}"', "*"])
def test_file_that_one_has_is_not_sent_again(served, letter, sent):
    response, content = served(letter, if_none_match=sent.format(letter.sha256))

    assert (response.status_code, content) == (304, b"")
    assert (response.headers["ETag"], response.headers["Cache-Control"]) == (f'"{letter.sha256}"', "public, no-cache")


def test_file_of_which_one_has_another_is_sent(served, letter):
    assert served(letter, if_none_match=f'"{"0" * 64}"')[1] == letter.read()


def test_head_tells_all_but_the_bytes(served, letter):
    got, told = served(letter)[0], served(letter, method="HEAD")

    assert (told[0].status_code, told[1]) == (200, b"")
    assert dict(told[0].headers) == dict(got.headers)


def test_a_part_is_answered_with_the_whole(served, letter):
    response, content = served(letter, range="bytes=0-3")

    assert (response.status_code, content) == (200, letter.read())
    assert "Accept-Ranges" not in response.headers


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_the_web_server_is_told_where_the_bytes_are(served, page, settings, method):
    settings.ACCEL_PREFIX = "/stored/"

    response, content = served(page, method=method, name="a\r\nX-Accel-Redirect: /etc/passwd")

    assert content == b""
    assert response.headers["X-Accel-Redirect"] == f"/stored/{page.sha256[:2]}/{page.sha256[2:4]}/{page.sha256}"
    assert response.headers["Content-Type"] == "text/html"
    assert response.headers["Content-Disposition"] == 'attachment; filename="passwd"'
    assert response.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response.headers["ETag"] == f'"{page.sha256}"'


def test_the_web_server_sends_nothing_to_who_has_it(served, letter, settings):
    settings.ACCEL_PREFIX = "/stored/"

    response, _ = served(letter, if_none_match=f'"{letter.sha256}"')

    assert (response.status_code, response.has_header("X-Accel-Redirect")) == (304, False)


@pytest.fixture(params=["", "/stored/"])
def either_way(request, settings):
    """The bytes are streamed by the portal, or sent by the web server."""
    settings.ACCEL_PREFIX = request.param


@pytest.mark.usefixtures("either_way")
@pytest.mark.parametrize("harm", [os.unlink, lambda path: os.truncate(path, 3), lambda path: os.truncate(path, 99)])
def test_file_whose_bytes_are_gone_or_cut_is_not_served(served, letter, storage, caplog, harm):
    harm(storage / letter.key)

    response, content = served(letter)

    assert (response.status_code, response.has_header("X-Accel-Redirect")) == (503, False)
    assert "Its stored copy is missing or damaged." in content.decode()
    assert f"File {letter.pk} is missing or damaged" in caplog.text
