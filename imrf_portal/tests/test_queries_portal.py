"""How many questions a page asks the database: as many for three of a thing as for one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from consultations.models import Consultation
from record import waking

from . import letters
from .clients import client_of

SECRETARIAT, SPAIN = "secretariat@demo.invalid", "cofacilitator.esp@demo.invalid"


def queries(client, path):
    """How many it costs, once what is asked once in a process is known."""
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


@pytest.mark.parametrize(
    ("path", "by_a_visitor", "by_the_secretariat"),
    [("/", 3, 7), ("/verify/", 0, 4), ("/accounts/password/reset/", 0, 4), ("/accounts/inactive/", 0, 4)],
)
def test_queries_of_the_pages_around_the_consultations(demo, path, by_a_visitor, by_the_secretariat):
    assert (queries(client_of(), path), queries(client_of(SECRETARIAT), path)) == (by_a_visitor, by_the_secretariat)


@pytest.mark.parametrize("slug", ["imrf-modalities", "rehearsal"])
def test_queries_of_the_overview_do_not_grow_with_the_versions_of_the_text(demo, slug):
    """Three released versions stand in the one, two in the other."""
    path = f"/{slug}/"

    assert (queries(client_of(), path), queries(client_of(SECRETARIAT), path)) == (8, 13)


def test_queries_of_the_index_do_not_grow_with_the_consultations(demo):
    today = timezone.now().date()
    for number in range(3):
        Consultation.objects.create(
            slug=f"more-{number}", title="A sample", short_title="A sample", opens_on=today, expected_end=today
        )

    assert queries(client_of(), "/") == 3


@pytest.mark.parametrize(
    ("email", "step", "expected"),
    [
        (SPAIN, letters.ask, 18),
        (SECRETARIAT, lambda circular: letters.approve(letters.ask(circular)), 16),
        (SECRETARIAT, lambda circular: circular, 16),
    ],
    ids=["awaits approval", "awaits issue", "under way"],
)
def test_queries_of_the_desk_do_not_grow_with_what_lies_on_it(demo, email, step, expected):
    client, counts = client_of(email), []
    for more in (1, 2):
        with waking.quiet():
            for _ in range(more):
                step(letters.begin("One more"))
        client.post("/rehearsal/desk/seen/")  # what is new costs as many questions as it has kinds
        counts.append(queries(client, "/rehearsal/desk/"))

    assert counts == [expected, expected]


def test_queries_of_the_mailbox_do_not_grow_with_the_messages(demo, settings, tmp_path):
    settings.MAIL_DIR, counts = tmp_path, []
    for number in range(3):
        message = "Subject: A sample\nDate: Fri, 01 Feb 2019 15:00:00 +0000\n\nA text."
        (tmp_path / f"message{number}.eml").write_text(message)
        counts.append(queries(client_of(SECRETARIAT), "/demo/mail/"))

    assert counts == [5, 5, 5]
