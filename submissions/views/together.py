"""What the page where one writes asks for by itself: who else is here, and the key of what the browser keeps."""

from django.http import JsonResponse
from django.views.decorators.http import require_POST, require_safe

from accounts.access import access

from .. import keeping, presence
from ..models import Submission


def _own(request, slug, copy):
    return access(Submission.objects, request.actor, "submissions.edit", consultation__slug=slug, key=copy)


@require_POST
def here(request, slug, copy):
    """A sign of life. It is no activity: whoever only leaves the page open is signed out in time."""
    submission = _own(request, slug, copy)
    box, leaving = request.POST.get("box", ""), bool(request.POST.get("leaving"))
    return JsonResponse(presence.told(presence.heard(submission, request.actor, box, leaving=leaving)))


@require_safe
def key(request, slug, copy):
    """Under what name and with which keys the browser keeps what is not saved.

    By an address of its own and not within the page, which browsers keep, print and save as a file.
    """
    submission = _own(request, slug, copy)
    names, keys = keeping.names(request.user, submission), keeping.keys(request.user, submission)
    return JsonResponse({"kept": [{"name": name, "key": key} for name, key in zip(names, keys, strict=True)]})
