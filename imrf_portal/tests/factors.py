"""People of the demonstration with a second factor, and how they sign in."""

import time

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value

from accounts.models import User
from imrf_portal.demo.accounts import PASSWORD

HEAD, DELEGATE = "head.prt@demo.invalid", "delegate.prt@demo.invalid"
LOGIN, SECOND_STEP, SET_UP = "/accounts/login/", "/accounts/2fa/authenticate/", "/accounts/second-factor/"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def person(email):
    return User.objects.get(email=email)


def with_app(email):
    """The person, who uses an authenticator app and has recovery codes."""
    TOTP.activate(person(email), SECRET)
    RecoveryCodes.activate(person(email))
    return person(email)


def code(step=0, secret=SECRET):
    """What the app shows now, or so many half minutes from now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + step))


def sign_in(client, email=HEAD, password=PASSWORD, **more):
    return client.post(LOGIN, {"login": email, "password": password, **more})
