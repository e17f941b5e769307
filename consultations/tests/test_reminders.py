"""Reminders go by themselves: once for each date, to the right people, and never for what has passed."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from accounts.tests.factories import AddressFactory
from consultations import actions, jobs
from consultations.models import Deadline, Meeting, Reminder, ReminderRun
from record.models import Delivery, Verb

from .factories import AT, MeetingFactory
from .reminders import DAY, HOUR, START, call_of, date_of, hang, meeting_of, remind

pytestmark = pytest.mark.django_db
SENT, NOBODY, OVERTAKEN, MISSED = "sent", "nobody", "overtaken", "missed"


def before(minutes, of=START):
    return of - timedelta(minutes=minutes)


@pytest.fixture
def address():
    return AddressFactory()


@pytest.fixture
def meeting(team, address):
    return meeting_of(team)


@pytest.fixture
def date(meeting):
    return date_of(meeting)


def move(meeting, team, start, at=AT, **fields):
    by = team.secretariat.later(at - AT)
    meeting = Meeting.objects.get(pk=meeting.pk)
    actions.change_meeting(
        meeting, by=by, revision=meeting.revision, announce=False, starts_at=start, ends_at=None, **fields
    )


def test_reminder_goes_when_its_moment_comes_and_once(team, date, address, mails, deeds):
    reminder = hang(date, team, DAY)

    found = [remind(team, at) for at in (before(DAY + 1), before(DAY), before(DAY - 1), START)]

    assert found == [[], [(SENT, 1)], [], []]
    [run] = ReminderRun.objects.all()
    assert (run.due_for, run.at) == (START, before(DAY))
    assert mails(run) == [("reminder", address.email)]
    assert deeds(reminder)[1:] == [
        ("reminded", None, {"addresses": 1, "audience": "all", "due_for": "2019-03-20T14:00:00.000000+00:00"})
    ]


def test_mail_has_the_facts_and_is_answered_to_the_secretariat(team, date, address):
    hang(date, team, DAY, body="{what} begins in {time_left}.")
    remind(team, before(DAY))

    mail = Delivery.objects.get()

    assert mail.subject == "Sample: First informal consultation"
    assert "First informal consultation begins in 1 day." in mail.text
    assert (mail.reply_to, mail.recipient_id) == ("secretariat@portal.test", address.delegation_id)


def test_address_of_two_delegations_gets_one_mail_and_one_out_of_use_none(team, date, address, mails):
    AddressFactory(email=address.email.upper())
    AddressFactory(active=False)
    AddressFactory(delegation__kind="stakeholder", delegation__iso3="")
    hang(date, team)

    assert remind(team, before(DAY)) == [(SENT, 1)]
    assert len(mails(ReminderRun.objects.get())) == 1


def test_nobody_to_remind_is_written_down(team, date):
    hang(date, team, kinds=["un_entity"])

    assert remind(team, before(DAY)) == [(NOBODY, 0)]
    assert not Delivery.objects.exists()


def test_reminder_after_its_date_goes_then(team, date):
    hang(date, team, -DAY)

    assert [remind(team, START + timedelta(minutes=m)) for m in (0, DAY, DAY + 1)] == [[], [(SENT, 1)], []]


def test_meeting_that_moves_is_reminded_of_again_for_the_new_date(team, meeting, date):
    hang(date, team, DAY)
    later = START + timedelta(days=3)
    first = remind(team, before(DAY))
    move(meeting, team, later, at=before(HOUR))

    assert (first, remind(team, START), remind(team, before(DAY, later))) == ([(SENT, 1)], [], [(SENT, 1)])
    assert list(ReminderRun.objects.values_list("due_for", flat=True)) == [later, START]


def test_meeting_that_moves_to_where_the_moment_has_passed_is_not_reminded_of(team, meeting, date):
    hang(date, team, DAY)
    earlier = before(12 * HOUR)
    move(meeting, team, earlier, at=before(DAY + 1))

    assert remind(team, before(DAY)) == []
    assert not ReminderRun.objects.exists()


def test_meeting_that_moves_back_to_a_date_is_not_reminded_of_twice_for_it(team, meeting, date):
    hang(date, team, DAY)
    remind(team, before(DAY))
    move(meeting, team, START + timedelta(days=3), at=before(DAY - 5))
    move(meeting, team, START, at=before(DAY - 10))

    assert remind(team, before(DAY - 11)) == []


@pytest.mark.parametrize("verb", ["postpone_meeting", "cancel_meeting"])
def test_meeting_that_is_off_is_not_reminded_of(team, meeting, date, verb):
    hang(date, team, DAY)
    getattr(actions, verb)(meeting, by=team.secretariat, announce=False)

    assert remind(team, before(DAY)) == []
    assert remind(team, START + timedelta(days=30)) == []


def test_postponed_meeting_is_reminded_of_for_its_new_date(team, meeting, date):
    hang(date, team, DAY)
    actions.postpone_meeting(meeting, by=team.secretariat, announce=False)
    later = START + timedelta(days=10)
    move(meeting, team, later, at=START)

    assert (remind(team, START), remind(team, before(DAY, later))) == ([], [(SENT, 1)])


def test_after_downtime_only_the_latest_of_those_before_goes(team, date):
    for days in (7, 3, 1):
        hang(date, team, days * DAY)

    assert remind(team, before(2 * DAY)) == [(OVERTAKEN, 0), (SENT, 1)]
    assert remind(team, before(DAY)) == [(SENT, 1)]


def test_reminders_to_others_do_not_overtake(team, date):
    AddressFactory(delegation__kind="un_entity", delegation__iso3="")
    hang(date, team, 3 * DAY)
    hang(date, team, 2 * DAY, kinds=["un_entity"])

    assert remind(team, before(DAY)) == [(SENT, 1), (SENT, 1)]


def test_two_for_the_same_moment_both_go(team, date):
    for _again in range(2):
        hang(date, team, DAY)

    assert remind(team, before(DAY)) == [(SENT, 1), (SENT, 1)]


def test_after_downtime_nothing_goes_for_a_date_that_has_passed(team, date, deeds):
    reminder = hang(date, team, DAY)

    assert (remind(team, START), remind(team, START)) == ([(MISSED, 0)], [])
    assert len(deeds(reminder)) == 1


@pytest.mark.parametrize(("late", "outcome"), [(DAY - 1, SENT), (DAY, MISSED)])
def test_one_after_its_date_is_a_day_late_at_most(team, date, late, outcome):
    hang(date, team, -HOUR)

    [(found, _count)] = remind(team, START + timedelta(minutes=HOUR + late))

    assert found == outcome


def test_one_at_the_date_itself_goes_after_it_as_well(team, date):
    hang(date, team, 0)

    assert remind(team, START + timedelta(minutes=2)) == [(SENT, 1)]


def test_reminder_that_is_entered_after_its_moment_is_not_sent(team, date):
    hang(date, team, DAY, by=team.secretariat.later(before(DAY - 1) - AT))

    assert (remind(team, before(DAY - 2)), remind(team, START)) == ([], [])


def test_call_that_has_not_opened_is_not_reminded_of_until_it_does(team, address):
    hang(date_of(call_of(team, opens_at=before(DAY))), team, 2 * DAY)

    assert [remind(team, before(m)) for m in (2 * DAY, DAY + 1, DAY)] == [[], [], [(SENT, 1)]]


def test_closed_call_is_not_reminded_of(team, address):
    call = call_of(team)
    hang(date_of(call), team, DAY)
    call.closed_at = before(2 * DAY)
    call.save()

    assert remind(team, before(DAY)) == []


def test_consultation_that_is_not_published_sends_nothing(team, date):
    hang(date, team, DAY)
    team.consultation.published = False

    assert remind(team, before(DAY)) == []


def test_stopped_reminder_waits_and_what_passed_meanwhile_is_not_sent(team, date, deeds):
    reminder = hang(date, team, DAY)
    actions.stop_reminder(reminder, by=team.secretariat)
    stopped = remind(team, before(DAY))
    actions.resume_reminder(reminder, by=team.secretariat.later(before(DAY - 1) - AT))

    assert (stopped, remind(team, before(DAY - 2))) == ([], [])
    assert [verb for verb, _user, _facts in deeds(reminder)] == ["created", "stopped", "resumed"]


def test_reminder_is_stopped_once_and_resumed_once(team, date):
    reminder = hang(date, team)

    with pytest.raises(ValidationError, match="has not been stopped"):
        actions.resume_reminder(reminder, by=team.secretariat)
    actions.stop_reminder(reminder, by=team.secretariat)
    with pytest.raises(ValidationError, match="stopped already"):
        actions.stop_reminder(reminder, by=team.secretariat)


def terms(reminder, **changes):
    names = ("deadline", "offset", "audience", "kinds", "subject", "body")
    return {name: getattr(reminder, name) for name in names} | changes


def test_changed_reminder_goes_as_it_is_now(team, date, deeds):
    reminder = hang(date, team, DAY)
    actions.change_reminder(reminder, by=team.secretariat, revision=1, **terms(reminder, offset=HOUR, subject="Soon"))

    assert (remind(team, before(DAY)), remind(team, before(HOUR))) == ([], [(SENT, 1)])
    assert Delivery.objects.get().subject == "Sample: Soon"
    assert deeds(reminder)[1][2] == {"fields": ["offset", "subject"]}


def test_reminder_that_is_given_a_moment_that_has_passed_is_not_sent(team, date):
    reminder = hang(date, team, HOUR)
    by = team.secretariat.later(before(HOUR + 5) - AT)
    actions.change_reminder(reminder, by=by, revision=1, **terms(reminder, offset=DAY))

    assert remind(team, before(HOUR)) == []


def test_nothing_is_recorded_where_nothing_was_changed(team, date, deeds):
    reminder = hang(date, team)
    actions.change_reminder(reminder, by=team.secretariat, revision=1, **terms(reminder))

    assert [verb for verb, _user, _facts in deeds(reminder)] == [Verb.CREATED]


def test_change_that_was_based_on_an_earlier_one_is_refused(team, date):
    reminder = hang(date, team)
    actions.change_reminder(reminder, by=team.secretariat, revision=1, **terms(reminder, subject="Theirs"))

    with pytest.raises(ValidationError) as refused:
        actions.change_reminder(reminder, by=team.second, revision=1, **terms(reminder, subject="Mine"))

    assert refused.value.code == "conflict"
    assert Reminder.objects.get().subject == "Theirs"


@pytest.mark.parametrize(
    ("fields", "code"),
    [({"audience": "not_submitted"}, "audience"), ({"body": "{nothing}"}, "text"), ({"subject": "{time}"}, "text")],
)
def test_reminder_that_fits_no_date_is_refused(team, date, fields, code):
    with pytest.raises(ValidationError) as refused:
        hang(date, team, **fields)

    assert refused.value.code == code
    assert not Reminder.objects.exists()


def test_job_reminds_in_every_published_consultation(team, date, now):
    hang(date, team, DAY)
    other = MeetingFactory(starts_at=START, ends_at=None)
    now.move_to(before(DAY))

    jobs.send_due_reminders()

    assert ReminderRun.objects.get().outcome == SENT
    assert Deadline.objects.about(other).get().at == START
