"""What comes of the files that are sent with a letter: from the browser to the disk, and back."""

import os
from html import unescape

import pytest
from django.contrib.messages import get_messages
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from consultations.models import CircularState
from record.models import File
from record.tests.sample_files import EICAR, PDF, body, packed, word, word_parts
from record.tests.scanner import Scanner
from record.uploads import DOCX, LIMIT

from . import factories
from .factories import AT, ConsultationFactory, EnclosureFactory, circular_in, kept

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return factories.team(ConsultationFactory(slug="process"))


@pytest.fixture
def circular(team):
    return circular_in(CircularState.DRAFT, team)


@pytest.fixture
def enclose(client_of, team, circular):
    """A function that sends a file with a draft, and gives what one is told, each with its level."""

    def enclose(content, name="annex.pdf"):
        file = SimpleUploadedFile("annex.pdf", content)
        file._name = name  # as a client may send it, past what Django's own class cleans
        path = f"/process/circulars/drafts/{circular.pk}/enclosures/"
        answer = client_of(team.staff).post(path, {"title": "Annex", "file": file})
        return [(message.level_tag, str(message)) for message in get_messages(answer.wsgi_request)]

    return enclose


def test_a_word_file_is_enclosed_and_is_a_download(client_of, team, circular, enclose):
    content = word()

    assert enclose(content, "Annexe é.docx") == [("success", "The file is enclosed.")]

    answer = client_of(team.staff).get(f"/process/circulars/drafts/{circular.pk}/enclosures/1/")
    assert (answer.getvalue(), answer.headers["Content-Type"]) == (content, DOCX)
    assert answer.headers["Content-Disposition"] == "attachment; filename*=utf-8''Annexe%20%C3%A9.docx"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_traces_of_its_makers_are_a_warning(enclose):
    inside = '<w:p><w:del w:author="A delegate"/><w:ins w:author="A colleague"/></w:p>'

    assert enclose(word(body=body(inside)), "annex.docx") == [
        ("success", "The file is enclosed."),
        ("warning", "This file has tracked changes by 2 persons."),
        (
            "warning",
            "Whoever opens the file can see this. If they should not, remove it (in Word: File, Info, Inspect "
            "Document) and send the file again.",
        ),
    ]


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (PDF + b"\n" * LIMIT, "annex.pdf", "This file is larger than 10 MB. Send a smaller one."),
        (
            word([("word/vbaProject.bin", b"a")]),
            "annex.docx",
            "This file contains macros or controls. Save it as a Word document without macros (.docx) and send it "
            "again.",
        ),
    ],
)
def test_what_is_refused_leaves_nothing(circular, enclose, content, name, said):
    assert enclose(content, name) == [("error", said)]
    assert (circular.enclosures.count(), File.objects.count()) == (0, 0)


def test_enclosures_come_to_25_megabytes_and_no_more(circular, enclose):
    most = File.objects.create(
        sha256="0" * 64, key="a", size=25 * 1024**2 - len(PDF), name="a", content_type="application/pdf", kept_at=AT
    )
    EnclosureFactory(circular=circular, order=1, file=most)

    assert enclose(PDF) == [("success", "The file is enclosed.")]
    assert enclose(PDF) == [
        (
            "error",
            "The files here would come to more than 25 MB together. Send a smaller one, or remove another first.",
        )
    ]


def test_the_scanner_has_the_last_word(circular, enclose, settings):
    infected = packed(word_parts() | {"word/media/a.png": EICAR}, 0)
    with Scanner() as scanner:
        settings.CLAMD_URL = scanner.url

        assert enclose(PDF) == [("success", "The file is enclosed.")]
        assert enclose(infected, "annex.docx")[0][1].startswith("The virus scanner has found “Eicar-Signature” in")

    assert enclose(PDF) == [
        ("error", "The virus scanner does not answer, so nothing was kept. Send it again in some minutes.")
    ]
    assert circular.enclosures.count() == 1


@pytest.mark.parametrize(
    ("name", "kept_as"),
    [
        ("../../../etc/passwd", "passwd.pdf"),
        ("a&#13;&#10;Content-Type: text.pdf", "aContent-Type text.pdf"),
        ("annex\u202efdp.pdf", "annexfdp.pdf"),
        ("annex.pdf::$DATA", "annex.pdf$DATA.pdf"),
        ("con.pdf", "_con.pdf"),
        ("x" * 180 + ".pdf", "x" * 120 + ".pdf"),
    ],
)
def test_a_name_is_for_people_only(circular, enclose, name, kept_as):
    assert enclose(PDF, name) == [("success", "The file is enclosed.")]

    file = circular.enclosures.get().file
    assert (file.name, file.key) == (kept_as, f"{file.sha256[:2]}/{file.sha256[2:4]}/{file.sha256}")


def test_a_letter_whose_print_is_lost_says_so(client_of, team):
    circular_in(CircularState.ISSUED, team)
    [pdf] = File.objects.all()
    path = default_storage.path(pdf.key)
    os.rename(path, f"{path}.away")
    try:
        answer = client_of().get("/process/circulars/2019-001.pdf")
    finally:
        os.rename(f"{path}.away", path)

    assert answer.status_code == 503
    assert "Write to the secretariat, which can send you the file" in unescape(answer.content.decode())


def test_what_visitors_get_is_asked_for_again_each_time(client_of, team):
    circular = circular_in(CircularState.DRAFT, team)
    EnclosureFactory(circular=circular, file=kept(PDF))
    for step in factories.TO_ISSUE:
        circular = step(circular, team)
    path = "/process/circulars/2019-001/enclosures/1/"

    first = client_of().get(path)
    again = client_of().get(path, headers={"if-none-match": first.headers["ETag"]})

    assert (first.getvalue(), first.headers["Cache-Control"]) == (PDF, "public, no-cache")
    assert (again.status_code, again.content) == (304, b"")
