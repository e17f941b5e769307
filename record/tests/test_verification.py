from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F

from record import verification
from record.models import GENESIS, Chain, Event, File, Verb
from record.tests.cleanup import unprotected

pytestmark = pytest.mark.django_db
ALTERED = "it was altered: its content does not have its hash."
UNCONNECTED = "it does not follow from the event before it."


@pytest.fixture
def events(letter, by):
    """Four events in the chain of a consultation, and one in that of the portal."""
    Event.objects.record(letter, Verb.INVITED, by=by)
    verbs = [Verb.CREATED, Verb.CHANGED, Verb.APPROVED, Verb.ISSUED]
    return [Event.objects.record(letter, verb, by=by, consultation="imrf", order=1, name="ünïcode") for verb in verbs]


@pytest.fixture(autouse=True)
def _as_owner():
    """Someone who owns the tables and can do what the triggers refuse."""
    with unprotected():
        yield


@pytest.fixture(autouse=True)
def _own_checks(monkeypatch):
    """The checks of this app alone, whatever apps stand above it."""
    own = {name: verification.CHECKS[name] for name in ("events", "files")}
    monkeypatch.setattr(verification, "CHECKS", own)


def found(consultation=None):
    return [str(problem) for problem in verification.problems(consultation)]


def imrf(place=None):
    events = Event.objects.filter(consultation="imrf")
    return events.filter(place=place) if place else events


def forged(event, **fields):
    """Write an event anew with a hash that is right for its own content."""
    for name, value in fields.items():
        setattr(event, name, value)
    event.sha256 = event.compute_hash()
    event.save()
    return event


def test_whole_record_has_no_problem(events):
    assert found() == []


def test_empty_record_has_no_problem():
    assert found() == []


@pytest.mark.parametrize(
    "change",
    [
        {"verb": "withdrawn"},
        {"capacity": "head"},
        {"delegation": "PRT"},
        {"at": "2020-01-01T00:00Z"},
        {"user": None},
        {"request_id": "r2"},
        {"facts": {"order": 2}},
        {"target_id": 0},
        {"previous": "1" * 64},
    ],
)
def test_altered_event_is_found(events, change):
    imrf(2).update(**change)

    assert found() == [f"imrf, event 2: {ALTERED}"]


def test_event_altered_together_with_its_hash_is_found_at_the_next(events):
    forged(events[1], facts={})

    assert found() == [f"imrf, event 3: {UNCONNECTED}"]


def test_last_event_altered_together_with_its_hash_is_found_at_the_head(events):
    forged(events[3], facts={})

    assert found() == ["imrf: its head is not the hash of its last event, 4."]


def test_deleted_event_is_found(events):
    imrf(2).delete()

    assert found() == ["imrf, event 3: the events 2 to 2 are missing before it.", f"imrf, event 3: {UNCONNECTED}"]


def test_deleted_first_events_are_found(events):
    imrf().filter(place__lte=2).delete()

    assert found() == ["imrf, event 3: the events 1 to 2 are missing before it.", f"imrf, event 3: {UNCONNECTED}"]


def test_inserted_event_is_found_with_those_it_has_moved(events):
    for event in reversed(events[2:]):
        imrf(event.place).update(place=F("place") + 1)
    forged(Event.objects.get(pk=events[1].pk), pk=None, place=3, previous=events[1].sha256)

    assert found() == [
        f"imrf, event 4: {ALTERED}",
        f"imrf, event 5: {ALTERED}",
        "imrf: it should have 4 events, but the last one there is 5.",
    ]


def test_events_in_another_order_are_found(events):
    imrf(2).update(place=9)
    imrf(3).update(place=2)
    imrf(9).update(place=3)

    assert found() == [f"imrf, event 2: {ALTERED}", f"imrf, event 3: {ALTERED}", f"imrf, event 4: {UNCONNECTED}"]


def test_event_moved_to_another_chain_is_found(events):
    Event.objects.filter(consultation=None).update(consultation="imrf", place=5)

    assert found() == [
        f"imrf, event 5: {ALTERED}",
        "imrf: it should have 4 events, but the last one there is 5.",
        "portal: all 1 events of the chain are missing.",
    ]


def test_cut_tail_is_found(events):
    imrf().filter(place__gte=3).delete()

    assert found() == ["imrf: it should have 4 events, but the last one there is 2."]


def test_tail_cut_together_with_the_head_shows_only_in_the_head(events):
    before = verification.heads()

    imrf(4).delete()
    Chain.objects.filter(name="imrf").update(length=3, head=events[2].sha256)

    assert found() == []
    assert (before[1], verification.heads()[1]) == (("imrf", 4, events[3].sha256), ("imrf", 3, events[2].sha256))


def test_chain_without_any_event_is_found(events):
    Event.objects.all().delete()

    assert found() == ["portal: all 1 events of the chain are missing.", "imrf: all 4 events of the chain are missing."]
    assert found("imrf") == ["imrf: all 4 events of the chain are missing."]


def test_chain_without_its_head_is_found(events):
    Chain.objects.filter(name="imrf").delete()

    assert found() == ["imrf: the head of the chain is missing."]


def test_new_chain_has_no_events_yet():
    Chain.objects.create(name="new")

    assert found() == []
    assert verification.heads() == [("new", 0, GENESIS)]


@pytest.fixture
def second(letter):
    """Another file with the same bytes."""
    return File.objects.keep(letter.read(), name="same.pdf", content_type="application/pdf", at=letter.kept_at)


def test_altered_bytes_are_found_for_every_row_that_has_them(letter, second, storage):
    (storage / letter.key).write_bytes(b"%PDF-1.7 a forgery")

    assert found() == [
        f"file {letter.pk} (letter.pdf): its bytes are not those that were kept.",
        f"file {second.pk} (same.pdf): its bytes are not those that were kept.",
    ]


def test_missing_bytes_are_found(letter, storage):
    (storage / letter.key).unlink()

    assert found() == [f"file {letter.pk} (letter.pdf): its bytes are gone or cannot be read."]


@pytest.mark.parametrize("change", [{"sha256": "1" * 64}, {"size": 1}])
def test_altered_row_of_a_file_is_found(letter, change):
    File.objects.update(**change)

    assert found() == [f"file {letter.pk} (letter.pdf): its bytes are not those that were kept."]


def test_one_consultation_is_verified_by_itself(events, at, storage):
    ours = File.objects.keep(b"ours", name="ours.pdf", content_type="application/pdf", at=at, consultation="imrf")
    (storage / ours.key).unlink()
    Event.objects.update(request_id="r2")
    File.objects.filter(consultation=None).update(size=1)

    assert found("imrf") == [
        *(f"imrf, event {place}: {ALTERED}" for place in (1, 2, 3, 4)),
        f"file {ours.pk} (ours.pdf): its bytes are gone or cannot be read.",
    ]
    assert found("another") == []


@pytest.mark.parametrize("count", [1, 3])
def test_number_of_queries_does_not_grow(letter, by, django_assert_num_queries, count):
    for number in range(count):
        Event.objects.record(letter, Verb.CHANGED, by=by, consultation="imrf", number=number)

    with django_assert_num_queries(3):  # events with heads, chains without events, files
        assert found() == []


def verify(*words):
    output = StringIO()
    call_command("verify_record", *words, stdout=output)
    return output.getvalue().splitlines()


@pytest.fixture
def _with_a_check_of_an_app(monkeypatch):
    monkeypatch.setattr(verification, "CHECKS", dict(verification.CHECKS))
    verification.register(
        "letters", lambda consultation: [verification.Problem("letter 1", f"asked of {consultation}")]
    )


def test_command_prints_the_heads_and_that_all_is_well(events):
    portal = Chain.objects.get(name="")

    assert verify() == [
        f"portal: 1 events, head {portal.head}",
        f"imrf: 4 events, head {events[3].sha256}",
        "No problem found in: events, files.",
    ]
    assert verify("--consultation", "imrf") == [
        f"imrf: 4 events, head {events[3].sha256}",
        "No problem found in: events, files.",
    ]


@pytest.mark.usefixtures("_with_a_check_of_an_app")
def test_command_prints_each_problem_and_fails(events):
    imrf(2).update(request_id="r2")
    output = StringIO()

    with pytest.raises(CommandError, match=r"^2 problems found in: events, files, letters.$") as failure:
        call_command("verify_record", stdout=output)

    assert failure.value.returncode == 1
    assert output.getvalue().splitlines()[:2] == [f"imrf, event 2: {ALTERED}", "letter 1: asked of None"]


@pytest.mark.usefixtures("_with_a_check_of_an_app")
def test_command_asks_the_apps_about_one_consultation(events):
    output = StringIO()

    with pytest.raises(CommandError, match=r"^1 problem found"):
        call_command("verify_record", "--consultation", "imrf", stdout=output)

    assert output.getvalue().splitlines()[0] == "letter 1: asked of imrf"


def test_command_says_that_a_consultation_is_unknown(events):
    with pytest.raises(CommandError, match="No chain is called “another”"):
        verify("--consultation", "another")
