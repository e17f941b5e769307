"""Those who work for a consultation, and what the record says of a deed."""

import pytest
import time_machine
from django.test import Client

from accounts.tests.signing_in import sign_in
from consultations import documents
from record.models import Delivery, Event

from . import factories


@pytest.fixture
def team():
    """Two persons of the secretariat, one of the staff, two co-facilitators and a visitor, of one consultation."""
    return factories.team()


@pytest.fixture
def printing_here():
    """Prints in this process: starting another takes a second."""
    with documents.printing_here():
        yield


@pytest.fixture
def now():
    """It is the day of the first letter, ten o'clock in New York."""
    with time_machine.travel(factories.AT, tick=False) as traveller:
        yield traveller


@pytest.fixture
def client_of(now):
    """A function: a client that is signed in as an Actor's person; without one, a visitor's."""

    def client_of(actor=None, **options):
        client = Client(**options)
        if actor:
            sign_in(client, actor.user)
        return client

    return client_of


@pytest.fixture
def deeds():
    """A function: what has been done to an object, as (verb, person, facts), the first first."""

    def deeds(target):
        events = Event.objects.about(target).order_by("place").select_related("user")
        return [(event.verb, event.user, event.facts) for event in events]

    return deeds


@pytest.fixture
def mails():
    """A function: the messages about an object that wait in the outbox, as (kind, address)."""

    def mails(target):
        return list(Delivery.objects.about(target).order_by("pk").values_list("kind", "address"))

    return mails
