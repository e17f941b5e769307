"""Who is in which paragraph of a working draft. It is shown to the others and stops nobody."""

from datetime import timedelta

from .models import Lease

TERM = timedelta(seconds=45)


def others(version, by):
    """Whoever else is in a paragraph at ``by.at``, by its key. One query."""
    there = version.leases.filter(until__gt=by.at).exclude(user=by.user.pk).select_related("user")
    return {lease.key: lease.user for lease in there}


def take(version, key, by, *, over=False):
    """Take a paragraph, or keep it for another while. Whoever is in it before and keeps it, unless ``over``."""
    there = version.leases.filter(key=key, until__gt=by.at).exclude(user=by.user.pk).select_related("user")
    if not over and (other := there.first()):
        return other.user
    lease = Lease(version=version, key=key, user=by.user, until=by.at + TERM)
    Lease.objects.bulk_create(
        [lease], update_conflicts=True, unique_fields=["version", "key"], update_fields=["user", "until"]
    )
    return None


def give_back(version, key, by):
    version.leases.filter(key=key, user=by.user.pk).delete()
