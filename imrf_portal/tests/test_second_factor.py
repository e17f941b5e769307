"""Whoever can bind others acts only with a second factor, and no way in leads round it."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.core.cache import cache
from django.core.checks import run_checks
from django.test import Client
from django.utils import timezone

from accounts import second_factor
from accounts.models import Delegation, Membership, User
from consultations.capacities import Choice, choices_for
from imrf_portal.demo.accounts import PASSWORD
from record.actor import Capacity
from submissions.models import Submission

from .clients import client_of
from .factors import DELEGATE, HEAD, LOGIN, SECOND_STEP, SET_UP, code, person, sign_in, with_app

pytestmark = pytest.mark.usefixtures("demo")


@pytest.fixture(autouse=True)
def nobody_is_exempt(settings):
    settings.SECOND_FACTOR_EXEMPT_DEMO = False
    cache.clear()


# Who needs one


@pytest.mark.parametrize(
    ("choice", "needed"),
    [
        (Choice(Capacity.DELEGATE), False),
        (Choice(Capacity.DELEGATE, flags=frozenset({"may_clear"})), True),
        (Choice(Capacity.DELEGATE, flags=frozenset({"may_manage"})), True),
        (Choice(Capacity.HEAD), True),
        (Choice(Capacity.STAFF), True),
        (Choice(Capacity.COFACILITATOR), True),
        (Choice(Capacity.SECRETARIAT), True),
        (Choice(Capacity.ADMINISTRATOR), True),
    ],
)
def test_who_can_bind_others_needs_one(choice, needed):
    assert second_factor.is_needed([choice]) is needed
    assert second_factor.is_needed([Choice(Capacity.DELEGATE), choice]) is needed


def test_recovery_codes_alone_are_no_factor():
    RecoveryCodes.activate(person(HEAD))

    assert second_factor.has_one(person(HEAD)) is False
    assert second_factor.has_one(with_app(DELEGATE)) is True


# What happens without one


def test_sign_in_without_one_leads_to_setting_one_up_and_keeps_where_one_was_going():
    client = client_of()

    answer = sign_in(client, next="/rehearsal/desk/")
    page = client.get(answer.headers["Location"]).content.decode()

    assert answer.headers["Location"] == f"{SET_UP}?next=%2Frehearsal%2Fdesk%2F"
    assert "what you do here binds others, and a password alone can be stolen" in page


def test_who_lacks_one_reads_what_is_public_and_acts_in_no_capacity():
    client = client_of(HEAD)
    public, visitor = client.get("/imrf-modalities/inputs/"), client_of().get("/imrf-modalities/inputs/")

    listed = [re.findall(r'href="(/imrf-modalities/inputs/[^"]+)"', a.content.decode()) for a in (public, visitor)]
    assert (public.status_code, visitor.status_code) == (200, 200)
    assert listed[0] == listed[1] != []
    assert "You act as" not in public.content.decode()
    assert (public.wsgi_request.actor.capacity, list(public.wsgi_request.choices)) == (Capacity.PUBLIC, [])


@pytest.mark.parametrize(
    "path", ["/rehearsal/desk/", "/styleguide/", "/demo/mail/", "/accounts/invitations/", "/admin/", "/no-such-page/"]
)
def test_every_page_behind_the_sign_in_leads_to_setting_one_up(path):
    answer = client_of(HEAD).get(path)

    assert (answer.status_code, answer.headers["Location"]) == (302, f"{SET_UP}?next={path.replace('/', '%2F')}")


def test_page_that_only_members_may_know_of_leads_there_too():
    draft = Submission.objects.filter(delegation__code="PRT", state="draft").first()
    path = f"/{draft.consultation.slug}/inputs/mine/{draft.key}/"

    assert client_of(HEAD).get(path).headers["Location"].startswith(SET_UP)


def test_text_that_is_sent_without_one_is_not_saved_and_given_back():
    draft = Submission.objects.filter(delegation__code="PRT", state="draft").first()
    path = f"/{draft.consultation.slug}/inputs/mine/{draft.key}/"

    answer = client_of(HEAD).post(path, {"answer_1": "A line that was typed.\nAnother <b>line</b>.", "revision": 1})

    assert answer.status_code == 403
    assert "A line that was typed.\nAnother &lt;b&gt;line&lt;/b&gt;." in answer.content.decode()
    assert client_of(HEAD).post("/acting/", {"capacity": "head:PRT"}).status_code == 403


@pytest.mark.parametrize(
    "path",
    [
        "/accounts/2fa/",
        "/accounts/2fa/totp/activate/",
        "/accounts/2fa/webauthn/add/",
        "/accounts/password/change/",
        "/accounts/email/",
        "/accounts/sessions/",
        "/accounts/logout/",
        "/accounts/second-factor/",
        "/verify/",
        "/rehearsal/",
    ],
)
def test_pages_of_the_own_account_and_of_the_public_stay_open(path):
    assert client_of(HEAD).get(path).status_code == 200


def test_one_who_may_choose_a_plain_capacity_needs_one_for_that_too():
    delegate = person(DELEGATE)
    Membership.objects.create(
        user=delegate,
        delegation=Delegation.objects.get(code="VAT"),
        role="delegate",
        may_manage=True,
        starts_at=timezone.now() - timedelta(days=1),
    )
    client = client_of(DELEGATE)

    assert {choice.capacity for choice in choices_for(delegate, timezone.now())} == {Capacity.DELEGATE}
    assert client.get("/rehearsal/desk/").headers["Location"].startswith(SET_UP)


def test_plain_delegates_need_none_and_may_have_one():
    assert client_of(DELEGATE).get("/rehearsal/desk/").status_code == 200

    with_app(DELEGATE)
    client = client_of()

    assert sign_in(client, DELEGATE).headers["Location"] == SECOND_STEP
    assert client.get("/rehearsal/desk/").status_code == 302


def test_a_role_that_begins_asks_at_once_and_one_that_ends_asks_no_more():
    client = client_of(DELEGATE)
    membership = Membership.objects.filter(user__email=DELEGATE)

    membership.update(may_clear=True)
    asked = client.get("/rehearsal/desk/")
    membership.update(may_clear=False)

    assert asked.headers["Location"].startswith(SET_UP)
    assert client.get("/rehearsal/desk/").status_code == 200


def test_setting_up_an_app_opens_the_way_to_where_one_was_going():
    client = client_of()
    sign_in(client, next="/rehearsal/desk/")
    client.get(f"{SET_UP}?next=/rehearsal/desk/")
    page = client.get("/accounts/2fa/totp/activate/").content.decode()
    (secret,) = re.findall(r'id="authenticator_secret" value="(\w+)"', page)
    shown = code(secret=secret)

    codes = client.post("/accounts/2fa/totp/activate/", {"code": shown}, follow=True).content.decode()
    on = client.get(SET_UP)

    assert f'href="{SET_UP}">Go on to where you were going' in codes
    assert on.headers["Location"] == "/rehearsal/desk/"
    assert client.get("/rehearsal/desk/").status_code == 200
    assert client.get(SET_UP).headers["Location"] == "/"  # and only once


def test_one_who_has_one_is_asked_for_it_and_then_led_on():
    with_app(HEAD)
    client = client_of()

    first = sign_in(client, next="/rehearsal/desk/")
    between = client.get("/rehearsal/desk/")
    second = client.post(SECOND_STEP, {"code": code()})

    assert first.headers["Location"] == SECOND_STEP
    assert between.headers["Location"].startswith(LOGIN)
    assert second.headers["Location"] == "/rehearsal/desk/"
    assert client.get("/rehearsal/desk/").status_code == 200


def test_password_is_not_kept_between_the_two_steps():
    with_app(HEAD)
    client = client_of()
    sign_in(client)

    assert PASSWORD not in str(dict(client.session))


# The demonstration


def test_people_of_the_demonstration_are_spared_and_nobody_else(settings):
    settings.SECOND_FACTOR_EXEMPT_DEMO = True
    head = User.objects.create_user("head@example.invalid", PASSWORD, name="Head of delegation")
    EmailAddress.objects.create(user=head, email=head.email, verified=True, primary=True)
    Membership.objects.create(
        user=head,
        delegation=Delegation.objects.get(code="PRT"),
        role="head",
        may_clear=True,
        starts_at=timezone.now() - timedelta(days=1),
    )

    assert client_of(HEAD).get("/rehearsal/desk/").status_code == 200
    assert client_of(head.email).get("/rehearsal/desk/").headers["Location"].startswith(SET_UP)


@pytest.mark.parametrize(
    ("demo_on", "exempt", "site", "found"),
    [
        (False, False, "https://portal.example.org", []),
        (False, True, "https://portal.example.org", ["portal.E010"]),
        (True, True, "http://127.0.0.1:8000", []),
        (True, True, "https://portal.example.org", ["portal.E011"]),
    ],
)
def test_check_of_a_deployment_refuses_what_is_for_the_demonstration(settings, demo_on, exempt, site, found):
    settings.DEMO, settings.SECOND_FACTOR_EXEMPT_DEMO, settings.SITE_URL = demo_on, exempt, site

    errors = run_checks(tags=["security"], include_deployment_checks=True)

    assert [error.id for error in errors if error.id.startswith("portal.")] == found


def test_administration_is_entered_as_everything_else_is():
    admin = client_of("admin@demo.invalid")

    assert admin.get("/admin/").headers["Location"].startswith(SET_UP)
    assert Client().post("/admin/login/", {"username": "admin@demo.invalid", "password": PASSWORD}).status_code in {
        302,
        404,
    }
