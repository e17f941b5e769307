"""Copies by mail: asked for once, sent beside the letter, never twice to one address, ended when one says so."""

import pytest

from accounts.tests.factories import AddressFactory, MembershipFactory, UserFactory
from consultations import actions, emails
from consultations.models import CircularState, CopyRequest
from record import wording
from record.models import Delivery, Event
from record.waking import quiet

from . import factories
from .factories import AT, PDF, ConsultationFactory, EnclosureFactory, acting, circular_in, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return factories.team(ConsultationFactory(slug="process"))


@pytest.fixture
def delegate():
    """A delegate as the Actor they are."""
    return acting(MembershipFactory(user__email="delegate@mission.test").user)


@pytest.fixture
def printed(team):
    """A function: a letter that is being issued, after its print."""

    def printed(**fields):
        circular = circular_in(CircularState.ISSUING, team, **fields)
        with quiet():
            return publish(circular, team)

    return printed


def copied(target):
    return list(Delivery.objects.about(target).filter(kind="copy").order_by("pk").values_list("address", flat=True))


# Asking and stopping


def test_ask_copies_opens_one_request_and_records_it(team, delegate, deeds):
    first, second = (actions.ask_copies(team.consultation, by=delegate) for _ in range(2))

    assert (first, first.user, first.asked_at, first.ended_at) == (second, delegate.user, AT, None)
    assert deeds(first) == [("created", delegate.user, {})]


def test_stop_copies_ends_the_request_and_another_can_be_opened(team, delegate, deeds):
    first = actions.ask_copies(team.consultation, by=delegate)
    for _ in range(2):
        actions.stop_copies(team.consultation, by=delegate)
    second = actions.ask_copies(team.consultation, by=delegate)

    first.refresh_from_db()
    assert (first.ended_at, second.ended_at, first == second) == (AT, None, False)
    assert [verb for verb, _user, _facts in deeds(first)] == ["created", "ended"]


def test_what_one_asked_for_is_told_to_oneself_alone(team, delegate):
    request = actions.ask_copies(team.consultation, by=delegate)
    actions.stop_copies(team.consultation, by=delegate)
    events = Event.objects.about(request).order_by("place")
    kind, names = wording.KINDS[CopyRequest], {delegate.delegation.code: "Portugal"}

    readers = [actor for actor in (team.public, team.secretariat, delegate) if events.visible_to(actor).exists()]

    assert readers == [delegate]
    assert (kind.title(request), [wording.sentence(kind, event, request, names) for event in events]) == (
        "copies by mail",
        [f"A delegate of Portugal {done} by mail." for done in ("asked for copies", "asked for no more copies")],
    )


@pytest.mark.parametrize("perm", ["ask_copies", "stop_copies"])
def test_who_may_ask(team, delegate, perm):
    stranger = acting(UserFactory())
    actors = [team.public, stranger, delegate, team.staff, team.first, team.secretariat]

    may = [actor.may(f"consultations.{perm}", team.consultation) for actor in actors]

    assert may == {"ask_copies": [False, False, *[True] * 4], "stop_copies": [False, *[True] * 5]}[perm]


def test_who_works_for_another_process_only_may_not_ask(team):
    other = factories.team()

    assert not other.staff.may("consultations.ask_copies", team.consultation)


@pytest.mark.django_db(transaction=True)
def test_second_request_waits_and_is_the_same(team, delegate, second):
    ended = second(*[lambda: actions.ask_copies(team.consultation, by=delegate)] * 2)

    assert ended == CopyRequest.objects.get()
    assert Event.objects.about(ended).count() == 1


@pytest.mark.django_db(transaction=True)
def test_second_stop_waits_and_finds_nothing_to_stop(team, delegate, second):
    request = actions.ask_copies(team.consultation, by=delegate)

    second(*[lambda: actions.stop_copies(team.consultation, by=delegate)] * 2)

    assert [event.verb for event in Event.objects.about(request).order_by("place")] == ["created", "ended"]


# Sending


def test_issue_sends_copies_beside_the_letter(team, delegate, printed):
    AddressFactory(email="mission@mission.test")
    actions.ask_copies(team.consultation, by=delegate)
    actions.ask_copies(team.consultation, by=team.staff)
    circular = circular_in(CircularState.DRAFT, team)
    annex = EnclosureFactory(circular=circular).file
    with quiet():
        for deed in factories.TO_ISSUE:
            circular = deed(circular, team)

    assert copied(circular) == [delegate.user.email, team.staff.user.email]
    copy = Delivery.objects.about(circular).get(kind="copy", address=delegate.user.email)
    assert (copy.subject, copy.text) == emails.copy(circular)
    assert (copy.recipient_id, copy.consultation, copy.queued_at) == (delegate.user.pk, "process", AT)
    assert list(copy.files.order_by("pk")) == sorted([annex, circular.pdf], key=lambda file: file.pk)
    assert Delivery.objects.about(circular).filter(kind="circular").count() == 1


def test_message_that_carries_a_copy(printed):
    circular = printed()

    subject, text = emails.copy(circular)

    assert subject == "Sample: A sample letter (2019-001)"
    assert (
        text
        == f"""\
Consultations on a sample

Circular 2019-001
A sample letter

A copy of the letter is enclosed. It is also to be found at
http://127.0.0.1:8000/process/circulars/2019-001/

SHA-256 of the letter: {circular.pdf.sha256}
Whether a copy is what was issued, and whether it still stands, is told at
http://127.0.0.1:8000/verify/{circular.pdf.sha256}/

This copy was sent to you because you asked for copies by mail. The letter itself
went to the official addresses. To get no more copies, use the button at
http://127.0.0.1:8000/process/sent/
"""
    )


def test_address_that_gets_the_letter_gets_no_copy_of_it(team, delegate, printed):
    AddressFactory(email=delegate.user.email.upper())
    actions.ask_copies(team.consultation, by=delegate)

    assert copied(printed()) == []


def test_account_that_is_closed_and_who_asked_no_more_get_none(team, delegate, printed):
    closed = acting(MembershipFactory().user)
    for actor in (closed, delegate):
        actions.ask_copies(team.consultation, by=actor)
    type(closed.user).objects.filter(pk=closed.user.pk).update(is_active=False)
    actions.stop_copies(team.consultation, by=delegate)

    assert copied(printed()) == []


def test_copies_of_one_process_are_not_those_of_another(team, delegate, printed):
    actions.ask_copies(ConsultationFactory(), by=delegate)

    assert copied(printed()) == []


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow_with_the_copies(team, rows, django_assert_num_queries):
    circular = circular_in(CircularState.ISSUED, team)
    for membership in MembershipFactory.create_batch(rows):
        actions.ask_copies(team.consultation, by=acting(membership.user))
    circular = type(circular).objects.select_related("consultation", "pdf").get(pk=circular.pk)

    with quiet(), django_assert_num_queries(6):
        actions.copies.send(circular, team.secretariat)

    assert circular.pdf.read() == PDF
    assert len(copied(circular)) == rows
