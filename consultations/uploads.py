"""Which files are taken in: the kind is decided by the content, never by the name."""

import io
import zipfile
from pathlib import PurePosixPath

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LIMIT = 10 * 1024 * 1024
UNPACKED_LIMIT = 50 * 1024 * 1024
PARTS_LIMIT = 2000
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ENDINGS = {PDF: ".pdf", DOCX: ".docx"}


def read(upload, *, kinds=(PDF, DOCX)):
    """The bytes, a safe name and the content type of an uploaded file. ValidationError says what to send instead."""
    if upload.size > LIMIT:
        raise ValidationError(_("This file is larger than 10 MB. Send a smaller one."), code="size")
    content = upload.read()
    kind = _kind(content)
    if kind not in kinds:
        wanted = _("PDF") if kinds == (PDF,) else _("PDF or Word (.docx)")
        raise ValidationError(
            _("This file is not a %(wanted)s file. Save it as such and send it again.") % {"wanted": wanted},
            code="kind",
        )
    return content, safe_name(upload.name, kind), kind


def _kind(content):
    if content.startswith(b"%PDF-"):
        return PDF
    if content.startswith(b"PK\x03\x04") and _is_word(content):
        return DOCX
    return ""


def _is_word(content):
    """Whether a ZIP is a Word file without macros that unpacks within the limits."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return False
    names = {part.filename for part in parts}
    small = len(parts) <= PARTS_LIMIT and sum(part.file_size for part in parts) <= UNPACKED_LIMIT
    return small and "word/document.xml" in names and not any(n.endswith("vbaProject.bin") for n in names)


def safe_name(name, kind):
    """A file name to show and to download under: printable, no path, with the ending of its kind."""
    stem = PurePosixPath(name.replace("\\", "/")).name
    stem = "".join(sign for sign in stem if sign.isprintable() and sign not in '<>:"/|?*')
    stem = stem.rsplit(".", 1)[0].strip(" .")[:120] or _("file")
    return stem + ENDINGS[kind]
