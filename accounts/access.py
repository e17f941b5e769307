"""How a view gets an object, and no other way."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404


def access(queryset, actor, perm=None, **lookup):
    """The one object, for an actor who may see it and, if given, may do ``perm``.

    404 for what the actor may not know of, as for what does not exist; 403 for what they may see but not do.
    """
    found = get_object_or_404(queryset.visible_to(actor), **lookup)
    if perm:
        require(actor, perm, found)
    return found


def require(actor, perm, target):
    """Raise ``PermissionDenied`` unless the rules let ``actor`` do ``perm`` to ``target``."""
    if not actor.may(perm, target):
        raise PermissionDenied
