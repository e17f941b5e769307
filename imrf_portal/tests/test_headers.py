"""What every answer says to the browser about itself, and that no page needs more than it is allowed."""

import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser

import pytest
from django.conf import settings as django_settings
from django.urls import reverse

from consultations.models import Circular
from consultations.models.circular import EDITABLE
from imrf_portal.demo.accounts import PASSWORD

from .clients import body_of, client_of

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
)
SECRETARIAT = "secretariat@demo.invalid"
PUBLIC = [
    "/",
    "/rehearsal/",
    "/imrf-modalities/",
    "/imrf-modalities/calendar/",
    "/imrf-modalities/meetings/1/",
    "/imrf-modalities/circulars/",
    "/imrf-modalities/circulars/2019-001/",
    "/imrf-modalities/circulars/2019-006/",
    "/verify/",
    f"/verify/{'ab' * 32}/",
    "/verify/?sha256=nonsense",
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/password/reset/",
    "/accounts/password/reset/done/",
    "/accounts/invitation/nonsense/",
    "/no-such-page/",
]
SIGNED_IN = [
    "/rehearsal/desk/",
    "/rehearsal/circulars/",
    "/rehearsal/circulars/new/",
    "/imrf-modalities/circulars/2019-001/",
    "/imrf-modalities/circulars/2019-001/reach/",
    "/imrf-modalities/circulars/2019-001/withdraw/",
    "/styleguide/",
    "/demo/mail/",
    "/accounts/invitations/",
    "/accounts/2fa/",
    "/accounts/2fa/webauthn/",
    "/accounts/email/",
    "/accounts/password/change/",
    "/accounts/sessions/",
    "/accounts/logout/",
    "/accounts/reauthenticate/",
    "/no-such-page/",
]
MACHINES = ["/rehearsal.json", "/rehearsal/calendar.ics", "/healthz", "/imrf-modalities/circulars.json"]


@pytest.fixture
def drafts(demo):
    """The pages of every letter of the rehearsal, in whatever state it is."""
    found = []
    for circular in Circular.objects.filter(consultation__slug="rehearsal"):
        found.append(circular.get_absolute_url())
        if circular.state in EDITABLE:
            found.append(reverse("consultations:edit_circular", args=["rehearsal", circular.pk]))
    return found


def policy(answer):
    """The policy of an answer, a nonce that one page got for its one script taken out."""
    return re.sub(r" 'nonce-[\w+/=-]+'", "", answer.headers["Content-Security-Policy"])


def sorted_policy(text):
    return sorted(part.strip() for part in text.split(";"))


@pytest.mark.parametrize("path", PUBLIC + MACHINES)
def test_every_answer_carries_every_header(demo, path):
    answer = client_of().get(path)

    assert sorted_policy(policy(answer)) == sorted_policy(POLICY)
    found = {name: answer.headers.get(name) for name in EVERYWHERE}
    assert found == EVERYWHERE


EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), "
    "publickey-credentials-get=(self), publickey-credentials-create=(self)",
}


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("BREW", "/", 405), ("GET", "/%ff/", 404), ("POST", "/rehearsal/circulars/new/", 403)],
)
def test_refusals_carry_the_headers_too(demo, method, path, status):
    client = client_of(SECRETARIAT, enforce_csrf_checks=True)

    answer = client.generic(method, path)

    assert answer.status_code == status
    missing = {"X-Content-Type-Options", "Cross-Origin-Resource-Policy", "Permissions-Policy"} - set(answer.headers)
    assert missing == set()


def test_page_that_breaks_carries_the_headers_too(demo, monkeypatch):
    monkeypatch.setattr("imrf_portal.views.verification.find", lambda *args: 1 / 0)

    answer = client_of(raise_request_exception=False).get(f"/verify/{'ab' * 32}/")

    assert answer.status_code == 500
    assert {name: answer.headers.get(name) for name in EVERYWHERE} == EVERYWHERE


@pytest.mark.parametrize("path", SIGNED_IN + MACHINES)
def test_nobody_keeps_what_a_signed_in_person_got(demo, path):
    answer = client_of(SECRETARIAT).get(path)

    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "Cookie" in answer.headers["Vary"]


def test_nobody_keeps_a_file_that_a_signed_in_person_got(demo):
    answer = client_of(SECRETARIAT).get("/imrf-modalities/circulars/2019-001.pdf")

    assert body_of(answer).startswith(b"%PDF-")
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_pages_differ_by_who_asks(demo):
    for path in PUBLIC:
        assert "Cookie" in client_of().get(path).headers.get("Vary", "")


def test_fragments_differ_from_pages(demo):
    for path in ("/imrf-modalities/circulars/2019-001/reach/",):
        assert "HX-Request" in client_of(SECRETARIAT).get(path).headers["Vary"]


def test_files_run_nothing(demo):
    answer = client_of().get("/imrf-modalities/circulars/2019-001.pdf")

    assert body_of(answer)[:5] == b"%PDF-"
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"] == 'inline; filename="imrf-modalities-2019-001.pdf"'
    assert answer.headers["Content-Security-Policy"] == (
        "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"
    )


def test_file_that_is_known_is_not_sent_again(demo):
    path = "/imrf-modalities/circulars/2019-001.pdf"
    first = client_of().get(path)
    body_of(first)

    again = client_of().get(path, headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.content) == (304, b"")


# Cookies


def test_cookies_of_the_sign_in(demo):
    client = client_of()
    client.get("/accounts/login/")
    client.post("/accounts/login/", {"login": SECRETARIAT, "password": PASSWORD})

    token = client.cookies["csrftoken"]
    assert (token["httponly"], token["samesite"], token["secure"]) == (True, "Lax", "")
    session = client.cookies["sessionid"]
    assert (session["httponly"], session["samesite"], session["path"]) == (True, "Lax", "/")


def test_visitor_gets_no_cookie(demo):
    client = client_of()
    for path in PUBLIC[:8]:
        client.get(path)

    assert client.cookies.output() == ""


ASK = """
import json, django
from django.conf import settings
django.setup()
settings.ALLOWED_HOSTS = ["portal.example.org"]
from django.test import Client
plain = Client().get("/verify/", headers={"Host": "portal.example.org"})
secure = Client().get("/verify/", headers={"Host": "portal.example.org"}, secure=True)
names = ["SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE",
         "SESSION_COOKIE_HTTPONLY", "CSRF_COOKIE_HTTPONLY", "SESSION_COOKIE_DOMAIN", "SESSION_COOKIE_PATH"]
print(json.dumps({
    "cookies": {name: getattr(settings, name) for name in names},
    "plain": [plain.status_code, plain.headers.get("Location")],
    "secure": [secure.status_code, secure.headers.get("Strict-Transport-Security")],
}))
"""


@pytest.fixture(scope="module")
def under_https():
    """What the portal answers where its address begins with https."""
    environ = {
        **os.environ,
        "SITE_URL": "https://portal.example.org",
        "DJANGO_SETTINGS_MODULE": "imrf_portal.settings_test",
    }
    done = subprocess.run(
        [sys.executable, "-c", ASK], env=environ, cwd=django_settings.BASE_DIR, capture_output=True, check=True
    )
    return json.loads(done.stdout.splitlines()[-1])


def test_cookies_under_https_are_bound_to_the_host(under_https):
    assert under_https["cookies"] == {
        "SESSION_COOKIE_NAME": "__Host-sessionid",
        "CSRF_COOKIE_NAME": "__Host-csrftoken",
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SESSION_COOKIE_HTTPONLY": True,
        "CSRF_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_DOMAIN": None,
        "SESSION_COOKIE_PATH": "/",
    }


def test_https_is_led_to_and_kept_to(under_https):
    assert under_https["plain"] == [301, "https://portal.example.org/verify/"]
    assert under_https["secure"] == [200, "max-age=63072000; includeSubDomains; preload"]


# What is in the pages


class Page(HTMLParser):
    """What a page would make a browser run, style or fetch."""

    def __init__(self, text):
        super().__init__()
        self.inline, self.fetched, self.titles, self.ids, self._script = [], [], 0, [], False
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        self.ids += [attributes["id"]] if "id" in attributes else []
        self.titles += tag == "h1"
        self.inline += [f"{tag} {name}" for name in attributes if name == "style" or name.startswith("on")]
        self.inline += ["style element"] * (tag == "style")
        self.inline += [
            f"{tag} javascript:" for value in attributes.values() if (value or "").startswith("javascript:")
        ]
        self._script = tag == "script" and "src" not in attributes and is_code(attributes)
        if tag in {"script", "img", "iframe", "link", "source", "video", "form", "object", "use"}:
            self.fetched += [attributes[name] for name in ("src", "href", "action", "data") if attributes.get(name)]

    def handle_data(self, data):
        if self._script and data.strip():
            self.inline.append("script element")
        self._script = False


def is_code(attributes):
    """Whether a script element runs; data for a script of ours does not."""
    return attributes.get("type", "text/javascript") not in {"application/json"} and "nonce" not in attributes


def check(client, paths):
    """What is wrong in these pages: (path, what)."""
    found = []
    for path in paths:
        page = Page(client.get(path).content.decode())
        found += [(path, what) for what in page.inline]
        found += [(path, address) for address in page.fetched if re.match(r"(\w+:)?//", address)]
        found += [(path, f"{page.titles} titles")] if page.titles != 1 else []
        found += [(path, f"id {name} twice") for name in set(page.ids) if page.ids.count(name) > 1]
    return found


def test_pages_of_visitors_hold_nothing_inline_and_nothing_from_elsewhere(demo):
    assert check(client_of(), PUBLIC) == []


@pytest.mark.parametrize("email", [SECRETARIAT, "cofacilitator.esp@demo.invalid", "delegate.prt@demo.invalid"])
def test_pages_of_those_who_are_signed_in_hold_nothing_inline_and_nothing_from_elsewhere(demo, drafts, email):
    assert check(client_of(email), SIGNED_IN + drafts) == []


def test_the_check_finds_what_it_looks_for():
    bad = (
        '<h1 style="a" onclick="b">c</h1><style>d</style><script>e</script><a href="javascript:f">g</a><img src="//h">'
    )

    page = Page(bad)

    assert page.inline == ["h1 style", "h1 onclick", "style element", "script element", "a javascript:"]
    assert page.fetched == ["//h"]
