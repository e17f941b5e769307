import errno
import io
import os
import re
import stat
import time

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import transaction

from record import storing
from record.hashing import file_hash
from record.models import File

pytestmark = pytest.mark.django_db

CONTENT = b"A sample." * 20_000
OLD = 2 * storing.DAY


def stored(storage):
    """All that lies in the storage, by its path below it."""
    return {path.relative_to(storage).as_posix(): path for path in storage.rglob("*") if path.is_file()}


@pytest.mark.parametrize("of", [bytes, io.BytesIO, lambda content: SimpleUploadedFile("../a", content)])
def test_store_puts_the_bytes_under_their_hash_and_nothing_beside(storage, of):
    sha256 = file_hash(CONTENT)

    key = f"{sha256[:2]}/{sha256[2:4]}/{sha256}"
    assert storing.store(of(CONTENT)) == (sha256, key, len(CONTENT))
    assert {name: path.read_bytes() for name, path in stored(storage).items()} == {key: CONTENT}


def test_store_lets_the_group_read_and_nobody_else(storage):
    storing.store(CONTENT)

    assert [stat.S_IMODE(path.stat().st_mode) for path in stored(storage).values()] == [0o640]


def test_store_reads_an_open_file_from_its_beginning(storage):
    file = io.BytesIO(CONTENT)
    file.read(100)

    assert storing.store(file)[0] == file_hash(CONTENT)


def test_store_again_leaves_the_bytes_as_they_are_and_makes_them_fresh(storage):
    storing.store(CONTENT)
    [path] = stored(storage).values()
    os.utime(path, (1, 1))
    before = path.stat()

    storing.store(CONTENT)

    assert path.stat().st_ino == before.st_ino
    assert path.stat().st_mtime > time.time() - 60


def test_store_again_mends_what_was_cut(storage):
    storing.store(CONTENT)
    [path] = stored(storage).values()
    os.truncate(path, 5)

    storing.store(CONTENT)

    assert path.read_bytes() == CONTENT


class Breaking(io.BytesIO):
    """A file that can be measured, and breaks off while it is copied."""

    error, reads = OSError(errno.ENOSPC, "No space left on device"), 0

    def read(self, size=-1):
        self.reads += 1
        if self.reads == 5:
            raise self.error
        return super().read(size)


def test_keep_on_a_full_disk_says_so_and_leaves_neither_row_nor_file(storage, at, caplog):
    with pytest.raises(ValidationError) as refused, transaction.atomic():
        File.objects.keep(Breaking(CONTENT), name="a", content_type="application/pdf", at=at)

    assert (refused.value.code, refused.value.messages) == (
        "storage",
        ["The file could not be stored, and nothing was changed. Tell the administrator, and try again later."],
    )
    assert (stored(storage), File.objects.count()) == ({}, 0)
    assert [record.message for record in caplog.records] == ["A file could not be stored."]


def test_store_that_is_told_to_end_leaves_nothing(storage):
    source = Breaking(CONTENT)
    source.error = KeyboardInterrupt()

    with pytest.raises(KeyboardInterrupt):
        storing.store(source)

    assert stored(storage) == {}


def test_keep_takes_an_open_file(at):
    file = File.objects.keep(io.BytesIO(CONTENT), name="a.pdf", content_type="application/pdf", at=at)

    assert (file.sha256, file.size, file.read()) == (file_hash(CONTENT), len(CONTENT), CONTENT)


# What is left over


def aged(path, seconds=OLD):
    os.utime(path, (time.time() - seconds,) * 2)
    return path


@pytest.fixture
def left(storage, letter):
    """A kept letter, a file of a transaction that was rolled back, a part of one, and a file that is not ours; old."""
    storing.store(b"left")
    for name in ("ab/cd/x.part", "ab/cd/notes.txt", "probe/one"):
        path = storage / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"abc")
    paths = stored(storage)
    for path in paths.values():
        aged(path)
    return {name: path for name, path in paths.items() if name.endswith(".part") or path.read_bytes() == b"left"}


def test_orphans_are_what_no_row_names(left):
    assert list(storing.orphans()) == sorted(left.values())


def test_orphans_of_today_may_still_get_their_row(left):
    for path in left.values():
        aged(path, storing.DAY - 60)

    assert list(storing.orphans()) == []


def test_orphans_of_an_empty_storage_are_none(storage):
    assert list(storing.orphans()) == []


def test_sweep_files_lists_and_leaves(left, capsys):
    call_command("sweep_files")

    told = capsys.readouterr().out.split("\n")
    assert told[:2] == [str(path) for path in sorted(left.values())]
    assert told[2] == "2 files of 7 bytes."
    assert [path.exists() for path in left.values()] == [True, True]


def test_sweep_files_removes_what_it_lists_and_nothing_else(left, storage, letter, capsys):
    before = set(stored(storage))

    call_command("sweep_files", "--remove")

    assert before - set(stored(storage)) == set(left)
    assert letter.is_intact()
    assert re.search(r"^2 files of 7 bytes removed\.$", capsys.readouterr().out, re.MULTILINE)
