"""A mail server and rows of the record for the tests of this app."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth import get_user_model

from record.actor import Actor, Capacity
from record.models import Delivery, File
from record.tests.mailserver import MailServer

AT = datetime(2019, 2, 1, 15, 0, tzinfo=UTC)


@pytest.fixture
def at():
    return AT


@pytest.fixture(autouse=True)
def storage(settings, tmp_path):
    """A storage of its own for each test, since some damage it."""
    default = {**settings.STORAGES["default"], "OPTIONS": {"location": tmp_path / "files"}}
    settings.STORAGES = {**settings.STORAGES, "default": default}
    return tmp_path / "files"


@pytest.fixture
def mailserver(settings):
    """A server that takes everything, and the settings that lead to it."""
    with MailServer() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 5
        settings.DEFAULT_FROM_EMAIL = "IMRF portal <portal@portal.test>"
        yield server


@pytest.fixture
def by():
    """A person of the secretariat on the day of the first letter."""
    user = get_user_model().objects.create_user("secretariat@portal.test", name="A person of the secretariat")
    return Actor(user=user, capacity=Capacity.SECRETARIAT, at=AT, request_id="r1")


@pytest.fixture
def letter():
    """A stored file, the object that deliveries and events of these tests are about."""
    return File.objects.keep(b"%PDF-1.7 a sample", name="letter.pdf", content_type="application/pdf", at=AT)


@pytest.fixture
def queue(letter):
    """A function that puts one message to each address into the outbox, the letter attached."""

    def queue(*addresses, at=AT, **fields):
        message = {"kind": "circular", "subject": "A sample", "text": "A sample text.\n", "files": [letter], **fields}
        rows = Delivery.objects.queue(letter, addresses=[(address, None) for address in addresses], at=at, **message)
        return list(rows)

    return queue
