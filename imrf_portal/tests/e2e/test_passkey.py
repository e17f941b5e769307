"""A passkey from its making to a sign-in with nothing but it, with an authenticator that the browser plays."""

import re

import pytest
from django.core.cache import cache
from django.test import override_settings
from playwright.sync_api import expect

from imrf_portal.demo.accounts import PASSWORD
from imrf_portal.tests.e2e.conftest import DESKTOP, PHONE, Visitor

pytestmark = [pytest.mark.e2e, pytest.mark.django_db]

DESK = "/rehearsal/desk/"


@pytest.fixture
def visitor(chromium, portal):
    """A visitor who comes by the name of the machine: a browser makes no passkey for a bare number."""
    cache.clear()
    with override_settings(SECOND_FACTOR_EXEMPT_DEMO=False):
        visitors = []

        def visit(**options):
            visitors.append(Visitor(chromium, portal.replace("127.0.0.1", "localhost"), **options))
            return visitors[-1]

        yield visit
        for each in visitors:
            each.close()


def with_authenticator(page, *, verifies=True):
    """The page's browser has an authenticator that always finds its owner, or one that never recognises them."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": verifies,
        "automaticPresenceSimulation": True,
    }
    key = session.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]
    return session, key


def sign_in(page, email):
    page.goto(DESK)
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


@pytest.mark.parametrize(
    ("viewport", "email"),
    [(DESKTOP, "head.prt@demo.invalid"), (PHONE, "head.phl@demo.invalid")],
    ids=["desktop", "phone"],
)
def test_passkey_is_made_and_opens_the_way_in(visitor, viewport, email):
    page = visitor(viewport=viewport).page
    with_authenticator(page)

    sign_in(page, email)
    expect(page.get_by_role("heading", name="One more thing before you act")).to_be_visible()
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("What you call it").fill("The computer of this test")
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_text("10 of 10 are unused.")).to_be_visible()
    page.get_by_role("link", name="Go on to where you were going").click()
    page.wait_for_url(f"**{DESK}")
    leave(page)

    page.goto(DESK)
    page.get_by_role("button", name="Use a passkey").click()

    page.wait_for_url(f"**{DESK}")
    expect(page.get_by_role("heading", name="My desk")).to_be_visible()
    leave(page)

    sign_in(page, email)
    page.wait_for_url("**/accounts/2fa/authenticate/")
    page.get_by_role("button", name="Use a passkey").click()

    page.wait_for_url(f"**{DESK}")


def leave(page):
    page.goto("/accounts/logout/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    page.wait_for_url(lambda address: "logout" not in address)


def test_passkey_of_somebody_else_is_refused_in_words(visitor):
    page = visitor(viewport=DESKTOP).page
    with_authenticator(page, verifies=False)

    page.goto("/accounts/login/")
    page.get_by_role("button", name="Use a passkey").click()

    expect(page.get_by_role("alert")).to_have_text(re.compile("The passkey could not be used."))
    expect(page).to_have_url(re.compile("/accounts/login/$"))


def test_answer_of_a_passkey_is_good_once(visitor):
    page = visitor(viewport=DESKTOP).page
    with_authenticator(page)
    sign_in(page, "observer.vat@demo.invalid")
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("What you call it").fill("The computer of this test")
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_text("10 of 10 are unused.")).to_be_visible()
    leave(page)
    sent = []
    page.on("request", lambda asked: sent.append(asked.post_data) if asked.method == "POST" else None)
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(lambda address: "/accounts/" not in address)
    leave(page)

    page.goto("/accounts/login/")
    credential = dict(part.split("=", 1) for part in sent[0].split("&"))["credential"]
    page.evaluate(
        """(credential) => {
            document.querySelector("#mfa_login [name=credential]").value = decodeURIComponent(credential);
            document.getElementById("mfa_login").submit();
        }""",
        credential.replace("+", " "),
    )
    page.wait_for_load_state()

    page.goto(DESK)
    expect(page).to_have_url(re.compile("/accounts/login/"))
