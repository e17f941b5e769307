"""How long a sign-in lasts, who can end it, and that nothing typed is lost with it."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client

from accounts.models import User
from accounts.tests.signing_in import proven
from imrf_portal import sessions
from imrf_portal.demo.accounts import PASSWORD
from submissions.models import Answer, Submission

HEAD, DELEGATE = "head.prt@demo.invalid", "delegate.prt@demo.invalid"
DESK, LOGIN = "/rehearsal/desk/", "/accounts/login/"
POLL = {"HX-Request": "true"}
TYPED = {"Sec-Fetch-Dest": "empty", "HX-Request": "true"}

pytestmark = pytest.mark.usefixtures("demo")


@pytest.fixture(autouse=True)
def clock():
    cache.clear()
    with time_machine.travel(datetime.now(UTC), tick=False) as clock:
        yield clock


def sign_in(email, password=PASSWORD, **options):
    client = Client(**options)
    assert client.post(LOGIN, {"login": email, "password": password}).status_code == 302
    return client


def is_in(client):
    return client.get(DESK).status_code == 200


# How long


@pytest.mark.parametrize(("email", "minutes"), [(HEAD, 30), ("admin@demo.invalid", 30), (DELEGATE, 60)])
def test_sign_in_ends_after_a_while_without_activity(clock, email, minutes):
    just_in_time, late = sign_in(email), sign_in(email)

    clock.shift(timedelta(minutes=minutes) - timedelta(seconds=2))
    still = is_in(just_in_time)
    clock.shift(timedelta(seconds=2))
    answer = late.get(DESK)
    page = late.get(answer.headers["Location"]).content.decode()

    assert (still, answer.headers["Location"]) == (True, f"{LOGIN}?next={DESK}")
    assert f"You have been signed out, since nothing was done for {minutes} minutes. Sign in to go on." in page


@pytest.mark.parametrize(("email", "hours"), [(HEAD, 12), (DELEGATE, 24)])
def test_sign_in_ends_after_a_day_at_most_however_busy_one_is(clock, email, hours):
    client = sign_in(email)

    for _step in range(3 * hours - 1):
        clock.shift(timedelta(minutes=20))
        assert client.get("/accounts/logout/").status_code == 200  # the lightest page that only they see
    clock.shift(timedelta(minutes=20))

    assert not is_in(client)


def test_session_is_gone_from_the_database_too(clock):
    client = sign_in(HEAD)
    key = client.session.session_key

    clock.shift(timedelta(minutes=31))
    client.get(DESK)

    assert not Session.objects.filter(pk=key).exists()


def test_polls_of_a_page_keep_nobody_signed_in_and_text_that_is_sent_does(clock):
    polls, types = sign_in(HEAD), sign_in(HEAD)

    for _quarter in range(3):
        clock.shift(timedelta(minutes=14))
        polls.get("/rehearsal/circulars/", headers=POLL)
        types.post("/rehearsal/inputs/mine/00000000-0000-0000-0000-000000000000/autosave/", headers=TYPED)

    assert (is_in(polls), is_in(types)) == (False, True)


def test_activity_is_written_once_a_minute_at_most(clock, django_assert_num_queries):
    client = sign_in(HEAD)
    client.get("/verify/")
    seen = client.session[sessions.SEEN]

    clock.shift(timedelta(seconds=59))
    client.get("/verify/")
    unchanged = client.session[sessions.SEEN]
    clock.shift(timedelta(seconds=1))
    client.get("/verify/")

    assert (unchanged, client.session[sessions.SEEN]) == (seen, seen + 60)


def test_session_from_before_there_were_limits_gets_them(clock):
    client = sign_in(HEAD)
    session = client.session
    del session[sessions.SINCE], session[sessions.SEEN]
    session.save()

    first = is_in(client)
    clock.shift(timedelta(minutes=30))

    assert (first, is_in(client)) == (True, False)


def test_browser_that_closes_is_signed_out():
    assert sign_in(HEAD).cookies["sessionid"]["max-age"] == ""


# What was typed


def draft():
    return Submission.objects.filter(delegation__code="PRT", state="draft", consultation__slug="rehearsal").first()


def test_text_sent_after_the_end_is_not_saved_and_said_to_be_so(clock):
    client, path = sign_in(DELEGATE), f"/rehearsal/inputs/mine/{draft().key}/"
    before = list(Answer.objects.filter(submission=draft()).values_list("html", flat=True))
    clock.shift(timedelta(minutes=61))

    saved_by_itself = client.post(f"{path}autosave/", {"answer_1": "Typed."}, headers=TYPED)
    by_button = client.post(path, {"answer_1": "Typed for an hour."})

    assert saved_by_itself.headers["Location"].startswith(LOGIN)  # which the page takes for "signed out"
    assert (by_button.status_code, "Typed for an hour." in by_button.content.decode()) == (403, True)
    assert list(Answer.objects.filter(submission=draft()).values_list("html", flat=True)) == before


def test_script_does_not_take_the_sentence_away_that_the_person_should_read(clock):
    client = sign_in(HEAD)
    client.get(DESK)  # with the greeting
    clock.shift(timedelta(minutes=31))

    client.post("/rehearsal/inputs/mine/00000000-0000-0000-0000-000000000000/autosave/", headers=TYPED)

    assert client.cookies["messages"].value == ""


def test_after_the_end_one_comes_back_to_the_page(clock):
    client = sign_in(HEAD)
    clock.shift(timedelta(minutes=31))
    led = client.get(f"{DESK}?tab=1").headers["Location"]

    answer = client.post(LOGIN, {"login": HEAD, "password": PASSWORD, "next": f"{DESK}?tab=1"})

    assert (led, answer.headers["Location"]) == (f"{LOGIN}?next={DESK}%3Ftab%3D1", f"{DESK}?tab=1")


def test_sign_in_as_another_person_takes_nothing_along(clock):
    client = sign_in("cofacilitator.esp@demo.invalid")
    client.post("/acting/", {"capacity": "head:ESP"})
    clock.shift(timedelta(minutes=31))
    client.get(DESK)

    client.post(LOGIN, {"login": DELEGATE, "password": PASSWORD})

    assert "capacity" not in client.session


# Who ends it


def test_list_of_sessions_shows_which_is_here_and_no_key():
    here, there = sign_in(HEAD, headers={"User-Agent": "Mozilla/5.0 here"}), sign_in(HEAD)

    page = here.get("/accounts/sessions/").content.decode()

    assert page.count("<strong>here</strong>") == 1
    assert page.count("<tr>") == 3
    assert [client.session.session_key in page for client in (here, there)] == [False, False]


def test_all_others_are_signed_out_by_one_button():
    here, there, somebody = sign_in(HEAD), sign_in(HEAD), sign_in(DELEGATE)

    here.post("/accounts/sessions/")

    assert [is_in(client) for client in (here, there, somebody)] == [True, False, True]


def test_new_password_ends_every_session():
    here, there = sign_in(HEAD), sign_in(HEAD)
    new = "a sentence that nobody knows"

    here.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})

    assert [is_in(client) for client in (here, there)] == [False, False]
    assert is_in(sign_in(HEAD, new))


def test_factor_that_is_removed_ends_the_other_sessions():
    here, there = sign_in(DELEGATE), sign_in(DELEGATE)
    user = User.objects.get(email=DELEGATE)
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": ""})
    proven(here, user)

    answer = here.post("/accounts/2fa/totp/deactivate/")

    assert (answer.status_code, Authenticator.objects.filter(user=user).exists()) == (302, False)
    assert [is_in(client) for client in (here, there)] == [True, False]


def test_account_that_is_closed_is_out_at_once_everywhere():
    here, there = sign_in(HEAD), sign_in(HEAD)

    User.objects.filter(email=HEAD).update(is_active=False)

    assert [is_in(client) for client in (here, there)] == [False, False]


def test_sign_out_takes_the_session_out_of_the_database():
    client = sign_in(HEAD)
    key = client.session.session_key

    client.post("/accounts/logout/")

    assert not Session.objects.filter(pk=key).exists()


def test_sessions_survive_the_loss_of_redis():
    client = sign_in(HEAD)

    cache.clear()

    assert is_in(client)


# What asks for a fresh sign-in


def test_clock_of_freshness_is_that_of_the_last_proof(clock):
    client = sign_in(DELEGATE)
    path = "/accounts/2fa/"
    add = "/accounts/2fa/totp/activate/"

    clock.shift(timedelta(minutes=4, seconds=59))
    early = client.get(add).status_code
    clock.shift(timedelta(seconds=1))

    assert (early, client.get(add).status_code, client.get(path).status_code) == (200, 302, 200)
