"""One way to hash, everywhere: SHA-256 over canonical JSON, or over bytes."""

import hashlib
import json
from datetime import UTC, date, datetime


def _plain(value):
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no canonical form.")


def canonical(value):
    """``value`` as UTF-8 JSON with sorted keys and no spaces; instants in UTC. Equal values give equal bytes."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain).encode()


def content_hash(value):
    """The SHA-256, in hexadecimal, of a JSON value."""
    return hashlib.sha256(canonical(value)).hexdigest()


def file_hash(content):
    """The SHA-256, in hexadecimal, of bytes."""
    return hashlib.sha256(content).hexdigest()
