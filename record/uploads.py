"""Which files are taken in from people: the kind is decided by the content, and the content must be a document only.

Every refusal is a ValidationError with a sentence. What is taken in is still an open file; nobody holds it in memory.
"""

import json
import logging
import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import antivirus, filenames, refusals

log = logging.getLogger(__name__)
MIB = 1 << 20
LIMIT = 10 * MIB
TOTAL_LIMIT = 25 * MIB
SECONDS = 20
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ENDINGS = {PDF: ".pdf", DOCX: ".docx"}
INSPECTIONS = {PDF: "pdf", DOCX: "word"}
LABELS = {PDF: gettext_lazy("PDF"), DOCX: gettext_lazy("Word (.docx)")}
BEGINNINGS = {b"%PDF-": PDF, b"PK\x03\x04": DOCX}
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ROOT = Path(__file__).resolve().parent.parent
KEPT = ("PATH", "LD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH")


class Taken(NamedTuple):
    """A file that may be kept: ``name`` and ``content_type`` are ours, ``notes`` are sentences for its sender."""

    content: object
    name: str
    content_type: str
    notes: list

    def fields(self):
        """What ``File.objects.keep`` and the actions take."""
        return {"content": self.content, "name": self.name, "content_type": self.content_type}


def take(upload, *, kinds=(PDF, DOCX)):
    """The uploaded file, if it may be kept: the right kind, whole, harmless, and clean where a scanner is asked."""
    if code := getattr(upload, "fault", "") or _size_fault(upload.size):
        raise refused(code)
    kind = _kind(upload, kinds)
    name = _name(upload.name, kind)
    found = _inspect(upload, kind, kinds)
    antivirus.refuse_infected(upload)
    upload.seek(0)
    return Taken(upload, name, kind, refusals.notes(found))


def refuse_large(sizes):
    """Refuse what an object would then hold, given the size of each file, if it is too much together."""
    if sum(sizes) > TOTAL_LIMIT:
        raise ValidationError(
            _("The files here would come to more than 25 MB together. Send a smaller one, or remove another first."),
            code="total",
        )


def size_of(content):
    """The size of bytes or of an open file."""
    return len(content) if isinstance(content, bytes) else content.seek(0, os.SEEK_END)


def refused(code, **facts):
    return ValidationError(refusals.sentence(code, **facts), code=code)


def _size_fault(size):
    if size > LIMIT:
        return "size"
    return "" if size else "empty"


def _kind(upload, kinds):
    """The kind that the first bytes tell, if it is among ``kinds``."""
    upload.seek(0)
    begin = upload.read(8)
    kind = next((kind for sign, kind in BEGINNINGS.items() if begin.startswith(sign)), "")
    if kind in kinds:
        return kind
    if begin == OLD_OFFICE and DOCX in kinds:
        raise refused("old_word")
    raise refused("kind", wanted=wanted(kinds))


def wanted(kinds):
    if tuple(kinds) == (DOCX,):
        return _("Word (.docx)")
    return _("PDF") if tuple(kinds) == (PDF,) else _("PDF or Word (.docx)")


def _name(name, kind):
    """A name to show and to download under. An ending that says another kind is refused, a missing one is given."""
    stem, end = filenames.split(filenames.clean(name or ""))
    if end and end != ENDINGS[kind]:
        raise refused("name", end=end, kind=LABELS[kind], right=ENDINGS[kind])
    return stem + ENDINGS[kind]


def _inspect(upload, kind, kinds):
    """What the inspection found. Whatever ends it otherwise refuses."""
    return _answer(run("record.inspection", INSPECTIONS[kind], upload), kinds)


def run(program, kind, file):
    """What one of our programs, in a process of its own that may do little, made of an open file."""
    command = [sys.executable, "-E", "-s", "-m", program, kind]
    environment = {name: os.environ[name] for name in KEPT if name in os.environ} | {"LANG": "C.UTF-8"}
    bounds = {"capture_output": True, "timeout": SECONDS, "env": environment, "cwd": ROOT}
    try:
        with _copied(file) as copy:
            return subprocess.run(command, stdin=copy, check=False, **bounds)  # noqa: S603 - our own program, no shell
    except subprocess.TimeoutExpired as error:
        raise refused("too_much") from error
    except OSError as error:
        log.exception("A file could not be inspected.")
        raise refused("checks") from error


@contextmanager
def _copied(upload):
    """The upload in a file of its own, at its beginning: a child that reads would move the place in a shared one."""
    upload.seek(0)
    with tempfile.TemporaryFile() as copy:
        shutil.copyfileobj(upload, copy)
        copy.seek(0)
        yield copy


def _answer(done, kinds):
    if done.returncode < 0:  # killed: by a limit, or by the system for want of memory
        raise refused("too_much")
    if done.returncode:
        log.error("An inspection broke off: %s", done.stderr.decode(errors="replace").strip()[-300:])
        raise refused("damaged")
    answer = json.loads(done.stdout)
    if code := answer.get("refused"):
        raise refused(code, **answer["facts"], wanted=wanted(kinds))
    return answer["notes"]
