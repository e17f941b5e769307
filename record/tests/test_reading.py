"""Events are read through what the apps say; what none of them opens is read by nobody."""

import pytest
from django.db.models import Q

from record.actor import Actor
from record.models import Event, File, Verb, reading
from record.models.reading import NOTHING, Reading, about

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_readers(monkeypatch):
    monkeypatch.setattr(reading, "READERS", {})


@pytest.fixture
def events(letter, by):
    return [Event.objects.record(letter, verb, by=by, consultation="imrf") for verb in (Verb.CREATED, Verb.ISSUED)]


def seen(actor=None):
    return list(Event.objects.visible_to(actor or Actor()).order_by("place").values_list("verb", "known"))


def test_event_that_no_app_opens_is_read_by_nobody(events):
    assert seen() == []

    reading.register("none", lambda actor: [])
    assert seen() == []

    reading.register("nothing", lambda actor: [Reading(NOTHING)])
    assert seen() == []


def test_event_that_one_may_read_is_not_known_by_that(events):
    reading.register("letters", lambda actor: [Reading(about(File))])

    assert seen() == [("created", False), ("issued", False)]


def test_readings_of_all_apps_add_up(events):
    reading.register("letters", lambda actor: [Reading(about(File, verbs=[Verb.ISSUED]))])
    reading.register("others", lambda actor: [Reading(NOTHING), Reading.wholly(Q(verb=Verb.CREATED))])

    assert seen() == [("created", True), ("issued", False)]


def test_reading_is_of_the_actor(events, by):
    reading.register("own", lambda actor: [] if actor.is_anonymous else [Reading.wholly(Q(user=actor.user))])

    assert (seen(), seen(by)) == ([], [("created", True), ("issued", True)])


def test_objects_among_which_one_is_to_be_are_asked(events, letter):
    condition = about(File, File.objects.filter(name="letter.pdf"), verbs=[Verb.ISSUED])
    other = about(File, File.objects.filter(name="another.pdf"))

    assert list(Event.objects.filter(condition)) == [events[1]]
    assert list(Event.objects.filter(other)) == []
    assert list(Event.objects.about_any(File, [letter.pk]).of_chain("imrf")) == [events[1], events[0]]
    assert list(Event.objects.about_any(File, File.objects.none().values("pk"))) == []
    assert list(Event.objects.of_chain("")) == []
