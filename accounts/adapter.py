"""How allauth is bent to this portal: accounts by invitation only, mail through the outbox, refusals in sentences."""

import base64
import hashlib
import secrets

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from record import outbox
from record.models import Delivery

from .fresh import is_fresh

PROOFS = {  # the strongest first
    "mfa_reauthenticate:webauthn": _("Use a passkey"),
    "mfa_reauthenticate": _("Use the code of an authenticator app, or a recovery code"),
    "reauthenticate": _("Use your password"),
}
WRONG_CODE = _("This code is not right, or was used already. Enter the one that is shown now.")


class InvitationAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is closed. If you think it should be open, write to the secretariat."),
        "email_password_mismatch": _("The address and the password do not go together. Check both and try again."),
        "too_many_login_attempts": _("There were too many wrong tries. Wait five minutes, then try again."),
        "rate_limited": _("There were too many wrong tries. Wait five minutes, then try again."),
        "incorrect_code": WRONG_CODE,
        "incorrect_password": _("This password is not right. Try again."),
        "enter_current_password": _("This is not your present password. Try again."),
        "same_as_current": _("This is the address you have already. Enter another."),
        "unverified_email": _("Confirm your address first: the link is in the message that we sent you."),
    }

    def is_open_for_signup(self, request):
        """Nobody signs up by themselves: ``accounts.views.accept`` makes the account that an invitation names."""
        return False

    def is_reauthentication_required(self, *, app, **kwargs):
        """A sign-in of the last minutes counts as proof, so that nobody types a password twice in a row."""
        return not is_fresh(self.request)

    def get_reauthentication_methods(self, user):
        """The strongest first: the first is what one is asked for."""
        found = {method["id"]: method for method in super().get_reauthentication_methods(user)}
        return [found[name] | {"description": words} for name, words in PROOFS.items() if name in found]

    def is_safe_url(self, url):
        """Only addresses of this very host, and pages only: no other name of ours, no scheme, nothing spelled oddly."""
        request = self.request
        if not url or "\\" in url or any(character.isspace() or ord(character) < 32 for character in url):
            return False
        return url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())

    def send_confirmation_mail(self, request, emailconfirmation, signup):
        """To the new address the link that confirms it, to the one in use a warning, while all can be called off."""
        super().send_confirmation_mail(request, emailconfirmation, signup)
        address = emailconfirmation.email_address
        if address.email != address.user.email:
            context = {"new_email": address.email}
            self.send_notification_mail("account/email/email_change_asked", address.user, context)

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        """Tell the person what was done to their account."""
        super().send_notification_mail(template_prefix, user, {"user": user} | (context or {}), email)

    def send_mail(self, template_prefix, email, context):
        """Put the message into the outbox: an address that has an account is answered as fast as one that has none."""
        request = self.request
        context = {"request": request, "email": email, "site": settings.SITE_URL} | context
        message = self.render_mail(template_prefix, email, context)
        owner = context.get("user", request.user)
        Delivery.objects.queue(
            owner,
            kind=f"account-{secrets.token_hex(8)}",  # each message is a new one, also to the same address
            subject=message.subject[:250],
            text=message.body.strip() + "\n",
            addresses=[(email, owner)],
            at=getattr(request, "at", None) or timezone.now(),
        )
        transaction.on_commit(outbox.wake, robust=True)


class FactorAdapter(DefaultMFAAdapter):
    """Secrets of authenticator apps and recovery codes lie enciphered in the database, under a key made from ours."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": WRONG_CODE,
        "cannot_generate_recovery_codes": _("Set up a passkey or an app first: recovery codes stand in for it."),
        "unverified_email": _("Confirm your address first: the link is in the message that we sent you."),
    }

    def encrypt(self, text):
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text):
        return _cipher().decrypt(encrypted_text.encode()).decode()


def _cipher():
    """Enciphers with the present key, deciphers with any that still counts."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(b"accounts.second_factor:" + key.encode()).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
