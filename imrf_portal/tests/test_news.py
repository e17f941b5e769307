"""What is new on one's desk: what others did since one last looked, and no more than one may know."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from consultations import actions as consultations_actions
from consultations.capacities import actor_for
from consultations.models import Circular, Consultation, Visit
from imrf_portal import news
from imrf_portal.demo import people
from record import waking
from submissions import actions
from submissions.models import Submission

from .clients import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]
DESK = "/rehearsal/desk/"
HEADING = "New since you last looked"


@pytest.fixture
def rehearsal():
    return Consultation.objects.get(slug="rehearsal")


def actor(email):
    return actor_for(User.objects.get(email=email), at=timezone.now())


def seen(email):
    client = client_of(email)
    assert client.post(f"{DESK}seen/")["Location"] == DESK
    return client


def ask(email="delegate.prt@demo.invalid"):
    """A delegate of Portugal sends the unsubmitted input for clearance."""
    with waking.quiet():
        submission = Submission.objects.get(consultation__slug="rehearsal", delegation__code="PRT")
        actions.ask_for_clearance(submission, by=people.actor(email, timezone.now()))


def test_what_a_colleague_does_is_new_until_one_has_seen_it(rehearsal):
    client = seen("head.prt@demo.invalid")
    assert HEADING not in client.get(DESK).content.decode()

    ask()
    new = client.get(DESK)
    client.post(f"{DESK}seen/")

    assert [row.verb for row in new.context["news"]] == ["sent_for_clearance"]
    assert HEADING in new.content.decode()
    assert HEADING not in client.get(DESK).content.decode()


@pytest.mark.parametrize("email", ["head.phl@demo.invalid", "stakeholder@demo.invalid", "secretariat@demo.invalid"])
def test_what_one_may_not_know_is_no_news(email):
    client = seen(email)

    ask()

    assert client.get(DESK).context["news"] == []


def test_what_one_has_done_oneself_is_no_news():
    client = seen("delegate.prt@demo.invalid")

    ask()

    assert client.get(DESK).context["news"] == []


def test_who_looks_for_the_first_time_is_told_of_two_weeks(rehearsal):
    by = actor("head.prt@demo.invalid")

    assert news.since(rehearsal, by) == by.at - timedelta(days=14)


def test_page_that_was_opened_earlier_turns_nothing_back(rehearsal):
    by = actor("head.prt@demo.invalid")
    news.seen(rehearsal, by=by)

    news.seen(rehearsal, by=by.later(-timedelta(hours=1)))

    assert Visit.objects.get(user=by.user, consultation=rehearsal).at == by.at


def test_long_list_is_cut_and_leads_to_the_record(rehearsal, monkeypatch):
    monkeypatch.setattr(news, "SHOWN", 1)

    shown = client_of("head.prt@demo.invalid").get(DESK)

    assert len(shown.context["news"]) == 1
    assert shown.context["more"]
    assert "There is more in the record" in shown.content.decode()


def test_letter_whose_receipt_nobody_confirmed_stands_on_the_desk(rehearsal):
    client, by = client_of("delegate.prt@demo.invalid"), people.actor("delegate.prt@demo.invalid", timezone.now())
    before = titles(client)
    letter = next(each for each in Circular.objects.filter(consultation=rehearsal) if titled(each) in before)

    with waking.quiet():
        consultations_actions.acknowledge(letter, by=by)

    assert titles(client) == [title for title in before if title != titled(letter)]


def titled(circular):
    return f"{circular.reference} {circular.subject}"


def titles(client):
    return [item.title for item in client.get(DESK).context["progress"] if item.verb == "Confirm the receipt"]
