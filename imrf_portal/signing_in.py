"""Those whose word binds others act only once they have a second factor; till then they read what is public."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from redis.exceptions import RedisError

from accounts import second_factor
from record.actor import Actor

from .demo import accounts as demo_accounts
from .middleware import stand

OWN_PAGES = ("account_", "mfa_", "usersessions_", "socialaccount_", "openid_connect_")  # allauth's, by their names
OPEN_PAGES = {"second_factor", "accept_invitation"}
AFTER = "after_second_factor"  # in the session: where the person was going
DEMO_PEOPLE = {email for email, _description in demo_accounts.ACCOUNTS}
GET_ONLY = {"GET", "HEAD"}


def lacks_factor(request):
    """Whether this person must set up a second factor before they act."""
    if not request.user.is_authenticated or is_exempt(request.user):
        return False
    if not second_factor.is_needed(request.choices) or second_factor.was_shown_to_provider(request):
        return False
    return not second_factor.has_one(request.user)


def is_exempt(user):
    """The people of the demonstration, whose password everyone knows, are spared; nobody else ever is."""
    return settings.SECOND_FACTOR_EXEMPT_DEMO and user.email in DEMO_PEOPLE


def asked_for(get_response):
    """Who lacks a second factor acts as the public, and is led from every page behind the sign-in to setting one up."""

    def middleware(request):
        request.held_back = lacks_factor(request)
        if request.held_back:
            request.choices = []
            request.actor = Actor(request.user, at=request.at, request_id=request.id)
        visitor = request.user.is_anonymous
        response = get_response(request)
        if visitor and request.user.is_authenticated and "Location" in response.headers:
            stand(request)
            return _lead(response.headers["Location"]) if lacks_factor(request) else response
        hidden = request.held_back and response.status_code in {403, 404} and request.method in GET_ONLY
        return _lead(request.get_full_path()) if hidden and not _is_open(request) else response

    def process_view(request, view, args, kwargs):
        if not request.held_back or _is_open(request):
            return None
        if request.method not in GET_ONLY:
            return _ask(request, status=403)  # with what they typed, wherever it was going
        return _lead(request.get_full_path()) if getattr(view, "login_required", True) else None

    def process_exception(request, error):
        """Without the counts of wrong tries nobody signs in: better closed for a while than open to guessing."""
        if isinstance(error, RedisError) and _is_open(request):
            answer = render(request, "account/unavailable.html", status=503)
            answer.headers["Retry-After"] = "60"
            return answer
        return None

    middleware.process_view, middleware.process_exception = process_view, process_exception
    return middleware


def _is_open(request):
    name = request.resolver_match.view_name if request.resolver_match else ""
    return name.startswith(OWN_PAGES) or name in OPEN_PAGES


def _lead(after):
    """To the page that says what to set up, and then on to ``after``."""
    return HttpResponseRedirect(f"{reverse('second_factor')}?{urlencode({'next': after})}")


@never_cache
@require_safe
def second_factor_page(request):
    """What to set up and why; then on to where the person was going."""
    after = safe_address(request, request.GET.get("next", ""))
    if after:
        request.session[AFTER] = after
    if not request.held_back:
        return HttpResponseRedirect(request.session.pop(AFTER, None) or reverse("index"))
    return _ask(request)


def _ask(request, status=200):
    typed = [text for text in request.POST.values() if "\n" in text.strip() or len(text) > 80]
    return render(request, "account/second_factor.html", {"typed": typed}, status=status)


def safe_address(request, address):
    """The address, if it is a path of this very portal; else an empty one."""
    path = address.startswith("/") and "\\" not in address and address.isprintable()
    safe = path and url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if safe else ""
