"""How long a sign-in lasts: a while without activity, and a day at most; shorter for those whose word binds others."""

import time
from datetime import timedelta

from allauth.mfa.signals import authenticator_added, authenticator_removed
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import second_factor

from .middleware import stand

SINCE, SEEN = "signed_in_at", "seen_at"  # in the session, as seconds
A_MINUTE = 60


@receiver(user_logged_in)
def begin(request, **kwargs):
    """The session remembers when it began."""
    request.session[SINCE] = request.session[SEEN] = int(time.time())


@receiver([authenticator_added, authenticator_removed])
def leave_no_other_session(request, user, **kwargs):
    """Whoever signed in without the factor that now counts, or with one that was lost, signs in again."""
    if request.user.is_authenticated:
        for session in UserSession.objects.filter(user=user).exclude(session_key=request.session.session_key):
            session.end()


def limited(get_response):
    """Sign out whoever has been idle or signed in for too long: what they asked for is then a visitor's request.

    So a page leads to the sign-in and back; what a form sends is given back by the page that gets it.
    """

    def middleware(request):
        if request.user.is_authenticated:
            if why := _why_over(request):
                _sign_out(request, why)
            elif not is_background(request):
                _note_activity(request)
        return get_response(request)

    return middleware


def is_background(request):
    """Whether the page asks by itself, as it does for the progress of a print. Text that is sent is activity.

    A page that posts by itself says so: whoever leaves it out prolongs a session of their own, as any click does.
    """
    if "X-Background" in request.headers:
        return True
    by_script = "HX-Request" in request.headers or request.headers.get("Sec-Fetch-Dest") == "empty"
    return by_script and request.method in {"GET", "HEAD"}


def _why_over(request):
    """The sentence that ends this session; "" while it lasts. Who the person is, is asked only if it matters."""
    now = time.time()
    idle, age = (timedelta(seconds=now - request.session.get(key, now)) for key in (SEEN, SINCE))
    short, long = settings.SESSION_LIMITS["weighty"], settings.SESSION_LIMITS["plain"]
    if idle < short[0] and age < short[1]:
        return ""
    most_idle, oldest = short if second_factor.is_needed(request.choices) else long
    if idle >= most_idle:
        minutes = most_idle // timedelta(minutes=1)
        message = ngettext(
            "You have been signed out, since nothing was done for %(minutes)d minute. Sign in to go on.",
            "You have been signed out, since nothing was done for %(minutes)d minutes. Sign in to go on.",
            minutes,
        )
        return message % {"minutes": minutes}
    return _("You have been signed out: a sign-in lasts a working day at most.") if age >= oldest else ""


def _sign_out(request, why):
    page = not is_background(request) and request.headers.get("Sec-Fetch-Dest", "document") == "document"
    logout(request)
    stand(request)
    if page:  # a script would take the sentence away before anybody reads it
        messages.warning(request, why)


def _note_activity(request):
    """Write the time of this request down, once a minute at most."""
    now = int(time.time())
    request.session.setdefault(SINCE, now)
    if now - request.session.get(SEEN, 0) >= A_MINUTE:
        request.session[SEEN] = now
