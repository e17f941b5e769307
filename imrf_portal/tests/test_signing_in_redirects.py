"""The sign-in, and whatever else is told where to go on, leads to our own pages only."""

import re

import pytest
from django.core.cache import cache
from django.test import Client

from accounts.models import User
from accounts.tests.signing_in import proven
from imrf_portal.demo.accounts import PASSWORD
from imrf_portal.signing_in import safe_address

from .clients import client_of

DELEGATE = "delegate.prt@demo.invalid"
LOGIN, PROVE = "/accounts/login/", "/accounts/reauthenticate/"

pytestmark = pytest.mark.usefixtures("demo")


@pytest.fixture(autouse=True)
def no_counts():
    cache.clear()


def person(email):
    return User.objects.get(email=email)


def stale(email):
    """A client of someone who signed in six minutes ago."""
    return proven(client_of(email), person(email), ago=360)


NASTY = [
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https:evil.example",
    "https:///evil.example",
    "https://evil.example/",
    "http://testserver.evil.example/",
    "http://testserver@evil.example/",
    "http://localhost/",
    "javascript:alert(1)",
    "data:text/html,x",
    "%2f%2fevil.example",
    "/%09/evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    " //evil.example",
    "//evil.example/%2e%2e",
    "/\x00/evil.example",
    "ftp://testserver/",
    "////",
]


def host_of(location):
    """Whether a browser that is on our page would stay with us: by its own reading of tabs and backslashes."""
    seen = re.sub(r"[\t\r\n]", "", location).strip().replace("\\", "/")
    return not re.match(r"//|(?!https?://testserver/)[a-z]+:", seen)


@pytest.mark.parametrize("after", NASTY)
def test_sign_in_leads_to_our_own_pages_only(after):
    signed_in = Client().post(LOGIN, {"login": DELEGATE, "password": PASSWORD, "next": after})
    already = client_of(DELEGATE).get(LOGIN, {"next": after})
    proved = stale(DELEGATE).post(PROVE, {"password": PASSWORD, "next": after})
    out = client_of(DELEGATE).post("/accounts/logout/", {"next": after})
    acting = client_of(DELEGATE).post("/acting/", {"capacity": "delegate:PRT", "next": after})
    shown = client_of(DELEGATE).get("/accounts/second-factor/", {"next": after})

    found = [answer.headers["Location"] for answer in (signed_in, already, proved, out, acting, shown)]
    assert [(location, host_of(location)) for location in found] == [(location, True) for location in found]


def test_the_reading_of_a_browser_finds_what_it_looks_for():
    assert [host_of(bad) for bad in ("//evil", "/\\evil", "/\t/evil", "https://evil/", "javascript:x")] == [False] * 5
    assert [host_of(good) for good in ("/", "/rehearsal/desk/?a=1", "http://testserver/x")] == [True] * 3


@pytest.mark.parametrize(("address", "kept"), [("/a/?b=c", "/a/?b=c"), ("//evil", ""), ("/\\evil", ""), ("a", "")])
def test_address_to_come_back_to_is_a_path(rf, address, kept):
    assert safe_address(rf.get("/", headers={"Host": "testserver"}), address) == kept
