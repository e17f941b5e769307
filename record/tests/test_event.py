from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from types import SimpleNamespace

import pytest
from django.db import connection, transaction

from record.actor import Actor, Capacity
from record.models import GENESIS, Chain, Event, Verb

pytestmark = pytest.mark.django_db
IMRF = SimpleNamespace(slug="imrf")


def in_thread(function, *args, **options):
    """What another worker does: with its own connection, closed at the end."""
    try:
        return function(*args, **options)
    finally:
        connection.close()


def chain(name):
    return Chain.objects.values_list("length", "head").get(name=name)


def test_event_says_who_did_what_in_which_capacity_and_when(letter, by):
    by = replace(by, delegation=SimpleNamespace(code="PRT"))

    event = Event.objects.record(letter, Verb.ISSUED, by=by, consultation=IMRF, reference="2019-001")

    event.refresh_from_db()
    assert (event.target, event.verb, event.user, event.capacity) == (letter, "issued", by.user, "secretariat")
    assert (event.delegation, event.at, event.request_id) == ("PRT", by.at, "r1")
    assert (event.consultation, event.facts, str(event)) == ("imrf", {"reference": "2019-001"}, "imrf 1: issued")


def test_event_of_the_clock_names_nobody(letter, at):
    event = Event.objects.record(letter, Verb.ISSUED, by=Actor.clock(at))

    assert (event.user, event.capacity, event.delegation, str(event)) == (None, Capacity.CLOCK, "", "portal 1: issued")


def test_each_event_follows_from_the_one_before_in_its_own_chain(letter, by):
    first = Event.objects.record(letter, Verb.CREATED, by=by, consultation=IMRF)
    other = Event.objects.record(letter, Verb.CREATED, by=by)
    second = Event.objects.record(letter, Verb.CHANGED, by=by, consultation="imrf")

    assert [(each.place, each.previous) for each in (first, other, second)] == [
        (1, GENESIS),
        (1, GENESIS),
        (2, first.sha256),
    ]
    assert chain("imrf") == (2, second.sha256)
    assert chain("") == (1, other.sha256)
    assert list(Event.objects.filter(consultation="imrf")) == [first, second]


def test_hash_is_the_same_when_the_event_is_read_again(letter, by, at):
    facts = {
        "when": at,
        "day": at.date(),
        "of": ("a", "ü"),
        "counts": {2: "two", 10: "ten"},
        "share": 0.1,
        "no": None,
    }

    event = Event.objects.record(letter, Verb.CHANGED, by=by, **facts)

    again = Event.objects.get()
    assert again.compute_hash() == again.sha256 == event.sha256
    assert again.facts == {
        "when": "2019-02-01T15:00:00.000000+00:00",
        "day": "2019-02-01",
        "of": ["a", "ü"],
        "counts": {"2": "two", "10": "ten"},
        "share": 0.1,
        "no": None,
    }


def test_fact_without_a_canonical_form_is_a_bug(letter, by):
    with pytest.raises(TypeError, match=r"object has no canonical form\."):
        Event.objects.record(letter, Verb.CHANGED, by=by, what=object())


def test_event_that_is_undone_leaves_no_gap(letter, by):
    with transaction.atomic():
        Event.objects.record(letter, Verb.CREATED, by=by)
        transaction.set_rollback(True)

    assert Event.objects.record(letter, Verb.CREATED, by=by).place == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("begun", [False, True])
def test_second_transaction_waits_for_its_place_in_the_chain(letter, by, begun, wait_until_a_query_is_blocked):
    if begun:
        Event.objects.record(letter, Verb.CREATED, by=by)

    with ThreadPoolExecutor() as pool, transaction.atomic():
        first = Event.objects.record(letter, Verb.APPROVED, by=by)
        second = pool.submit(in_thread, Event.objects.record, letter, Verb.CHANGED, by=by)
        wait_until_a_query_is_blocked()

    places = list(Event.objects.values_list("place", "verb").filter(verb__in=["approved", "changed"]))
    assert places == [(1 + begun, "approved"), (2 + begun, "changed")]
    assert second.result().previous == first.sha256
    assert chain("") == (2 + begun, second.result().sha256)


@pytest.mark.parametrize("count", [1, 3])
def test_recording_costs_the_same_each_time(letter, by, count, django_assert_num_queries):
    Event.objects.record(letter, Verb.CREATED, by=by)

    with django_assert_num_queries(5 * count):  # savepoint, chain, event, chain, release
        for _ in range(count):
            Event.objects.record(letter, Verb.CHANGED, by=by)
