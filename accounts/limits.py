"""How often a stranger may do something: counted in the cache, by the address one comes from or gives."""

import hashlib
import ipaddress
import logging

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from redis.exceptions import RedisError

log = logging.getLogger(__name__)
HOUR, DAY = 3600, 24 * 3600
DOOR = {"ip": (10, HOUR), "email": (3, DAY)}  # how many requests to take part, in how many seconds


def refuse_too_many(request, email):
    """Count a request to take part, and refuse it where there were too many from this place or with this address."""
    counted = {"ip": _network(get_adapter().get_client_ip(request)), "email": email.lower()}
    try:
        over = [by for by, value in counted.items() if _count(f"door:{by}:{value}", DOOR[by][1]) > DOOR[by][0]]
    except RedisError as error:
        log.exception("Requests to take part cannot be counted.")
        raise ValidationError(
            _("Requests cannot be taken at the moment. Try again in some minutes, or write to the secretariat."),
            "limit",
        ) from error
    if "ip" in over:
        raise ValidationError(
            _("There were many requests from where you are. Try again in an hour, or write to the secretariat."),
            "limit",
        )
    if over:
        raise ValidationError(
            _("This address was given several times today. Wait for the answer, or write to the secretariat."), "limit"
        )


def _count(name, seconds):
    """How often it was done within the time that began with the first, this once included."""
    key = f"limit:{hashlib.sha256(name.encode()).hexdigest()}"
    cache.add(key, 0, seconds)
    try:
        return cache.incr(key)
    except ValueError:  # it ended between the two
        cache.set(key, 1, seconds)
        return 1


def _network(address):
    """Whom an address stands for: of IPv6, the network that one household has."""
    parsed = ipaddress.ip_address(address)
    parsed = getattr(parsed, "ipv4_mapped", None) or parsed
    return str(ipaddress.ip_network(f"{address}/64", strict=False)) if parsed.version == 6 else str(parsed)
