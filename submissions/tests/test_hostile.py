"""What somebody will type into an input one day: words remain words, on the page, in print, in Word and in tables."""

import csv
import io
import re
from zipfile import ZipFile

import pytest
from lxml.etree import fromstring

from submissions import actions, documents
from submissions.models import Submission

from . import factories as make
from .test_pages import client_of, send, sentences, typed

pytestmark = pytest.mark.django_db

REFUSED = {
    "300 kB": ("long " * 60_000, "An answer can hold 200,000 signs."),
    "nothing but spaces": (" \n\t\u00a0 ", "This input has no text yet."),
    "nothing but what nobody sees": ("\u202e\ufeff\x00\x07", "This input has no text yet."),
}
TEXTS = {
    "script": "<script>alert(1)</script>Words.",
    "broken out of an attribute": '"><img src=x onerror=alert(1)> Words.',
    "handler": "<p onclick=alert(1) style='position:fixed'>Words.</p>",
    "svg": "<svg><script>alert(1)</script><foreignObject>x</foreignObject></svg><p>Words.</p>",
    "frame": "<iframe srcdoc='<script>alert(1)</script>'></iframe><p>Words.</p>",
    "form": "<form action=https://evil.example><input name=p></form><p>Words.</p>",
    "link that runs": "<p><a href='javascript:alert(1)'>Words</a></p>",
    "link that holds": "<p><a href='data:text/html,<script>alert(1)</script>'>Words</a></p>",
    "link of another kind": "<p><a href=' java\tscript:alert(1)'>Words</a></p>",
    "style": "<style>@import url(http://127.0.0.1:1/x)</style><p>Words.</p>",
    "meta": "<meta http-equiv=refresh content='0;url=//evil.example'><p>Words.</p>",
    "attachment of the printer": "<link rel=attachment href=file:///etc/passwd><p>Words.</p>",
    "picture from a file": "<p><img src=file:///etc/passwd>Words.</p>",
    "markup of fullwidth": "＜script＞alert(1)＜/script＞ Words.",
    "markup in entities": "<p>&lt;script&gt;alert(1)&lt;/script&gt; Words.</p>",
    "markdown": "[Words](javascript:alert(1)) ![x](file:///etc/passwd)",
    "template": "{{ 7|add:191 }} {% include 'x' %} {0} ${7*191} Words.",
    "latex": r"\input{/etc/passwd} \write18{id} $\int$ Words.",
    "formula": "=cmd|' /C calc'!A0",
    "formula by plus": "+1+1",
    "formula by minus": "-2+3",
    "formula by at": "@SUM(1)",
    "formula after a tab": "\t=1+1",
    "formula of fullwidth": "＝1+1",
    "quotes": "' OR 1=1; SELECT pg_sleep(9) --\\",
    "pattern": "%_" * 500,
    "NUL": "Wo\x00rds",
    "override of the direction": "Wo\u202erds",
    "isolates": "Wo\u2067rds\u2069",
    "entity of an override": "<p>Wo&#x202E;rds &#0; &#xD800;</p>",
    "zero width": "Wo\u200brds",
    "combining marks": "e" + "\u0301" * 10_000,
    "nested": "<ul><li>" * 400 + "Words",
    "unclosed": "<p><strong><em><a href='https://un.org'>Words",
    "line breaks of a header": "Words\r\nBcc: someone@demo.invalid",
    "comment": "<!--[if mso]><script>alert(1)</script><![endif]--><p>Words.</p>",
    "six scripts": "العربية 中文 Русский español français \U0001f54a",
}
ACTIVE = re.compile(
    r"<(?:script|iframe|svg|object|embed|img|form|input|meta|link|style)\b|\son\w+=|javascript:|data:", re.IGNORECASE
)
HIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")


@pytest.mark.parametrize(("written", "reason"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_text_is_refused_in_a_sentence(world, written, reason):
    submission = actions.begin(world.call, by=world.delegate)

    saved = send(world.delegate, submission, **typed(submission, written))
    asked = send(world.delegate, submission, **typed(submission, written), then="ask")

    said = saved.content.decode() + client_of(world.delegate).get(asked.headers.get("Location", "/")).content.decode()
    assert reason in said + asked.content.decode() + "".join(sentences(asked))
    assert Submission.objects.get().state == "draft"


@pytest.mark.parametrize("form", ["html", "text"])
@pytest.mark.parametrize("written", TEXTS.values(), ids=TEXTS)
def test_words_are_only_words_wherever_they_stand(world, written, form):
    submission = actions.begin(world.call, by=world.delegate)
    answer = send(world.delegate, submission, **typed(submission, written, format=form))
    assert answer.status_code == 302
    version = make.submitted(submission, world.head)

    (html,) = [each["html"] for each in version.content["answers"]]
    staff = client_of(make.works_for(world.consultation, "staff"))
    for shown in (html, in_word(staff), in_json(version)):
        assert HIDDEN.search(shown) is None
    for markup in (html, printed(version), on_the_page(version)):
        assert ACTIVE.search(without_texts(markup)) is None
    assert in_a_table(staff)[0] not in "=+-@\t\r"


def on_the_page(version):
    page = client_of().get(f"/sample/inputs/{version.reference}/").content.decode()
    return page[page.index('class="answer-text') : page.index("</section>", page.index('class="answer-text'))]


def printed(version):
    """The receipt as it goes to the printer."""
    html = documents.receipt_html(version)
    return html[html.index("<body") :]


def without_texts(markup):
    """The tags alone, with what stands in them: what looks like a tag in a text is none."""
    return "".join(re.findall(r"<[^>]*>", markup))


def in_word(client):
    """The words of the compilation as a Word file, which must be XML that can be read."""
    file = client.get("/sample/inputs/compilation.docx")
    with ZipFile(io.BytesIO(b"".join(file.streaming_content) if file.streaming else file.content)) as package:
        return "".join(fromstring(package.read("word/document.xml")).itertext())


def in_json(version):
    return client_of().get(f"/sample/inputs/{version.reference}.json").json()["answers"][0]["text"]


def in_a_table(client):
    table = client.get("/sample/inputs.csv").getvalue().decode("utf-8-sig")
    (line,) = csv.DictReader(io.StringIO(table))
    return line["answer"]
