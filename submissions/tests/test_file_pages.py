"""Files of an input over HTTP: sent, described, removed, taken over, read with the version; the form for offline."""

import io
import json
import shutil
import subprocess
from html import unescape

import pikepdf
import pytest
import time_machine
from django.contrib.messages import get_messages
from django.test import Client

from accounts.tests.signing_in import sign_in
from record import uploads
from record.extraction import __main__ as extraction
from record.inspection import __main__ as inspection
from record.tests import sample_files as files
from record.tests.sample_files import EICAR, PDF, body, pdf, relationships, types, word
from submissions import actions, assigning, offline
from submissions.models import Attachment, Submission, SubmissionState

from . import factories as make
from .file_samples import FRENCH, docx_of, filled, typed

pytestmark = pytest.mark.django_db
FORM = "/sample/inputs/form/1.docx"


@pytest.fixture(autouse=True)
def during_the_call():
    with time_machine.travel(make.AT, tick=False):
        yield


@pytest.fixture(autouse=True)
def read_in_this_process(monkeypatch):
    """What looks at a file and reads it, without a process of its own for each: that is tested with ``record``."""
    programs = {"record.inspection": inspection.look, "record.extraction": extraction.read}

    def run(program, kind, file):
        file.seek(0)
        found = programs[program](kind, io.BytesIO(file.read()))
        return subprocess.CompletedProcess([], 0, json.dumps(found).encode(), b"")

    monkeypatch.setattr(uploads, "run", run)


@pytest.fixture
def begun(world):
    return make.begun(world.call, world.delegate)


def client_of(actor=None):
    client = Client()
    if actor:
        sign_in(client, actor.user)
    return client


def code_of(who, address):
    answer = client_of(who).get(address)
    if answer.streaming:
        answer.getvalue()  # a file that is served stays open until it was read
    return answer.status_code


def page_of(submission, *more):
    return f"/sample/inputs/mine/{submission.key}/files/{''.join(f'{part}/' for part in more)}"


def text(answer):
    return unescape(answer.content.decode())


def sentences(answer):
    return [str(message) for message in get_messages(answer.wsgi_request)]


def answers(submission):
    return dict(submission.answers.values_list("question__order", "html"))


# The page of files


def test_delegate_brings_a_file_and_its_delegation_alone_reads_it(world, begun):
    delegate = client_of(world.delegate)
    stranger = make.member(make.delegation("ESP", "Spain"), "head")

    answer = delegate.post(page_of(begun), typed(title="Déclaration"))

    attachment = begun.attachments.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, page_of(begun))
    assert sentences(answer) == ["The file is kept as it was received. Only your delegation can read it."]
    assert (attachment.title, attachment.language, attachment.is_original) == ("Déclaration", "fr", True)
    assert attachment.text == "\n\n".join(FRENCH)
    page = text(delegate.get(page_of(begun)))
    assert attachment.file.sha256 in page
    assert '<p class="title" lang="fr" dir="auto">' in page
    served = client_of(world.head).get(page_of(begun, 1))
    assert (served.getvalue(), served.headers["Content-Type"]) == (attachment.file.read(), uploads.DOCX)
    assert [code_of(who, page_of(begun, 1)) for who in (stranger, None)] == [404, 302]


def test_a_title_in_arabic_reads_from_right_to_left(world, begun):
    client_of(world.delegate).post(page_of(begun), typed(PDF, "a.pdf", title="بيان", language="ar"))

    assert '<p class="title" lang="ar" dir="rtl">' in text(client_of(world.delegate).get(page_of(begun)))


def test_a_scan_says_that_no_text_could_be_read_and_is_kept(world, begun):
    delegate = client_of(world.delegate)

    answer = delegate.post(page_of(begun), typed(PDF, "scan.pdf"))

    assert sentences(answer)[1].startswith("No text could be read in this file: it may be a scan.")
    assert begun.attachments.get().text == ""
    assert "Take its text over" not in text(delegate.get(page_of(begun)))
    assert delegate.get(page_of(begun, 1, "assign")).headers["Location"] == page_of(begun)


def test_uploader_is_told_what_the_file_tells(world, begun):
    inside = "<w:p><w:r><w:t>A</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>b</w:t></w:r></w:p>"

    answer = client_of(world.delegate).post(page_of(begun), typed(word(body=body(inside))))

    assert sentences(answer)[1] == "This file has hidden text."
    assert sentences(answer)[-1] == "Hidden text in it was left out."
    assert begun.attachments.get().text == "A"


def with_root(**entries):
    def change(document):
        for name, value in entries.items():
            document.Root[f"/{name}"] = value

    return change


SCRIPT = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
LAUNCH = pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String("cmd.exe"))
LAUGHS = '<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>' + body("&b;")
XXE = '<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + body("&a;")
FIELD = '<w:p><w:fldSimple w:instr="DDEAUTO calc"/></w:p>'
OLE = "Another file is embedded"
HOSTILE = {
    "empty": (b"", "The submitted file is empty."),
    "too large": (b"%PDF-" + bytes(uploads.LIMIT), "larger than 10 MB"),
    "page": (b"<html><script>alert(1)</script></html>", "is not a PDF or Word (.docx) file"),
    "svg": (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "is not a PDF or Word (.docx) file"),
    "svg as png": (b"\x89PNG\r\n\x1a\n<svg/>", "is not a PDF or Word (.docx) file"),
    "gifar": (b"GIF89a" + word(), "is not a PDF or Word (.docx) file"),
    "eicar": (EICAR, "is not a PDF or Word (.docx) file"),
    "old word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "an older kind of Office"),
    "sheet": (word(types=types(main="application/vnd.other")), "is not a PDF or Word (.docx) file"),
    "cut": (PDF[:-40], "is damaged"),
    "zip after the end": (PDF + word(), "Something else is attached"),
    "before the header": (b"MZ" + PDF, "is not a PDF or Word (.docx) file"),
    "script": (pdf(with_root(Sample=SCRIPT)), "contains a program (JavaScript)"),
    "launch": (pdf(with_root(Sample=LAUNCH)), "can start other programs"),
    "pages": (pdf(pages=501), "501 pages; 500 is the most"),
    "locked": (pdf(encryption=pikepdf.Encryption(owner="a", user="b")), "is protected by a password"),
    "entities": (word(body=LAUGHS), "declarations inside that no Word file has"),
    "outside entity": (word(body=XXE), "declarations inside that no Word file has"),
    "macros": (word([("word/vbaProject.bin", b"a")]), "contains macros"),
    "macro renamed": (word(relations=relationships(("vbaProject", "a.dat"))), "contains macros"),
    "template": (
        word(relations=relationships(("attachedTemplate", "http://x.invalid/a.dotm", "External"))),
        "loads its template from another place",
    ),
    "ole": (word([("word/embeddings/a.bin", b"a")]), "Another file is embedded"),
    "zip in zip": (word([("word/media/a.png", word())]), "Another file is embedded"),
    "dde": (word(body=body(FIELD)), "a field (DDEAUTO)"),
    "link": (word(relations=relationships(("hyperlink", "file:///etc/passwd", "External"))), "no address on the web"),
    "slip": (word([("../../evil.xml", b"<a/>")]), "names that no Word file has"),
    "parts": (word([(f"word/{number}.xml", b"<a/>") for number in range(2001)]), "more than 2000 parts"),
    "bomb": (word([("word/a.xml", b" " * (12 << 20))]), "unpacks to more than can be checked"),
    "lies": (files.claiming(word([("word/a.xml", b"<a/>")]), "word/a.xml", 999), "is damaged"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_files_are_refused_in_a_sentence_and_nothing_is_kept(world, begun, kind):
    content, said = HOSTILE[kind]
    name = "statement.docx" if content.startswith(b"PK") else "statement.pdf"

    answer = client_of(world.delegate).post(page_of(begun), typed(content, name, title="kept"))

    assert answer.status_code == 200
    assert said in text(answer)
    assert 'value="kept"' in text(answer)
    assert not Attachment.objects.exists()


HOSTILE_TEXTS = [
    "<script>alert(1)</script>",
    "{{7*191}} {% csrf_token %}",
    "<p onclick=a()>a</p>",
    "=cmd|' /C calc'!A0",
    "a\u202eb",
]


@pytest.mark.parametrize("written", HOSTILE_TEXTS)
def test_hostile_texts_are_only_words(world, begun, written):
    escaped = written.replace("&", "&amp;").replace("<", "&lt;")
    delegate = client_of(world.delegate)
    delegate.post(page_of(begun), typed(docx_of(escaped)))

    page = delegate.get(page_of(begun, 1, "assign")).content.decode()
    delegate.post(page_of(begun, 1, "assign"), {"revision": 2, "how": "append", "row_0": "more"})

    assert ("<script>alert(1)" in page, "<p onclick" in page, "1337" in page) == (False, False, False)
    taken = answers(begun)[None]
    assert taken == f"<p>{written.replace('<', '&lt;').replace('>', '&gt;').replace(chr(0x202E), '')}</p>"


@pytest.mark.parametrize("name", ["../../evil.docx", "a\\b.docx", "a\u202excod.docx", "CON.docx", "x" * 150 + ".docx"])
def test_names_of_files_are_made_harmless(world, begun, name):
    answer = client_of(world.delegate).post(page_of(begun), typed(name=name))

    kept = begun.attachments.get().file.name
    assert answer.status_code == 302
    assert not set("/\\\u202e") & set(kept)
    assert kept.endswith(".docx")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"file": ""}, "This field is required."),
        ({"language": "xx"}, "Select a valid choice."),
        ({"title": "a\u202eb"}, "This holds invisible characters"),
        ({"title": "x" * 201}, "Ensure this value has at most 200 characters"),
        ({"title": "a\0"}, "Null characters are not allowed."),
    ],
)
def test_what_cannot_be_taken_is_said_and_nothing_is_kept(world, begun, fields, said):
    answer = client_of(world.delegate).post(page_of(begun), typed() | fields)

    assert (answer.status_code, said in text(answer)) == (200, True)
    assert not Attachment.objects.exists()


def test_the_sixth_file_is_refused_and_the_page_says_so(world, begun):
    delegate = client_of(world.delegate)
    for number in range(5):
        actions.attach(begun, by=world.delegate, content=b"%%PDF %d" % number, name="a.pdf", content_type=uploads.PDF)

    answer = delegate.post(page_of(begun), typed())

    assert (answer.status_code, begun.attachments.count()) == (200, 5)
    assert "An input can bring 5 files, and this one has them." in text(answer)


def test_description_is_changed_and_the_file_removed(world, begun):
    delegate = client_of(world.delegate)
    delegate.post(page_of(begun), typed())

    answer = delegate.post(page_of(begun, 1, "change"), {"title": "Neu", "language": "es"})
    bad = delegate.post(page_of(begun, 1, "change"), {"title": "", "language": "xx"})

    attachment = begun.attachments.get()
    assert (attachment.title, attachment.language, attachment.is_original) == ("Neu", "es", False)
    assert sentences(answer)[-1] == "The file is described anew."
    assert sentences(bad)[-1].startswith("Select a valid choice.")
    delegate.post(page_of(begun, 1, "remove"))
    assert not begun.attachments.standing().exists()
    assert [delegate.get(page_of(begun, *more)).status_code for more in ([1], [1, "assign"], [99])] == [404] * 3


@pytest.mark.parametrize("more", [[], [1, "assign"]])
def test_what_is_submitted_leads_back_to_its_page(world, begun, more):
    actions.attach(begun, by=world.delegate, content=PDF, name="a.pdf", content_type=uploads.PDF, text="A")
    version = make.submitted(begun, world.head)

    answer = client_of(world.delegate).get(page_of(begun, *more))

    assert answer.headers["Location"] == version.get_absolute_url()
    assert sentences(answer) == ["This input has been submitted. Revise it to write its next version."]


def test_a_file_of_another_input_is_not_found_under_this_one(world, begun):
    other = make.begun(make.call(world.consultation, number=2), world.delegate)
    actions.attach(other, by=world.delegate, content=PDF, name="a.pdf", content_type=uploads.PDF)

    assert client_of(world.delegate).get(page_of(begun, 1)).status_code == 404


# Taking over


def test_passages_are_suggested_shown_and_taken_over(world, begun):
    delegate = client_of(world.delegate)
    delegate.post(page_of(begun), typed())
    address = page_of(begun, 1, "assign")

    page = delegate.get(address)
    chosen = {row["name"]: row["chosen"] for row in page.context["rows"]}
    answer = delegate.post(address, {"revision": 2, "how": "append"} | chosen)

    assert list(chosen.values()) == ["out", "out", "1", "out", "2"]
    assert "3 passages are set to be left out." in text(page)
    assert answer.headers["Location"] == f"/sample/inputs/mine/{begun.key}/"
    assert sentences(answer)[1:] == ["3 passages were left out."]
    assert answers(begun) == {1: f"{make.SAMPLE}<p>Une réponse.</p>", 2: "<p>Une autre réponse.</p>"}


def test_taking_over_makes_a_draft_again_of_what_awaits_clearance(world, begun):
    delegate = client_of(world.delegate)
    delegate.post(page_of(begun), typed())
    actions.ask_for_clearance(begun, by=world.delegate)

    delegate.post(page_of(begun, 1, "assign"), {"revision": 2, "how": "append", "row_0": "more"})

    assert Submission.objects.get(pk=begun.pk).state == SubmissionState.DRAFT


def test_what_others_wrote_meanwhile_is_replaced_only_after_another_look(world, begun):
    delegate, address = client_of(world.delegate), page_of(begun, 1, "assign")
    delegate.post(page_of(begun), typed())
    sent = {"revision": 1, "how": "replace", "row_2": "1"}

    refused = delegate.post(address, sent)
    again = {**sent, "revision": refused.context["form"].data["revision"]}
    taken = delegate.post(address, again)

    assert "The answers have been changed since you opened this page." in text(refused)
    assert '<option value="1" selected>' in text(refused)
    assert taken.status_code == 302
    assert answers(begun) == {1: "<p>Une réponse.</p>"}


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"revision": 2, "how": "append"},
        {"revision": 2, "how": "append", "row_0": "9"},
        {"revision": "x", "how": "append", "row_0": "1"},
        {"revision": 10**30, "how": "append", "row_0": "1"},
        {"revision": 2, "how": "other", "row_0": "1"},
        {"revision": 2, "how": "append", "row_0": "1\0"},
    ],
)
def test_bad_choices_take_nothing_over_and_come_back(world, begun, sent):
    delegate = client_of(world.delegate)
    delegate.post(page_of(begun), typed())

    answer = delegate.post(page_of(begun, 1, "assign"), sent)

    assert (answer.status_code, 'role="alert"' in text(answer)) == (200, True)
    assert answers(begun) == {1: make.SAMPLE}


def test_a_file_of_many_hundred_passages_is_taken_over_whole_without_script(world, begun):
    written = [f"Passage {number}." for number in range(1200)]
    actions.attach(
        begun, by=world.delegate, content=PDF, name="a.pdf", content_type=uploads.PDF, text="\n\n".join(written)
    )
    delegate, address = client_of(world.delegate), page_of(begun, 1, "assign")
    rows = delegate.get(address).context["rows"]

    answer = delegate.post(address, {"revision": 2, "how": "append"} | {row["name"]: "more" for row in rows})

    assert (answer.status_code, len(rows) <= assigning.MOST) == (302, True)
    assert answers(begun)[None] == "".join(f"<p>{passage}</p>" for passage in written)


# Submitted


@pytest.fixture
def sent(world, begun):
    client_of(world.delegate).post(page_of(begun), typed(title="Déclaration"))
    return begun


def test_files_stand_on_the_page_where_they_are_cleared(world, sent):
    page = text(client_of(world.head).get(f"/sample/inputs/mine/{sent.key}/clear/"))

    assert '<h2 id="files">Files</h2>' in page
    assert sent.attachments.get().file.sha256 in page
    assert f'href="{page_of(sent, 1)}"' in page


@pytest.mark.parametrize(
    ("visibility", "codes"),
    [("public", [200, 200, 200]), ("participants", [404, 404, 200]), ("cofacilitators", [404, 404, 404])],
)
def test_files_are_read_under_the_rules_of_their_version(world, sent, visibility, codes):
    version = make.submitted(sent, world.head, visibility=visibility)
    stakeholder = make.member(make.delegation("NGO", "A stakeholder", kind="stakeholder"))
    other = make.member(make.delegation("ESP", "Spain"))
    address = f"/sample/inputs/{version.reference}/files/1/"

    assert [code_of(who, address) for who in (None, stakeholder, other)] == codes
    assert client_of(world.delegate).get(address).getvalue() == sent.attachments.get().file.read()
    page = client_of(other).get(f"/sample/inputs/{version.reference}/")
    assert (page.status_code, f'href="{address}?version=1"' in text(page)) == (codes[2], codes[2] == 200)


def test_a_file_is_served_of_the_version_that_is_asked_for_and_of_none_that_is_withdrawn(world, sent):
    first = make.submitted(sent, world.head)
    actions.revise(sent, by=world.head)
    actions.remove_attachment(sent.attachments.get(), by=world.head)
    make.submitted(sent, world.head)
    address = f"/sample/inputs/{first.reference}/files/1/"
    asked = lambda who=None: [code_of(who, address + of) for of in ("", "?version=1", "?version=9")]  # noqa: E731

    assert asked() == [404, 200, 404]
    actions.withdraw(sent, by=world.head)

    assert (asked(), asked(world.delegate)) == ([404, 404, 404], [404, 200, 404])
    assert client_of().get(f"/sample/inputs/{first.reference}/files/{10**30}/").status_code == 404


def test_the_list_of_files_has_the_original_first_and_the_languages_in_order(world, begun):
    for number, (language, original) in enumerate([("ru", False), ("en", False), ("fr", True)]):
        actions.attach(
            begun,
            by=world.delegate,
            content=b"%%PDF %d" % number,
            name="a.pdf",
            content_type=uploads.PDF,
            language=language,
            is_original=original,
        )
    version = make.submitted(begun, world.head)

    page = client_of().get(f"/sample/inputs/{version.reference}/")

    assert [(file["language"], file["original"]) for file in page.context["files"]] == [
        ("fr", True),
        ("en", False),
        ("ru", False),
    ]
    assert text(page).count("<strong>original</strong>") == 1


def test_a_hit_in_a_file_leads_to_the_files(world, sent):
    version = make.submitted(sent, world.head)

    page = text(client_of().get("/sample/inputs/?q=exemple"))

    assert f'href="/sample/inputs/{version.reference}/?version=1#files"' in page


def test_a_file_is_verified_by_its_hash(world, sent):
    version = make.submitted(sent, world.head)
    sha256 = version.content["files"][0]["sha256"]

    page = text(client_of().get(f"/verify/{sha256}/"))

    assert ("File of an input" in page, f"It is version 1 of input {version.reference}" in page) == (True, True)


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow_with_the_files(world, begun, django_assert_num_queries, rows):
    for number in range(rows):
        actions.attach(begun, by=world.delegate, content=b"%%PDF %d" % number, name="a.pdf", content_type=uploads.PDF)
    delegate = client_of(world.delegate)

    with django_assert_num_queries(10):
        delegate.get(page_of(begun))
    version = make.submitted(begun, world.head)
    with django_assert_num_queries(4):
        client_of().get(f"/sample/inputs/{version.reference}/")


# The form for writing without a connection


def form_of(client):
    return io.BytesIO(client.get(FORM).getvalue())


def as_another_program_saves_it(content, folder):
    (folder / "form.docx").write_bytes(content)
    command = [
        "soffice",
        f"-env:UserInstallation=file://{folder}/profile",
        "--headless",
        "--convert-to",
        "docx:MS Word 2007 XML",
    ]
    subprocess.run([*command, "--outdir", folder / "saved", folder / "form.docx"], check=True, capture_output=True)
    return (folder / "saved" / "form.docx").read_bytes()


@pytest.mark.parametrize("program", ["Word", "LibreOffice"])
def test_the_form_comes_back_and_its_answers_go_to_their_questions(world, begun, tmp_path, program):
    if program == "LibreOffice" and not shutil.which("soffice"):
        pytest.skip("LibreOffice is not installed here.")
    delegate = client_of(world.delegate)
    content = filled(form_of(delegate), box_1=["A sample.", "• one", "• two"], box_3=["More."])
    if program == "LibreOffice":
        content = as_another_program_saves_it(content, tmp_path)

    sent = delegate.post(page_of(begun), typed(content, "form.docx"))
    page = delegate.get(sent.headers["Location"])
    chosen = {row["name"]: row["chosen"] for row in page.context["rows"]}
    delegate.post(sent.headers["Location"], {"revision": 2, "how": "append"} | chosen)

    assert sent.headers["Location"] == page_of(begun, 1, "assign")
    assert "This is the form of this call" in text(page)
    assert answers(begun) == {
        1: make.SAMPLE,
        2: "<p>A sample.</p><ul><li><p>one</p></li><li><p>two</p></li></ul>",
        None: "<p>More.</p>",
    }
    assert not begun.attachments.standing().exists()


def test_the_form_can_stay_among_the_files_and_that_of_another_call_is_told(world, begun):
    other = make.call(world.consultation, number=2)
    delegate = client_of(world.delegate)
    for form in (world.call, other):
        content = filled(offline.form_docx(form), box_0=["A sample."])
        delegate.post(page_of(begun), typed(content, "form.docx"))

    another = text(delegate.get(page_of(begun, 2, "assign")))
    delegate.post(page_of(begun, 1, "assign"), {"revision": 2, "how": "append", "row_6": "1", "keep": "on"})

    assert "This is the form of another call." in another
    assert begun.attachments.standing().count() == 2


def test_the_form_is_for_those_who_may_answer_the_call(world):
    stakeholder = make.member(make.delegation("NGO", "A stakeholder", kind="stakeholder"))
    answer = client_of(world.delegate).get(FORM)

    assert answer.headers["Content-Disposition"] == 'attachment; filename="sample-1-form.docx"'
    assert [code_of(who, FORM) for who in (None, stakeholder)] == [302, 403]
    assert client_of(world.delegate).get("/sample/inputs/form/7.docx").status_code == 404


def test_the_form_turns_questions_in_arabic_and_is_offered_where_one_begins(world):
    world.call.questions.filter(order=1).update(language="ar")

    import docx

    document = docx.Document(form_of(client_of(world.delegate)))
    heading = next(p for p in document.paragraphs if p.text.startswith("(I)"))

    assert heading._p.pPr.find(f"{{{files.W}}}bidi") is not None
    assert f'href="{FORM}"' in text(client_of(world.delegate).get("/sample/inputs/new/"))
