"""What was sent to whom: one's own to a delegation, what belongs to one's capacity to a person, letters to others."""

from datetime import timedelta
from html import unescape

import pytest

from accounts.models import User
from accounts.tests.factories import (
    AddressFactory,
    DelegationFactory,
    DelegationNameFactory,
    MembershipFactory,
    UserFactory,
)
from consultations import sent
from consultations.models import (
    CircularState,
    CopyRequest,
    Deadline,
    MeetingSubscription,
    Reminder,
    ReminderRun,
)
from record.models import Delivery

from . import factories
from .factories import AT, CallFactory, CircularFactory, ConsultationFactory, MeetingFactory, acting, circular_in

pytestmark = pytest.mark.django_db
PAGE = "/process/sent/"


@pytest.fixture
def team():
    return factories.team(ConsultationFactory(slug="process"))


@pytest.fixture
def portugal():
    delegation = DelegationFactory(code="PRT", iso3="PRT")
    DelegationNameFactory(delegation=delegation, name="Portugal")
    AddressFactory(delegation=delegation, email="mission@portugal.test")
    return delegation


@pytest.fixture
def delegate(portugal):
    return acting(MembershipFactory(delegation=portugal, user__email="delegate@portugal.test").user)


@pytest.fixture
def other():
    """The delegate of another delegation, with an address of its own."""
    delegation = AddressFactory(email="mission@spain.test").delegation
    return acting(MembershipFactory(delegation=delegation).user)


def queue(target, kind, recipient, subject="A sample", *, consultation="process", at=AT):
    address = recipient.email if isinstance(recipient, User) else f"mission@{recipient.code.lower()}.test"
    return Delivery.objects.queue(
        target,
        kind=kind,
        subject=subject,
        text="A secret of the text",
        addresses=[(address, recipient)],
        at=at,
        consultation=consultation,
    ).get()


def reminded(team, kind, recipient, audience="all"):
    call = CallFactory(consultation=team.consultation)
    deadline = Deadline.objects.written(call, "due", AT, consultation=team.consultation)
    reminder = Reminder.objects.create(
        consultation=team.consultation,
        deadline=deadline,
        offset=60,
        audience=audience,
        kinds=["member_state"],
        subject="A reminder",
        body="A text",
        made_by=team.staff.user,
        made_at=AT,
    )
    run = ReminderRun.objects.create(reminder=reminder, due_for=AT, at=AT, outcome="sent")
    return queue(run, kind, recipient)


def listed(team, actor):
    return [row.pk for row in sent.to_us(team.consultation, actor)]


def text(answer):
    assert answer.status_code == 200
    return unescape(answer.content.decode())


# Who sees what


def test_delegation_sees_what_went_to_its_addresses_and_no_other(team, delegate, other):
    circular = circular_in(CircularState.ISSUED, team)

    own, theirs = (Delivery.objects.get(recipient_id=one.delegation_id, kind="circular") for one in (delegate, other))

    assert (listed(team, delegate), listed(team, other)) == ([own.pk], [theirs.pk])
    [row] = sent.described(sent.to_us(team.consultation, delegate), delegate)
    assert (row.sort, row.label, row.page) == ("circular", "circular", circular.get_absolute_url())


def test_all_of_the_delegation_see_the_same_of_its_addresses(team, portugal, delegate):
    head = acting(MembershipFactory(delegation=portugal, role="head", may_clear=True).user)
    row = reminded(team, "reminder-private", portugal, "not_submitted")

    assert listed(team, head) == listed(team, delegate) == [row.pk]


def test_person_sees_what_went_to_themself_and_no_other_of_their_delegation(team, portugal, delegate):
    colleague = acting(MembershipFactory(delegation=portugal).user)
    meeting = MeetingFactory(consultation=team.consultation)
    subscription = MeetingSubscription.objects.create(meeting=meeting, user=delegate.user, asked_at=AT)
    row = queue(subscription, "invitation-0", delegate.user)

    assert (listed(team, delegate), listed(team, colleague)) == ([row.pk], [])
    [shown] = sent.described(sent.to_us(team.consultation, delegate), delegate)
    assert (shown.label, shown.page) == ("invitation to a meeting", meeting.get_absolute_url())


def test_meeting_that_is_hidden_now_is_not_linked(team, delegate):
    meeting = MeetingFactory(consultation=team.consultation, published=False)
    subscription = MeetingSubscription.objects.create(meeting=meeting, user=delegate.user, asked_at=AT)
    queue(subscription, "invitation-0", delegate.user)

    assert [row.page for row in sent.described(sent.to_us(team.consultation, delegate), delegate)] == [""]


def test_work_for_the_consultation_is_not_seen_while_one_speaks_for_a_delegation(team, portugal):
    user = team.first.user
    MembershipFactory(user=user, delegation=portugal, role="head", may_clear=True)
    circular = circular_in(CircularState.IN_APPROVAL, team)
    row = Delivery.objects.about(circular).get(address=user.email)

    as_head = acting(user, chosen="head:PRT")

    assert (listed(team, team.first), listed(team, as_head)) == ([row.pk], [])
    [shown] = sent.described(sent.to_us(team.consultation, team.first), team.first)
    assert (shown.label, shown.page) == ("letter in preparation", circular.get_absolute_url())


def test_reminder_to_a_member_is_seen_while_they_speak_for_a_delegation(team, delegate):
    row = reminded(team, "reminder-private", delegate.user, "awaiting_clearance")
    team_member = acting(factories.RoleFactory(consultation=team.consultation, user=delegate.user).user)

    assert (listed(team, delegate), listed(team, team_member)) == ([row.pk], [])
    [shown] = sent.described(sent.to_us(team.consultation, delegate), delegate)
    assert (shown.label, shown.page) == ("reminder", "")


def test_copy_is_seen_by_whom_it_went_to(team, delegate):
    circular = circular_in(CircularState.ISSUED, team)
    row = queue(circular, "copy", delegate.user)

    [shown] = [r for r in sent.described(sent.to_us(team.consultation, delegate), delegate) if r.pk == row.pk]

    assert (shown.label, shown.page) == ("copy of a circular", circular.get_absolute_url())


def test_what_no_app_knows_is_a_message_to_the_delegation_and_hidden_from_others(team, portugal, delegate):
    unknown = queue(team.consultation, "unheard-of", portugal)
    queue(team.consultation, "unheard-of", delegate.user)

    [row] = sent.described(sent.to_us(team.consultation, delegate), delegate)

    assert (row.pk, row.label, row.page) == (unknown.pk, "message", "")
    assert list(sent.to_others(team.consultation, portugal, team.secretariat)) == []


def test_messages_of_another_process_are_not_listed(team, portugal, delegate):
    queue(team.consultation, "unheard-of", portugal, consultation="elsewhere")

    assert listed(team, delegate) == []


def test_secretariat_sees_letters_and_reminders_to_all_and_nothing_that_tells_of_inputs(team, portugal, delegate):
    circular = circular_in(CircularState.ISSUED, team)
    letter = Delivery.objects.get(kind="circular")
    by_inputs = CircularFactory(consultation=team.consultation, rule="not_submitted")
    queue(by_inputs, "circular", portugal)
    queue(circular, "copy", delegate.user)
    reminder = reminded(team, "reminder", portugal)
    reminded(team, "reminder", delegate.user)

    rows = sent.to_others(team.consultation, portugal, team.secretariat)

    assert {(row.pk, row.sort) for row in rows} == {(letter.pk, "circular"), (reminder.pk, "reminder")}


@pytest.mark.parametrize("audience", ["not_submitted", "awaiting_clearance"])
def test_reminder_that_follows_from_inputs_is_shown_to_the_delegation_alone(team, portugal, delegate, audience):
    row = reminded(team, "reminder-private", portugal, audience)

    assert listed(team, delegate) == [row.pk]
    assert list(sent.to_others(team.consultation, portugal, team.secretariat)) == []


def test_what_can_be_looked_for(team, delegate):
    public = ["circular", "copy", "reminder", "invitation", "time", "receipt", "named", "changed"]
    public += ["input", "draft", "traced"]

    assert [sort.slug for sort in sent.sorts_for(delegate)] == public
    assert [sort.slug for sort in sent.sorts_for(team.staff)] == [
        "circular",
        "copy",
        "letter",
        "invitation",
        "named",
        "changed",
        "draft",
        "release",
    ]
    assert [sort.slug for sort in sent.sorts_for_others(team.secretariat)] == ["circular", "reminder"]


# The page


def test_page_shows_date_subject_kind_address_state_and_link(client_of, team, delegate):
    circular = circular_in(CircularState.ISSUED, team, subject="A letter to all")
    row = Delivery.objects.get(kind="circular")
    Delivery.objects.update(state="sent", sent_at=AT + timedelta(hours=1))

    page = text(client_of(delegate).get(PAGE))

    assert "Everything sent to us" in page
    assert f'<a href="{circular.get_absolute_url()}">Sample: A letter to all (2019-001)</a>' in page
    assert ("Fri 1 Feb 2019, 11:00 New York" in page, row.address in page, '"status status-sent">sent' in page) == (
        True,
        True,
        True,
    )
    assert row.text not in page


def test_texts_and_their_secrets_are_shown_to_nobody(client_of, team, portugal, delegate):
    queue(team.consultation, "unheard-of", portugal)

    assert "A secret of the text" not in text(client_of(delegate).get(PAGE))


def test_newest_stand_first_on_pages_of_fifty(client_of, team, portugal, delegate):
    for number in range(51):
        queue(ConsultationFactory(), "unheard-of", portugal, f"Message {number:02d}", at=AT + timedelta(minutes=number))
    client = client_of(delegate)

    first, last = text(client.get(PAGE)), text(client.get(f"{PAGE}?page=2&q=message"))

    assert (first.count("Message "), "Message 50" in first, "Message 00" in first) == (50, True, False)
    assert first.index("Message 50") < first.index("Message 49")
    assert (last.count(">00<"), "?q=message&amp;page=1" in client.get(f"{PAGE}?page=2&q=message").content.decode()) == (
        0,
        True,
    )
    assert "Page 2 of 2" in last


def test_page_can_be_narrowed_by_words_and_kind(client_of, team, portugal, delegate):
    circular_in(CircularState.ISSUED, team, subject="Room and hour")
    queue(ConsultationFactory(), "unheard-of", portugal, "Something else")
    client = client_of(delegate)

    found = {
        query: (text(client.get(PAGE + query)).count('class="title"'))
        for query in (
            "?q=ROOM",
            "?q=hour+room",
            "?q=room+else",
            "?q=portugal.test",
            "?sort=circular",
            "?sort=reminder",
            "",
        )
    }

    assert found == {
        "?q=ROOM": 1,
        "?q=hour+room": 1,
        "?q=room+else": 0,
        "?q=portugal.test": 1,
        "?sort=circular": 1,
        "?sort=reminder": 0,
        "": 2,
    }
    assert "1 message has this." in text(client.get(f"{PAGE}?q=ROOM"))


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("?q=%00", "This cannot be searched for. Type a few words of a subject, or an address."),
        (f"?q={'x' * 101}", "This cannot be searched for. Type a few words of a subject, or an address."),
        ("?sort=letter", "No messages of this kind are listed here. Choose one from the list."),
        ("?sort=%00", "No messages of this kind are listed here. Choose one from the list."),
        ("?page=x", "A letter"),
        ("?page=0", "A letter"),
        ("?page=99999999999999999999", "A letter"),
        ("?page=1e9", "A letter"),
        ("?page=%00", "A letter"),
    ],
)
def test_what_cannot_be_meant_is_answered(client_of, team, delegate, query, says):
    circular_in(CircularState.ISSUED, team, subject="A letter")

    assert says in text(client_of(delegate).get(PAGE + query))


def test_secretariat_goes_on_to_a_delegation(client_of, team, portugal):
    circular_in(CircularState.ISSUED, team, subject="A letter to all")
    client = client_of(team.secretariat)

    mine = text(client.get(PAGE))
    led = client.get(f"{PAGE}?delegation=PRT")
    page = text(client.get(f"{PAGE}PRT/"))

    assert ("Everything sent to me" in mine, '<option value="PRT">Portugal</option>' in mine) == (True, True)
    assert (led.status_code, led.headers["Location"]) == (302, f"{PAGE}PRT/")
    assert ("Everything sent to Portugal" in page, "A letter to all" in page, "Send me" in page) == (True, True, False)


@pytest.mark.parametrize("code", ["XXX", "%00", ""])
def test_delegation_that_is_none_is_asked_for_again(client_of, team, portugal, code):
    assert "Choose a delegation from the list." in text(client_of(team.secretariat).get(f"{PAGE}?delegation={code}"))


def test_delegation_is_for_the_secretariat_of_the_process_only(client_of, team, portugal, delegate, other):
    another = factories.team()
    people = [delegate, other, team.staff, team.first, another.secretariat, acting(UserFactory()), None]

    found = [client_of(actor).get(f"{PAGE}PRT/").status_code for actor in people]

    assert found == [403] * 6 + [302]
    assert client_of(team.secretariat).get(f"{PAGE}XXX/").status_code == 404
    assert text(client_of(delegate).get(f"{PAGE}?delegation=PRT")).count("Choose a delegation") == 0


# Copies


def test_copies_are_asked_for_and_stopped_by_a_button(client_of, team, delegate):
    client = client_of(delegate)

    before = text(client.get(PAGE))
    asked = client.post("/process/copies/ask/", follow=True)
    during = text(asked)
    after = text(client.post("/process/copies/stop/", follow=True))

    assert ["Send me copies" in page for page in (before, during, after)] == [True, False, True]
    assert "From now on copies of letters and released drafts go to delegate@portugal.test." in during
    assert "No more copies are sent to you." in after
    assert list(CopyRequest.objects.values_list("user", "ended_at")) == [(delegate.user.pk, AT)]


def test_who_acts_for_nobody_can_stop_what_they_once_asked_for(client_of, team):
    stranger = acting(UserFactory())
    client = client_of(stranger)
    CopyRequest.objects.create(user=stranger.user, consultation=team.consultation, asked_at=AT)

    page, asked = text(client.get(PAGE)), client.post("/process/copies/ask/")
    after = text(client.post("/process/copies/stop/", follow=True))

    assert ("Send me no more copies" in page, asked.status_code, "Copies by mail" in after) == (True, 403, False)


def test_pages_lead_to_what_was_sent(client_of, team, delegate):
    pages = ["/process/circulars/", "/process/desk/"]

    assert [f'href="{PAGE}"' in text(client_of(delegate).get(page)) for page in pages] == [True, True]
    assert f'href="{PAGE}"' not in text(client_of().get("/process/circulars/"))


@pytest.mark.parametrize("rows", [1, 3, 60])
def test_queries_do_not_grow_with_the_messages(client_of, team, portugal, rows, django_assert_num_queries):
    delegate = acting(MembershipFactory(delegation=portugal).user)
    meeting = MeetingFactory(consultation=team.consultation)
    circular = circular_in(CircularState.ISSUED, team)
    reminded(team, "reminder", portugal)
    subscription = MeetingSubscription.objects.create(meeting=meeting, user=delegate.user, asked_at=AT)
    for number in range(rows):
        queue(circular, f"circular-{number}", portugal)
        queue(subscription, f"invitation-{number}", delegate.user)
    DelegationNameFactory.create_batch(rows)
    own, secretariat = client_of(delegate), client_of(team.secretariat)

    for client, page, queries in [(own, PAGE, 12), (secretariat, PAGE, 13), (secretariat, f"{PAGE}PRT/", 12)]:
        client.get(page)
        with django_assert_num_queries(queries):
            assert client.get(page).status_code == 200
