from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from record.hashing import canonical, content_hash, file_hash


def test_canonical_form_depends_on_neither_order_nor_zone():
    at = datetime(2019, 2, 1, 15, 0, tzinfo=UTC)

    form = canonical({"b": at, "a": "ü"})

    assert form == '{"a":"ü","b":"2019-02-01T15:00:00.000000+00:00"}'.encode()
    assert form == canonical({"a": "ü", "b": at.astimezone(ZoneInfo("America/New_York"))})
    assert form != canonical({"a": "ü", "b": at.astimezone(timezone(timedelta(hours=1))) + timedelta(microseconds=1)})


def test_hashes_are_sha256():
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

    assert file_hash(b"") == empty
    assert content_hash({}) == file_hash(b"{}")
