"""Reminders beyond their own page: in the demonstration, in its mail, and in what administrators see."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Delegation
from consultations import actions
from consultations.models import Consultation, ReminderRun
from imrf_portal import administration, mailbox
from imrf_portal.demo import people
from record import waking
from record.actor import Actor
from record.models import Delivery

from .clients import client_of, undone

pytestmark = pytest.mark.django_db
TWO_DAYS = timedelta(days=2)


@pytest.fixture(autouse=True)
def in_the_demonstration(letters, settings):
    settings.DEMO = True


@pytest.fixture
def reminded():
    """The rehearsal, whose reminders have gone: that of the call first, then that of the meeting."""
    with undone(), waking.quiet():
        rehearsal = Consultation.objects.get(slug="rehearsal")
        for reminder in rehearsal.reminders.select_related("deadline"):
            at = reminder.deadline.at - timedelta(minutes=reminder.offset)
            actions.remind(rehearsal, by=Actor.clock(at))
        yield rehearsal


def test_demonstration_reminds_of_its_first_meeting_and_of_inputs(letters):
    page = client_of("secretariat@demo.invalid").get("/rehearsal/reminders/").content.decode()

    assert (page.count("1 day before"), page.count("2 days before")) == (1, 1)


def test_administrators_are_shown_no_row_of_reminders_by_inputs(reminded, rf):
    shown = administration.site.get_model_admin(Delivery).get_queryset(rf.get("/"))
    rows = shown.filter(target_id__in=ReminderRun.objects.values("pk"), kind__startswith="reminder")

    assert ReminderRun.objects.filter(outcome="sent").count() == 2
    assert set(rows.values_list("kind", flat=True)) == {"reminder"}


def keys(**fields):
    return set(Delivery.objects.filter(**fields).values_list("message_key", flat=True))


@pytest.mark.parametrize("email", ["secretariat", "staff", "cofacilitator.bgd", "delegate.phl", "admin"])
def test_mail_of_the_demonstration_shows_reminders_by_inputs_to_their_readers_only(reminded, email):
    closed = mailbox.closed_to(people.actor(f"{email}@demo.invalid", timezone.now()))
    own = Delegation.objects.get(code="PHL") if email == "delegate.phl" else None
    private, open_ones = keys(kind="reminder-private"), keys(kind="reminder")

    assert len(private) > 1
    assert private - closed == (
        keys(kind="reminder-private", recipient_id=own.pk, address__contains="missions")
        | keys(kind="reminder-private", address=f"{email}@demo.invalid")
        if own
        else set()
    )
    assert bool(open_ones - closed) == (email != "admin")
