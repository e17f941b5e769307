"""Keys under which a browser keeps what it could not save, so that a lost network or a crash loses nothing.

The text lies in the browser's storage as AES-GCM ciphertext; the key never does. The page asks for it after sign-in,
over the same rule by which one may edit the input, and holds it in memory as a key that no script can read out.

It is derived from the server's secret, the person and the input, not from the session: the text that matters most is
the one whose session has expired, and it must open again after the next sign-in of the same person. So on a shared
computer of a mission:

- whoever opens the browser later, or takes its disk, finds ciphertext under a name that tells neither person nor input,
  and how long it is; without the server's secret or a sign-in as that person it stays closed;
- a colleague who signs in on the same computer gets keys of their own, which open nothing of the first person;
- a person who may no longer edit the input, or whose membership has ended, is given no key any more;
- signing out takes away what was kept for that person, and saving or discarding takes away what was saved.

What it does not keep out: someone who sits down before a session that still stands. They could read the page as well.
"""

import base64

from django.conf import settings
from django.utils.crypto import salted_hmac


def keys(user, submission):
    """Keys of 256 bits, in base64: the first to keep with, the others, of earlier secrets, only to open with."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [base64.b64encode(_derived("key", secret, user, submission.key)).decode() for secret in secrets]


def names(user, submission):
    """Under what it lies, for each of the keys: the name of the person and that of the input, which tell nothing."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [f"{_name(secret, user)}.{_derived('name', secret, user, submission.key).hex()[:24]}" for secret in secrets]


def names_of(user):
    """How the names of everything begin that is kept for this person: what signing out takes away."""
    return " ".join(_name(secret, user) for secret in [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS])


def _name(secret, user):
    return f"kept.{_derived('person', secret, user).hex()[:24]}"


def _derived(purpose, secret, user, *more):
    value = ":".join(map(str, [user.pk, *more]))
    return salted_hmac(f"submissions.keeping.{purpose}", value, secret, algorithm="sha256").digest()
