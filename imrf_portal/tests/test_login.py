"""How one comes in: by address and password or passkey, by invitation only, and never learning who else is here."""

import re

import pytest
from django.core.cache import cache
from django.urls import reverse

from accounts.models import User
from accounts.tests.signing_in import proven
from imrf_portal.demo.accounts import PASSWORD
from record.models import Delivery

from .clients import client_of

PERSON = "delegate.prt@demo.invalid"
LOGIN = "/accounts/login/"

pytestmark = pytest.mark.usefixtures("demo")


@pytest.fixture(autouse=True)
def no_counts():
    cache.clear()


def sign_in(client, email=PERSON, password=PASSWORD, **more):
    return client.post(LOGIN, {"login": email, "password": password, **more})


def sent():
    """What has been put into the outbox for people's accounts: (address, text), the first first."""
    return list(Delivery.objects.filter(kind__startswith="account-").order_by("pk").values_list("address", "text"))


def same_page(answer):
    """The page without its token and without what was typed."""
    text = re.sub(r'(csrfmiddlewaretoken|"X-CSRFToken)"?[^>]*', "", answer.content.decode())
    return re.sub(r"[\w.]+@demo\.invalid", "", text)


def test_sign_in_leads_to_the_consultations():
    client = client_of()

    answer = sign_in(client)

    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert "You act as <strong>delegate, Portugal</strong>" in client.get("/rehearsal/").content.decode()


def test_sign_in_makes_a_new_session():
    client = client_of()
    client.session["planted"] = True
    client.session.save()
    before = client.session.session_key

    sign_in(client)

    assert client.session.session_key != before


@pytest.mark.parametrize("email", [PERSON.upper(), f"  {PERSON} "])
def test_address_is_taken_as_people_type_it(email):
    assert sign_in(client_of(), email).status_code == 302


def test_link_to_a_closed_page_leads_through_the_sign_in_and_back():
    client = client_of()
    closed = "/rehearsal/desk/"

    led = client.get(closed)
    page = client.get(led.headers["Location"])
    (after,) = set(re.findall(r'name="next" value="([^"]+)"', page.content.decode()))
    answer = sign_in(client, next=after)

    assert led.headers["Location"] == f"{LOGIN}?next={closed}"
    assert answer.headers["Location"] == closed
    assert client.get(closed).status_code == 200


def test_wrong_password_and_unknown_address_get_the_same_answer():
    known = sign_in(client_of(), password="not this one, surely")
    unknown = sign_in(client_of(), "nobody@demo.invalid", "not this one, surely")

    assert (known.status_code, unknown.status_code) == (200, 200)
    assert same_page(known) == same_page(unknown)
    assert 'role="alert"' in known.content.decode()
    assert f'value="{PERSON}"' in known.content.decode()
    assert "not this one" not in known.content.decode()


def test_closed_account_gets_the_same_answer_to_a_wrong_password():
    User.objects.filter(email="head.prt@demo.invalid").update(is_active=False)

    closed = sign_in(client_of(), "head.prt@demo.invalid", "not this one, surely")
    unknown = sign_in(client_of(), "nobody@demo.invalid", "not this one, surely")

    assert same_page(closed) == same_page(unknown)
    assert sign_in(client_of(), "head.prt@demo.invalid").headers["Location"] == "/accounts/inactive/"


def test_account_that_is_closed_is_out_at_once():
    client = client_of(PERSON)
    assert client.get("/rehearsal/desk/").status_code == 200

    User.objects.filter(email=PERSON).update(is_active=False)

    assert client.get("/rehearsal/desk/").status_code == 302


def test_after_five_wrong_passwords_even_the_right_one_waits():
    for number in range(5):
        assert sign_in(client_of(), password=f"wrong guess number {number}").status_code == 200

    answer = sign_in(client_of())

    assert answer.status_code == 200
    assert "There were too many wrong tries. Wait five minutes, then try again." in answer.content.decode()


def test_guesses_at_one_address_do_not_keep_others_out():
    for number in range(6):
        sign_in(client_of(), password=f"wrong guess number {number}")

    assert sign_in(client_of(), "head.phl@demo.invalid").status_code == 302


def test_nobody_signs_up():
    before = User.objects.count()
    data = {"email": "new@demo.invalid", "password1": PASSWORD, "password2": PASSWORD}

    page = client_of().get("/accounts/signup/")
    answer = client_of().post("/accounts/signup/", data)

    assert User.objects.count() == before
    assert page.content.decode().count("<form") == answer.content.decode().count("<form") == 0
    assert "by invitation" in page.content.decode()


def test_signing_out_needs_a_form_and_ends_the_session():
    client = client_of(PERSON)

    asked = client.get("/accounts/logout/")
    still = client.get("/rehearsal/desk/")
    client.post("/accounts/logout/")

    assert (asked.status_code, still.status_code) == (200, 200)
    assert client.get("/rehearsal/desk/").status_code == 302


def test_forgotten_password_of_an_unknown_address_sends_nothing_and_says_the_same():
    unknown = client_of().post("/accounts/password/reset/", {"email": "nobody@demo.invalid"}, follow=True)
    sent_to_unknown = sent()
    known = client_of().post("/accounts/password/reset/", {"email": PERSON}, follow=True)

    assert sent_to_unknown == []
    assert [address for address, _text in sent()] == [PERSON]
    assert same_page(unknown) == same_page(known)
    assert unknown.redirect_chain == known.redirect_chain == [("/accounts/password/reset/done/", 302)]


def test_forgotten_password_is_set_anew_once():
    client = client_of()
    client.post("/accounts/password/reset/", {"email": PERSON})
    (path,) = re.findall(r"http://testserver(/\S+)", sent()[0][1])
    new = {"password1": "a sentence that nobody knows", "password2": "a sentence that nobody knows"}

    form = client.get(path).headers["Location"]
    done = client.post(form, new)

    assert done.headers["Location"] == "/accounts/password/reset/key/done/"
    assert sign_in(client_of(), password=PASSWORD).status_code == 200
    assert sign_in(client_of(), password=new["password1"]).status_code == 302
    assert "password1" not in client_of().get(path).content.decode()


def test_links_in_mails_cannot_be_bent_to_another_host():
    answer = client_of().post(
        "/accounts/password/reset/", {"email": PERSON}, headers={"Host": "elsewhere.invalid"}, follow=True
    )

    assert answer.status_code == 400
    assert sent() == []


@pytest.mark.parametrize("password", ["too short", "1q2w3e4r5t6y7u8i9o0p", "123456789012345", PERSON])
def test_weak_passwords_are_refused_in_words(password):
    client = client_of(PERSON)

    answer = client.post(
        "/accounts/password/change/", {"oldpassword": PASSWORD, "password1": password, "password2": password}
    )

    assert answer.status_code == 200
    assert "invalid-feedback" in answer.content.decode()
    assert sign_in(client_of()).status_code == 302


OWN = [
    "mfa_index",
    "mfa_activate_totp",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "account_email",
    "account_change_password",
    "usersessions_list",
]


@pytest.mark.parametrize("name", OWN)
def test_pages_of_the_own_account_open_once_the_password_was_typed_again(name):
    client = client_of(PERSON)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})

    answer = client.get(reverse(name))

    assert answer.status_code == 200
    assert "<h1" in answer.content.decode()


def test_change_of_factors_asks_who_one_is_some_minutes_after_the_sign_in():
    client = client_of()
    sign_in(client)
    path, asked = (
        "/accounts/2fa/totp/activate/",
        "/accounts/reauthenticate/?next=%2Faccounts%2F2fa%2Ftotp%2Factivate%2F",
    )
    just_signed_in = client.get(path)
    proven(client, User.objects.get(email=PERSON), ago=301)
    later = client.get(path)
    again = client.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": path})

    assert (just_signed_in.status_code, later.headers["Location"]) == (200, asked)
    assert (again.headers["Location"], client.get(path).status_code) == (path, 200)


def test_passkey_of_nobody_is_refused_in_words():
    client = client_of()
    client.get("/accounts/2fa/webauthn/login/", headers={"X-Requested-With": "XMLHttpRequest"})

    answer = client.post("/accounts/2fa/webauthn/login/", {"credential": "{}"}, follow=True)

    assert answer.status_code == 200
    assert "_auth_user_id" not in client.session


def test_sign_in_page_offers_the_accounts_of_the_demo_and_only_there(settings):
    shown = client_of().get(LOGIN).content.decode()
    settings.DEMO = False
    hidden = client_of().get(LOGIN).content.decode()

    assert (PERSON in shown, PASSWORD in shown) == (True, True)
    assert (PERSON in hidden, PASSWORD in hidden) == (False, False)


def test_sessions_are_listed_and_can_be_ended():
    here, there = client_of(), client_of()
    sign_in(here)
    sign_in(there)

    here.get("/accounts/sessions/")
    here.post("/accounts/sessions/")

    assert here.get("/rehearsal/desk/").status_code == 200
    assert there.get("/rehearsal/desk/").status_code == 302
