import json
import logging
import secrets
import sys

import pytest

from accounts.models import Invitation
from imrf_portal.logs import LineFormatter, request_id


def line(message, *args, **extra):
    record = logging.getLogger("test").makeRecord(
        "test", logging.WARNING, __file__, 1, message, args, None, extra=extra
    )
    record.created = 1553090400.25
    return LineFormatter().format(record)


def test_record_is_one_line_of_json_in_utc():
    assert json.loads(line("sent %d", 3, delivery=7)) == {
        "time": "2019-03-20T14:00:00.250+00:00",
        "level": "warning",
        "logger": "test",
        "message": "sent 3",
        "delivery": 7,
    }


@pytest.mark.parametrize("text", ["a\nb", "a\r\nb", "a\x1b[2Jb", "a\u2028b", "a\u202eb", "a\x7fb", "a\x85b"])
def test_text_of_a_visitor_cannot_forge_a_line_or_steer_a_terminal(text):
    said = line("path %s", text)

    assert said.isascii()
    assert said.isprintable()
    assert json.loads(said)["message"] == f"path {text}"


def test_line_carries_the_request_of_its_context_and_that_of_the_record_before_it():
    token = request_id.set("abc")
    try:
        assert json.loads(line("x"))["request"] == "abc"
        assert json.loads(line("x", request_id="def"))["request"] == "def"
    finally:
        request_id.reset(token)
    assert "request" not in json.loads(line("x"))


def test_exception_and_odd_extras_are_told_in_the_same_line():
    try:
        1 / 0  # noqa: B018 - for its exception
    except ZeroDivisionError:
        record = logging.getLogger("t").makeRecord(
            "t", logging.ERROR, "f", 1, "m", (), sys.exc_info(), extra={"o": {1}}
        )
    record.stack_info = "Stack"

    said = LineFormatter().format(record)

    assert "\n" not in said
    found = json.loads(said)
    assert found["exception"].endswith("ZeroDivisionError: division by zero")
    assert (found["stack"], found["o"]) == ("Stack", "{1}")


SECRETS = {
    "/rehearsal/calendar/own/{}.ics": secrets.token_urlsafe(32),
    "/accounts/invitation/{}/": Invitation(pk=1, sendings=1).token,
    "/accounts/invitation/{}.": Invitation(pk=1, sendings=1).token,  # as mail programs add it
    "/accounts/password/reset/key/{}/": "3k-d1x2y3-5f1c0a9b8e7d6c5b4a39281706f5e4d3",
    "/accounts/confirm-email/{}/": "MQ:1xVv3J:HHmks8or7xkTz0bZ2d6Y2v0Qy8gX1kq0r5mS",
}


@pytest.mark.parametrize("path", SECRETS)
def test_a_secret_address_stays_out_of_the_log(path):
    secret = SECRETS[path]
    record = logging.makeLogRecord({"msg": "Not Found: " + path.format(secret)})

    line = LineFormatter().format(record)

    assert secret not in line
    assert path.format("(secret)").rstrip("/.") in line
    assert max(len(part) for part in line.split("(secret)")) < 400
