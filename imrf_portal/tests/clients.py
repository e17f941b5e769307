"""Clients of the demonstration's people."""

from contextlib import contextmanager

from django.db import transaction
from django.test import Client

from accounts.models import User
from accounts.tests.signing_in import sign_in


def client_of(email="", **kwargs):
    """A client that is signed in as the person of this address; without one, a visitor's."""
    client = Client(**kwargs)
    if email:
        sign_in(client, User.objects.get(email=email), factor=False)  # the demonstration's people need none
    return client


def body_of(answer):
    """The bytes of an answer. A file that it streams is closed then."""
    return answer.getvalue() if answer.streaming else answer.content


@contextmanager
def undone():
    """What happens inside has not happened."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
