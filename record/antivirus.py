"""ClamAV's daemon, asked about a file where ``CLAMD_URL`` names one. No answer is never taken for a good one.

Of the packages that speak its protocol one is under the GPL, one needs an event loop and one is twelve years old; the
two commands used here are a few lines.
"""

import logging
import re
import socket
import struct
import time
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError

from . import refusals

log = logging.getLogger(__name__)
SECONDS = 30  # for the whole of one question
CHUNK = 1 << 16
ANSWER = 4096
LENGTH = struct.Struct("!L")
FOUND = re.compile(r"stream: ([\x21-\x7e]{1,200}) FOUND")


class NoAnswerError(Exception):
    """The scanner is away, too slow, or says something that is neither yes nor no."""


def refuse_infected(file):
    """Let an open file pass that the scanner has found clean; ValidationError otherwise, also if it does not answer."""
    if not settings.CLAMD_URL:
        return
    try:
        virus = scan(file)
    except (NoAnswerError, OSError) as error:
        log.exception("The virus scanner gave no answer.")
        raise ValidationError(refusals.sentence("scanner"), code="scanner") from error
    if virus:
        log.warning("The virus scanner has found %s in a file; it was refused.", virus)
        raise ValidationError(refusals.sentence("infected", virus=virus), code="infected")


def scan(file):
    """What the scanner has found in an open file; "" if it says that there is nothing."""
    file.seek(0)
    with _Question() as question:
        try:
            question.send(b"zINSTREAM\0")
            while chunk := file.read(CHUNK):
                question.send(LENGTH.pack(len(chunk)) + chunk)
            question.send(LENGTH.pack(0))
        except (BrokenPipeError, ConnectionResetError):
            pass  # it has heard enough, and may have said why
        answer = question.answer()
    if answer == "stream: OK":
        return ""
    if found := FOUND.fullmatch(answer):
        return found[1]
    raise NoAnswerError(answer)


def answers():
    """Whether the scanner is there, for those who ask whether the portal does its work."""
    try:
        with _Question() as question:
            question.send(b"zPING\0")
            return question.answer() == "PONG"
    except (NoAnswerError, OSError):
        log.exception("The virus scanner does not answer.")
        return False


class _Question:
    """A connection for one command, over within ``SECONDS`` however slowly the other side speaks."""

    def __enter__(self):
        self.until = time.monotonic() + SECONDS
        url = urlsplit(settings.CLAMD_URL)
        if url.scheme == "unix":
            self.line = socket.socket(socket.AF_UNIX)
            self.line.settimeout(self._left())
            try:
                self.line.connect(url.path)
            except OSError:
                self.line.close()
                raise
        else:
            self.line = socket.create_connection((url.hostname, url.port or 3310), timeout=self._left())
        return self

    def __exit__(self, *error):
        self.line.close()

    def _left(self):
        left = self.until - time.monotonic()
        if left <= 0:
            raise NoAnswerError("It took too long.")
        return left

    def send(self, content):
        self.line.settimeout(self._left())
        self.line.sendall(content)

    def answer(self):
        """All that it says until it hangs up: one line, and the zero that ends it."""
        got, piece = b"", b"-"
        while piece and len(got) <= ANSWER:
            self.line.settimeout(self._left())
            piece = self.line.recv(ANSWER)
            got += piece
        line, zero, more = got.partition(b"\0")
        if more or not zero:
            raise NoAnswerError(repr(got[:200]))
        return line.decode("ascii", "replace")
