import pytest

from record.models import File
from record.serving import serve

pytestmark = pytest.mark.django_db


def served(rf, file, *, name="", **headers):
    response = serve(rf.get("/", headers=headers), file, name=name)
    content = b"".join(response) if response.streaming else response.content
    response.close()
    return response, content


def test_pdf_is_shown_and_can_run_nothing(rf, letter):
    response, content = served(rf, letter)

    assert (response.status_code, content) == (200, b"%PDF-1.7 a sample")
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"] == 'inline; filename="letter.pdf"'
    assert response.headers["ETag"] == f'"{letter.sha256}"'
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    policy = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"
    assert response.headers["Content-Security-Policy"] == policy


def test_other_files_are_downloads(rf, at):
    page = File.objects.keep(b"<script>", name="a.html", content_type="text/html", at=at)

    response, _ = served(rf, page, name="annex.html")

    assert response.headers["Content-Disposition"] == 'attachment; filename="annex.html"'


def test_file_that_one_has_is_not_sent_again(rf, letter):
    response, content = served(rf, letter, if_none_match=f'"{letter.sha256}"')

    assert (response.status_code, content) == (304, b"")
