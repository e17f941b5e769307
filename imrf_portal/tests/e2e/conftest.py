"""A portal with the demonstration on a port of its own, and a real browser that visits it."""

import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.cache import cache
from django.db import connections
from django.test import override_settings
from django.test.testcases import LiveServerThread
from playwright.sync_api import expect, sync_playwright

from imrf_portal.demo.accounts import PASSWORD
from imrf_portal.tests.clients import client_of
from imrf_portal.tests.conftest import copied

# The browser's loop runs in the thread of the tests, so Django would refuse the database there. Set by a fixture it
# would come too late.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

NAMES = ("chromium", "chromium-browser", "google-chrome")
MACOS = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
QUIET = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESKTOP, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
PATIENCE = 60_000  # milliseconds: a letter is printed and sent within one click, beside another half of the tests


def executable():
    """The path of a Chromium, or of a Chrome; ``None`` where there is none."""
    found = (shutil.which(name) for name in NAMES)
    return os.environ.get("CHROMIUM") or next(filter(None, found), MACOS if os.path.exists(MACOS) else None)


@pytest.fixture(scope="session")
def chromium():
    path = executable()
    if path is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(
            "There is no Chromium: apt-get install chromium, or set CHROMIUM to the path of one."
        )
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, chromium_sandbox=False, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def portal(demo_database, django_db_blocker, tmp_path_factory):
    """The address of a portal with the demonstration. What a module does to it stays until the module's end."""
    mail = tmp_path_factory.mktemp("mail")
    with (
        django_db_blocker.unblock(),
        copied(demo_database, f"{demo_database}_e2e"),
        override_settings(
            DEMO=True, MAIL_DIR=mail, EMAIL_BACKEND="record.smtp.FolderBackend", ACCOUNT_RATE_LIMITS=False
        ),
        served() as address,
        override_settings(SITE_URL=address),
    ):
        yield address


@contextmanager
def served():
    """A server of the project in a thread, with the static files as they lie in the tree."""
    cache.clear()
    server = LiveServerThread("127.0.0.1", StaticFilesHandler)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    if server.error:
        raise server.error
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.terminate()


@pytest.fixture
def committed():
    """A function that calls another outside the transaction of the test, so that the server sees what it does."""

    def call(function, *args):
        try:
            return function(*args)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=1) as pool:
        yield lambda function, *args: pool.submit(call, function, *args).result()


class Visitor:
    """Somebody with a browser of their own. ``asked`` are the hosts that their pages asked for anything."""

    def __init__(self, browser, portal, **options):
        self.portal, self.asked, self.errors = portal, set(), []
        self.context = browser.new_context(base_url=portal, **{"viewport": DESKTOP} | options)
        self.context.set_default_timeout(PATIENCE)
        self.page = self.context.new_page()
        self.page.on("request", lambda request: self.asked.add("/".join(request.url.split("/")[:3])))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", self.hear)

    def hear(self, message):
        """What the browser complains of; that it was refused something is no fault of a page."""
        if message.type == "error" and not message.text.startswith(
            ("Failed to load resource", "Response Status Error")
        ):
            self.errors.append(message.text)

    def has_signed_in(self, email):
        """As if the person of this address had signed in, and typed the password once more a moment ago."""
        client = client_of(email)
        client.post("/accounts/reauthenticate/", {"password": PASSWORD})
        session = client.cookies["sessionid"].value
        self.context.add_cookies([{"name": "sessionid", "value": session, "url": self.portal}])
        return self

    def sign_in(self, email, path="/rehearsal/desk/"):
        """Go to a closed page and type what it asks for."""
        self.page.goto(path)
        self.page.get_by_label("E-mail address").fill(email)
        self.page.get_by_label("Password", exact=True).fill(PASSWORD)
        self.page.get_by_role("button", name="Sign in", exact=True).click()
        self.page.wait_for_url(f"**{path}")
        return self

    def close(self):
        self.context.close()
        assert self.errors == []
        assert self.asked <= {self.portal}


@pytest.fixture
def visitor(chromium, portal):
    """A function that gives a new visitor, with options for their browser."""
    visitors = []

    def visit(**options):
        visitors.append(Visitor(chromium, portal, **options))
        return visitors[-1]

    yield visit
    for each in visitors:
        each.close()
