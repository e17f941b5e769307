"""The words of a file that was taken in, for searching and for taking over; the file is what counts."""

import json
import logging
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from . import uploads

log = logging.getLogger(__name__)


class Words(NamedTuple):
    """``text``: the paragraphs of a file, parted by blank lines; ``notes`` are sentences for its sender."""

    text: str
    notes: list


def read(file, content_type):
    """The words of an open file of a kind that is taken in. What cannot be read has none, and says so."""
    try:
        done = uploads.run("record.extraction", uploads.INSPECTIONS[content_type], file)
    except ValidationError:
        return Words("", [_unread()])
    finally:
        file.seek(0)
    if done.returncode:
        log.error("The words of a file could not be read: %s", done.stderr.decode(errors="replace").strip()[-300:])
        return Words("", [_unread()])
    return _words(json.loads(done.stdout))


def _words(found):
    text = "\n\n".join(found.get("passages", []))
    notes = [] if text else [_unread()]
    if found.get("hidden"):
        notes.append(_("Hidden text in it was left out."))
    if found.get("cut"):
        notes.append(_("It is very long: only its first 500,000 signs were read."))
    return Words(text, notes)


def _unread():
    return _(
        "No text could be read in this file: it may be a scan. The file itself is kept. Write the answers, or paste "
        "them."
    )
