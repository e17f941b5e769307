"""What cannot be taken back is done only by someone who has just shown who they are."""

import time
from functools import wraps

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.exceptions import ReauthenticationRequired
from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _


def is_fresh(request):
    """Whether the person signed in, or proved once more that it is they, within the last minutes."""
    records = get_authentication_records(request, request.user)
    return bool(records) and time.time() - records[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT


def freshly_signed_in(view):
    """Let the view run only for someone who is_fresh; others prove who they are first.

    What they sent waits meanwhile and is then done as they sent it, files excepted: so the view is entered again,
    with the rules asked anew. Put it on views that act, below ``require_POST``.
    """

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        if request.user.is_anonymous or is_fresh(request):
            return view(request, *args, **kwargs)
        if get_adapter().get_reauthentication_methods(request.user):
            raise ReauthenticationRequired  # allauth's middleware keeps the request and leads to the page that asks
        messages.error(request, _("It is some time since you signed in. Sign out, sign in again, then repeat this."))
        return redirect("account_logout")

    return wrapped
