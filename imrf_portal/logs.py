"""One line of JSON for every record, so that a machine can read the log and no text in it can forge a line."""

import contextvars
import datetime
import json
import logging
import re

request_id = contextvars.ContextVar("request_id", default="")  # set by the middleware for the time of a request

# What a record has by itself; anything else was given as ``extra`` and is logged.
STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "request", "request_id", "taskName"}
# Addresses that let in whoever has them: the log of a page that is not found must not hold them.
SECRETS = re.compile(
    r"(/calendar/own/|/accounts/(?:invitation|password/reset/key|confirm-email)/)[\w:.-]{16,}?(?=\.ics|[/\s\"?]|$)"
)
SIMPLE = (str, int, float, bool, type(None))


class LineFormatter(logging.Formatter):
    """Formats a record as one line: time in UTC, level, logger, message, the request's id, extras, exception.

    Text that is not ASCII is escaped, control characters with it: what a visitor sends cannot begin a new line, move
    a terminal's cursor or turn the reading direction. Secret addresses stay out of it.
    """

    def format(self, record):
        line = {
            "time": datetime.datetime.fromtimestamp(record.created, datetime.UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if found := getattr(record, "request_id", "") or request_id.get():
            line["request"] = found
        line |= {name: simple(value) for name, value in vars(record).items() if name not in STANDARD}
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        if record.stack_info:
            line["stack"] = self.formatStack(record.stack_info)
        return SECRETS.sub(r"\1(secret)", json.dumps(line).replace("\x7f", "\\u007f"))


def simple(value):
    """A value that JSON has a form for; of anything else, what it says of itself."""
    return value if isinstance(value, SIMPLE) else str(value)
