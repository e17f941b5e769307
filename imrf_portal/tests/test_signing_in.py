"""What is done only after a fresh sign-in, passwords, and mail about accounts."""

import re
import time
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.contrib.auth.password_validation import validate_password
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.adapter import FactorAdapter
from accounts.fresh import freshly_signed_in
from accounts.models import Address, User
from accounts.tests.signing_in import proven
from consultations.models import Circular
from drafts.models import DraftVersion
from imrf_portal.demo.accounts import PASSWORD
from record.models import Delivery
from submissions.models import Submission

from .clients import client_of

HEAD, DELEGATE, SECRETARIAT = "head.prt@demo.invalid", "delegate.prt@demo.invalid", "secretariat@demo.invalid"
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


def mails():
    """What waits in the outbox about accounts: (address, subject, text), the first first."""
    rows = Delivery.objects.filter(kind__startswith="account-").order_by("pk")
    return list(rows.values_list("address", "subject", "text"))


# Fresh


def places():
    """Every act that asks for it: (who, address, what is sent)."""
    letters = Circular.objects.filter(consultation__slug="rehearsal")
    letter = letters.exclude(state__in=["issued", "superseded", "withdrawn"]).first()
    version = DraftVersion.objects.filter(consultation__slug="rehearsal").first()
    draft = Submission.objects.filter(delegation__code="PRT", state="draft", consultation__slug="rehearsal").first()
    return {
        "approve": (SECRETARIAT, f"/rehearsal/circulars/drafts/{letter.pk}/approve/"),
        "issue": (SECRETARIAT, f"/rehearsal/circulars/drafts/{letter.pk}/issue/"),
        "release": ("cofacilitator.bgd@demo.invalid", f"/rehearsal/drafts/{version.number}/approve-release/"),
        "submit": (HEAD, f"/rehearsal/inputs/mine/{draft.key}/submit/"),
        "withdraw": (HEAD, f"/rehearsal/inputs/mine/{draft.key}/withdraw/"),
    }


@pytest.mark.parametrize("act", ["approve", "issue", "release", "submit", "withdraw"])
def test_what_binds_others_asks_who_one_is_some_minutes_after_the_sign_in(act):
    email, path = places()[act]

    fresh, late = client_of(email).post(path), stale(email).post(path)

    assert late.headers["Location"] == f"{PROVE}?next={path.replace('/', '%2F')}"
    assert not fresh.headers.get("Location", "").startswith(PROVE)


def test_what_was_pressed_is_done_once_one_has_proved_who_one_is():
    draft = Submission.objects.filter(delegation__code="PRT", state="draft", consultation__slug="rehearsal").first()
    client, clear = stale(HEAD), f"/rehearsal/inputs/mine/{draft.key}/clear/"
    seen = re.findall(r'name="seen" value="(\w+)"', client.get(clear).content.decode())[0]
    path = f"/rehearsal/inputs/mine/{draft.key}/submit/"

    led = client.post(path, {"seen": seen}).headers["Location"]
    page = client.get(led).content.decode()
    wrong = client.post(PROVE, {"password": "not this one, surely", "next": path})
    state_between = Submission.objects.get(pk=draft.pk).state
    done = client.post(PROVE, {"password": PASSWORD, "next": path})

    assert "nothing you typed is lost" in page
    assert (wrong.status_code, state_between) == (200, "draft")
    assert (done.status_code, Submission.objects.get(pk=draft.pk).state) == (302, "submitted")


def test_what_waits_is_done_by_nobody_who_may_not():
    draft = Submission.objects.filter(delegation__code="PRT", state="draft", consultation__slug="rehearsal").first()
    client, path = stale(HEAD), f"/rehearsal/inputs/mine/{draft.key}/submit/"
    client.post(path, {"seen": "x"})
    person(HEAD).memberships.update(ends_at=timezone.now() - timedelta(minutes=1))

    answer = client.post(PROVE, {"password": PASSWORD, "next": path})

    assert (answer.status_code, Submission.objects.get(pk=draft.pk).state) == (404, "draft")


def test_who_has_a_factor_is_asked_for_it_first_and_may_use_the_password():
    TOTP.activate(person(HEAD), "JBSWY3DPEHPK3PXP")
    client = stale(HEAD)

    led = client.post(places()["submit"][1]).headers["Location"]
    page = client.get(led).content.decode()

    assert led.startswith("/accounts/2fa/reauthenticate/?next=")
    assert 'href="/accounts/reauthenticate/?next=' in page


def test_who_has_no_means_of_proof_is_told_to_sign_in_again():
    User.objects.filter(email=HEAD).update(password="!")

    answer = stale(HEAD).post(places()["submit"][1], follow=True)

    assert answer.redirect_chain == [("/accounts/logout/", 302)]
    assert "Sign out, sign in again, then repeat this." in answer.content.decode()


def test_visitor_is_left_to_the_view(rf):
    request = rf.post("/")
    request.user = type("Visitor", (), {"is_anonymous": True})()

    assert freshly_signed_in(require_POST(lambda request: "asked"))(request) == "asked"


# Passwords


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("fourteen signs", "fewer than 15 characters"),
        ("x y" * 43, "more than 128 characters"),
        ("1q2w3e4r5t6y7u8i9o0p", "among those that are tried first"),
        ("4839202384738291", "figures only"),
        ("Portugal-Portugal-2019!", "words that anyone would try here"),
        ("UnitedNations2026Migration", "words that anyone would try here"),
        ("IMRF portal password 1", "words that anyone would try here"),
        ("head.prt@demo.invalid", "too much like your"),
    ],
)
def test_password_is_refused_with_a_sentence(password, why):
    with pytest.raises(ValidationError) as refused:
        validate_password(password, person(HEAD))

    assert why in " ".join(refused.value.messages)
    assert [message.endswith(".") for message in refused.value.messages] == [True] * len(refused.value.messages)


@pytest.mark.parametrize(
    "password", [PASSWORD, "ثلاث عشرة خريطة على طاولة", "aB3$k9!x@2m#p7&qv", "Portugal and eleven blue ladders"]
)
def test_password_of_ones_own_words_is_taken(password):
    validate_password(password, person(HEAD))


def test_beside_a_factor_twelve_characters_are_enough():
    TOTP.activate(person(HEAD), "JBSWY3DPEHPK3PXP")

    validate_password("blue ladders", person(HEAD))
    with pytest.raises(ValidationError, match="fewer than 12"):
        validate_password("blue ladder", person(HEAD))
    with pytest.raises(ValidationError, match="fewer than 15"):
        validate_password("blue ladders")


def test_secret_of_an_app_lies_enciphered_and_survives_a_new_key(settings):
    TOTP.activate(person(HEAD), "JBSWY3DPEHPK3PXP")
    with connection.cursor() as cursor:
        cursor.execute("SELECT data::text FROM mfa_authenticator WHERE user_id = %s", [person(HEAD).pk])
        (kept,) = cursor.fetchone()
    secret = Authenticator.objects.get(user__email=HEAD).data["secret"]

    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another key, and as long as the first"

    assert "JBSWY3DPEHPK3PXP" not in kept
    assert FactorAdapter().decrypt(secret) == "JBSWY3DPEHPK3PXP"


# The address and its warnings


def test_new_address_counts_once_it_is_confirmed_and_the_old_one_is_warned_twice():
    client, new = client_of(HEAD), "head.new@demo.invalid"
    mailboxes = list(Address.objects.order_by("pk").values_list("email", "active"))

    client.post("/accounts/email/", {"email": new, "action_add": ""})
    asked, before = mails(), User.objects.filter(email=HEAD).exists()
    (path,) = {path for *_who, text in asked for path in re.findall(r"http://testserver(/\S+)", text)}
    Client().post(path)
    told = mails()[len(asked) :]

    assert [(address, subject) for address, subject, _text in asked] == [
        (new, "Confirm your address for the IMRF portal"),
        (HEAD, "Somebody wants to change the address of your account"),
    ]
    assert before
    assert (User.objects.filter(email=HEAD).exists(), User.objects.filter(email=new).exists()) == (False, True)
    assert (HEAD, "The address of your account was changed") in [row[:2] for row in told]
    assert list(Address.objects.order_by("pk").values_list("email", "active")) == mailboxes


def test_address_of_another_account_is_not_taken_and_not_given_away():
    client = client_of(HEAD)

    free = client.post("/accounts/email/", {"email": "free@demo.invalid", "action_add": ""})
    client.post("/accounts/email/", {"email": "free@demo.invalid", "action_remove": ""})
    taken = client.post("/accounts/email/", {"email": DELEGATE, "action_add": ""})

    assert (free.status_code, taken.status_code) == (302, 302)
    assert User.objects.get(email=DELEGATE).name == "A delegate (Portugal)"


def test_person_with_a_factor_can_change_their_address():
    TOTP.activate(person(HEAD), "JBSWY3DPEHPK3PXP")

    client_of(HEAD).post("/accounts/email/", {"email": "head.new@demo.invalid", "action_add": ""})

    assert [address for address, *_rest in mails()] == ["head.new@demo.invalid", HEAD]


def test_every_message_about_an_account_is_in_our_words(django_capture_on_commit_callbacks):
    client, new = client_of(HEAD), "a sentence that nobody knows"
    page = client.get("/accounts/2fa/totp/activate/").content.decode()
    (secret,) = re.findall(r'id="authenticator_secret" value="(\w+)"', page)
    shown = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    for path, data in [
        ("2fa/totp/activate/", {"code": shown}),
        ("2fa/recovery-codes/generate/", {"action_generate": ""}),
        ("2fa/totp/deactivate/", {}),
        ("password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new}),
    ]:
        with django_capture_on_commit_callbacks(execute=True):  # what is told, is told once it is so
            client.post(f"/accounts/{path}", data)

    assert {address for address, *_rest in mails()} == {HEAD}
    assert [subject for _address, subject, _text in mails()] == [
        "An authenticator app was set up for your account",
        "Your account has new recovery codes",
        "The authenticator app was taken from your account",
        "The password of your account was changed",
    ]
    for _address, _subject, text in mails():
        assert "If it was not you, somebody else is in your account: write to the secretariat at once" in text
        assert text.rstrip().endswith("The IMRF portal, http://127.0.0.1:8000")
        assert re.findall(r"https?://\S+", text) == ["http://127.0.0.1:8000"]


def test_browser_cannot_write_into_the_message():
    client = client_of(HEAD, headers={"User-Agent": "See https://evil.example at once"})
    new = "a sentence that nobody knows"

    client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})

    assert [text for _address, _subject, text in mails() if "evil" in text] == []
    assert len(mails()) == 1
