import io
import logging
import socket
import threading

import pytest
from django.core.exceptions import ValidationError

from record import antivirus

from .sample_files import EICAR, PDF, packed
from .scanner import Scanner

CLEAN = b"A sample." * 20_000
NO_ANSWER = ["The virus scanner does not answer, so nothing was kept. Send it again in some minutes."]
FOUND = [
    "The virus scanner has found “Eicar-Signature” in this file, and nothing was kept of it. Tell your own "
    "technicians, and send a clean copy."
]


@pytest.fixture
def scanner(settings):
    """A function that starts a scanner and lets the portal ask it."""
    started = []

    def start(**how):
        scanner = Scanner(**how).__enter__()
        started.append(scanner)
        settings.CLAMD_URL = scanner.url
        return scanner

    yield start
    for one in started:
        one.__exit__()


def refusal(content):
    with pytest.raises(ValidationError) as refused:
        antivirus.refuse_infected(io.BytesIO(content))
    return refused.value.code, refused.value.messages


def test_nobody_is_asked_where_no_scanner_is_named(settings):
    settings.CLAMD_URL = ""

    assert antivirus.refuse_infected(io.BytesIO(EICAR)) is None


def test_a_clean_file_passes_and_was_heard_whole(scanner):
    one = scanner()

    assert antivirus.refuse_infected(io.BytesIO(CLEAN)) is None
    assert one.heard == [CLEAN]


@pytest.mark.parametrize("content", [EICAR, packed({"a": EICAR}, 0), PDF + EICAR])
def test_an_infected_file_is_refused_by_name(scanner, content, caplog):
    scanner()

    assert refusal(content) == ("infected", FOUND)
    assert [record.levelname for record in caplog.records] == ["WARNING"]


@pytest.mark.parametrize(
    "says",
    [
        b"",
        b"stream: OK",  # cut before its end
        b"OK\0",
        b"stream: maybe\0",
        b"stream: <b>x</b>\r\n FOUND\0",
        b"INSTREAM size limit exceeded. ERROR\0",
        b"UNKNOWN COMMAND\0",
        b"HTTP/1.1 200 OK\r\n\r\nstream: OK\0",
        b"\xff\xfe\x00",
        b"stream: OK\0stream: OK\0",
        b"a" * 20_000,
    ],
)
def test_what_is_neither_yes_nor_no_refuses_and_is_logged(scanner, says, caplog):
    scanner(says=says)

    assert refusal(CLEAN) == ("scanner", NO_ANSWER)
    assert [(record.levelno, record.message) for record in caplog.records] == [
        (logging.ERROR, "The virus scanner gave no answer.")
    ]


def test_a_scanner_that_takes_no_more_refuses(scanner):
    scanner(most=1000)

    assert refusal(CLEAN * 50) == ("scanner", NO_ANSWER)


def test_a_scanner_that_speaks_too_slowly_refuses(scanner, monkeypatch):
    """The time is for the whole of the answer: a byte now and then does not keep the upload waiting."""
    monkeypatch.setattr(antivirus, "SECONDS", 0.4)
    scanner(wait=0.1)

    assert refusal(CLEAN) == ("scanner", NO_ANSWER)


def test_a_scanner_that_never_speaks_refuses(settings, monkeypatch):
    monkeypatch.setattr(antivirus, "SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.CLAMD_URL = f"tcp://127.0.0.1:{silent.getsockname()[1]}"

        assert refusal(CLEAN) == ("scanner", NO_ANSWER)


def test_a_question_that_has_no_time_left_is_not_asked(scanner, monkeypatch):
    monkeypatch.setattr(antivirus, "SECONDS", 0)
    one = scanner()

    assert refusal(CLEAN) == ("scanner", NO_ANSWER)
    assert one.heard == []


@pytest.mark.parametrize("url", ["tcp://127.0.0.1:1", "unix:///nowhere/clamd.sock", "tcp://nowhere.invalid:3310"])
def test_a_scanner_that_is_away_refuses(settings, url):
    settings.CLAMD_URL = url

    assert refusal(CLEAN) == ("scanner", NO_ANSWER)
    assert antivirus.answers() is False


def test_a_scanner_is_asked_by_a_path_too(settings, tmp_path):
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(str(tmp_path / "clamd"))
        door.listen()
        settings.CLAMD_URL = f"unix://{tmp_path / 'clamd'}"
        threading.Thread(target=answer_once, args=[door], daemon=True).start()

        assert antivirus.answers() is True


def answer_once(door):
    line, _ = door.accept()
    with line:
        assert line.recv(100) == b"zPING\0"
        line.sendall(b"PONG\0")


@pytest.mark.parametrize(("says", "there"), [(None, True), (b"", False), (b"PANG\0", False)])
def test_answers_tells_whether_it_is_there(scanner, says, there):
    scanner(says=says)

    assert antivirus.answers() is there
