import io
import re

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, String

from record.inspection import PAGES_LIMIT, RefusedError, pdf

from .sample_files import PDF, word
from .sample_files import pdf as made

SCRIPT = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
HERE = Dictionary(S=Name.GoTo, D=Array([0, Name.Fit]))


def inspected(content):
    return pdf.inspect(io.BytesIO(content))


def code_of(content):
    with pytest.raises(RefusedError) as refused:
        inspected(content)
    return refused.value.code


def verdict(content):
    """The code of the refusal, or that it is taken."""
    try:
        inspected(content)
    except RefusedError as refused:
        return refused.code
    return "taken"


def anew(value):
    """A copy: an object belongs to one PDF."""
    return pikepdf.Object.parse(value.unparse())


def root(**entries):
    """A change that puts these entries into the catalogue."""

    def change(document):
        for name, value in entries.items():
            document.Root[f"/{name}"] = anew(value)

    return change


def annotation(**entries):
    """A change that puts an annotation on the first page."""

    def change(document):
        note = anew(Dictionary(Type=Name.Annot, Rect=Array([0, 0, 9, 9]), **entries))
        document.pages[0].obj.Annots = Array([document.make_indirect(note)])

    return change


def attached(document):
    document.attachments["hidden.txt"] = b"A sample."


def elsewhere(document):
    stream = document.make_stream(b"")
    stream.F = String("other.bin")
    document.Root.Sample = stream


def circle(document):
    document.Root.Pages.Kids.append(document.Root.Pages)


def test_a_plain_pdf_is_taken_and_tells_nothing():
    assert inspected(PDF) == {"author": "", "comments": 0}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (root(OpenAction=SCRIPT), "pdf_opening"),
        (root(Names=Dictionary(JavaScript=Dictionary(Names=Array([])))), "pdf_script"),
        (annotation(Subtype=Name.Link, A=SCRIPT), "pdf_script"),
        (annotation(Subtype=Name.Link, A=Dictionary(S=Name.GoTo, Next=Array([SCRIPT]))), "pdf_script"),
        (annotation(Subtype=Name.Link, A=Dictionary(S=Name.Launch, F=String("calc.exe"))), "pdf_launch"),
        (annotation(Subtype=Name.Link, A=Dictionary(S=Name.GoToE)), "pdf_embedded"),
        (annotation(Subtype=Name.Link, A=Dictionary(S=Name.SubmitForm)), "pdf_form"),
        (annotation(Subtype=Name.FileAttachment), "pdf_embedded"),
        (annotation(Subtype=Name.RichMedia), "pdf_media"),
        (annotation(Subtype=Name.Screen), "pdf_media"),
        (annotation(Subtype=Name.Link, A=Dictionary(S=Name.Rendition)), "pdf_media"),
        (root(AcroForm=Dictionary(XFA=Array([]))), "pdf_form"),
        (root(OpenAction=Dictionary(S=Name.URI, URI=String("https://example.org"))), "pdf_opening"),
        (root(OpenAction=Dictionary(S=Name.GoTo, Next=HERE)), "pdf_opening"),
        (root(AA=Dictionary(WC=Dictionary(S=Name.GoToR, F=String("//host/x")))), "pdf_opening"),
        (root(Collection=Dictionary()), "pdf_embedded"),
        (attached, "pdf_embedded"),
        (elsewhere, "pdf_embedded"),
        (circle, "damaged"),
    ],
)
@pytest.mark.parametrize("streams", [pikepdf.ObjectStreamMode.disable, pikepdf.ObjectStreamMode.generate])
def test_a_pdf_that_does_anything_is_refused(change, code, streams):
    """Also where what it does is packed into streams of objects, in which no search for words would find it."""
    content = made(change, object_stream_mode=streams)

    assert code_of(content) == code


@pytest.mark.parametrize(
    "change",
    [
        root(OpenAction=HERE),
        root(OpenAction=Array([0, Name.Fit])),
        annotation(Subtype=Name.Link, A=Dictionary(S=Name.URI, URI=String("https://example.org"))),
        annotation(Subtype=Name.Link, A=HERE),
    ],
)
def test_links_and_the_place_that_opens_are_taken(change):
    assert inspected(made(change)) == {"author": "", "comments": 0}


@pytest.mark.parametrize("owner", ["", "another"])
@pytest.mark.parametrize("user", ["", "secret"])
def test_a_pdf_under_a_password_is_refused(user, owner):
    assert code_of(made(encryption=pikepdf.Encryption(user=user, owner=owner))) == "locked"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"GIF89a" + PDF, "kind"),
        (b"\n" + PDF, "kind"),
        (PDF + b"MZ a program", "tail"),
        (PDF + word(), "tail"),
        (PDF + word()[:-2] + b"\x06\x00%%EOF\n", "tail"),  # what follows the ZIP is its remark
        (PDF[:-9], "damaged"),
        (b"%PDF-1.7 a sample", "damaged"),
        (b"%PDF-1.7\n%%EOF\n", "damaged"),
        (made(pages=0), "damaged"),
    ],
)
def test_nothing_stands_before_behind_or_instead_of_the_pages(content, code):
    assert code_of(content) == code


@pytest.mark.parametrize("space", [b"", b"\n", b"\r\n \n", b"\0\0"])
def test_white_space_behind_the_end_is_nothing(space):
    assert inspected(PDF.rstrip() + space)["comments"] == 0


def test_five_hundred_pages_are_taken_and_no_more():
    assert inspected(made(pages=PAGES_LIMIT))["author"] == ""

    with pytest.raises(RefusedError) as refused:
        inspected(made(pages=PAGES_LIMIT + 1))
    assert (refused.value.code, refused.value.facts) == ("pages", {"pages": 501, "most": 500})


def test_author_and_comments_are_told():
    def marked(document):
        annotation(Subtype=Name.Highlight, Contents=String("Check with the capital."))(document)
        document.docinfo["/Author"] = "A  delegate\n"

    assert inspected(made(marked)) == {"author": "A delegate", "comments": 1}


def test_author_that_stands_there_as_plain_text_is_found():
    xmp = (
        b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        b'<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>A delegate</dc:creator>'
        b"</rdf:Description></rdf:RDF></x:xmpmeta>"
    )

    def named(document):
        document.Root.Metadata = document.make_stream(xmp, Type=Name.Metadata, Subtype=Name.XML)

    assert inspected(made(named))["author"] == "A delegate"


def test_author_is_found_in_the_other_place_too():
    def named(document):
        with document.open_metadata() as metadata:
            metadata["dc:creator"] = ["A delegate", "A colleague"]

    assert inspected(made(named))["author"] == "A delegate; A colleague"


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_whatever_the_bytes_are_the_answer_is_yes_or_no(data):
    content = bytearray(made(root(OpenAction=HERE), object_stream_mode=pikepdf.ObjectStreamMode.disable))
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(5, len(content) - 1))] = data.draw(st.integers(0, 255))

    assert re.fullmatch("taken|damaged|tail|locked|pages|pdf_[a-z]+", verdict(bytes(content)))


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=300))
def test_bytes_that_are_no_pdf_are_refused(content):
    assert code_of(b"%PDF-" + content) in {"damaged", "tail"}
