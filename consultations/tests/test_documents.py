import hashlib
import logging
import os
import re
import resource
import socket
import subprocess
import sys
import threading
from datetime import date
from io import BytesIO, StringIO

import pikepdf
import pytest

from consultations import documents, letters, rendering
from consultations.documents import RenderError
from record.hashing import content_hash

from .letter_samples import ADDRESS, BODY, ISSUED_AT, LETTERHEADS, compose, printed, text_of, words

# Width and height in points.
A4, LETTER = (595.3, 841.9), (612, 792)


@pytest.fixture(autouse=True)
def _here():
    """In this process: starting another takes a second and has its own tests below."""
    with documents.printing_here():
        yield


def opened(pdf):
    return pikepdf.open(BytesIO(pdf))


# The page


def test_the_page_says_what_the_content_says_in_its_order():
    content = compose(enclosures=[{"title": "Annex", "sha256": "0" * 64}])

    (page,) = text_of(printed(content), "-raw")

    said = letters.plain_text(content).replace("Annex", "Enclosure: 1 Annex 1.")  # the number is drawn last
    foot = f"Reference 2019-001 · SHA-256 {content_hash(content)[:16]}… Page 1 of 1 To verify this letter: {ADDRESS}"
    assert words(page) == words(said) + words(foot)


@pytest.mark.parametrize(("paper", "size"), [("a4", A4), ("letter", LETTER)])
def test_the_paper_is_that_asked_for(paper, size):
    with opened(printed(compose(), paper=paper)) as pdf:
        assert [float(side) for side in pdf.pages[0].mediabox[2:]] == pytest.approx(size, abs=0.1)


def test_another_paper_is_refused():
    with pytest.raises(ValueError, match="no paper 'a5'"):
        printed(compose(), paper="a5")


def test_a_long_letter_has_its_addressee_on_the_first_page_and_its_enclosures_on_the_last():
    enclosures = [{"title": f"Annex {number}", "sha256": "0" * 64} for number in (1, 2)]
    content = compose(body="\n\n".join([BODY] * 14), enclosures=enclosures)

    pages = text_of(printed(content))

    assert ["All Permanent Representatives" in page for page in pages] == [True, False, False]
    assert ["Enclosures: 2" in page for page in pages] == [False, False, True]
    assert ["A delegate" in page for page in pages] == [False, False, True]
    assert [f"Page {number} of 3" in page for number, page in enumerate(pages, start=1)] == [True] * 3
    assert [page.count(ADDRESS) for page in pages] == [1, 1, 1]


def test_the_signatures_never_stand_alone_on_a_page():
    counts = set()
    for lines in range(20, 26):
        body = "\n\n".join(["One line of text."] * lines + ["The last paragraph."])
        *_, last = pages = text_of(printed(compose(body=body)))
        counts.add(len(pages))
        assert "The last paragraph." in last, lines

    assert counts == {1, 2}


def test_a_draft_says_that_it_is_one():
    (page,) = text_of(printed(compose(), reference="", verify_url="", issued_at=None))

    assert "DRAFT – not issued" in page
    assert "verify" not in page


def test_a_corrigendum_names_what_it_corrects():
    content = compose(body="For 3 read 4.", correction={"label": "Corrigendum", "reference": "2019-001"})

    (page,) = text_of(printed(content, reference="2019-002"))

    assert "Corrigendum to circular 2019-001" in page


def test_a_note_verbale_is_dated_below_and_signed_by_nobody():
    facts = {"consultation": "Consultations on the modalities"}
    content = compose(form="note_verbale", body="The secretariat …", letterheads=[], signatories=[], facts=facts)

    (page,) = text_of(printed(content))

    lines = [line for line in page.splitlines() if line]
    assert lines[0] == "CONSULTATIONS ON THE MODALITIES"
    assert lines[1] == "The secretariat …"
    assert "New York, 1 February 2019" in lines[2:]
    assert "H.E." not in page


# Languages and fonts

SAMPLES = {
    "ar": ("هذا *نص للاختبار* فقط.", "Amiri", "هذا نص للاختبار فقط"),
    "ru": ("Это *образец текста*.", "Source-Serif-4", "Это образец текста."),
    "zh": ("这是*样本*文本。", "Noto-Serif-SC", "这是样本文本。"),
    "fr": ("Ceci est un *texte d’essai*.", "Source-Serif-4", "Ceci est un texte d’essai."),
}


def fonts(pdf):
    """The names of the fonts, all of them embedded."""
    names = set()
    for page in pdf.pages:
        for font in page.Resources.get("/Font", {}).values():
            (descendant,) = font.DescendantFonts
            assert {"/FontFile2", "/FontFile3"} & set(descendant.FontDescriptor.keys())
            names.add(str(font.BaseFont).partition("+")[2].rstrip(","))
    return names


def family(name):
    return re.sub(r"-(Regular|Bold|Semi-Bold|Italic|Semi-Bold-Italic)$", "", name)


PACKAGED = {"Source-Serif-4", "Source-Sans-3", "Amiri", "IBM-Plex-Sans-Arabic", "Noto-Serif-SC", "Noto-Sans-SC"}


@pytest.mark.parametrize("language", SAMPLES)
def test_each_language_is_set_in_a_packaged_font_and_can_be_copied(language):
    body, font, said = SAMPLES[language]

    pdf = printed(compose(language=language, body=body, facts={}))

    assert said in " ".join(text_of(pdf)[0].translate(BIDI_MARKS).split())
    with opened(pdf) as file:
        assert str(file.Root.Lang) == language
        families = {family(name) for name in fonts(file)}
    assert font in families
    assert families <= PACKAGED


BIDI_MARKS = dict.fromkeys(map(ord, "\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069"))


def test_an_arabic_letter_runs_from_the_right():
    body = SAMPLES["ar"][0]
    html = documents.circular_html(
        compose(language="ar", body=body, facts={}), reference="2019-001", verify_url=ADDRESS, issued_at=ISSUED_AT
    )
    assert '<html lang="ar" dir="rtl"' in html

    arabic = places(printed(compose(language="ar", body=body, facts={})))
    english = places(printed(compose(body="This is a test.", facts={})))

    assert arabic["هذا"[::-1]] > 450  # bbox gives the signs as one sees them
    assert english["This"] < 100


def places(pdf):
    """Where each word begins, from the left, in points."""
    done = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=pdf, capture_output=True, check=True)
    found = re.findall(r'<word xMin="([\d.]+)"[^>]*>([^<]+)<', done.stdout.decode())
    return {word.translate(BIDI_MARKS): float(left) for left, word in found}


# What the file tells programs


def test_the_file_is_tagged_and_says_what_it_is():
    with opened(printed(compose())) as pdf:
        assert str(pdf.Root.Lang) == "en"
        assert bool(pdf.Root.MarkInfo.Marked)
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        assert str(pdf.docinfo.Title) == "2019-001: First informal consultation"
        assert str(pdf.docinfo.CreationDate) == "D:20190201150000+00'00"
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"] == "2019-001: First informal consultation"
            assert metadata["dc:creator"] == LETTERHEADS


def test_everything_on_the_page_is_tagged_or_an_artifact():
    with opened(printed(compose())) as pdf:
        (page,) = pdf.pages
        marks, untagged = [], 0
        for operands, operator in pikepdf.parse_content_stream(page):
            if str(operator) in {"BDC", "BMC"}:
                marks.append(str(operands[0]))
            elif str(operator) == "EMC":
                marks.pop()
            elif str(operator) in {"Tj", "TJ", "S", "f"} and not marks:
                untagged += 1
        kinds = roles(pdf.Root.StructTreeRoot.K)

    assert untagged == 0
    assert {"/Art", "/P", "/L", "/LI", "/LBody"} <= set(kinds)
    assert kinds.count("/LI") == 3


def roles(node):
    """The roles of the tree, in the order of reading."""
    if isinstance(node, pikepdf.Array):
        return [role for child in node for role in roles(child)]
    if isinstance(node, pikepdf.Dictionary) and "/S" in node:
        return [str(node.S), *roles(node.get("/K", pikepdf.Array()))]
    return []


def test_the_same_letter_is_the_same_file():
    first, second = (hashlib.sha256(printed(compose())).hexdigest() for _ in range(2))
    other = hashlib.sha256(printed(compose(body="Another."))).hexdigest()

    assert first == second != other


# What people write stays text


@pytest.fixture
def listener():
    """A server on loopback, and who has called it."""
    calls = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        over = threading.Event()

        def serve():
            while not over.is_set():
                try:
                    calls.append(server.accept()[1])
                except TimeoutError:
                    continue

        thread = threading.Thread(target=serve)
        thread.start()
        yield server.getsockname()[1], calls
        over.set()
        thread.join()


def test_markup_in_any_field_is_printed_and_does_nothing(listener, tmp_path):
    port, calls = listener
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    hostile = (
        f"<b>x</b> {{{{7*7}}}} {{% now %}} <link rel=attachment href=file://{secret}>"
        f"<img src=http://127.0.0.1:{port}/i> \\input{{{secret}}}"
    )
    content = compose(
        subject=hostile,
        body=hostile,
        place=hostile,
        letterheads=[hostile],
        signatories=[{"name": hostile, "function": hostile}],
        addressee=hostile,
        enclosures=[{"title": hostile, "sha256": "0" * 64}],
        correction={"label": hostile, "reference": hostile},
    )

    pdf = printed(content, reference=hostile)

    text = "".join("".join(text_of(pdf, "-raw")).split()).upper()
    assert text.count("".join(hostile.split()).upper()) == 10
    assert b"the secret" not in pdf
    with opened(pdf) as file:
        assert dict(file.attachments) == {}
        assert [page.obj.get("/Annots") for page in file.pages] == [None] * len(file.pages)
        assert str(file.docinfo.Title) == f"{hostile}: {content['subject']}"
    assert calls == []


@pytest.mark.parametrize("scheme", ["http://127.0.0.1:{port}/x", "file://{secret}", "//127.0.0.1:{port}/x", "x.css"])
@pytest.mark.parametrize(
    "markup",
    [
        "<link rel=attachment href={url}>",
        "<img src={url} alt=x>",
        "<link rel=stylesheet href={url}>",
        "<style>@import '{url}'; p {{ background: url('{url}') }}</style><p>x</p>",
    ],
)
def test_the_renderer_fetches_nothing_even_from_html_that_asks(listener, tmp_path, scheme, markup):
    port, calls = listener
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    html = "<html lang=en><title>t</title>" + markup.format(url=scheme.format(port=port, secret=secret))

    try:
        pdf = documents.render_here(html, "")
    except RenderError:  # or it prints without: both are right
        pdf = b""

    assert calls == []
    assert b"the secret" not in pdf
    assert b"/EmbeddedFile" not in pdf


# In a process of its own


def test_the_child_makes_the_same_file_and_is_given_little(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "not for the renderer")
    given = {}
    run = subprocess.run

    def spy(command, **options):
        given.update(options)
        return run(command, **options)

    monkeypatch.setattr(documents.subprocess, "run", spy)
    html = documents.circular_html(compose(), reference="2019-001", verify_url=ADDRESS, issued_at=ISSUED_AT)

    apart = documents.render_apart(html, documents.letter_css())

    assert apart == documents.render_here(html, documents.letter_css())
    assert set(given["env"]) <= {*documents.KEPT, "LANG"}
    assert given["timeout"] == 30


@pytest.mark.parametrize(
    ("program", "sentence"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "took too long or too much memory"),
        ("import time; time.sleep(60)", "took too long or too much memory"),
        ("import sys; sys.exit('out of ink')", "could not be made (out of ink)"),
        ("print('no PDF')", "could not be made (no reason given)"),
    ],
)
def test_a_child_that_fails_is_told_in_a_sentence(monkeypatch, tmp_path, program, sentence):
    script = tmp_path / "program.py"
    script.write_text(program)
    monkeypatch.setattr(rendering, "__file__", str(script))
    monkeypatch.setattr(documents, "SECONDS", 1)

    with pytest.raises(RenderError, match=re.escape(sentence)):
        documents.render_apart("", "")


def test_an_interrupt_is_no_failure_of_the_renderer(monkeypatch):
    def interrupted(**_):
        raise KeyboardInterrupt

    monkeypatch.setattr(rendering, "render", interrupted)

    with pytest.raises(KeyboardInterrupt):
        documents.render_here("", "")


class Pipe:
    """Standard input or output, as a program has it."""

    def __init__(self, content=b""):
        self.buffer = BytesIO(content)


@pytest.fixture
def as_program(monkeypatch):
    """Run the renderer's ``main`` on an order; its exit code, what it wrote and what it complained of."""

    def run(order):
        out, err = Pipe(), StringIO()
        monkeypatch.setattr(sys, "stdin", Pipe(order))
        monkeypatch.setattr(sys, "stdout", out)
        monkeypatch.setattr(sys, "stderr", err)
        return rendering.main(), out.buffer.getvalue(), err.getvalue()

    monkeypatch.setattr(rendering, "limit", lambda: None)  # it would bind the tests
    yield run
    logging.disable(logging.NOTSET)


def test_the_program_writes_the_file(as_program):
    code, out, err = as_program(b'{"html": "<html lang=en><title>t</title>x", "css": "", "identifier": "1"}')

    assert (code, out[:5], err) == (0, b"%PDF-", "")


def test_the_program_says_in_a_line_what_went_wrong(as_program):
    assert as_program(b"[]")[:2] == (1, b"")
    assert as_program(b"nothing")[2] == "JSONDecodeError: Expecting value: line 1 column 1 (char 0)"


def test_a_limit_that_the_system_refuses_is_no_failure(monkeypatch):
    asked = []

    def refuse(kind, limits):
        asked.append((kind, limits))
        raise OSError

    monkeypatch.setattr(resource, "setrlimit", refuse)

    rendering.limit()

    assert asked == [
        (resource.RLIMIT_CPU, (20, 20)),
        (resource.RLIMIT_AS, (1 << 30, 1 << 30)),
        (resource.RLIMIT_FSIZE, (64 << 20, 64 << 20)),
        (resource.RLIMIT_CORE, (0, 0)),
    ]


def test_the_child_is_bound_in_memory_and_time():
    program = (
        "import sys, resource; sys.path.insert(0, sys.argv[1]); import rendering; rendering.limit();"
        "print(*(resource.getrlimit(kind)[1] for kind in "
        "(resource.RLIMIT_AS, resource.RLIMIT_CPU, resource.RLIMIT_FSIZE, resource.RLIMIT_CORE)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, os.path.dirname(rendering.__file__)],
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.split() == [str(1 << 30), "20", str(64 << 20), "0"]


def test_the_web_process_does_not_import_weasyprint():
    program = (
        "import django; django.setup(); from consultations import documents; documents.pdf_available();"
        "import sys; print('weasyprint' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        cwd=documents.settings.BASE_DIR,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "imrf_portal.settings_test"},
    )

    assert done.stdout.strip() == "False"


# Whether one can print at all


def test_pdf_is_available_where_the_libraries_are():
    assert documents.pdf_available() == ""


def test_a_missing_library_is_named_with_what_to_do(monkeypatch):
    monkeypatch.setattr(documents, "LIBRARIES", {sys.platform: ("libno-such.so.0",)})

    reason = documents.pdf_available()

    assert reason == (
        "PDF cannot be printed here: libno-such.so.0 is missing. Ask the administrator to run “apt-get install "
        "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0” and to start the portal again."
    )
    with pytest.raises(RenderError, match="libno-such"):
        printed(compose())


def test_on_a_mac_the_command_is_that_of_a_mac(monkeypatch):
    monkeypatch.setattr(documents.sys, "platform", "darwin")
    monkeypatch.setattr(documents, "LIBRARIES", {"darwin": ("libno-such.dylib",)})

    assert "“brew install pango”" in documents.pdf_available()


@pytest.mark.parametrize("value", [None, "", "/nowhere/fonts.conf"])
def test_missing_fonts_are_told(monkeypatch, value):
    monkeypatch.delenv("FONTCONFIG_FILE")
    if value is not None:
        monkeypatch.setenv("FONTCONFIG_FILE", value)

    assert documents.pdf_available().startswith("PDF cannot be printed here: the fonts of the letter are not set up.")


def test_the_date_of_the_letter_is_not_the_time_of_its_issue():
    content = compose(dated=date(2019, 1, 31))

    (page,) = text_of(printed(content))

    assert "New York, 31 January 2019" in page
