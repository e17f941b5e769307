"""How bytes come to lie in the storage: whole and under their hash, or not at all.

A file is written beside its place and moved there when the disk has all of it, so that what stands under a hash is
never a part of it, whenever the machine stops.
"""

import hashlib
import io
import logging
import os
import re
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

log = logging.getLogger(__name__)
CHUNK = 1 << 16
DAY = 24 * 3600
UNFINISHED = ".part"
KEY = re.compile(r"([0-9a-f]{2})/([0-9a-f]{2})/\1\2[0-9a-f]{60}")


def store(content):
    """Put ``content``, bytes or an open file, under its hash; the hash, the key and the size.

    ValidationError says so if the disk does not take it; then nothing of it stays.
    """
    source = io.BytesIO(content) if isinstance(content, bytes) else content
    sha256, size = measure(source)
    key = f"{sha256[:2]}/{sha256[2:4]}/{sha256}"
    try:
        if not _is_there(key, size):
            _write(source, Path(default_storage.path(key)))
    except OSError as error:
        log.exception("A file could not be stored.")
        raise ValidationError(
            _("The file could not be stored, and nothing was changed. Tell the administrator, and try again later."),
            code="storage",
        ) from error
    return sha256, key, size


def measure(source):
    """SHA-256 and size of an open file, read from its beginning a piece at a time."""
    source.seek(0)
    total, size = hashlib.sha256(), 0
    while chunk := source.read(CHUNK):
        total.update(chunk)
        size += len(chunk)
    return total.hexdigest(), size


def orphans(now=None):
    """Paths of what no row names and nobody has touched for a day: left by work that broke off or was rolled back."""
    from .models import File  # they store through this module

    root = Path(default_storage.path(""))
    before = (time.time() if now is None else now) - DAY
    named = set(File.objects.values_list("key", flat=True))
    for path in sorted(root.glob("*/*/*")):
        ours = path.name.endswith(UNFINISHED) or KEY.fullmatch(key := path.relative_to(root).as_posix())
        if (
            ours
            and path.is_file()
            and path.stat().st_mtime < before
            and (path.suffix == UNFINISHED or key not in named)
        ):
            yield path


def _is_there(key, size):
    """Whether the bytes are there in their length; if so they count as fresh, so that no sweep takes them now."""
    path = default_storage.path(key)
    with suppress(FileNotFoundError):
        if os.path.getsize(path) == size:
            os.utime(path)
            return True
    return False


def _write(source, path):
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, beside = tempfile.mkstemp(suffix=UNFINISHED, dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as target:
            _copy(source, target)
        os.chmod(beside, default_storage.file_permissions_mode or 0o640)
        os.replace(beside, path)
    except BaseException:  # also of a worker that is told to end: no part stays behind
        with suppress(FileNotFoundError):
            os.unlink(beside)
        raise


def _copy(source, target):
    source.seek(0)
    while chunk := source.read(CHUNK):
        target.write(chunk)
    target.flush()
    os.fsync(target.fileno())
