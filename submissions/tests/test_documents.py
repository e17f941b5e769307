"""The receipt as it is printed, and the Word file of the compilation as it is read."""

import subprocess
from io import BytesIO

import pytest
from docx import Document

from consultations import documents
from record.models import Delivery, Job
from submissions import actions, jobs, word
from submissions.compilation import gather
from submissions.documents import receipt_pdf
from submissions.models import Answer

from . import factories as make

pytestmark = pytest.mark.django_db
RICH = (
    "<p>This is a <strong>sample</strong>, <em>slanted</em>, "
    '<a href="https://un.example/">linked</a>.</p><ol><li><p>One</p></li><li><p>Two<br>lines</p></li></ol>'
)


def text_of(pdf, tmp_path):
    path = tmp_path / "receipt.pdf"
    path.write_bytes(pdf)
    done = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True, text=True)
    return " ".join(done.stdout.split())


def test_receipt_says_what_was_submitted_when_and_its_hash(world, tmp_path):
    submission = make.answered(actions.begin(world.call, by=world.head), world.head, RICH)
    version = make.submitted(submission, world.head, "participants")

    with documents.printing_here():
        text = text_of(receipt_pdf(version), tmp_path)

    for words in (
        "Receipt of a written input",
        "PRT-2019-1, version 1",
        "Permanent Mission of Portugal",
        "Wed 20 Feb 2019, 10:00 New York",
        "the participants, without stakeholders",
        "/sample/inputs/PRT-2019-1/",
        "(I) What shall it be?",
        "This is a sample, slanted, linked.",
        version.sha256,
    ):
        assert words in text
    assert "after the date" not in text


def test_the_job_prints_the_receipt_and_mails_it(world):
    version = make.submitted(make.begun(world.call, world.head), world.head.later(make.DUE - make.AT))
    job = Job.objects.about(version).get()

    with documents.printing_here():
        jobs.print_receipt(job.pk)
        jobs.print_receipt(job.pk)

    job.refresh_from_db()
    version.refresh_from_db()
    assert (job.state, job.result) == ("done", version.receipt)
    assert Delivery.objects.about(version).count() == 3


def test_the_job_says_why_it_failed(world, monkeypatch):
    version = make.submitted(make.begun(world.call, world.head), world.head)
    monkeypatch.setattr(documents, "pdf_available", lambda: "PDF cannot be printed here.")
    job = Job.objects.about(version).get()
    jobs.print_receipt(job.pk)
    job.refresh_from_db()
    assert (job.state, job.reason) == ("failed", "PDF cannot be printed here.")


def test_the_job_for_a_receipt_that_is_there_is_done(world):
    version = make.submitted(make.begun(world.call, world.head), world.head)
    actions.complete_receipt(version, b"%PDF-1.7 a sample", by=world.head)
    job = Job.objects.about(version).get()
    jobs.print_receipt(job.pk)
    job.refresh_from_db()
    version.refresh_from_db()
    assert (job.state, job.reason, job.result) == ("done", "", version.receipt)


def test_word_file_holds_every_answer_under_its_question(world):
    submission = make.answered(actions.begin(world.call, by=world.head), world.head, RICH)
    make.submitted(submission, world.head.later(2 * (make.DUE - make.AT)))
    staff = make.works_for(world.consultation, "staff")

    stream = word.docx(world.consultation, gather(world.consultation, staff))

    paragraphs = Document(BytesIO(stream.read())).paragraphs
    assert [(p.style.name, p.text) for p in paragraphs] == [
        ("Input Title", "Sample: compilation of inputs"),
        ("Input Title", "Opening questions"),
        ("Input Question", "(I) What shall it be?"),
        ("Input Delegation", "Portugal"),
        ("Input Facts", "PRT-2019-1, version 1, late"),
        ("Input Text", "This is a sample, slanted, linked (https://un.example/)."),
        ("Input Text", "1.\tOne"),
        ("Input Text", "2.\tTwo\nlines"),
        ("Input Question", "(II) How long shall it last?"),
        ("Input Text", "No answer yet."),
        ("Input Question", "(III) What shall precede it?"),
        ("Input Text", "No answer yet."),
        ("Input Question", "Additional elements"),
        ("Input Text", "No answer yet."),
    ]
    assert [(run.text, run.bold, run.italic) for run in paragraphs[5].runs[:4]] == [
        ("This is a ", None, None),
        ("sample", True, None),
        (", ", None, None),
        ("slanted", None, True),
    ]


@pytest.mark.parametrize("sign", ["\x01", "\ufffe", "\uffff"])
def test_word_file_opens_whatever_sign_an_earlier_text_holds(world, sign):
    submission = make.begun(world.call, world.head)
    Answer.objects.filter(submission=submission).update(html=f"<p>a{sign}b</p>")
    make.submitted(submission, world.head)
    staff = make.works_for(world.consultation, "staff")

    stream = word.docx(world.consultation, gather(world.consultation, staff))

    assert "ab" in [paragraph.text for paragraph in Document(BytesIO(stream.read())).paragraphs]
