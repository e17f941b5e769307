"""An institution signs its people in: those who have an account here, and nobody else."""

import json
import time
from base64 import urlsafe_b64encode
from contextlib import contextmanager
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core.cache import cache

from accounts.models import User

from .clients import client_of

HEAD, DELEGATE = "head.prt@demo.invalid", "delegate.prt@demo.invalid"
LOGIN = "/accounts/login/"
INSTITUTION = "/accounts/oidc/institution/login/"
DESK = "/rehearsal/desk/"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)

pytestmark = pytest.mark.usefixtures("demo")


class Provider:
    """An OpenID provider on this machine. ``claims`` is what it says of whoever comes; ``userinfo`` more, elsewhere."""

    def __init__(self, port):
        self.url = f"http://127.0.0.1:{port}"
        self.claims = {"sub": "person-1", "email": DELEGATE, "email_verified": True}
        self.userinfo, self.token, self.challenge, self.asked = {}, {}, "", []

    def discovery(self):
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "userinfo_endpoint": f"{self.url}/userinfo",
            "jwks_uri": f"{self.url}/keys",
        }

    def tokens(self, form):
        """The answer to the code; an error to whoever cannot show that it was they who began."""
        shown = urlsafe_b64encode(sha256(form["code_verifier"][0].encode()).digest()).decode().rstrip("=")
        if shown != self.challenge:
            return {"error": "invalid_grant"}
        now = int(time.time())
        token = {"iss": self.url, "aud": "portal", "iat": now, "exp": now + 60} | self.claims | self.token
        return {"access_token": "a", "token_type": "Bearer", "id_token": jwt.encode(token, KEY, "RS256")}


@contextmanager
def serving():
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            path = urlsplit(self.path).path
            answers = {"/.well-known/openid-configuration": provider.discovery(), "/userinfo": provider.claims}
            self.answer(answers[path] | (provider.userinfo if path == "/userinfo" else {}))

        def do_POST(self):
            self.answer(provider.tokens(parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())))

        def answer(self, data):
            provider.asked.append(self.path)
            body = json.dumps(data).encode()
            self.send_response(400 if "error" in data else 200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args):
            """Says nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    provider = Provider(server.server_port)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def provider(settings):
    """The provider, and a portal that knows it."""
    settings.SECOND_FACTOR_EXEMPT_DEMO = False
    cache.clear()
    with serving() as provider:
        app = {
            "provider_id": "institution",
            "name": "a sample institution",
            "client_id": "portal",
            "secret": "s",
            "settings": {"server_url": provider.url},
        }
        common = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": common | {"APPS": [app]}}
        yield provider


def begin(client, provider, address=INSTITUTION):
    """Press the button; what the browser is sent to the provider with."""
    asked = parse_qs(urlsplit(client.post(address).headers["Location"]).query)
    provider.challenge = asked["code_challenge"][0]
    return asked


def come_by(client, provider, address=INSTITUTION):
    """Press the button, be recognised there, come back."""
    state = begin(client, provider, address)["state"][0]
    return client.get(f"{INSTITUTION}callback/", {"code": "c", "state": state})


def said(client):
    """The page of the sign-in to which one was sent back."""
    return client.get(LOGIN).content.decode()


def test_button_is_there_only_where_an_institution_is_named(provider, settings):
    shown = client_of().get(f"{LOGIN}?next={DESK}").content.decode()
    settings.SOCIALACCOUNT_PROVIDERS = {}
    hidden = client_of().get(LOGIN).content.decode()

    assert "Sign in by a sample institution" in shown
    assert f'action="{INSTITUTION}?process=login&amp;next=%2Frehearsal%2Fdesk%2F"' in shown
    assert "by-institution" not in hidden


def test_link_alone_leads_nowhere(provider):
    assert client_of().get(INSTITUTION).status_code == 200
    assert provider.asked == []


def test_person_with_the_same_verified_address_is_signed_in_and_led_on(provider):
    client = client_of()
    before = User.objects.count()

    answer = come_by(client, provider, f"{INSTITUTION}?process=login&next={DESK}")

    assert answer.headers["Location"] == DESK
    assert client.get(DESK).status_code == 200
    assert [account.user.email for account in SocialAccount.objects.all()] == [DELEGATE]
    assert User.objects.count() == before


def test_provider_is_asked_for_a_recent_proof_and_answers_only_who_asked(provider):
    client, stranger = client_of(), client_of()
    asked = begin(client, provider)

    stolen = stranger.get(f"{INSTITUTION}callback/", {"code": "c", "state": asked["state"][0]})

    assert (asked["max_age"], asked["code_challenge_method"]) == (["300"], ["S256"])
    assert stolen.headers["Location"] == LOGIN
    assert "_auth_user_id" not in stranger.session


@pytest.mark.parametrize(
    ("claims", "why"),
    [
        ({"email": "nobody@demo.invalid"}, "no account here has the address"),
        ({"email_verified": False}, "no account here has the address"),
        ({"email_verified": "false"}, "no account here has the address"),
        ({"email_verified": None}, "no account here has the address"),
        ({"email": ""}, "no account here has the address"),
    ],
)
def test_others_are_sent_back_with_a_sentence(provider, claims, why):
    client, before = client_of(), User.objects.count()
    provider.claims |= claims

    answer = come_by(client, provider)

    assert (answer.headers["Location"], why in said(client)) == (LOGIN, True)
    assert ("_auth_user_id" in client.session, User.objects.count()) == (False, before)
    assert SocialAccount.objects.count() == 0


@pytest.mark.parametrize(
    "token", [{"iss": "https://other.example"}, {"aud": "another"}, {"exp": 1}, {"sub": "somebody-else"}]
)
def test_answers_that_are_not_for_us_are_refused(provider, token):
    client = client_of()
    provider.token = token

    answer = come_by(client, provider)

    assert answer.headers["Location"] == LOGIN
    assert "Signing in by your institution did not work." in said(client)
    assert "_auth_user_id" not in client.session


def test_who_inherits_an_address_does_not_inherit_the_account(provider):
    come_by(client_of(), provider)
    provider.claims |= {"sub": "person-2"}
    client = client_of()

    answer = come_by(client, provider)

    assert (answer.headers["Location"], "_auth_user_id" in client.session) == (LOGIN, False)


def test_account_that_is_closed_stays_closed(provider):
    User.objects.filter(email=DELEGATE).update(is_active=False)
    client = client_of()

    answer = come_by(client, provider)

    assert "_auth_user_id" not in client.session
    assert answer.headers["Location"] in {LOGIN, "/accounts/inactive/"}


def test_nobody_ties_an_identity_to_an_account_by_hand(provider):
    client = client_of(HEAD)
    provider.claims |= {"sub": "person-9", "email": "evil@demo.invalid"}

    come_by(client, provider, f"{INSTITUTION}?process=connect")

    assert SocialAccount.objects.count() == 0


# The second factor


@pytest.mark.parametrize(
    ("token", "enough"),
    [
        ({}, False),
        ({"amr": ["pwd"]}, False),
        ({"amr": ["pwd", "mfa"]}, True),
        ({"acr": "https://refeds.org/profile/mfa"}, True),
        ({"acr": "of-their-own"}, True),
        ({"acr": "0"}, False),
    ],
)
def test_institution_that_says_that_it_asked_for_a_second_factor_is_believed(provider, settings, token, enough):
    settings.OIDC_STRONG_ACR = ["of-their-own"]
    provider.claims |= {"email": HEAD}
    provider.token = token
    client = client_of()

    come_by(client, provider)

    assert (client.get(DESK).status_code == 200) is enough
    assert client_of(HEAD).get(DESK).status_code == 302  # it counts in that session only


def test_claim_in_the_other_answer_counts_for_nothing(provider):
    provider.claims |= {"email": HEAD}
    provider.userinfo = {"amr": ["mfa"]}
    client = client_of()

    come_by(client, provider)

    assert client.get(DESK).headers["Location"].startswith("/accounts/second-factor/")


def test_own_factor_is_asked_for_where_there_is_one(provider):
    TOTP.activate(User.objects.get(email=HEAD), "JBSWY3DPEHPK3PXP")
    provider.claims |= {"email": HEAD}
    provider.token = {"amr": ["mfa"]}
    client = client_of()

    assert come_by(client, provider).headers["Location"] == "/accounts/2fa/authenticate/"
    assert client.get(DESK).status_code == 302
