"""Every page for everyone: no violation that axe knows, no scrolling sideways, light and dark, small and large."""

import gzip
import json

import brotli
import pytest

from imrf_portal.tests import letters as made
from imrf_portal.tests.e2e.axe import CONTRAST, LAYOUT, SIDEWAYS, rules, sideways, violations
from imrf_portal.tests.e2e.conftest import DESKTOP, Visitor

pytestmark = [pytest.mark.e2e, pytest.mark.django_db]

WIDTHS = {"phone": 390, "twice as large": 720, "tablet": 768}  # 720 is what 1440 leaves at 200 %

SECRETARIAT, SPAIN, DELEGATE = "secretariat@demo.invalid", "cofacilitator.esp@demo.invalid", "delegate.prt@demo.invalid"
STAFF = "staff@demo.invalid"
PAGES = {
    "": [
        "/",
        "/imrf-modalities/",
        "/rehearsal/",
        "/imrf-modalities/calendar/",
        "/imrf-modalities/meetings/1/",
        "/imrf-modalities/meetings/4/",
        "/imrf-modalities/circulars/",
        "/imrf-modalities/circulars/?q=zero",
        "/imrf-modalities/circulars/?q=nothing+has+this",
        "/imrf-modalities/circulars/2019-001/",
        "/imrf-modalities/circulars/2019-003/",
        "/imrf-modalities/circulars/2019-005/",
        "/imrf-modalities/inputs/",
        "/imrf-modalities/inputs/EGY-2019-1/",
        "/imrf-modalities/inputs/FRA-2019-1/",
        "/imrf-modalities/drafts/",
        "/imrf-modalities/drafts/3/",
        "/imrf-modalities/drafts/2/compare/1/",
        "/verify/",
        "/verify/?sha256=nonsense",
        "/verify/{sha256}/",
        "/verify/0000000000000000000000000000000000000000000000000000000000000000/",
        "/accounts/login/",
        "/accounts/signup/",
        "/accounts/password/reset/",
        "/accounts/password/reset/done/",
        "/accounts/password/reset/key/1-nothing/",
        "/accounts/confirm-email/nothing/",
        "/accounts/inactive/",
        "/accounts/invitation/nothing/",
        "/accounts/take-part/",
        "/accounts/take-part/asked/",
        "/imrf-modalities/calendar/2019-02/",
        "/imrf-modalities/documents/",
        "/imrf-modalities/record/",
        "/no-such-page/",
    ],
    SECRETARIAT: [
        "/accounts/directory/?q=cote",
        "/accounts/directory/PRT/",
        "/accounts/directory-from-file/",
        "/accounts/groups/",
        "/accounts/groups/EU/",
        "/accounts/new-group/",
        "/accounts/applications/",
        "/accounts/invitations/many/",
        "/accounts/delegations/PRT/members/",
        "/rehearsal/record/",
        "/new/",
        "/rehearsal/setup/",
        "/rehearsal/reminders/",
        "/rehearsal/reminders/new/",
        "/rehearsal/sent/",
        "/rehearsal/calendar/own/",
        "/rehearsal/meetings/new/",
        "/rehearsal/meetings/1/change/",
        "/rehearsal/desk/",
        "/rehearsal/circulars/",
        "/rehearsal/circulars/new/",
        "/rehearsal/circulars/drafts/{draft}/",
        "/rehearsal/circulars/drafts/{draft}/edit/",
        "/rehearsal/circulars/drafts/{approved}/",
        "/rehearsal/circulars/drafts/{approved}/edit/",
        "/rehearsal/circulars/drafts/{issuing}/",
        "/rehearsal/circulars/{reference}/",
        "/rehearsal/circulars/{reference}/reach/",
        "/rehearsal/circulars/{reference}/withdraw/",
        "/imrf-modalities/circulars/2019-001/reach/",
        "/imrf-modalities/inputs/compilation/",
        "/styleguide/",
        "/demo/mail/",
        "/accounts/invitations/",
        "/accounts/2fa/",
        "/accounts/2fa/totp/activate/",
        "/accounts/2fa/webauthn/",
        "/accounts/2fa/webauthn/add/",
        "/accounts/email/",
        "/accounts/password/change/",
        "/accounts/sessions/",
        "/accounts/reauthenticate/",
        "/accounts/logout/",
    ],
    STAFF: [
        "/rehearsal/drafts/3/edit/",
        "/rehearsal/drafts/3/check/",
        "/rehearsal/drafts/3/import/",
        "/imrf-modalities/drafts/3/traces/",
        "/imrf-modalities/drafts/3/compare/1/?view=side&only=changed",
        "/rehearsal/setup/calls/",
    ],
    SPAIN: ["/rehearsal/", "/rehearsal/desk/", "/rehearsal/circulars/drafts/{in_approval}/"],
    DELEGATE: [
        "/imrf-modalities/inputs/?q=sample",
        "/rehearsal/inputs/",
        "/rehearsal/inputs/new/",
        "/rehearsal/drafts/2/comments/",
        "/rehearsal/desk/",
        "/rehearsal/circulars/new/",
        "/rehearsal/circulars/drafts/{draft}/",
    ],
}
CASES = [(email, path) for email, paths in PAGES.items() for path in paths]


@pytest.fixture(scope="module")
def letters(portal):
    """A letter in every state, in the portal that the browser visits."""
    return made.in_every_state()


@pytest.fixture(scope="module")
def visitors(chromium, portal, letters):
    """A visitor for each role, for all pages of this module."""
    found = {"": Visitor(chromium, portal)}
    found |= {email: Visitor(chromium, portal).has_signed_in(email) for email in PAGES if email}
    yield found
    for each in found.values():
        each.close()


@pytest.mark.parametrize(
    ("email", "path"), CASES, ids=[f"{(email or 'public').split('@')[0]} {path}" for email, path in CASES]
)
def test_page_is_for_everyone(visitors, letters, email, path):
    page = visitors[email].page
    page.set_viewport_size(DESKTOP)
    page.emulate_media(color_scheme="light")
    address = path.format(**vars(letters))
    page.goto(address)

    assert page.url == visitors[email].portal + address
    assert violations(page) == []
    page.emulate_media(color_scheme="dark")
    assert {name: sideways(page, width) for name, width in WIDTHS.items()} == dict.fromkeys(WIDTHS, 0)
    page.set_viewport_size({"width": WIDTHS["phone"], "height": 844})
    assert violations(page, **rules(*LAYOUT, *CONTRAST)) == []


def test_open_menus_are_for_everyone_too(visitors):
    page = visitors[SPAIN].page
    page.set_viewport_size(DESKTOP)
    page.emulate_media(color_scheme="light")
    page.goto("/rehearsal/")
    page.locator(".menu-account summary").click()

    assert violations(page) == []
    page.set_viewport_size({"width": WIDTHS["phone"], "height": 844})
    page.locator(".menu-pages summary").click()
    assert violations(page) == []
    assert page.evaluate(SIDEWAYS) == 0


def test_refusal_is_a_page_for_everyone(visitors):
    """A page without main landmark, title or language would pass as 403 and fail here."""
    page = visitors[DELEGATE].page
    answer = page.goto("/rehearsal/circulars/new/")

    assert answer.status == 403
    assert violations(page) == []


def test_axe_finds_what_it_looks_for(visitors):
    page = visitors[""].page
    page.set_content("<html><title>A</title><main><h1>B</h1><img src='/static/img/favicon.svg'></main></html>")

    assert {rule for rule, _element in violations(page)} == {"html-has-lang", "image-alt"}


@pytest.mark.parametrize("width", [1440, 390])
def test_first_visit_weighs_little_and_asks_nobody_else(chromium, portal, width):
    someone = Visitor(chromium, portal, viewport={"width": width, "height": 844})
    answers = []
    someone.page.on("response", lambda response: answers.append(response))  # noqa: PLW0108 - no built-in is taken
    someone.page.goto("/imrf-modalities/", wait_until="networkidle")
    weighed = [answer for answer in answers if answer.request.resource_type != "font"]
    sizes = {answer.url.removeprefix(portal): compressed(answer) for answer in weighed}
    someone.close()

    assert sum(sizes.values()) <= 60_000, json.dumps(sizes, indent=1)


def compressed(response):
    """The bytes that travel: what is static is compressed by Brotli beforehand, pages by a proxy with gzip."""
    body = response.body()
    return len(brotli.compress(body) if "/static/" in response.url else gzip.compress(body, 6))
