"""No way in leads round the second factor, and its codes are good once."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.core.cache import cache
from django.utils import timezone

from accounts.models import Delegation, Invitation
from accounts.tests.signing_in import proven
from imrf_portal.demo.accounts import PASSWORD
from record.models import Delivery

from .clients import client_of
from .factors import HEAD, LOGIN, SECOND_STEP, code, person, sign_in, with_app

pytestmark = pytest.mark.usefixtures("demo")


@pytest.fixture(autouse=True)
def nobody_is_exempt(settings):
    settings.SECOND_FACTOR_EXEMPT_DEMO = False
    cache.clear()


# No way round


def test_new_password_by_mail_signs_nobody_in_and_leaves_the_second_step():
    with_app(HEAD)
    client = client_of()
    client.post("/accounts/password/reset/", {"email": HEAD})
    text = Delivery.objects.filter(address=HEAD, kind__startswith="account-").latest("pk").text
    (path,) = re.findall(r"http://testserver(/\S+)", text)
    new = "a sentence that nobody knows"

    client.post(client.get(path).headers["Location"], {"password1": new, "password2": new})

    assert "_auth_user_id" not in client.session
    assert client.get("/rehearsal/desk/").headers["Location"].startswith(LOGIN)
    assert sign_in(client, password=new).headers["Location"] == SECOND_STEP


def test_confirming_an_address_signs_nobody_in():
    with_app(HEAD)
    owner = proven(client_of(HEAD), person(HEAD))
    owner.post("/accounts/email/", {"email": "elsewhere@demo.invalid", "action_add": ""})
    text = Delivery.objects.get(address="elsewhere@demo.invalid").text
    (path,) = re.findall(r"http://testserver(/\S+)", text)
    stranger = client_of()

    stranger.post(path)

    assert "_auth_user_id" not in stranger.session
    assert person("elsewhere@demo.invalid").emailaddress_set.get().verified


def test_accepting_an_invitation_signs_nobody_in():
    user = with_app(HEAD)
    now = timezone.now()
    invitation = Invitation.objects.create(
        email=HEAD,
        delegation=Delegation.objects.get(code="VAT"),
        role="delegate",
        invited_by=user,
        invited_at=now,
        expires_at=now + timedelta(days=1),
    )
    client = client_of()

    page = client.get(f"/accounts/invitation/{invitation.token}/")
    client.post(f"/accounts/invitation/{invitation.token}/", {"name": "x", "password": PASSWORD, "again": PASSWORD})

    assert page.status_code == 200
    assert "_auth_user_id" not in client.session


def test_session_that_began_before_the_factor_is_over_once_there_is_one(django_capture_on_commit_callbacks):
    stolen, own = client_of(), client_of()
    sign_in(stolen)
    sign_in(own)
    page = own.get("/accounts/2fa/totp/activate/").content.decode()
    (secret,) = re.findall(r'id="authenticator_secret" value="(\w+)"', page)
    shown = code(secret=secret)
    with django_capture_on_commit_callbacks(execute=True):
        own.post("/accounts/2fa/totp/activate/", {"code": shown})

    assert stolen.get("/rehearsal/desk/").headers["Location"].startswith(LOGIN)
    assert own.get("/rehearsal/desk/").status_code == 200


# Codes


def test_code_is_good_once():
    with_app(HEAD)
    first, second = client_of(), client_of()
    sign_in(first)
    sign_in(second)
    shown = code()

    taken = first.post(SECOND_STEP, {"code": shown})
    again = second.post(SECOND_STEP, {"code": shown})

    assert (taken.status_code, again.status_code) == (302, 200)
    assert "This code is not right, or was used already." in again.content.decode()


def test_clock_of_the_telephone_may_be_half_a_minute_off_and_no_more():
    with_app(HEAD)
    answers = []
    for step in (-3, 3, -1):
        client = client_of()
        sign_in(client)
        answers.append(client.post(SECOND_STEP, {"code": code(step)}).status_code)

    assert answers == [200, 200, 302]


def test_recovery_code_opens_once():
    user = with_app(HEAD)
    spare = RecoveryCodes(Authenticator.objects.get(user=user, type="recovery_codes")).get_unused_codes()[0]
    first, second = client_of(), client_of()
    sign_in(first)
    sign_in(second)

    taken, again = (client.post(SECOND_STEP, {"code": spare}).status_code for client in (first, second))

    assert (taken, again) == (302, 200)


def test_after_five_wrong_codes_even_the_right_one_waits_also_in_another_session():
    with_app(HEAD)
    client, other = client_of(), client_of()
    sign_in(client)
    sign_in(other)
    for _number in range(5):
        client.post(SECOND_STEP, {"code": "000000"})

    answers = [each.post(SECOND_STEP, {"code": code()}) for each in (client, other)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert "There were too many wrong tries. Wait five minutes, then try again." in answers[0].content.decode()
