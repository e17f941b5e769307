"""A tail that was cut off together with its head is found from outside: by what was written down before."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from record import anchors, verification
from record.models import GENESIS, Chain, Event, Verb, Verification
from record.tests.cleanup import unprotected

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_checks(monkeypatch):
    """The check of the events alone, whatever apps stand above."""
    monkeypatch.setattr(verification, "CHECKS", {"events": verification.CHECKS["events"]})


@pytest.fixture
def events(letter, by):
    """Four events in the chain of a consultation, and one in that of the portal."""
    Event.objects.record(letter, Verb.INVITED, by=by)
    verbs = [Verb.CREATED, Verb.CHANGED, Verb.APPROVED, Verb.ISSUED]
    return [Event.objects.record(letter, verb, by=by, consultation="imrf") for verb in verbs]


@pytest.fixture
def anchor(events, tmp_path):
    """A file with the heads as they are now."""
    path = tmp_path / "anchors.txt"
    verify("--write-anchor", path)
    return path


def verify(*words):
    output = StringIO()
    call_command("verify_record", *map(str, words), stdout=output)
    return output.getvalue().splitlines()


def refused(*words):
    """What the command prints before it fails, and how it fails."""
    output = StringIO()
    with pytest.raises(CommandError) as failure:
        call_command("verify_record", *map(str, words), stdout=output)
    return output.getvalue().splitlines(), str(failure.value)


def cut(events, length):
    """Take the events after ``length`` away and set the head back: from inside nothing is wrong."""
    with unprotected():
        Event.objects.filter(consultation="imrf", place__gt=length).delete()
        Chain.objects.filter(name="imrf").update(length=length, head=events[length - 1].sha256 if length else GENESIS)


def test_heads_are_added_to_the_file(events, anchor):
    lines = [line.split(" ", 1)[1] for line in anchor.read_text().splitlines()]

    assert lines == [f"(portal) 1 {Chain.objects.get(name='').head}", f"imrf 4 {events[3].sha256}"]

    verify("--write-anchor", anchor, "--consultation", "imrf")

    assert [line.split(" ", 1)[1] for line in anchor.read_text().splitlines()] == [*lines, lines[1]]


def test_record_that_has_grown_is_still_what_was_anchored(letter, by, anchor):
    Event.objects.record(letter, Verb.WITHDRAWN, by=by, consultation="imrf")

    assert verify("--anchor", anchor)[-1] == "No problem found in: events, anchors."


@pytest.mark.parametrize("length", [0, 1, 3])
def test_tail_cut_together_with_the_head_is_found_by_the_anchor_alone(events, anchor, length):
    cut(events, length)

    assert verify()[-1] == "No problem found in: events."
    printed, failure = refused("--anchor", anchor)
    assert [line.partition(": ")[0] for line in printed[:1]] == ["imrf"]
    assert printed[0].endswith("it had 4 events, and that one is missing: the chain was cut off.")
    assert failure == "1 problem found in: events, anchors."


def test_chain_that_was_cut_and_written_on_is_found_by_the_anchor(letter, by, events, anchor):
    cut(events, 3)
    Event.objects.record(letter, Verb.WITHDRAWN, by=by, consultation="imrf")

    assert verify()[-1] == "No problem found in: events."
    printed, _failure = refused("--anchor", anchor)
    assert printed[0].endswith("event 4 had another hash: the chain was written anew.")


def test_chain_that_is_gone_whole_is_found_by_the_anchor(events, anchor):
    with unprotected():
        Event.objects.all().delete()
        Chain.objects.all().delete()

    printed, failure = refused("--anchor", anchor)

    assert [line.partition(": on ")[0] for line in printed] == ["portal", "imrf"]
    assert failure == "2 problems found in: events, anchors."


def test_anchor_of_another_consultation_is_not_asked(letter, by, events, anchor):
    Event.objects.record(letter, Verb.CREATED, by=by, consultation="other")
    cut(events, 3)

    assert verify("--anchor", anchor, "--consultation", "other")[-1] == "No problem found in: events, anchors."


def test_heads_of_a_broken_record_are_not_anchored(events, anchor):
    before = anchor.read_text()
    with unprotected():
        Event.objects.filter(consultation="imrf", place=2).update(request_id="r2")

    refused("--write-anchor", anchor)

    assert anchor.read_text() == before


def test_new_chain_is_anchored_at_its_beginning():
    Chain.objects.create(name="new")
    line = f"2019-02-01T00:00:00+00:00 new 0 {GENESIS}"

    assert list(anchors.problems(anchors.read(f"# a sample\n\n{line}\n"))) == []
    assert str(anchors.read(line)[0]) == line


@pytest.mark.parametrize(
    "line",
    ["nonsense", "2019 imrf 4", "2019 imrf four " + "0" * 64, "2019 imrf 4 " + "g" * 64, "2019 im/rf 4 " + "0" * 64],
)
def test_line_that_is_no_anchor_is_refused_by_its_number(events, tmp_path, line):
    path = tmp_path / "anchors.txt"
    path.write_text(f"# a sample\n{line}\n")

    assert refused("--anchor", path)[1].startswith("Line 2 is no anchor: ")


def test_file_that_cannot_be_read_is_refused_in_words(events, tmp_path):
    (tmp_path / "bytes").write_bytes(b"\xff")

    assert refused("--anchor", tmp_path / "none")[1].startswith("The anchors cannot be read: ")
    assert refused("--anchor", tmp_path / "bytes")[1].startswith("The anchors cannot be read: ")


def test_file_that_cannot_be_written_is_refused_in_words(events, tmp_path):
    assert refused("--write-anchor", tmp_path / "none" / "file")[1].startswith("The heads could not be written: ")


def test_what_was_verified_is_kept(events):
    verify()
    with unprotected():
        Event.objects.filter(consultation="imrf", place=2).update(request_id="r2")
    refused("--consultation", "imrf")

    assert list(Verification.objects.order_by("pk").values_list("chain", "length", "head", "problems")) == [
        ("", 1, Chain.objects.get(name="").head, 0),
        ("imrf", 4, events[3].sha256, 0),
        ("imrf", 4, events[3].sha256, 1),
    ]
    assert str(Verification.objects.last()) == "imrf 4: 1"
    chains = Chain.objects.with_verification().order_by("name").values_list("verified_length", "verified_problems")
    assert list(chains) == [(1, 0), (4, 1)]
