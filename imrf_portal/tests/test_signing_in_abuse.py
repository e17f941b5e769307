"""The sign-in under attack: guesses are counted, nobody learns who is here, and without counts nobody comes in."""

import re

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import cache

from accounts.models import User
from imrf_portal.demo.accounts import PASSWORD

from .clients import client_of

HEAD, DELEGATE, NOBODY = "head.prt@demo.invalid", "delegate.prt@demo.invalid", "nobody@demo.invalid"
LOGIN, RESET = "/accounts/login/", "/accounts/password/reset/"
WRONG = "wrong, and wrong again"
WAIT = "There were too many wrong tries. Wait five minutes, then try again."

pytestmark = pytest.mark.usefixtures("demo")


@pytest.fixture(autouse=True)
def no_counts():
    cache.clear()


def guess(email, password=WRONG, client=None, **headers):
    return (client or client_of()).post(LOGIN, {"login": email, "password": password}, headers=headers)


def waits(answer):
    return WAIT in answer.content.decode()


@pytest.fixture
def hashed(monkeypatch):
    """The passwords that have been hashed, or compared with a hash."""
    seen = []
    encode = MD5PasswordHasher.encode

    def counted(self, password, salt):
        seen.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    return seen


# Who is here


@pytest.mark.parametrize("email", [HEAD, DELEGATE, NOBODY, "closed@demo.invalid"])
def test_every_wrong_try_costs_one_hash(hashed, email):
    User.objects.create_user("closed@demo.invalid", PASSWORD, name="Closed", is_active=False)
    hashed.clear()

    guess(email)

    assert hashed == [WRONG]


@pytest.mark.parametrize("email", [HEAD, NOBODY])
def test_asking_for_a_new_password_hashes_nothing_and_sends_nothing_by_itself(hashed, email, mailoutbox):
    answer = client_of().post(RESET, {"email": email})

    assert (answer.headers["Location"], hashed, mailoutbox) == ("/accounts/password/reset/done/", [], [])


def same_page(answer):
    """The page without its token and the address that was typed."""
    text = re.sub(r'(csrfmiddlewaretoken|"X-CSRFToken)"?[^>]*', "", answer.content.decode())
    return re.sub(r"[\w.]+@demo\.invalid", "", text)


def test_limit_says_nothing_about_who_is_here():
    for _number in range(5):
        guess(HEAD)
        guess(NOBODY)

    assert waits(guess(HEAD))
    assert same_page(guess(HEAD)) == same_page(guess(NOBODY))


# Guessing


def test_sixth_guess_waits_from_wherever_it_comes():
    for number in range(5):
        assert not waits(guess(HEAD, client=client_of(REMOTE_ADDR=f"192.0.2.{number}")))

    assert waits(guess(HEAD, PASSWORD, client=client_of(REMOTE_ADDR="198.51.100.7")))


def test_spelling_of_the_address_makes_no_new_count():
    for spelling in (HEAD, HEAD.upper(), f" {HEAD}", f"{HEAD} ", HEAD.title()):
        guess(spelling)

    assert waits(guess(HEAD, PASSWORD))


def test_one_machine_tries_ten_addresses_a_minute_and_no_more():
    for number in range(10):
        guess(f"nobody{number}@demo.invalid")

    assert waits(guess("nobody10@demo.invalid"))
    assert not waits(guess("nobody11@demo.invalid", client=client_of(REMOTE_ADDR="198.51.100.7")))


def test_forwarded_addresses_of_a_client_make_no_new_count(settings):
    assert settings.ALLAUTH_TRUSTED_PROXY_COUNT == 0
    for number in range(10):
        guess(f"nobody{number}@demo.invalid", **{"X-Forwarded-For": f"192.0.2.{number}"})

    assert waits(guess("nobody10@demo.invalid", **{"X-Forwarded-For": "192.0.2.99"}))


def test_good_sign_in_of_ones_own_does_not_clear_the_count_of_a_victim():
    for _number in range(4):
        guess(HEAD)
    own = guess(DELEGATE, PASSWORD)
    last = guess(HEAD)

    assert (own.status_code, waits(last), waits(guess(HEAD))) == (302, False, True)


def test_good_password_does_not_clear_the_count_of_codes():
    TOTP.activate(User.objects.get(email=HEAD), "JBSWY3DPEHPK3PXP")
    for _number in range(5):
        client = client_of()
        guess(HEAD, PASSWORD, client)
        client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    client = client_of()
    guess(HEAD, PASSWORD, client)

    assert waits(client.post("/accounts/2fa/authenticate/", {"code": "000000"}))


def test_proof_of_who_one_is_is_counted_too():
    client = client_of(HEAD)
    answers = [client.post("/accounts/reauthenticate/", {"password": "wrong"}).status_code for _number in range(11)]

    assert answers == [200] * 10 + [429]


def test_page_of_too_many_requests_is_a_page_of_ours():
    client = client_of(HEAD)
    for _number in range(10):
        client.post("/accounts/reauthenticate/", {"password": "wrong"})

    page = client.post("/accounts/reauthenticate/", {"password": "wrong"}).content.decode()

    assert "There were too many tries" in page
    assert '<html lang="en"' in page


@pytest.mark.parametrize("email", [HEAD, NOBODY])
def test_links_for_a_new_password_are_counted(email):
    answers = [client_of().post(RESET, {"email": email}).status_code for _number in range(6)]

    assert answers == [302] * 5 + [429]


# Without the counts


@pytest.fixture
def without_redis(settings):
    """The counts are kept where nobody answers."""
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:9/0",
            "OPTIONS": {"socket_connect_timeout": 1},
        }
    }


@pytest.mark.parametrize("email", [HEAD, NOBODY])
def test_without_the_counts_nobody_signs_in_and_everybody_is_told_why(without_redis, email):
    client = client_of()

    answer = guess(email, PASSWORD, client)

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    assert "Signing in does not work at the moment" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_without_the_counts_those_who_are_signed_in_go_on(without_redis):
    assert client_of(HEAD).get("/rehearsal/desk/").status_code == 200
    assert client_of().get(LOGIN).status_code == 200
