import io
import subprocess
import sys
import zlib

import pytest

from record.inspection import __main__ as program
from record.uploads import ROOT

from .sample_files import PDF, pdf, word


def test_look_tells_what_was_found_or_why_not():
    assert program.look("pdf", io.BytesIO(PDF)) == {"notes": {"author": "", "comments": 0}}
    assert program.look("word", io.BytesIO(word()))["notes"]["changes"] == 0
    assert program.look("pdf", io.BytesIO(pdf(pages=501))) == {"refused": "pages", "facts": {"pages": 501, "most": 500}}


def test_look_that_needs_too_much_memory_says_so(monkeypatch):
    def greedy(file):
        raise MemoryError

    monkeypatch.setitem(program.KINDS, "pdf", greedy)

    assert program.look("pdf", io.BytesIO(PDF)) == {"refused": "too_much", "facts": {}}


BOUNDED = "from record.inspection.__main__ import limit; limit(); "


@pytest.mark.parametrize(
    ("does", "said"),
    [
        ("bytes(1 << 31)", b"MemoryError"),
        ("import sys; open(sys.argv[1], 'wb', 0).write(b'a')", b"File too large"),
    ],
)
def test_what_runs_there_is_bounded(tmp_path, does, said):
    command = [sys.executable, "-c", BOUNDED + does, tmp_path / "a"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)

    assert (done.returncode, said in done.stderr) == (1, True)


def test_a_pdf_that_bursts_is_refused_within_the_bounds(tmp_path):
    """An object stream of a megabyte that unpacks to two gigabytes."""
    packer = zlib.compressobj(9)
    first, again = (packer.compress(b" " * (1 << 24)) + packer.flush(zlib.Z_FULL_FLUSH) for _ in range(2))
    packed = first + again * 127 + packer.flush()
    bomb = tmp_path / "bomb.pdf"
    bomb.write_bytes(around(packed))

    with bomb.open("rb") as file:
        command = [sys.executable, "-m", "record.inspection", "pdf"]
        done = subprocess.run(command, cwd=ROOT, stdin=file, capture_output=True, timeout=60, check=False)

    assert b"notes" not in done.stdout


def around(packed):
    """A PDF whose catalogue stands in the object stream ``packed``."""
    head = b"%%PDF-1.5\n1 0 obj\n<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n" % len(packed)
    body = head + packed + b"\nendstream endobj\n"
    rows = bytes([0, 0, 0, 0, 0, 255]) + bytes([1, 0, 0, 0, 9, 0]) + bytes([2, 0, 0, 0, 1, 0])
    rows += bytes([1]) + len(body).to_bytes(4, "big") + bytes([0])
    table = b"3 0 obj\n<</Type/XRef/Size 4/W[1 4 1]/Root 2 0 R/Length %d>>stream\n%b\nendstream endobj\n" % (
        len(rows),
        rows,
    )
    return body + table + b"startxref\n%d\n%%%%EOF\n" % len(body)
