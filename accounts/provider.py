"""Signing in by one's own institution: OpenID Connect for people who have an account here already, and only them."""

from allauth.account.internal.flows.login import record_authentication
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.base import AuthProcess
from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from .second_factor import BY_PROVIDER

STRONG_ACR = {"phr", "phrh", "https://refeds.org/profile/mfa"}


class ProviderAdapter(DefaultSocialAccountAdapter):
    def is_open_for_signup(self, request, sociallogin):
        return False

    def can_authenticate_by_email(self, login, email):
        """Only an address that the institution has verified, and for a person it has not known by another name.

        The second keeps out whoever inherits the address of a colleague who has left.
        """
        claims = _claims(login)
        known = SocialAccount.objects.filter(provider=login.account.provider, user__email=email.lower())
        return claims.get("email_verified") is True and not known.exclude(uid=login.account.uid).exists()

    def pre_social_login(self, request, sociallogin):
        """Let nobody on but people with an account; and remember if their institution asked for a second factor."""
        if sociallogin.state.get("process") != AuthProcess.LOGIN or _is_of_two_people(sociallogin):
            _back(request, _("Signing in by your institution did not work. Try again, or use your password."))
        if not sociallogin.is_existing:
            _back(
                request,
                _(
                    "Your institution vouches for you, but no account here has the address that it gave us. "
                    "Accounts are made by invitation: ask the secretariat."
                ),
            )
        if _had_second_factor(sociallogin):
            record_authentication(request, sociallogin.user, BY_PROVIDER)

    def on_authentication_error(self, request, provider, error=None, exception=None, extra_context=None):
        _back(request, _("Signing in by your institution did not work. Try again, or use your password."))


def _claims(sociallogin):
    """What the institution says of the person."""
    data = sociallogin.account.extra_data
    return data.get("userinfo") or data.get("id_token") or {}


def _is_of_two_people(sociallogin):
    """Whether the two answers of the provider speak of different persons, as they may only by mistake or by fraud."""
    said = {data["sub"] for data in sociallogin.account.extra_data.values() if isinstance(data, dict) and "sub" in data}
    return len(said) != 1


def _had_second_factor(sociallogin):
    token = sociallogin.account.extra_data.get("id_token") or {}
    strong = STRONG_ACR | set(settings.OIDC_STRONG_ACR)
    return "mfa" in (token.get("amr") or []) or token.get("acr") in strong


def _back(request, why):
    messages.error(request, why)
    raise ImmediateHttpResponse(redirect("account_login"))
