"""The pages of dates and reminders: what they show to whom, and what becomes of what is typed there."""

from datetime import timedelta

import pytest

from accounts.tests.factories import AddressFactory, DelegationNameFactory
from consultations import actions, desk
from consultations.models import Deadline, Reminder

from .factories import AT, ConsultationFactory
from .reminders import DAY, HOUR, START, call_of, date_of, hang, meeting_of, remind

pytestmark = pytest.mark.django_db
HERE = "/process/reminders/"
HUGE = "9" * 30


@pytest.fixture
def team(team):
    type(team.consultation).objects.filter(pk=team.consultation.pk).update(slug="process")
    team.consultation.slug = "process"
    return team


@pytest.fixture
def date(team):
    DelegationNameFactory(delegation=AddressFactory(email="mission@state.test").delegation, name="A sample State")
    return date_of(meeting_of(team))


@pytest.fixture
def keeper(client_of, team):
    return client_of(team.secretariat)


def text(answer):
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def typed(of, **changes):
    plain = {
        "deadline": of.pk,
        "number": 1,
        "unit": "days",
        "side": "before",
        "audience": "all",
        "kinds": ["member_state"],
        "subject": "Soon",
        "body": "{what}, {when}",
    }
    return plain | changes


def test_dates_stand_in_order_of_time_with_what_goes_when(keeper, team, date):
    hang(date, team, DAY)
    call_of(team, due_at=START - timedelta(days=9))
    date_of(meeting_of(team, published=False))

    page = text(keeper.get(HERE))

    assert 'goes <time datetime="2019-03-19T10:00:00-04:00">Tue 19 Mar 2019, 10:00 New York</time>' in page
    places = [page.index(words) for words in ("Opening questions", "Wed 20 Mar 2019", "no date now")]
    assert places == sorted(places)


def test_page_makes_the_dates_of_rows_that_have_none_yet(keeper, team):
    meeting_of(team)

    assert "Wed 20 Mar 2019, 10:00 New York" in text(keeper.get(HERE))
    assert Deadline.objects.count() == 1


@pytest.mark.parametrize("role", ["staff", "first"])
def test_those_at_work_read_and_change_nothing(client_of, team, date, role):
    reminder = hang(date, team)
    client = client_of(getattr(team, role))

    pages = [text(client.get(HERE)), text(client.get(reminder.get_absolute_url()))]

    assert [page.count("<form") - page.count("/acting/") for page in pages] == [
        text(client.get("/process/")).count("<form") - text(client.get("/process/")).count("/acting/")
    ] * 2
    assert client.post(f"{HERE}{reminder.pk}/stop/").status_code == 403


def test_reminder_shows_its_mail_and_whom_it_reaches_now(client_of, team, date):
    page = text(client_of(team.staff).get(hang(date, team).get_absolute_url()))

    assert "<dd>Sample: First informal consultation</dd>" in page
    assert "<summary>1 address now</summary>" in page
    assert "<li>A sample State: mission@state.test</li>" in page


def test_reminder_that_reaches_nobody_now_says_so(keeper, team, date):
    assert "Nobody now" in text(keeper.get(hang(date, team, kinds=["un_entity"]).get_absolute_url()))


def test_run_says_what_became_of_it(client_of, team, date, now):
    reminder = hang(date, team)
    now.move_to(START - timedelta(hours=20))
    keeper = client_of(team.secretariat)
    remind(team, START - timedelta(days=1))

    pages = [text(keeper.get(path)) for path in (HERE, reminder.get_absolute_url())]

    assert all("to 1 address" in page for page in pages)
    assert '<span class="status status-queued">queued</span> 1' in pages[1]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({}, "Tue 19 Mar 2019, 10:00 New York"),
        ({"by_later": 60 * DAY}, "its moment had passed"),
        ({"stop": True}, "stopped"),
        ({"unpublish": True}, "it waits for a date"),
    ],
)
def test_state_of_a_reminder_in_words(keeper, team, date, change, words):
    late = team.secretariat.later(timedelta(minutes=change.get("by_later", 0)))
    reminder = hang(date, team, by=late)
    if "stop" in change:
        actions.stop_reminder(reminder, by=team.secretariat)
    if "unpublish" in change:
        type(date.target).objects.update(published=False)

    assert words in text(keeper.get(HERE))
    assert words in text(keeper.get(reminder.get_absolute_url()))


@pytest.mark.parametrize(("opens", "words"), [(1, "it waits until the call opens"), (3, "it goes within a minute")])
def test_reminder_whose_moment_has_come_goes_once_its_call_is_open(client_of, team, now, opens, words):
    hang(date_of(call_of(team, opens_at=START - timedelta(hours=opens))), team)
    now.move_to(START - timedelta(hours=2))

    assert words in text(client_of(team.secretariat).get(HERE))


def test_new_reminder_begins_with_the_usual_text_of_the_date_that_is_asked_for(keeper, team, date):
    call = date_of(call_of(team))

    pages = [text(keeper.get(f"{HERE}new/", {"deadline": asked})) for asked in (date.pk, call.pk, HUGE, "a")]

    found = ["which begins in {time_left}" in page for page in pages]
    assert found[:2] == [True, False]
    assert "are due by {when}" in pages[1]


def test_without_a_date_to_come_there_is_nothing_to_remind_of(keeper, team):
    meeting_of(team, starts_at=AT - timedelta(days=3))

    answer = keeper.get(f"{HERE}new/", follow=True)

    assert "There is no date to come" in text(answer)


def test_reminder_is_entered(keeper, team, date):
    answer = keeper.post(f"{HERE}new/", typed(date, number=36, unit="hours", kinds=["member_state", "un_entity"]))

    reminder = Reminder.objects.get()
    assert answer.headers["Location"] == reminder.get_absolute_url()
    assert (reminder.offset, reminder.kinds, reminder.made_by) == (
        36 * HOUR,
        ["member_state", "un_entity"],
        team.secretariat.user,
    )


def test_preview_saves_nothing_and_keeps_what_was_typed(keeper, team, date):
    page = text(keeper.post(f"{HERE}new/", typed(date, subject="Mine: {what}", preview="1")))

    assert "<dd>Sample: Mine: First informal consultation</dd>" in page
    assert 'value="Mine: {what}"' in page
    assert not Reminder.objects.exists()


def test_usual_text_takes_the_place_of_what_stands_there_when_it_is_asked_for(keeper, team, date):
    call = date_of(call_of(team))

    page = text(keeper.post(f"{HERE}new/", typed(call, audience="not_submitted", subject="", start_over="1")))

    assert 'value="your input is due {when}"' in page
    assert "received no input of your delegation" in page
    assert not Reminder.objects.exists()


def test_usual_text_is_not_given_for_choices_that_are_none(keeper, team, date):
    page = text(keeper.post(f"{HERE}new/", typed(date, number="", subject="Mine", start_over="1")))

    assert 'value="Mine"' in page


def test_moment_that_has_passed_is_said_and_saved(keeper, team, date):
    past = typed(date, number=90)
    preview = text(keeper.post(f"{HERE}new/", past | {"preview": "1"}))
    saved = text(keeper.post(f"{HERE}new/", past, follow=True))

    assert "This moment has passed: nothing is sent for it" in preview
    assert "Its moment has passed: nothing is sent" in saved


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"number": 400}, "A reminder goes a year before its date at the earliest"),
        ({"number": 61, "side": "after"}, "60 days after it at last"),
        ({"audience": "awaiting_clearance"}, "Inputs are sent to calls only"),
        ({"body": "{nothing}"}, "{nothing} stands for nothing"),
        ({"subject": "{time_left}", "side": "after"}, "{time_left} says nothing at or after the date"),
        ({"kinds": []}, "This field is required"),
        ({"subject": "A\u202eB"}, "invisible characters"),
        ({"body": "A\n\u202eB"}, "invisible characters"),
        ({"deadline": HUGE}, "Select a valid choice"),
        ({"deadline": "\0"}, "Null characters are not allowed"),
        ({"body": "\0"}, "Null characters are not allowed"),
        ({"number": "1e9"}, "Enter a whole number"),
        ({"number": HUGE}, "Ensure this value is less than or equal"),
        ({"unit": "years", "side": "within", "audience": "some", "kinds": ["king"]}, "Select a valid choice"),
        ({"subject": "a" * 201}, "at most 200 characters"),
    ],
)
def test_what_cannot_be_is_refused_beside_what_was_typed(keeper, team, date, changes, words):
    page = text(keeper.post(f"{HERE}new/", typed(date, **changes)))

    assert words in page
    assert not Reminder.objects.exists()


def test_date_of_another_consultation_is_no_choice(keeper, team, date):
    other = actions.add_deadline(ConsultationFactory(), by=team.secretariat, title="Another", at=START)

    assert "Select a valid choice" in text(keeper.post(f"{HERE}new/", typed(other)))


def test_change_shows_the_reminder_as_it_is_and_saves_it(keeper, team, date):
    reminder = hang(date, team, -90)
    path = f"{HERE}{reminder.pk}/change/"

    page = text(keeper.get(path))
    keeper.post(path, typed(date, number=90, unit="minutes", side="after", revision=1, subject="Thank you"))

    assert 'value="90"' in page
    assert "The mail, with the facts as they stand now" in page
    reminder.refresh_from_db()
    assert (reminder.offset, reminder.subject, reminder.revision) == (-90, "Thank you", 2)


def test_conflict_shows_theirs_beside_mine_and_mine_can_be_saved_over_it(keeper, team, date):
    reminder = hang(date, team)
    path = f"{HERE}{reminder.pk}/change/"
    theirs = {"deadline": date, "offset": HOUR, "audience": "all", "kinds": ["un_entity"], "subject": "Theirs"}
    actions.change_reminder(reminder, by=team.second, revision=1, body="{what}, {when}", **theirs)

    page = text(keeper.post(path, typed(date, revision=1, subject="Mine")))
    saved = keeper.post(path, typed(date, revision=2, subject="Mine"))

    assert "Someone else has saved this since you opened it" in page
    assert "<dt>Subject</dt><dd>Theirs</dd>" in page
    assert "<dt>Of these kinds</dt><dd>United Nations entity</dd>" in page
    assert "<dt>Unit</dt><dd>hours</dd>" in page
    assert ("<dt>Text</dt>" in page, "<dt>Of what</dt>" in page) == (False, False)
    assert ('value="Mine"' in page, 'name="revision" value="2"' in page) == (True, True)
    assert saved.status_code == 302
    assert Reminder.objects.get().subject == "Mine"


@pytest.mark.parametrize("revision", ["", HUGE, "a", "\0"])
def test_revision_that_is_none_is_a_conflict_or_refused(keeper, team, date, revision):
    reminder = hang(date, team)

    answer = keeper.post(f"{HERE}{reminder.pk}/change/", typed(date, revision=revision))

    assert answer.status_code == 200
    assert Reminder.objects.get().revision == 1


def test_reminder_is_stopped_and_goes_again(keeper, team, date):
    path = hang(date, team).get_absolute_url()

    pages = [text(keeper.post(f"{path}{verb}/", follow=True)) for verb in ("stop", "stop", "resume", "resume")]

    words = ["The reminder is stopped", "has been stopped already", "The reminder goes again", "has not been stopped"]
    assert [word in page for word, page in zip(words, pages, strict=True)] == [True] * 4


def test_date_is_entered_moved_and_taken_away(keeper, team):
    fields = {"title": "Registration", "day": "2019-03-20", "hour": "18:00"}
    keeper.post(f"{HERE}dates/new/", fields)
    date = Deadline.objects.get()
    path = f"{HERE}dates/{date.pk}/"
    shown = text(keeper.get(f"{path}change/"))
    keeper.post(f"{path}change/", fields | {"day": "2019-03-21", "revision": date.revision()})
    moved = Deadline.objects.get().at
    ended = [text(keeper.post(f"{path}end/", follow=True)) for _again in range(2)]

    assert ('value="2019-03-20"' in shown, 'value="18:00"' in shown) == (True, True)
    assert moved - date.at == timedelta(days=1)
    assert "The date is taken away" in ended[0]
    assert "taken away already" in ended[1]
    assert 'value="Registration"' in text(keeper.get(f"{path}change/"))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"day": "2019-01-01"}, "This date has passed"),
        ({"day": "2019-03-10", "hour": "02:30"}, "There is no 02:30"),
        ({"day": "0001-01-01"}, "Correct it"),
        ({"day": "9999-12-31"}, "Correct it"),
        ({"hour": "25:00"}, "Enter a valid time"),
        ({"title": ""}, "This field is required"),
        ({"title": "A\nB"}, "invisible characters"),
        ({"title": "\0"}, "Null characters are not allowed"),
    ],
)
def test_date_that_cannot_be_is_refused(keeper, team, changes, words):
    fields = {"title": "Registration", "day": "2019-03-20", "hour": "18:00"} | changes

    assert words in text(keeper.post(f"{HERE}dates/new/", fields))
    assert not Deadline.objects.exists()


def test_conflict_over_a_date_shows_theirs(keeper, team):
    date = actions.add_deadline(team.consultation, by=team.secretariat, title="Registration", at=START)
    path, first = f"{HERE}dates/{date.pk}/change/", date.revision()
    actions.change_deadline(date, by=team.second, revision=first, title="Theirs", at=START)
    fields = {"title": "Mine", "day": "2019-03-20", "hour": "10:00"}

    page = text(keeper.post(path, fields | {"revision": first}))
    keeper.post(path, fields | {"revision": Deadline.objects.get().revision()})

    assert "<dt>What is due</dt><dd>Theirs</dd>" in page
    assert "<dt>Day</dt>" not in page
    assert Deadline.objects.get().title == "Mine"


def test_date_of_a_meeting_leads_back_with_the_reason(keeper, date):
    for verb in ("change", "end"):
        method = keeper.get if verb == "change" else keeper.post
        page = text(method(f"{HERE}dates/{date.pk}/{verb}/", follow=True))
        assert "This date follows its meeting or its call" in page


@pytest.mark.parametrize("path", ["999999999/", f"{HUGE}/", "dates/999999999/change/", f"dates/{HUGE}/change/"])
def test_what_is_not_there_is_not_found(keeper, path):
    assert keeper.get(HERE + path).status_code == 404


def test_record_says_what_was_done_about_dates_and_reminders(keeper, team, date):
    reminder = hang(date, team)
    remind(team, START - timedelta(days=1))
    own = actions.add_deadline(team.consultation, by=team.secretariat, title="Registration", at=START)
    hang(own, team, -DAY)
    actions.end_deadline(own, by=team.secretariat)

    page = text(keeper.get("/process/record/"))

    assert "The portal sent the reminder “1 day before: a meeting begins”, when its moment came." in page
    assert "The secretariat took the date “Registration” away." in page
    assert reminder.get_absolute_url() in page
    assert "the reminder “1 day after: Registration”" in text(keeper.get("/process/record/", {"q": "registr"}))


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_of_the_pages_do_not_grow(keeper, team, date, rows, django_assert_num_queries):
    call = date_of(call_of(team))
    for number in range(rows):
        meeting_of(team)
        AddressFactory()
        reminder = hang(call, team, (number + 1) * DAY)
        hang(date, team, (number + 1) * DAY)
    remind(team, START - timedelta(days=1))
    paths = {HERE: 15, reminder.get_absolute_url(): 14, f"{HERE}new/": 18}
    for path, count in paths.items():
        keeper.get(path)
        with django_assert_num_queries(count):
            keeper.get(path)


def test_desk_of_the_secretariat_says_which_goes_next(team, date):
    for days in (90, 1, 2):
        hang(date, team, days * DAY)
    actions.stop_reminder(hang(date, team, 3 * DAY), by=team.secretariat)

    found = [desk.items(team.consultation, actor)["progress"] for actor in (team.secretariat, team.staff)]

    assert [[item.sentence for item in items] for items in found] == [
        ["It goes by itself on Mon 18 Mar 2019, 10:00 New York."],
        [],
    ]
