"""What views that show a form and act on it share."""

from functools import wraps

from ..fresh import freshly_signed_in


def fresh_to_post(view):
    """Let the view show its form to anyone it admits, and act only for someone who has just shown who they are."""
    guarded = freshly_signed_in(view)

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        return (guarded if request.method == "POST" else view)(request, *args, **kwargs)

    return wrapped
