"""PDF and Word files for tests: plain ones, and ones that hold what they should not."""

import io
import struct
import zipfile

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-" + b"STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def sent(content, name="sample.pdf"):
    """An upload, as a form gets it; with any name, past what Django's own class cleans."""
    upload = SimpleUploadedFile("sample", content)
    upload._name = name
    return upload


def pdf(change=None, *, pages=1, **options):
    """A PDF of empty pages, after ``change(pdf)``."""
    stored = io.BytesIO()
    with pikepdf.new() as document:
        for _ in range(pages):
            document.add_blank_page()
        if change:
            change(document)
        document.save(stored, static_id=True, **options)
    return stored.getvalue()


PDF = pdf()


def relationships(*relations):
    """A ``.rels`` part of (kind, target) or (kind, target, "External")."""
    rows = ""
    for number, (kind, target, *outside) in enumerate(relations):
        mode = 'TargetMode="External"' if outside else ""
        rows += f'<Relationship Id="r{number}" Type="{OFFICE}/{kind}" Target="{target}" {mode}/>'
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rows}</Relationships>'


def types(*more, main=MAIN):
    """``[Content_Types].xml`` of a document, with further lines."""
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{main}"/>{"".join(more)}</Types>'
    )


def body(inside="<w:p><w:r><w:t>A sample.</w:t></w:r></w:p>"):
    return f'<w:document xmlns:w="{W}"><w:body>{inside}</w:body></w:document>'


def word_parts(**changed):
    """The parts of the plainest document: ``body``, ``types`` and ``relations`` can be others."""
    return {
        "[Content_Types].xml": changed.get("types", types()),
        "_rels/.rels": relationships(("officeDocument", "word/document.xml")),
        "word/document.xml": changed.get("body", body()),
        "word/_rels/document.xml.rels": changed.get("relations", relationships()),
    }


def packed(parts, compression=zipfile.ZIP_DEFLATED):
    """A ZIP of these parts: a dictionary, or pairs of name (or ZipInfo) and content."""
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w", compression) as archive:
        for name, content in parts.items() if isinstance(parts, dict) else parts:
            archive.writestr(name, content, compression)
    return stored.getvalue()


def word(more=(), **changed):
    """A Word file, with ``more`` parts than it needs."""
    return packed(list(word_parts(**changed).items()) + list(dict(more).items()))


def claiming(content, part, size):
    """The ZIP ``content``, whose directory and header say that ``part`` unpacks to ``size`` bytes."""
    content, name = bytearray(content), part.encode()
    for sign, place, behind in ((b"PK\x01\x02", 24, 46), (b"PK\x03\x04", 22, 30)):
        at = next(
            at for at in range(len(content)) if content.startswith(sign, at) and content.startswith(name, at + behind)
        )
        content[at + place : at + place + 4] = struct.pack("<I", size)
    return bytes(content)
