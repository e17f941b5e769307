"""How a test's client is signed in: as someone who has just come in, with a second factor where one is needed."""

import time

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from django.conf import settings

OF_WHOM = "account_authentication_methods_user"  # as allauth calls it


def sign_in(client, user, *, factor=True):
    """The client, signed in this minute. With ``factor`` the person has an authenticator app, as most here must."""
    if factor and not Authenticator.objects.filter(user=user).exists():
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": ""})
    client.force_login(user, settings.AUTHENTICATION_BACKENDS[0])
    return proven(client, user)


def proven(client, user, *, ago=0):
    """The client, after its person proved who they are, ``ago`` seconds back."""
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "mfa", "type": "totp", "at": time.time() - ago}]
    session[OF_WHOM] = str(user.pk)
    session.save()
    return client
