"""What every request gets: an instant, a name, and the Actor who makes it."""

import uuid

from django.http import HttpResponseNotAllowed
from django.utils import timezone
from django.utils.cache import add_never_cache_headers, patch_vary_headers
from django.utils.functional import SimpleLazyObject

from consultations.capacities import actor_for, choices_for

from .logs import request_id

METHODS = ["GET", "HEAD", "POST", "OPTIONS"]
POLICIES = {
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), "
    "publickey-credentials-get=(self), publickey-credentials-create=(self)",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
}


def stamp(get_response):
    """The instant of arrival and an id for the record and the log; the headers that every answer carries."""

    def middleware(request):
        request.at = timezone.now()
        request.id = uuid.uuid4().hex
        token = request_id.set(request.id)
        try:
            known = request.method in METHODS
            response = get_response(request) if known else HttpResponseNotAllowed(METHODS)
        finally:
            request_id.reset(token)
        for name, value in POLICIES.items():
            response.headers.setdefault(name, value)
        return response

    return middleware


def act(get_response):
    """``request.actor``: who acts, in the capacity they chose. What a signed-in person gets is kept by no cache."""

    def middleware(request):
        stand(request)
        response = get_response(request)
        if request.user.is_authenticated:
            add_never_cache_headers(response)
            response.headers["Cache-Control"] = "private, no-store"
            patch_vary_headers(response, ["Cookie", "HX-Request"])  # a fragment is not its page
        return response

    return middleware


def stand(request):
    """Say of a request who acts, when somebody first asks: again, too, once the person has been signed out."""
    request.choices = SimpleLazyObject(lambda: choices_for(request.user, request.at))
    request.actor = SimpleLazyObject(
        lambda: actor_for(
            request.user,
            at=request.at,
            request_id=request.id,
            chosen=request.session.get("capacity", ""),
            choices=request.choices,
        )
    )
