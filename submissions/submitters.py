"""Who has submitted to a call, told to those who send circulars."""

from .models import SubmittedVersion, Visibility

TOLD = (Visibility.PUBLIC, Visibility.PARTICIPANTS)


def submitters(call, at):
    """The keys of the delegations that have submitted, in their own name or on behalf of others, as the secretariat
    may know: an input for the co-facilitators only stays unknown, and one that was withdrawn no longer counts.
    """
    current = SubmittedVersion.objects.standing().current()
    readable = current.filter(submission__call=call, visibility__in=TOLD, submitted_at__lte=at)
    return readable.values_list("submission__delegation", flat=True)
