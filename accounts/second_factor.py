"""Who must have a second factor before they can act, and whether they have one: a passkey or an authenticator app."""

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled

from record.actor import Capacity

FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
PLAIN = {Capacity.PUBLIC, Capacity.DELEGATE}
WEIGHTY_FLAGS = {"may_clear", "may_manage"}
BY_PROVIDER = "second_factor_by_provider"  # among the proofs that the session remembers


def is_needed(choices):
    """Whether one of these capacities can bind others: then the person needs a second factor for all of them.

    Not only for the present one: whoever gets in with a stolen password could choose the other.
    """
    return any(choice.capacity not in PLAIN or WEIGHTY_FLAGS & choice.flags for choice in choices)


def has_one(user):
    """Whether the person's sign-in asks for a passkey or a code; recovery codes alone are no factor."""
    return is_mfa_enabled(user, types=FACTORS)


def was_shown_to_provider(request):
    """Whether the institution that signed the person in says that it asked for more than a password."""
    return any(record["method"] == BY_PROVIDER for record in get_authentication_records(request, request.user))
